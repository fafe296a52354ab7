"""From a validator's finding to what a user can act on: place, value, allowed range with unit, nearest name, remedy."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from groundswell.errors import InputError, shown
from groundswell.params import P

_SHOWN = 100  # problems that are printed, of any number
_T = TypeVar("_T")
_SOME = 20  # unknown names of one table or list that are listed one by one
_OUTSIDE = ("greater_than_equal", "less_than_equal", "finite_number")
_NUMBER = ("float_type", "int_type")
_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DAY = "give days from the start, {}, or a date such as 2001-03-05 without quotes"

_KINDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "string_type": 'text in "quotes"',
    "text_in_list": 'text in "quotes"',
    "date_type": "a date such as 2001-03-05, without quotes",
    "tuple_type": 'a list of texts, such as ["XX-AB"]',
    "dict_type": "a table",
}


class ScenarioError(InputError):
    """Everything that is wrong with a scenario or a claim, together; `problems` holds each one."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            first.problem, place=first.place, remedy=first.remedy, value=first.value, allowed=first.allowed
        )

    def text(self) -> str:
        """Return a line for each problem."""
        more = len(self.problems) - _SHOWN
        lines = [str(problem) for problem in self.problems[:_SHOWN]]
        return "\n".join([*lines, *([f"and {more:,} problems more"] if more > 0 else [])])

    def __reduce__(self) -> tuple[Any, ...]:
        return ScenarioError, (self.problems,)


def refuse(errors: Sequence[InputError]) -> None:
    """Raise what was collected, if anything."""
    if errors:
        raise ScenarioError(errors)


def each(error: InputError) -> tuple[InputError, ...]:
    """Return the problems that an error holds."""
    return error.problems if isinstance(error, ScenarioError) else (error,)


def some(names: Sequence[_T], tell: Callable[[_T], InputError], what: str, place: str) -> list[InputError]:
    """Return an error for each of the first names, and one for all others, so that a long list stays readable."""
    details = [tell(name) for name in names[:_SOME]]
    if len(names) > _SOME:
        problem = f"and {len(names) - _SOME:,} {what} more"
        details.append(InputError(problem, place=place, remedy="mend these first"))
    return details


def wrong(value: Any, finding: str, expected: str, meta: P | None, place: str) -> InputError:
    """Return the error for a value that the validator refused; `finding` is pydantic's name for why."""
    details: dict[str, Any] = {"place": place, "value": _plain(value)}
    details["allowed"] = limits(meta) if meta is not None else expected
    # A whole number that is "no number" to the validator is one too large for it.
    if meta is not None and (finding in _OUTSIDE or (finding in _NUMBER and type(value) is int)):
        return InputError(f"{_show(value)} is outside {limits(meta)}", remedy=_in_unit(value, meta), **details)
    if finding == "literal_error":
        return InputError(f"{_show(value)} is none of the choices", remedy=f"use {expected}", **details)
    wanted = _KINDS.get(finding, expected)
    return InputError(f"{_show(value)} is not {wanted}", remedy=_remedy(value, finding, wanted, meta), **details)


_LISTED = set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-. "
)  # of what a list may be meant to hold


def _plain(value: Any) -> Any:
    """Return a value that every program can read, or how it is shown."""
    short = isinstance(value, bool | int | float) and abs(value) < 1 << 64
    return value if short or (isinstance(value, str) and len(value) <= 1000) else shown(value)


def _remedy(value: Any, finding: str, wanted: str, meta: P | None) -> str:
    """Return what to write instead of a value of the wrong kind: what was meant, if that is plain."""
    if finding == "date_type" or (meta is not None and meta.unit == "day"):
        return _date(value, f"give {wanted}" if meta is None else _DAY.format(limits(meta)))
    if finding == "tuple_type" and isinstance(value, str):
        parts = [part.strip() for part in value.split(",")]
        plain = len(value) <= 40 and all(part and set(part) <= _LISTED for part in parts)
        meant = ", ".join(f'"{part}"' for part in parts)
        return f"did you mean [{meant}]?" if plain else f"give {wanted}"
    if finding == "bool_type":
        meant = value.lower() if isinstance(value, str) else ""
        return f"did you mean {meant}, without quotes?" if meant in ("true", "false") else "give true or false"
    if isinstance(value, str) and meta is not None:
        return _bare_number(value, meta)
    if finding in ("int_type", "int_from_float") and isinstance(value, float):
        return f"give {wanted} without a point (150_000, not 150.000), {limits(meta)}" if meta else f"give {wanted}"
    return f"give {wanted}" + (f" {limits(meta)}" if meta is not None and finding in ("float_type", "int_type") else "")


def _date(value: Any, otherwise: str) -> str:
    """Return the day that was meant by a text or a point in time."""
    if isinstance(value, datetime):
        return f"did you mean {value.date()}, without the time?"
    if not isinstance(value, str):
        return otherwise
    text = value.strip()
    if dotted := _DOTTED.fullmatch(text):
        text = "{2}-{1:0>2}-{0:0>2}".format(*dotted.groups())
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        return otherwise
    timed = ", without the time" if len(text) > 10 else ""
    return f"did you mean {day}, without quotes{timed}?"


def limits(meta: P) -> str:
    """Return the allowed range with its unit: "0..1 (share)"."""
    return f"{meta.low:,.10g}..{meta.high:,.10g} ({meta.unit})"


def _in_unit(value: Any, meta: P) -> str:
    """Return the remedy for a number outside its limits; the commonest slip is a share given in per cent."""
    if meta.unit.startswith("share") and meta.high == 1 and 1 < value <= 100:
        return f"shares are 0..1: did you mean {value / 100:g}?" if value >= 2 else f"it means: {meta.about}"
    return f"it means: {meta.about}"


def _bare_number(value: str, meta: P) -> str:
    """Return the remedy for a text where a number belongs: "85 %", "3 days", "0.5", "0,4"."""
    number, per_cent = value.strip().rstrip("%").strip(), value.strip().endswith("%")
    other = f"give a bare number without quotes or unit, {limits(meta)}"
    if comma := _COMMA.fullmatch(number):
        if len(comma.group(2)) == 3 and comma.group(1).lstrip("-") != "0":
            return other  # a decimal comma, or thousands
        number = f"{comma.group(1)}.{comma.group(2)}"
    try:
        amount = float(number)
    except ValueError:
        return other
    if per_cent:
        amount /= 100.0
    if not meta.low <= amount <= meta.high or (per_cent and not meta.unit.startswith("share")):
        return other
    if per_cent:
        return f"shares are 0..1: did you mean {amount:g}?"
    return f"did you mean {amount:.10g}" + ("" if comma else ", without quotes") + f"? {limits(meta)}"


def _show(value: Any) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        return shown(str(value) if isinstance(value, datetime) else value)
    return f"'{value}'"
