"""Kernels that allocate nothing, and so need no reference counts.

numba counts the references of every array that a helper receives; a tick is made of helpers that share the same few
arrays, and counting took six sevenths of its time. Arrays belong to the caller for the whole call, so nothing is lost.
"""

from collections.abc import Callable
from typing import Any

from groundswell.kernel import kernel

__all__ = ["lean"]


def lean(function: Callable[..., Any]) -> Any:
    """Compile a helper or loop that creates no array; under NUMBA_DISABLE_JIT it stays plain Python."""
    compiled = kernel(function)
    options = getattr(compiled, "targetoptions", None)
    if options is not None:
        options["_nrt"] = False
    return compiled
