"""JSON in, JSON out: how the studio reads what a page sends, and says what is wrong in the words of a file's check."""

import json
from collections.abc import Callable
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from groundswell.errors import GroundswellError, InputError, shown
from groundswell.inputs.problems import each
from groundswell.json_text import json_text, plain

Fields = dict[str, Any]


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    text = json_text(value, indent=None).encode("utf-8", "replace")  # half a character, from a file of the folder
    return Response(text, status, media_type="application/json")


def got(path: str, give: Callable[[Request], Any]) -> Route:
    """Return the route of an address that answers what `give` returns, or the response that it is."""

    async def endpoint(request: Request) -> Response:
        found = await run_in_threadpool(give, request)
        return found if isinstance(found, Response) else answer(found)

    return Route(path, endpoint, methods=["GET"])


def posted(path: str, take: Callable[[Request, Fields], Any]) -> Route:
    """Return the route of an address that takes an object of JSON, and answers what `take` returns of it."""

    async def endpoint(request: Request) -> Response:
        try:
            sent: Any = await request.json()
            json.dumps(sent, ensure_ascii=False).encode()  # half a character has no place in a file
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            raise InputError("what was sent is no object of JSON", place="page", remedy="load the page again")
        found = await run_in_threadpool(take, request, cast(Fields, sent))
        return found if isinstance(found, Response) else answer(found)

    return Route(path, endpoint, methods=["POST"])


def refused(error: Exception) -> Response:
    """Return the answer to what the user can mend: each problem with place, value, allowed range and remedy."""
    if isinstance(error, InputError):
        return answer({"problems": problems_of(error)}, 422)
    if isinstance(error, OSError):
        what = f"cannot be read or written: {error.strerror or error}"
        return answer({"problems": [{"problem": what, "place": str(error.filename or "disk"), "remedy": ""}]}, 507)
    if not isinstance(error, GroundswellError):
        what = "it failed at this, which is a fault of its own; its terminal says where"
        remedy = "what you did is not lost: go on elsewhere, and report what the terminal says"
        return answer({"problems": [{"problem": what, "place": "studio", "remedy": remedy}]}, 500)
    return answer({"problems": [{"problem": str(error), "place": "", "remedy": ""}]}, 422)


def problems_of(error: InputError) -> list[Fields]:
    """Return each problem of an error with place, value, allowed range and remedy."""
    return [{k: plain(getattr(e, k)) if k != "value" else _safe(e.value)
             for k in ("problem", "place", "remedy", "value", "allowed")} for e in each(error)]  # fmt: skip


def _safe(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else shown(value)


def text_of(sent: Fields, key: str, default: str | None = None) -> str:
    """Return a text that was sent. Raises InputError for none and for anything else."""
    value = sent.get(key, default)
    if not isinstance(value, str) or len(value) > 10_000:
        raise InputError(f"{shown(value)} is no text", place=key, remedy="load the page again")
    return value


def count_of(sent: Fields, key: str, default: int, low: int, high: int) -> int:
    """Return a whole number that was sent. Raises InputError for anything else and outside `low`..`high`."""
    value = sent.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{shown(value)} is outside {low:,}..{high:,}", place=key, remedy="give a whole number")
    return value


def changes_of(sent: Fields, key: str = "changes") -> Fields:
    """Return the changes of a scenario that were sent: dotted keys with plain values. Raises InputError."""
    found: Any = sent.get(key, {})
    if not isinstance(found, dict) or len(cast(Fields, found)) > 1_000:
        raise InputError("changes are no table of at most 1,000 keys", place=key, remedy="load the page again")
    table = cast(Fields, found)
    for name, value in table.items():
        if name.split(".")[0] in ("scenario", "extends", "society"):
            raise InputError("is common to both worlds", place=name, remedy="change behaviour, events or a section")
        parts: list[Any] = cast(list[Any], value) if isinstance(value, list) else [value]
        if not all(isinstance(part, str | int | float | bool) for part in parts) or len(parts) > 1_000:
            raise InputError(
                f"{shown(value)} is no value", place=name, remedy="give a number, a text, or true or false"
            )
    return table
