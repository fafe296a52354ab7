"""Numbers as a reader wants them: no more digits than they deserve, and never without their uncertainty."""

from math import floor, log10


def amount(count: float) -> str:
    """Return a count with three leading digits: 1,399.8 -> "1,400", 326,157 -> "326,000"."""
    if abs(count) < 1000:
        return f"{round(count):,}"
    step = 10 ** (floor(log10(abs(count))) - 2)
    return f"{round(count / step) * step:,}"


def give(spread: float) -> str:
    """Return an uncertainty with two leading digits, rounded up so that it is never understated."""
    if spread < 100:
        return f"{-(-spread // 1):,.0f}"
    step = 10 ** (floor(log10(spread)) - 1)
    return f"{-(-spread // step) * step:,.0f}"


def percent(share: float) -> str:
    """Return a share in whole per cent, with a decimal where that would hide what there is."""
    return f"{share:.0%}" if 0.01 <= share <= 0.99 or share in (0.0, 1.0) else f"{share:.1%}"


def value(of: object) -> str:
    """Return a parameter's or a published value as text: 300000.0 -> "300,000", True -> "yes"."""
    if isinstance(of, bool):
        return "yes" if of else "no"
    if isinstance(of, float | int):
        return f"{of:,.0f}" if abs(of) >= 1000 else f"{of:.4g}"
    return str(of)
