"""Entry points of installed distributions: found anew when one is installed, read once otherwise."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from groundswell.installed import entry_points


def install(site: Path, name: str) -> None:
    folder = site / f"{name}-1.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(f"[groundswell.tests]\n{name} = {name}.module\n")


def test_what_is_installed_while_a_process_lives_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert entry_points("groundswell.tests") == ()
    install(tmp_path, "one")
    assert [entry.name for entry in entry_points("groundswell.tests")] == ["one"]
    install(tmp_path / "second", "two")
    sys.path.insert(0, str(tmp_path / "second"))
    assert sorted(entry.name for entry in entry_points("groundswell.tests")) == ["one", "two"]


def test_where_nothing_was_installed_no_file_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = entry_points("groundswell.cases")
    monkeypatch.setattr(metadata, "entry_points", lambda **_: pytest.fail("read again"))
    assert entry_points("groundswell.cases") == first
