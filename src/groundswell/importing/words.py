"""Words that tables of many languages hold beside numbers and dates; they stand in words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = files(__package__ or "").joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def meanings(table: str) -> Mapping[str, str]:
    """Return what each word of a table means, the longest words first: {"more than": "at least", ...}."""
    found = {word: meaning for meaning, words in _tables()[table].items() for word in words}
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: -len(pair[0]))))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a text in small letters, with single spaces of one kind and one kind of apostrophe."""
    text = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=4096)
def is_unknown(text: str) -> bool:
    """Tell whether a cell says that nothing is known: it is empty, or "n/a", "-", "unknown", "н/д"."""
    return plain(text).rstrip(".") in meanings("unknown") or not text.strip()


def is_total(text: str) -> bool:
    """Tell whether a name means the sum of all rows, such as "Total" or "Insgesamt"."""
    return plain(text).rstrip(":.") in meanings("total")


def stand_ins(text: str) -> list[str]:
    """Return the kinds of event that could stand for what a word means."""
    word = plain(text)
    return [kind for kind, starts in _tables()["stand_in"].items() if any(start in word for start in starts)]
