"""Tags of citations in brackets, as the sources of a case name them: "[S5, S40]"."""

import re
from collections.abc import Mapping

TAG = r"[A-Z]{1,3}\d{0,4}[a-z]?"
_GROUP = re.compile(rf"\[({TAG}(?:, {TAG})*)\]")


def tags_in(text: str) -> tuple[str, ...]:
    """Return the tags that a text names in brackets, "[S5, S40]", each once; a name of lower-case letters is none."""
    groups = [group.split(", ") for group in _GROUP.findall(text)]
    return tuple(dict.fromkeys(tag for group in groups for tag in group))


def spelled_out(text: str, citations: Mapping[str, str]) -> str:
    """Return a text with the citations in the place of tags in brackets; a tag without one stays as it is."""
    return _GROUP.sub(lambda group: "; ".join(citations.get(tag, tag) for tag in group[1].split(", ")), text)
