"""A kept society is the one that would be built; whatever it is made from changes its name."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from groundswell.errors import InputError
from groundswell.society import store
from groundswell.society.spec import Params
from groundswell.storage.kept import entries, prune
from groundswell.types import Society


@pytest.fixture(autouse=True)
def small_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache that keeps small societies too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(store, "WORTH_KEEPING", 1)


@pytest.fixture
def obtain(two_regions) -> Callable[..., Society]:
    def obtained(persons: int = 20_000, seed: int = 1, **changes: object) -> Society:
        society = store.obtain(two_regions, persons, seed, Params()._replace(**changes))
        store.settle()
        return society

    return obtained


@pytest.fixture
def never_built(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on nothing may be built."""

    def refuse(*_: object) -> Society:
        raise AssertionError("built although it was kept")

    return lambda: monkeypatch.setattr(store, "synthesize", refuse)


def same(a: object, b: object) -> bool:
    if isinstance(a, tuple) and hasattr(a, "_fields"):
        return type(a) is type(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return a == b


def test_a_kept_society_is_the_one_that_was_built(obtain, never_built) -> None:
    built = obtain()
    never_built()
    kept = obtain()
    assert same(built, kept)
    assert not kept.kind.flags.writeable
    assert all(type(column) is np.ndarray for column in kept if isinstance(column, np.ndarray))


def test_a_society_that_is_still_written_is_waited_for(two_regions, never_built) -> None:
    built = store.obtain(two_regions, 20_000, 1, Params())
    never_built()
    assert same(store.obtain(two_regions, 20_000, 1, Params()), built)


@pytest.mark.parametrize("change", [{"persons": 20_001}, {"seed": 2}, {"friends": 20.0}])
def test_another_society_has_another_name(obtain, never_built, change) -> None:
    obtain()
    never_built()
    with pytest.raises(AssertionError, match="built although"):
        obtain(**change)


def test_other_sources_make_another_society(obtain, never_built, monkeypatch) -> None:
    obtain()
    monkeypatch.setattr(store, "sources", lambda *_: "other")
    never_built()
    with pytest.raises(AssertionError, match="built although"):
        obtain()


@pytest.mark.parametrize("name", ["kind.npy", "society.json", "regions.covariates.npy"])
def test_a_torn_society_is_made_anew(obtain, tmp_path: Path, name: str) -> None:
    built = obtain()
    (torn,) = tmp_path.rglob(name)
    torn.write_bytes(torn.read_bytes()[:-5])
    assert same(obtain(), built)
    assert same(obtain(), built)
    if name == "society.json":
        json.loads(torn.read_text())


def test_a_flipped_bit_anywhere_is_found_before_it_is_used(obtain, tmp_path: Path, caplog) -> None:
    built = obtain()
    for name in sorted(path.name for path in tmp_path.rglob("*") if path.is_file()):
        (file,) = tmp_path.rglob(name)
        for part in range(3):
            content = bytearray(file.read_bytes())
            content[(len(content) - 1) * part // 2] ^= 1
            file.write_bytes(content)
            caplog.clear()
            assert same(obtain(), built), name
            assert ["is built anew" in record.getMessage() for record in caplog.records] == [True]


def test_a_cache_that_cannot_be_written_costs_no_run(obtain, tmp_path: Path, caplog) -> None:
    (tmp_path / "groundswell").write_text("a file in the way")
    assert obtain().n == 20_000
    assert "cannot be kept for the next run" in caplog.text


@pytest.mark.parametrize("place", ["societies", "societies/*", "societies/*/kind.npy"])
def test_no_link_in_the_cache_is_followed(obtain, tmp_path: Path, place: str) -> None:
    built = obtain()
    (real,) = (tmp_path / "groundswell").glob(place)
    away = tmp_path / "away"
    real.rename(away)
    real.symlink_to(away)
    before = {path: path.stat().st_mtime_ns for path in (away, *away.rglob("*"))}
    assert same(obtain(), built)
    assert {path: path.stat().st_mtime_ns for path in (away, *away.rglob("*"))} == before


def test_clearing_removes_nothing_behind_a_link(obtain, tmp_path: Path) -> None:
    obtain()
    away = tmp_path / "away"
    (tmp_path / "groundswell" / "societies").rename(away)
    (tmp_path / "groundswell" / "societies").symlink_to(away)
    with pytest.raises(InputError, match="is a link"):
        prune(everything=True)
    assert list(away.rglob("kind.npy"))


def test_what_was_not_used_for_longest_goes_first(obtain) -> None:
    for seed in (1, 2, 3):
        obtain(seed=seed)
        time.sleep(0.01)
    obtain(seed=1)  # used again
    kept = entries()
    assert [entry.kind for entry in kept] == ["society"] * 3
    gone = prune(max_size=kept[0].size * 1.5 / 1e9)
    assert len(gone) == 2
    (left,) = entries()
    obtain(seed=1)
    assert entries()[0].folder == left.folder
    os.utime(left.folder, (0, 0))
    assert [entry.folder for entry in prune(older_than=30)] == [left.folder]
    assert entries() == []


def test_a_file_that_goes_while_the_cache_is_listed_is_not_counted(obtain, monkeypatch: pytest.MonkeyPatch) -> None:
    obtain()
    whole, going = entries()[0], next(entries()[0].folder.glob("*.npy"))
    size, lstat = going.stat().st_size, Path.lstat

    def gone(path: Path) -> os.stat_result:
        if path == going:
            raise FileNotFoundError(path)
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", gone)
    assert entries()[0].size == whole.size - size
