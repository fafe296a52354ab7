"""Evidence tags: "[S26, S43]" in the source of a parameter, an event or a target, and the citation behind each."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from groundswell.data.sources import path

_TAG = r"(?:[SK]\d+b?|D)"
_GROUP = re.compile(rf"\[({_TAG}(?:, {_TAG})*)\]")
_JOINED = re.compile(rf"{_TAG}(?:_{_TAG})*")


@cache
def citations() -> Mapping[str, str]:
    """Return the citation behind every tag, sources seen first, then those from memory."""
    return MappingProxyType(tomllib.loads(path("evidence/tags.toml").read_text(encoding="utf-8")))


def tags_in(text: str) -> tuple[str, ...]:
    """Return the evidence tags of a text, each once: those in brackets ("[S5, S40]"), or the text itself ("D_S6")."""
    groups = [text.split("_")] if _JOINED.fullmatch(text) else [group.split(", ") for group in _GROUP.findall(text)]
    return tuple(dict.fromkeys(tag for group in groups for tag in group))
