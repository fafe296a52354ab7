"""Names that people give: of scenarios, which folders bear, and of events, which are keys."""

import re

from groundswell.errors import InputError, shown
from groundswell.textfile import NAME_FORM, can_be_file_name

_EVENT = re.compile(r"[A-Za-z0-9_-]{1,100}")


def is_event_name(name: str) -> bool:
    """Tell whether an event can have this name: it stands in dotted keys."""
    return bool(_EVENT.fullmatch(name))


def check_file_name(name: str, place: str, remedy: str = NAME_FORM) -> None:
    """Refuse a name that no file or folder can bear on some system. Raises InputError with the remedy."""
    if not can_be_file_name(name):
        raise InputError(f"{shown(name)} is no file's name", place=place, remedy=remedy)
