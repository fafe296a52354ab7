"""Damages and booby-traps folders of runs, societies and compiled code; writes results/damage.md.

Run: python verification/damage.py (some minutes). Some 250 folders, each a copy of a good one with one thing wrong: a
flipped bit, a file cut short, missing, doubled, of another run, a link or a pipe in its place, odd JSON. A command is
then run on it. Every one must end with the bytes of the undamaged run, or be refused in words with exit code 2; nothing
outside the folder may change, and what is refused must still be there. Ends with code 1 if one is not so.
"""

import contextlib
import hashlib
import io
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from damage_cases import BRANCH, Case, bits, flips, links, links_elsewhere, odd, strangers, torn

import groundswell as gs
from groundswell import cli
from groundswell.society import store as societies
from groundswell.storage import stream

RESULTS = Path(__file__).parent / "results" / "damage.md"
DAYS, KILLED = 12, 10
PATIENCE = 60  # seconds until a command counts as hung
GOOD = ("mended, and said so", "refused in words", "harmless: same bytes")


class Outcome(NamedTuple):
    """What came of a case."""

    case: Case
    kind: str
    said: str


def scenario(**changes: Any) -> gs.Scenario:
    """Return the small run that is damaged."""
    return gs.load("mobilization-2022").with_(persons=20_000, days=DAYS, **changes)


class _Killed(BaseException):
    pass


def _kill(tally: Any, days: int) -> None:
    if tally.day + 1 == KILLED:
        raise _Killed


def _stop(tally: Any, days: int) -> None:
    if tally.day + 1 == KILLED:
        raise KeyboardInterrupt


def make_bases(folder: Path) -> None:
    """Make good folders: a finished run, one of another seed, an interrupted one, one that was killed."""
    stream._PATIENCE = -1.0  # a block a day
    keeping = gs.Keeping(checkpoint_every=4, keep_checkpoints=True, panel=10)
    gs.run(scenario(), out=folder / "whole", keeping=keeping)
    gs.run(scenario(seed=2), out=folder / "other", keeping=keeping)
    gs.run(scenario(), out=folder / "stopped", keeping=keeping, progress=_stop)
    for name, seed in (("killed", 1), ("foreign", 2)):
        with contextlib.suppress(_Killed):
            gs.run(scenario(seed=seed), out=folder / name, keeping=keeping, progress=_kill)
    gs.branch(folder / "whole", 8, folder / "branched", {"policing.pmax": 0.1})


def inside(work: Path, base: Path, case: Case) -> Outcome:
    """Run a case in this process."""
    for path in work.iterdir():
        if path.name != "bases":
            path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
    folder = work / ("run.partial" if case.base.endswith(".partial") else "run")
    shutil.copytree(base / case.base, folder)
    (work / "away" / "folder").mkdir(parents=True)
    for name in ("file", "folder/days-00000-00001.parquet", "folder/file"):
        (work / "away" / name).write_text("not yours")
    case.damage(folder)
    before, kept = listing(work / "away"), len(list(folder.rglob("*")))
    code, said = call(case.command, work)
    if listing(work / "away") != before:
        return Outcome(case, "WROTE OUTSIDE", said)
    if "Traceback" in said or code not in (0, 2):
        return Outcome(case, "TRACEBACK OR CRASH" if code != -1 else "HUNG", said)
    if code == 2:
        lost = folder.exists() and len(list(folder.rglob("*"))) < kept
        return Outcome(case, "REFUSED, BUT LOST SOMETHING" if lost or "error: " not in said else GOOD[1], said)
    made, wanted = (work / "out", base / "branched") if case.command is BRANCH else (work / "run", base / "whole")
    same = all(
        (made / name).read_bytes() == (wanted / name).read_bytes() for name in ("daily.parquet", "panel.parquet")
    )
    reported = any(word in said for word in ("refused", "lived again", "joined anew"))
    return Outcome(case, (GOOD[0] if reported else GOOD[2]) if same else "SILENTLY WRONG", said)


def listing(folder: Path) -> dict[str, str]:
    """Return what lies in a folder, by name, with digests."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for path in folder.rglob("*")}  # fmt: skip


def call(command: tuple[str, ...], folder: Path) -> tuple[int, str]:
    """Run a command in a folder; return its exit code, and what it said on standard error."""
    said = io.StringIO()

    def hung(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, hung)
    signal.alarm(PATIENCE)
    old, sys.argv = sys.argv, ["groundswell", *command]
    try:
        with contextlib.chdir(folder), contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            cli.main()
    except SystemExit as ended:
        return (ended.code if isinstance(ended.code, int) else 1), said.getvalue()
    except TimeoutError:
        return -1, said.getvalue()
    except BaseException as error:
        return 1, f"Traceback: {type(error).__name__}: {error}\n{said.getvalue()}"
    finally:
        signal.alarm(0)
        sys.argv = old
    return 0, said.getvalue()


def kept_societies(work: Path) -> Iterator[Outcome]:
    """Damage a kept society and take it from the cache again."""
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")
    societies.WORTH_KEEPING = 1
    cases = [*flips("kept societies", "", "*/*", 40, (), 600)]
    for name in ("kind.npy", "society.json", "place_start.npy"):
        cases.append(Case("kept societies", f"{name} cut", "", lambda f, n=name: _cut(next(f.glob(f"*/{n}"))), ()))
    for name in ("*", "*/kind.npy", "*/society.json"):
        cases.append(Case("kept societies", f"{name} a link", "", lambda f, n=name: _link(next(f.glob(n)), work), ()))
    base = work / "cache" / "groundswell" / "societies"

    def run() -> Any:
        found = gs.run(scenario()).daily["value"].to_pylist()
        societies.settle()
        return found

    return used_again(work, base, cases, run, "is built anew")


def kept_results(work: Path) -> Iterator[Outcome]:
    """Damage kept results of a comparison and ask it again."""
    base = work / "results"
    cases = [*flips("kept results", "", "*.arrow", 10, (), 800)]
    cases.append(Case("kept results", "cut", "", lambda f: _cut(next(f.glob("*.arrow"))), ()))
    cases.append(Case("kept results", "a link", "", lambda f: _link(next(f.glob("*.arrow")), work), ()))

    def ask() -> Any:
        found = gs.compare(scenario(), ["force: policing.pmax=0.1"], seeds=2, folder=base, workers=1)
        return str(list(found.rows()))

    return used_again(work, base, cases, ask, "is run again")


def used_again(work: Path, base: Path, cases: list[Case], use: Callable[[], Any], words: str) -> Iterator[Outcome]:
    """Have `use` keep something in `base`; then damage a copy of it, and have it used, once a case."""
    whole, good = use(), work / f"{base.name}-good"
    shutil.copytree(base, good)
    notes = logging.StreamHandler()
    logging.getLogger("groundswell").addHandler(notes)
    for case in cases:
        shutil.rmtree(base)
        shutil.rmtree(work / "moved", ignore_errors=True)
        shutil.copytree(good, base)
        case.damage(base)
        before = listing(work / "moved") if (work / "moved").exists() else {}
        said = io.StringIO()
        notes.setStream(said)
        try:
            same = use() == whole
        except gs.InputError as error:
            yield Outcome(case, GOOD[1], str(error))
            continue
        except Exception as error:
            yield Outcome(case, "TRACEBACK OR CRASH", repr(error))
            continue
        touched = before != (listing(work / "moved") if before else {})
        reported = words in said.getvalue()
        kind = "WROTE OUTSIDE" if touched else (GOOD[0] if reported else GOOD[2]) if same else "SILENTLY WRONG"
        yield Outcome(case, kind, said.getvalue())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _link(path: Path, work: Path) -> None:
    (work / "moved").mkdir()
    path.rename(work / "moved" / path.name)
    path.symlink_to(work / "moved" / path.name)


def compiled_code(work: Path) -> Iterator[Outcome]:
    """Flip bits in compiled code, and run in a process of its own, which may crash."""
    program = ("import groundswell as gs, hashlib; "
               "r = gs.run(gs.load('mobilization-2022').with_(persons=20000, days=3)); "
               "print(hashlib.sha256(r.daily['value'].to_numpy().tobytes()).hexdigest())")  # fmt: skip
    environment = os.environ | {"XDG_CACHE_HOME": str(work / "code")}
    kernels = work / "code" / "groundswell" / "kernels"

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)

    whole = run().stdout
    for case in [
        *flips("compiled code", "", "**/*.nbc", 8, (), 700),
        *flips("compiled code", "", "**/*.nbi", 8, (), 720),
    ]:
        case.damage(kernels)
        done = run()
        good = done.returncode == 0 and done.stdout == whole
        yield Outcome(case, GOOD[2] if good else f"CODE {done.returncode}", done.stderr)


def report(outcomes: list[Outcome], seconds: float) -> str:
    """Return the table of all groups, and everything that went wrong."""
    kinds = [*GOOD, *sorted({o.kind for o in outcomes} - set(GOOD))]
    lines = [
        f"# {len(outcomes)} damaged or hostile folders",
        "",
        f"`python verification/damage.py`, {date.today()}, {seconds:.0f} s. Runs of 20,000 persons, {DAYS} days; the",
        "bytes are those of daily.parquet and panel.parquet. *Harmless*: nothing of what was damaged is used, or it is",
        "made again without a word (compiled code).",
        "",
        "| what | " + " | ".join(kinds) + " |",
        "|---" * (len(kinds) + 1) + "|",
    ]
    for group in dict.fromkeys(o.case.group for o in outcomes):
        found = Counter(o.kind for o in outcomes if o.case.group == group)
        lines.append(f"| {group} | " + " | ".join(str(found[kind] or "") for kind in kinds) + " |")
    total = Counter(o.kind for o in outcomes)
    lines.append("| **all** | " + " | ".join(str(total[kind]) for kind in kinds) + " |")
    for o in outcomes:
        if o.kind not in GOOD:
            lines += [
                "",
                f"**{o.kind}**: {o.case.name}: `{' '.join(o.case.command)}`",
                "```",
                o.said.strip()[-1500:],
                "```",
            ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all cases, write and print the table; return 0 when all were mended, refused or harmless."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name) / "work"
        make_bases(work / "bases")
        cases = [*bits(), *torn(), *strangers(), *odd(), *links(), *links_elsewhere()]
        outcomes = [inside(work, work / "bases", case) for case in cases]
        outcomes += kept_societies(Path(name))
        outcomes += kept_results(Path(name))
        outcomes += compiled_code(Path(name))
    text = report(outcomes, time.monotonic() - began)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(o.kind in GOOD for o in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
