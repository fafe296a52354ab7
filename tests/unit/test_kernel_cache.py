"""Machine code on disk is used only if it is what was written and no source that it stands on has changed."""

import importlib
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from groundswell import kernel_cache

RULE = (
    "from groundswell.kernel import kernel\nfrom rules.part import twice\n"
    "@kernel\ndef rule(x):\n    return twice(x) + 1\n"
)
PART = "from groundswell.kernel import device\n\n@device\ndef twice(x):\n    return 2 * x\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], ModuleType]]:
    """Load the package `rules` of a user as a new process would; machine code lies in kernels/."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rule.py").write_text(RULE)
    (tmp_path / "rules" / "part.py").write_text(PART)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(kernel_cache, "_folder", lambda: tmp_path / "kernels")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # an edit within the same second would not be seen by Python

    def forget() -> None:
        for name in [name for name in sys.modules if name.split(".")[0] == "rules"]:
            del sys.modules[name]

    def again() -> ModuleType:
        forget()
        importlib.invalidate_caches()
        return importlib.import_module("rules.rule")

    yield again
    forget()


def hits(module: ModuleType) -> int:
    return sum(module.rule.stats.cache_hits.values())


def test_machine_code_is_kept(load: Callable[[], ModuleType]) -> None:
    first = load()
    assert (first.rule(5), hits(first)) == (11, 0)
    again = load()
    assert (again.rule(5), hits(again)) == (11, 1)


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
def test_a_flipped_bit_in_machine_code_or_its_index_costs_a_compilation_only(
    load: Callable[[], ModuleType], tmp_path: Path, suffix: str
) -> None:
    load().rule(5)
    for part in range(5):
        (file,) = (tmp_path / "kernels").rglob(f"*.{suffix}")
        content = bytearray(file.read_bytes())
        content[(len(content) - 1) * part // 4] ^= 4
        file.write_bytes(content)
        damaged = load()
        assert (damaged.rule(5), hits(damaged)) == (11, 0)
        mended = load()
        assert (mended.rule(5), hits(mended)) == (11, 1)


def test_a_helper_that_was_edited_is_compiled_anew(load: Callable[[], ModuleType], tmp_path: Path) -> None:
    assert load().rule(5) == 11
    (tmp_path / "rules" / "part.py").write_text(PART.replace("2 * x", "3 * x"))
    assert load().rule(5) == 16


def test_what_another_process_compiles_meanwhile_is_waited_for_and_used(
    load: Callable[[], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, mine = load(), load()

    class Turns:
        in_hand: ClassVar[list[str]] = []

        def begin(self, name: str) -> bool:
            self.in_hand.append(name)
            with monkeypatch.context() as patch:
                patch.setattr(kernel_cache, "_turns", None)
                other.rule(5)
            return True

        def end(self, name: str) -> None:
            self.in_hand.remove(name)

    monkeypatch.setattr(kernel_cache, "_turns", Turns())
    assert (mine.rule(5), hits(mine), hits(other)) == (11, 1, 0)
    assert Turns.in_hand == []


def test_machine_code_is_not_written_through_a_link_and_one_line_says_so(
    load: Callable[[], ModuleType], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "kernels").symlink_to("away")
    kernel_cache._tell_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert load().rule(5) == 11
        assert load().rule(7.0) == 15.0
    assert [record.message.split(":")[0] for record in caplog.records] == ["note"]
    assert not [path for path in (tmp_path / "away").rglob("*") if path.is_file()]


def test_a_cache_that_cannot_be_written_is_reported_and_another_place_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with caplog.at_level(logging.WARNING):
        folder = kernel_cache._folder.__wrapped__()
    assert folder.is_relative_to(tmp_path / "temporary")
    assert "note: the cache cannot be written" in caplog.text
    assert f"compiled code is kept in {folder} instead" in caplog.text
