"""Kinds of event behind a file's words: one of the engine's, or refused with what could stand for it."""

from collections.abc import Sequence

from groundswell.errors import InputError, nearest, shown
from groundswell.events import kinds
from groundswell.importing.layouts import header_key
from groundswell.importing.ledger import listed
from groundswell.importing.source import Source
from groundswell.importing.words import plain, stand_ins

WHY = "an event of the timeline is what changes people's situation, announced, ordered or set off, not what they did"


def kind_of(word: str, source: Source) -> str | None:
    """Return the kind of event that a word means, "" for one that is to be left out, None if it means none."""
    own = {plain(text): kind for text, kind in source.options.kinds.items()}
    if plain(word) in own:
        kind = own[plain(word)]
        return kind if kind in kinds() else ""  # `check_kinds` refuses one that does not exist
    key = header_key(word)
    return key if key in kinds() else None


def note_left_out(word: str, line: int, source: Source) -> None:
    """Note a row that is left out as asked for, and none whose word was given a kind that does not exist."""
    if not {plain(text): kind for text, kind in source.options.kinds.items()}[plain(word)]:
        source.ledger.note("left out", f"{shown(word)}, as asked for", line)


def refuse_kind(word: str, lines: Sequence[int], source: Source) -> None:
    """Add the problem of a word that is no kind of event."""
    near = [kind for kind in stand_ins(word) if kind in kinds()]
    could = f"{' or '.join(near)} could stand for it" if near else nearest(word, kinds())
    example = near[0] if near else "KIND"
    say = f"say which: --kind {shown(f'{word}={example}')}, or leave such rows out: --kind {shown(f'{word}=')}"
    problem = f"no event kind {shown(word)} ({listed(lines)}): {WHY}"
    source.ledger.refuse(InputError(problem, place=source.sheet.place(lines[0]), remedy=f"{could}; {say}"))


def check_kinds(source: Source) -> None:
    """Refuse kinds that the user names and that do not exist."""
    for word, kind in source.options.kinds.items():
        if kind and kind not in kinds():
            remedy = nearest(kind, kinds())
            source.ledger.refuse(
                InputError(f"no event kind {shown(kind)}, for {shown(word)}", place="--kind", remedy=remedy)
            )
