"""From a validator's finding to what a user can act on: place, value, allowed range with unit, nearest name, remedy."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from groundswell.errors import InputError
from groundswell.params import P

_KINDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "string_type": 'text in "quotes"',
    "date_type": "a date such as 2022-09-21, without quotes",
    "tuple_type": 'a list of texts, such as ["RU-DA"]',
    "dict_type": "a table",
}


class ScenarioError(InputError):
    """Everything that is wrong with a scenario, together; `problems` holds each one."""

    def __init__(self, problems: Sequence[InputError]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            first.problem, place=first.place, remedy=first.remedy, value=first.value, allowed=first.allowed
        )
        self.args = ("\n".join(str(problem) for problem in self.problems),)


def wrong(value: Any, finding: str, expected: str, meta: P | None, place: str) -> InputError:
    """Return the error for a value that the validator refused; `finding` is pydantic's name for why."""
    told: dict[str, Any] = {"place": place, "value": value, "allowed": limits(meta) if meta is not None else expected}
    if finding in ("greater_than_equal", "less_than_equal", "finite_number") and meta is not None:
        return InputError(f"{value} is outside {limits(meta)}", remedy=_in_unit(value, meta), **told)
    if finding == "literal_error":
        return InputError(f"{_show(value)} is none of the choices", remedy=f"use {expected}", **told)
    wanted = _KINDS.get(finding, expected)
    meaning = f" {limits(meta)}" if meta is not None and finding in ("float_type", "int_type") else ""
    remedy = _bare_number(value, meta) if isinstance(value, str) and meta is not None else f"give {wanted}{meaning}"
    return InputError(f"{_show(value)} is not {wanted}", remedy=remedy, **told)


def limits(meta: P) -> str:
    """Return the allowed range with its unit: "0..1 (share)"."""
    return f"{meta.low:,.10g}..{meta.high:,.10g} ({meta.unit})"


def _in_unit(value: Any, meta: P) -> str:
    """Return the remedy for a number outside its limits; the commonest slip is a share given in per cent."""
    if meta.unit.startswith("share") and meta.high == 1 and 1 < value <= 100:
        return f"shares are 0..1: did you mean {value / 100:g}?"
    return f"it means: {meta.about}"


def _bare_number(value: str, meta: P) -> str:
    """Return the remedy for a text where a number belongs: "85 %", "3 days", "0.5"."""
    number, unit = value.strip().rstrip("%").strip(), value.strip().endswith("%")
    try:
        amount = float(number)
    except ValueError:
        return f"give a bare number without quotes or unit, {limits(meta)}"
    if unit and meta.unit.startswith("share"):
        return f"shares are 0..1: did you mean {amount / 100:g}?"
    return f"did you mean {amount:g}, without quotes? {limits(meta)}"


def _show(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str | date) else repr(value)
