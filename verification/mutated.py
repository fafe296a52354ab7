"""Scenario and claim files with every kind of mistake in them: each must be accepted or refused in words, and at once.

    python verification/mutated.py

600 files are made from the shipped ones by mutations that depend on their number alone: values of other types, huge
numbers, deep nesting, NUL characters, truncation, keys twice, deleted and added, other encodings, flipped bytes, long
lists. Each is given to the command line in this process. Counted: exit codes, tracebacks, answers that took more than
two seconds, files that were written. A file that is refused must say so on lines that begin with "error: ". Ends
with code 1 if one does not.
"""

import contextlib
import io
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from groundswell import rng
from groundswell.case import find
from groundswell.cli import main as command_line
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.scenario.presets import presets

HERE = Path(__file__).parent
# The flagship and its variants, with everything written out; the claims about it.
FLAGSHIP = "russia-2022"
SCENARIOS = [lock_text(load(f"{FLAGSHIP}/{preset.name}")) for preset in presets() if preset.case == FLAGSHIP]
CLAIMS = [file.read_text(encoding="utf-8") for file in sorted((find(FLAGSHIP).folder / "claims").glob("*.toml"))]
Item = TypeVar("Item")
LIMIT = 2.0  # seconds
VALUES = [
    "true", "false", "0", "-1", "1", "3.5", "-0.0", "1e400", "-1e400", "inf", "nan", "1" + "0" * 400, "9" * 5000,
    "0x" + "f" * 6000, "9223372036854775808", "-9223372036854775809", '""', '"abc"', '"0,4"', '"85 %"', '"true"',
    "2022-09-21", "2022-09-21T18:00:00", "18:00:00", "9999-12-31", "0001-01-01", '"2022-09-22"', "[]", "[1, 2]",
    '["a", 1]', "[[[]]]", "{}", "{a = 1}", "{low = 1, hgh = 2}", '"CON"', '"what?"', r'"a\nb"', '"../x"', '"a/b"',
    '"' + "x" * 5000 + '"', '"1:1.000"', '"1:1_"', '"1:0"', '"a.b"', '"os.path"', '["all", "RU-DA"]', "[0.5, 1.5]",
    r'"\u0000"', '"é中😀"', "'''\na\n'''",
]  # fmt: skip
KEYS = ["kind", "day", "remove", "relative", "placebo", "extends", "a.b.c.d", '"a b"', '""', "scenario", "x" * 2000,
        ".".join("abcdefghij" * 3)]  # fmt: skip


class Dice:
    """Choices that depend on a number alone."""

    def __init__(self, number: int) -> None:
        self.number, self.drawn = number, 0

    def randrange(self, below: int) -> int:
        """Return a whole number from 0 on, less than `below`."""
        self.drawn += 1
        return min(int(float(rng.uniform(self.number, np.uint64(77), self.drawn, 0)) * below), below - 1)

    def choice(self, items: Sequence[Item]) -> Item:
        """Return one of several."""
        return items[self.randrange(len(items))]


class Outcome(NamedTuple):
    """What one file came to."""

    code: int
    seconds: float
    trace: str
    valid: bool  # nothing was wrong with the file
    explained: bool  # valid, or refused in words


def mutate(text: str, number: int) -> bytes:
    """Return a mutated text; the number decides how."""
    dice = Dice(number)
    change = MUTATIONS[number % len(MUTATIONS)]
    return change(text, dice)


def _line(change: Callable[[str, Dice], str]) -> Callable[[str, Dice], bytes]:
    """Return a mutation of one line that holds a key."""

    def mutation(text: str, dice: Dice) -> bytes:
        lines = text.splitlines()
        at = dice.choice([n for n, line in enumerate(lines) if "=" in line and not line.startswith("#")])
        lines[at] = change(lines[at], dice)
        return "\n".join(lines).encode()

    return mutation


def _other_value(line: str, dice: Dice) -> str:
    return f"{line.split('=')[0]}= {dice.choice(VALUES)}"


def _other_key(line: str, dice: Dice) -> str:
    return f"{dice.choice(KEYS)} ={line.partition('=')[2]}"


def _deep(line: str, dice: Dice) -> str:
    depth, (opened, closed) = dice.choice([30, 2000, 100_000]), dice.choice([("[", "]"), ("{a = ", "}"), ("[", "")])
    return f"{line.split('=')[0]}= {opened * depth}{closed * depth}"


def _cut(text: str, dice: Dice) -> bytes:
    return text.encode()[: dice.randrange(len(text))]


def _flipped(text: str, dice: Dice) -> bytes:
    given = bytearray(text.encode())
    for _ in range(dice.choice([1, 3, 30])):
        given[dice.randrange(len(given))] = dice.randrange(256)
    return bytes(given)


def _encoded(text: str, dice: Dice) -> bytes:
    kinds = ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1251", "latin-1", "utf-8"]
    return f"# Société, Москва\n{text}".encode(dice.choice(kinds), errors="replace")


def _swapped(text: str, dice: Dice) -> bytes:
    lines = text.splitlines()
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines).encode()


def _appended(text: str, dice: Dice) -> bytes:
    many = 5000
    more = [
        'description = """\n' + "one line of many = [\n" * 1000 + '"""',
        "[events.many]\nkind = 'rally'\nday = 0\nregions = [" + ", ".join(f'"R{n}"' for n in range(many)) + "]",
        "[policing]\n" + "\n".join(f"key{n} = {n}" for n in range(many)),
        "\n".join(f"[events.e{n}]\nkind = 'raly'\nday = {n}" for n in range(many)),
        "[scenario]\n" + "\n".join(f'key{n} = "C{n}"' for n in range(many)),
        "\n".join(f"[table{n}]" for n in range(many)),
        "a." * 50_000 + "b = 1",
        "[" + "a." * 50_000 + "b]",
        "[arms]\n" + "\n".join(f'a{n} = ["behaviour.x{n} = 1"]' for n in range(200)),
        "[priors]\n" + "\n".join(f'"behaviour.x{n}" = true' for n in range(many)),
        "\n".join("[[conditions]]\ntext = 'x'" for _ in range(many // 5)),
        "x = '" + "y" * 3_000_000 + "'",
    ]
    return f"{text}\n{dice.choice(more)}\n".encode()


MUTATIONS: list[Callable[[str, Dice], bytes]] = [
    _line(_other_value),
    _line(_other_value),
    _line(_other_value),
    _line(_other_key),
    _line(_deep),
    _line(lambda line, _: ""),
    _line(lambda line, _: f"{line}\n{line}"),
    _line(lambda line, dice: line + dice.choice(["\0", "\x1b[31m", "\x7f", "\r", "'", '"""', "]", ",", "#"])),
    _cut,
    _flipped,
    _encoded,
    _swapped,
    _appended,
]


def attempt(arguments: list[str]) -> Outcome:
    """Give a command to the command line and return what came of it."""
    out, err, sys.argv = io.StringIO(), io.StringIO(), ["groundswell", *arguments]
    began, code, trace = time.perf_counter(), -1, ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            command_line()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        except BaseException:
            trace = traceback.format_exc()
    lines = err.getvalue().splitlines()
    valid = code == 0 or [line.split(":")[1] for line in lines] == [" --draws"]
    explained = valid or (code == 2 and bool(lines) and all(line.startswith(("error: ", "note: ")) for line in lines))
    return Outcome(code, time.perf_counter() - began, trace, valid, explained)


def verify(count: int, folder: Path) -> list[tuple[str, int, Outcome]]:
    """Return what came of `count` scenarios and claims in turn; `folder` is worked in."""
    found: list[tuple[str, int, Outcome]] = []
    for number in range(count):
        kind, texts = ("claim", CLAIMS) if number % 5 in (1, 3) else ("scenario", SCENARIOS)
        file = folder / "mine.toml"
        file.write_bytes(mutate(texts[number // 5 % len(texts)], number))
        # A claim that is valid is refused for its draws: nothing is run.
        more = ["check"] if kind == "scenario" else ["claim", "--draws", "0", "--out", "out"]
        found.append((kind, number, attempt([more[0], "mine.toml", *more[1:]])))
    return found


def main() -> None:
    """Verify 600 files and write the table."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        for warm in (["check", "mobilization-2022"], ["claim", "H6", "--draws", "0"]):
            attempt(warm)
        found = verify(600, Path(name))
        left = sorted(path.name for path in Path(name).iterdir())
    lines = [
        "# Mutated files",
        "",
        f"`python verification/mutated.py`, {date.today()}, {time.perf_counter() - began:.0f} s. Every file is made",
        "from a shipped one by a mutation that depends on its number alone.",
        "",
        "| files | valid | refused in words, exit 2 | other ends | tracebacks | over 2 s | slowest |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in ("scenario", "claim"):
        own = [o for k, _, o in found if k == kind]
        good = sum(o.valid for o in own)
        refused = sum(o.code == 2 and o.explained and not o.valid for o in own)
        slow = sum(o.seconds > LIMIT for o in own)
        traces = sum(bool(o.trace) for o in own)
        other = len(own) - good - refused
        lines.append(f"| {len(own)} {kind}s | {good} | {refused} | {other} | {traces} | {slow} "
                     f"| {max(o.seconds for o in own):.2f} s |")  # fmt: skip
    lines += ["", "A claim is asked for with no draws: a valid one is refused for that alone, and nothing is run.",
              f"Files in the folder afterwards: {', '.join(left)} (the one that was put there)."]  # fmt: skip
    (HERE / "results" / "mutated.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    bad = [each for each in found if each[2].trace or not each[2].explained or each[2].seconds > LIMIT]
    for kind, number, o in bad:
        print(f"\n{kind} {number}, {o.code}, {o.seconds:.1f} s\n{o.trace}", file=sys.stderr)
    sys.exit(bool(bad) or left != ["mine.toml"])


if __name__ == "__main__":
    main()
