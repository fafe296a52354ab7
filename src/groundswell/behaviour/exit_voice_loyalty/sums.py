"""Sums of functions as one function: a chain of sums of two would be as many functions to compile."""

from collections.abc import Callable
from typing import Any

from groundswell.kernel import device

Function = Callable[..., Any]  # a device function of (what a term depends on, parameters)


def total(parts: list[Function]) -> Any:
    """Return a device function of (start, what parts depend on, parameters): `start` and each part, added in order."""
    added: Any = _start
    for first in range(0, len(parts), len(_PLUS)):
        some = parts[first : first + len(_PLUS)]
        added = _PLUS[len(some) - 1](added, *some)
    return added


@device
def _start(start, x, p):
    return start


def _plus_one(before: Any, a: Function) -> Any:
    @device
    def added(start, x, p):
        return before(start, x, p) + a(x, p)

    return added


def _plus_two(before: Any, a: Function, b: Function) -> Any:
    @device
    def added(start, x, p):
        return before(start, x, p) + a(x, p) + b(x, p)

    return added


def _plus_three(before: Any, a: Function, b: Function, c: Function) -> Any:
    @device
    def added(start, x, p):
        return before(start, x, p) + a(x, p) + b(x, p) + c(x, p)

    return added


def _plus_four(before: Any, a: Function, b: Function, c: Function, d: Function) -> Any:
    @device
    def added(start, x, p):
        return before(start, x, p) + a(x, p) + b(x, p) + c(x, p) + d(x, p)

    return added


_PLUS = (_plus_one, _plus_two, _plus_three, _plus_four)
