"""The mark of what this user has asked for: what a folder from elsewhere says cannot bear it, and is not begun.

The secret lies with this user's caches, where compiled code lies too; without it what waits is asked for again.
"""

import hashlib
import hmac
import json
import os
import secrets
from functools import cache
from typing import Any

from groundswell.caches import root
from groundswell.errors import InputError
from groundswell.files import read_own

FILE = "studio.key"
_LENGTH = 32  # bytes


def mark(said: dict[str, Any]) -> str:
    """Return the mark of what is said."""
    text = json.dumps(said, sort_keys=True).encode()
    return hmac.new(_secret(str(root())), text, hashlib.sha256).hexdigest()


def is_mark(said: dict[str, Any], given: Any) -> bool:
    """Tell whether `given` is the mark that this user's studio has given to what is said."""
    return isinstance(given, str) and given.isascii() and hmac.compare_digest(given, mark(said))


@cache
def _secret(folder: str) -> bytes:
    """Return this user's secret, made at the first need; one of this process alone where it cannot be kept."""
    made, path = secrets.token_bytes(_LENGTH), os.path.join(folder, FILE)
    try:
        os.makedirs(folder, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
        return made
    except FileExistsError:
        pass
    except OSError:
        return made
    try:
        kept = read_own(root() / FILE)
    except (OSError, InputError):
        return made
    return kept if len(kept) == _LENGTH else made
