"""Numbers of the model are declared: those in the code are units, bits and numerics, each with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import groundswell

ROOT = Path(groundswell.__file__).parent
ROOMS = ("process", "society", "events", "behaviour")
PLAIN = {0.0, 0.5, 1.0, 2.0}  # bounds of a share, halves, squares
PARTS = "persons worth a thread's while, bits of an index or of a number of 32 bits"
ALLOWED: dict[str, dict[float, str]] = {
    "process/acting.py": {255: "the most that a byte counts to"},
    "process/calendar.py": {30: "days of a month"},
    "process/call.py": {32: PARTS},
    "process/concede.py": {1000.0: "the unit of lambda: a thousand participants"},
    "process/contact_counters.py": {256: PARTS, 1024: PARTS, 0xFFFFFFFF: "nobody's number"},
    "process/draws.py": {8192: PARTS},
    "process/lives.py": {
        1e-12: "a risk of 1 has no logarithm",
        365.0: "days of the first year",
        1e9: "never",
        10000.0: "never: beyond every run's end",
        32767: "never: beyond every run's end",
    },
    "process/marks.py": {63: PARTS},
    "process/observe.py": {2_000_000: "between the draws of two polls"},
    "process/opinion.py": {2.302585092994046: "ln 10", 40.0: "of an interval to halve", 60: "times it is halved"},
    "process/perceive.py": {100.0: "per cent", 1e5: "per 100,000 inhabitants"},
    "process/person.py": {1001: "a purpose of draws"},
    "process/policing.py": {
        **dict.fromkeys(
            (5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7), "sizes of places pooled below 1:1, decision 0008"
        ),
        1e-300: "no division by zero",
        1e-9: "no division by zero",
        1e6: "per million inhabitants, and a size",
        1e5: "per 100,000 inhabitants, and a size",
    },
    "process/rule_words.py": {300: "letters of a message"},
    "process/view.py": {1e6: "never"},
    "society/dealing.py": {1024: PARTS, 40: "room for 36 categories", 0xFFFFFFFF: "more than there are persons"},
    "society/lanes.py": {31: PARTS, 32: PARTS, 0xFFFFFFFF: PARTS},
    "society/people.py": {121: "an age that nobody reaches"},
    "society/store.py": {1_000_000: "persons worth keeping on disk"},
    "society/synthesize.py": {256: "persons of a neighbourhood"},
    "society/ties.py": {
        32: PARTS,
        0xFFFFFFFF: PARTS,
        **dict.fromkeys((0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xD3A2646D), "odd multipliers"),
    },
    "events/__init__.py": {3650: "days of the longest run", 1e-9: "by which rounding may miss a limit"},
    "events/decree.py": {1e-9: "no division by zero"},
    "behaviour/exit_voice_loyalty/candidates.py": {1024: PARTS},
    "behaviour/exit_voice_loyalty/glances.py": {
        1e-3: "more than any rounding",
        1e-9: "more than a table rounds",
        **dict.fromkeys((2.5, 1.5, 0.75), "standard deviations between classes: no result depends on them"),
        7.0: "standard deviations that no draw reaches",
        40.0: "the reach of a table",
        100.0: "years: a bound of ages",
        32: "bits of a word",
        256: "persons of a neighbourhood",
    },
    "behaviour/exit_voice_loyalty/pruned.py": {2048: PARTS, 1.5: "how far a list reaches: no result depends on it"},
    "behaviour/exit_voice_loyalty/sift.py": {0.25: "how much more than its ties a page is looked at for"},
    "behaviour/exit_voice_loyalty/terms.py": {101.0: "the logarithm of a threat of 100 per cent, and one"},
}


def numbers(file: Path) -> Iterator[tuple[float, int]]:
    """Yield (number, line) of a file: every float, and whole numbers above 20, but for declarations and defaults."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    declared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and "P(" in ast.unparse(node.annotation):
            declared |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in declared:
            value = float(node.value)  # type: ignore[arg-type]
            if value not in PLAIN and (isinstance(node.value, float) or value > 20):
                yield value, node.lineno


def files() -> dict[str, Path]:
    return {str(f.relative_to(ROOT)): f for room in ROOMS for f in sorted((ROOT / room).rglob("*.py"))}


def test_no_number_of_the_model_hides_in_the_code() -> None:
    hidden = [
        f"{name}:{line}: {value:g}"
        for name, file in files().items()
        for value, line in numbers(file)
        if value not in ALLOWED.get(name, {})
    ]
    assert not hidden, f"declare these with P(...), or say in this test what they are: {hidden}"


def test_every_exception_is_still_needed() -> None:
    there = {name: {value for value, _ in numbers(file)} for name, file in files().items()}
    gone = {name: set(reasons) - there.get(name, set()) for name, reasons in ALLOWED.items()}
    assert not {name: values for name, values in gone.items() if values}


def test_a_hidden_number_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "hidden.py"
    file.write_text("DAYS = 7.0\nclass Params:\n    cost: Annotated[float, P('cost', 'utility', 0, 20)] = 3.5\n")
    assert list(numbers(file)) == [(7.0, 1)]
