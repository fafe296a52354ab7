"""Paragraphs of the protocol that depend on the scenario, from `parts.txt`: each under its name."""

import re
from functools import cache
from pathlib import Path

_PART = re.compile(r"<!-- (.+?) -->\n(.*?)(?=\n<!-- |\Z)", re.DOTALL)


def said(name: str, **values: object) -> str:
    """Return a paragraph with its values in place. Raises KeyError for a name that there is not."""
    text = _parts()[name]
    return text.format(**values) if values else text


@cache
def _parts() -> dict[str, str]:
    text = Path(__file__).with_name("parts.txt").read_text(encoding="utf-8")
    return {name: body.strip() for name, body in _PART.findall(text)}
