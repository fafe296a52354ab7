"""Standard streams may be closed, full, or a pipe that nobody reads: a run is kept, and words say what is missing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RUN = "-m groundswell run toyland --persons 1000 --days 2 --no-report --out run"
BROKEN = {
    "standard error closed": ("2>&-", 0, ""),
    "standard error full": ("2>/dev/full", 0, ""),
    "standard output closed": (">&-", 2, "standard output: is closed"),
    "standard output full": (">/dev/full", 2, "standard output: cannot be written: No space left"),
    "all closed": ("<&- >&- 2>&-", 2, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_run_outlives_its_streams(tmp_path: Path, name: str) -> None:
    redirect, code, said = BROKEN[name]
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} {RUN} {redirect}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr
    assert (tmp_path / "run" / "manifest.json").exists()
    assert ("persons in the street" in done.stdout) == (code == 0)


def test_an_answer_that_nobody_reads_is_no_traceback(tmp_path: Path) -> None:
    pipe = f"({sys.executable} -m groundswell params; echo $? > code) | true"
    done = subprocess.run(["sh", "-c", pipe], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr in ("", "error: standard output: cannot be written: Broken pipe\n")
    assert (tmp_path / "code").read_text().strip() in "0 2"


def test_a_note_by_the_way_is_a_line_on_standard_error_unless_none_is_wanted(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("groundswell.society.store.WORTH_KEEPING", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").write_text("a file in the way")
    run = ("run", "toyland", "--persons", "1000", "--days", "1", "--no-report")
    assert "note: the society cannot be kept for the next run" in groundswell(*run, "--out", "a").err
    assert "note:" not in groundswell(*run, "-q", "--out", "b").err
