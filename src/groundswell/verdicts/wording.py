"""Whether a sentence and a direction say the same: a claim whose words say "falls" is not tested as "rises"."""

import re

from groundswell.errors import InputError

_WORDS = {
    "rises": {"rise", "rises", "raise", "raises", "more", "increase", "increases", "grow", "grows", "higher", "drives",
              "larger", "gains", "adds"},
    "falls": {"fall", "falls", "fewer", "less", "decrease", "decreases", "shrink", "shrinks", "lower", "lowers",
              "reduces", "stops", "ends", "saves", "blocks", "smaller", "calms", "loses"},
    "unchanged": {"unchanged", "same", "no", "not", "nothing", "hardly", "barely", "little"},
    "identical": {"identical", "same", "nothing", "no", "not", "zero", "unchanged"},
}  # fmt: skip


def check_direction(text: str, direction: str, place: str) -> None:
    """Refuse a condition without a sentence, and one whose sentence says only another direction. Raises InputError."""
    if not text.strip():
        raise InputError("'text' is missing", place=place, remedy="say in a sentence what must hold")
    words = set(re.findall(r"[a-z]+", text.lower()))
    said = [name for name, signs in _WORDS.items() if words & signs]
    if direction not in said:
        says = f"says '{said[0]}'" if said else "says no direction"
        remedy = f"write a sentence with a word such as {', '.join(sorted(_WORDS[direction])[:4])}, or turn it round"
        raise InputError(f"direction '{direction}', but the text {says}: \"{text}\"", place=place, remedy=remedy)
