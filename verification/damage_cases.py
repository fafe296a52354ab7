"""What verification/damage.py does to folders: flipped bits, torn and stray files, odd JSON, links and pipes."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from groundswell import rng
from groundswell.running.store import write_manifest

ODD = {
    "empty": b"",
    "a list": b"[]",
    "an empty object": b"{}",
    "not a number": b'{"keeping": NaN, "identity": NaN, "format": NaN, "files": NaN, "days": NaN}',
    "a huge number": b'{"keeping": {"checkpoint_every": 1' + b"0" * 5000 + b"}}",
    "deep nesting": b"[" * 100_000,
    "another type": b'{"keeping": 3, "identity": "x", "format": "2", "files": [], "days": "many"}',
    "missing keys": b'{"keeping": {}, "format": 2}',
    "no text": bytes(range(256)),
    "twenty megabytes": b'{"format": "' + b"x" * 20_000_000 + b'"}',
}


class Case(NamedTuple):
    """A damage: its group, what is done to a copy of which folder, and the command that is run then."""

    group: str
    name: str
    base: str
    damage: Callable[[Path], object]
    command: tuple[str, ...]


def flip(path: Path, draw: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    at = int(rng.uniform(1, rng.POLL, 0, draw) * len(content) * 8)
    content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)


def flips(group: str, base: str, pattern: str, count: int, command: tuple[str, ...], first: int) -> Iterator[Case]:
    """Yield cases of one flipped bit in one of the files that fit a pattern."""

    def damage(number: int) -> Callable[[Path], object]:
        def do(folder: Path) -> None:
            files = sorted(path for path in folder.glob(pattern) if path.is_file())
            flip(files[number % len(files)], first + number)

        return do

    for number in range(count):
        yield Case(group, f"a flipped bit in {pattern}, draw {first + number}", base, damage(number), command)


RESUME = ("resume", "run.partial", "--no-report")
AGAIN = ("resume", "run", "--no-report")
BRANCH = ("branch", "run", "--at-day", "8", "--set", "policing.pmax=0.1", "--out", "out", "--no-report")
OPEN = ("report", "run", "--out", "page")


def bits() -> Iterator[Case]:
    """Yield flipped bits in everything that a run keeps."""
    yield from flips("bits: days", "killed.partial", "daily/*.parquet", 30, RESUME, 0)
    yield from flips("bits: days", "killed.partial", "panel/*.parquet", 10, RESUME, 100)
    for number, name in enumerate(("state.arrow", "rest.npz", "checkpoint.json")):
        yield from flips(
            "bits: checkpoints", "killed.partial", f"checkpoints/day-00008/{name}", 8, RESUME, 200 + 10 * number
        )
        yield from flips("bits: checkpoints", "whole", f"checkpoints/day-00008/{name}", 4, BRANCH, 250 + 10 * number)
    yield from flips("bits: running.json, lock", "killed.partial", "running.json", 10, RESUME, 300)
    yield from flips("bits: running.json, lock", "killed.partial", "scenario.lock.toml", 10, RESUME, 320)
    for number, name in enumerate(("daily.parquet", "panel.parquet", "manifest.json", "scenario.lock.toml")):
        yield from flips("bits: saved runs", "whole", name, 4, BRANCH, 400 + 10 * number)
        yield from flips("bits: saved runs", "stopped", name, 4, AGAIN, 450 + 10 * number)


def torn() -> Iterator[Case]:
    """Yield files that are cut short, missing, doubled or in a wrong place."""
    blocks = ("daily/days-00000-00001.parquet", "daily/days-00005-00006.parquet", "panel/days-00009-00010.parquet")
    rest = tuple(f"checkpoints/day-00008/{name}" for name in ("state.arrow", "rest.npz", "checkpoint.json"))
    for name in (*blocks, *rest, "running.json", "scenario.lock.toml"):
        for half, words in ((2, "cut in half"), (0, "empty"), (1, "missing")):

            def cut(folder: Path, name: str = name, half: int = half) -> None:
                path = folder / name
                content = path.read_bytes()
                path.unlink()
                if half != 1:
                    path.write_bytes(content[: len(content) // half if half else 0])

            yield Case("torn, missing", f"{name} {words}", "killed.partial", cut, RESUME)
    for one, two in (("00003-00004", "00004-00005"), ("00000-00001", "00009-00010"), ("00002-00003", "00010-00011")):
        for what in ("daily", "panel"):

            def swap(folder: Path, what: str = what, one: str = one, two: str = two) -> None:
                a, b = (folder / what / f"days-{days}.parquet" for days in (one, two))
                content = a.read_bytes()
                if b.exists():
                    a.write_bytes(b.read_bytes())
                b.write_bytes(content)

            yield Case("stray", f"{what}: days {one} and {two} in each other's place", "killed.partial", swap, RESUME)
    for name in ("days-00010-00012.parquet", "days-00000-00012.parquet", "days-x-y.parquet", "days-1-2.parquet"):

        def copy(folder: Path, name: str = name) -> None:
            shutil.copy(folder / "daily" / "days-00003-00004.parquet", folder / "daily" / name)

        yield Case("stray", f"a block too many, {name}", "killed.partial", copy, RESUME)


def strangers() -> Iterator[Case]:
    """Yield blocks, checkpoints and files of another run, and checkpoints that have another's name."""
    for name in ("daily/days-00003-00004.parquet", "panel/days-00003-00004.parquet", "checkpoints/day-00008"):

        def foreign(folder: Path, name: str = name) -> None:
            source, place = folder.parent / "bases" / "foreign.partial" / name, folder / name
            shutil.rmtree(place) if place.is_dir() else place.unlink()
            shutil.copytree(source, place) if source.is_dir() else shutil.copy(source, place)

        yield Case("of another run", f"{name} of another seed", "killed.partial", foreign, RESUME)
    for name in ("daily.parquet", "panel.parquet", "scenario.lock.toml", "manifest.json", "checkpoints/day-00008"):

        def mixed(folder: Path, name: str = name) -> None:
            source, place = folder.parent / "bases" / "other" / name, folder / name
            shutil.rmtree(place) if place.is_dir() else place.unlink()
            shutil.copytree(source, place) if source.is_dir() else shutil.copy(source, place)

        yield Case("of another run", f"{name} of another run", "whole", mixed, BRANCH)

    def later(folder: Path) -> None:
        shutil.rmtree(folder / "checkpoints" / "day-00004")
        (folder / "checkpoints" / "day-00008").rename(folder / "checkpoints" / "day-00004")

    yield Case("stray", "a checkpoint under the name of another day", "killed.partial", later, RESUME)
    yield Case("stray", "a checkpoint of no day", "killed.partial",
               lambda folder: (folder / "checkpoints" / "day-soon").mkdir(), RESUME)  # fmt: skip


def odd() -> Iterator[Case]:
    """Yield odd JSON in the place of what a run keeps."""
    for words, content in ODD.items():
        for name, base, command in (
            ("running.json", "killed.partial", RESUME),
            ("checkpoints/day-00008/checkpoint.json", "killed.partial", RESUME),
            ("manifest.json", "whole", BRANCH),
            ("manifest.json", "stopped", AGAIN),
        ):

            def write(folder: Path, name: str = name, content: bytes = content) -> None:
                (folder / name).write_bytes(content)

            yield Case("odd JSON", f"{name}: {words}", base, write, command)
    for name in ("../../away/file", "/etc/hostname", "daily.parquet/../manifest.json"):

        def point(folder: Path, name: str = name) -> None:
            manifest = json.loads((folder / "manifest.json").read_text())
            write_manifest(folder, manifest | {"files": manifest["files"] | {name: "0"}})

        yield Case("odd JSON", f"a manifest, sealed, that names {name}", "whole", point, BRANCH)


def links() -> Iterator[Case]:
    """Yield links, hard links and pipes in the place of files and folders of a run under way."""
    names = (
        *("running.json", "scenario.lock.toml", ".lock", "daily", "panel", "checkpoints", "daily.parquet"),
        *("manifest.json", "daily/days-00003-00004.parquet", "panel/days-00010-00012.parquet", "report.html"),
        *("checkpoints/day-00008", "checkpoints/day-00008/rest.npz", ".beside-daily.parquet"),
    )
    for name in names:
        for kind in ("a link to a file", "a link to a folder", "a dangling link", "a pipe", "a hard link"):

            def trap(folder: Path, name: str = name, kind: str = kind) -> None:
                place, away = folder / name, folder.parent / "away"
                if place.is_dir() and not place.is_symlink():
                    shutil.rmtree(place)
                place.unlink(missing_ok=True)
                targets = {"a link to a file": "file", "a link to a folder": "folder", "a dangling link": "new"}
                if kind in targets:
                    place.symlink_to(away / targets[kind])
                elif kind == "a pipe":
                    os.mkfifo(place)
                else:
                    os.link(away / "file", place)

            yield Case("links, pipes", f"{name} is {kind}", "killed.partial", trap, RESUME)


def links_elsewhere() -> Iterator[Case]:
    """Yield links in saved runs, at the place of a new run, and where a report is written."""
    inner = "checkpoints/day-00008/rest.npz"
    for name in ("daily.parquet", "scenario.lock.toml", "manifest.json", "checkpoints", inner):

        def away(folder: Path, name: str = name) -> None:
            place = folder / name
            place.rename(folder.parent / "moved")
            place.symlink_to(folder.parent / "moved")

        yield Case("links, pipes", f"{name} of a saved run is a link to what it was", "whole", away, BRANCH)

    def whole(folder: Path) -> None:
        folder.rename(folder.parent / "moved")
        folder.symlink_to(folder.parent / "moved")

    yield Case("links, pipes", "the folder is a link", "killed.partial", whole, RESUME)
    for name in ("out", "out.partial"):
        for target in ("file", "folder", "new"):

            def put(folder: Path, name: str = name, target: str = target) -> None:
                (folder.parent / name).symlink_to(folder.parent / "away" / target)

            yield Case("links, pipes", f"--out where {name} is a link to {target}", "whole", put, BRANCH)
    for name in ("report.html", "figures"):
        for target in ("file", "folder", "new"):

            def page(folder: Path, name: str = name, target: str = target) -> None:
                (folder / name).symlink_to(folder.parent / "away" / target)

            yield Case("links, pipes", f"{name} is a link to {target}", "whole", page, ("report", "run"))
