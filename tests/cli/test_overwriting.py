"""One rule of overwriting: what exists is refused, --force replaces what this program wrote, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

import groundswell as gs
from groundswell import codefiles
from groundswell.errors import InputError
from groundswell.overwrite import replacing

SMALL = ("run", "toyland", "--persons", "1000", "--days", "2", "--no-report", "-q")


@pytest.fixture
def there(groundswell: Callable, tmp_path: Path) -> Path:
    assert groundswell(*SMALL, "--out", "there").code == 0
    return tmp_path / "there"


@pytest.mark.parametrize(
    "again",
    [
        (*SMALL, "--out", "there"),
        (*SMALL, "--seeds", "2", "--out", "there"),
        ("branch", "there", "--at-day", "1", "--set", "policing.pmax=0.1", "--out", "there"),
        ("bench", "--quick", "--out", "there/manifest.json"),
        ("new", "kept"),
    ],
)
def test_what_exists_is_refused_in_the_same_words(again: tuple[str, ...], there: Path, groundswell: Callable) -> None:
    (there.parent / "kept.toml").write_text('extends = "mobilization-2022"\n')
    before = {p: p.read_bytes() for p in there.parent.rglob("*") if p.is_file()}
    code, out, err = groundswell(*again)
    assert (code, out) == (2, "")
    assert "exists; name another one, or replace what groundswell wrote there: --force (force=True)" in err
    assert {p: p.read_bytes() for p in there.parent.rglob("*") if p.is_file()} == before


def test_force_replaces_a_run_by_the_new_one(there: Path, groundswell: Callable) -> None:
    assert groundswell(*SMALL, "--seed", "5", "--out", "there", "--force").code == 0
    assert gs.open_run(there).seed == 5
    assert [p.name for p in there.parent.iterdir()] == ["there"]


def test_a_run_of_code_of_ones_own_is_replaced_too(tmp_path: Path) -> None:
    there = tmp_path / "there"
    codefiles.keep([codefiles.Code(tmp_path / "mine.py", "0123456789abcdef", b"x = 1")], there)
    (there / "manifest.json").write_text("{}")
    with replacing(there, force=True):
        there.mkdir()
    assert not list(there.iterdir())


def test_a_folder_that_is_not_ours_is_left_alone_even_with_force(there: Path, groundswell: Callable) -> None:
    (there / "notes.txt").write_text("mine")
    code, _, err = groundswell(*SMALL, "--out", "there", "--force")
    assert (code, (there / "notes.txt").read_text()) == (2, "mine")
    assert "holds 'notes.txt', so it is not groundswell's to replace" in err
    assert "saved" not in err
    (there.parent / "photos").mkdir()
    assert "holds nothing of a run" in groundswell(*SMALL, "--out", "photos", "--force").err
    (there.parent / "link").symlink_to(there)
    assert "is no folder" in groundswell(*SMALL, "--out", "link", "--force").err


def test_what_was_there_is_put_back_when_the_new_one_fails(there: Path) -> None:
    before = {p: p.read_bytes() for p in there.rglob("*") if p.is_file()}
    with pytest.raises(OSError, match="no room"), replacing(there, force=True):
        raise OSError("no room")
    assert {p: p.read_bytes() for p in there.rglob("*") if p.is_file()} == before
    assert [p.name for p in there.parent.iterdir()] == ["there"]


def test_a_report_is_written_anew_in_its_own_folder_and_over_another_by_force_alone(
    there: Path, groundswell: Callable
) -> None:
    assert groundswell("report", "there").code == 0
    assert groundswell("report", "there").code == 0
    (there.parent / "site").mkdir()
    (there.parent / "site" / "report.html").write_text("another's")
    assert groundswell("report", "there", "--out", "site").code == 2
    assert (there.parent / "site" / "report.html").read_text() == "another's"
    assert groundswell("report", "there", "--out", "site", "--force").code == 0


def test_python_has_the_same_rule(there: Path) -> None:
    run = gs.open_run(there)
    run = gs.run(run.scenario.with_(seed=3))
    with pytest.raises(InputError, match="exists"):
        run.save(there)
    run.save(there, force=True)
    assert gs.open_run(there).seed == 3


def test_the_answer_to_another_question_is_not_overwritten(
    in_this_process: None, groundswell: Callable, tmp_path: Path
) -> None:
    size = ("--persons", "1000", "--days", "7", "--draws", "2")
    small = ("claim", "saturdays", *size, "--no-could-fail", "--no-report", "-q")
    assert groundswell(*small).code == 0
    verdict = (tmp_path / "runs" / "claim-saturdays" / "verdict.json").read_bytes()
    code, out, err = groundswell(*small, "--seed", "5")
    assert (code, out) == (2, "") and "exists; name another one" in err
    assert (tmp_path / "runs" / "claim-saturdays" / "verdict.json").read_bytes() == verdict
    assert groundswell(*small).code == 0  # the same question goes on with what is there
    assert groundswell(*small, "--seed", "5", "--force").code == 0
    (tmp_path / "site").mkdir()
    for name in ("compare", "sensitivity", "prior"):
        (tmp_path / "site" / f"{name}.html").write_text("mine")
    arm = ("compare", "toyland", "--persons", "1000", "--days", "2", "--arm", "a: policing.pmax=0.1")
    assert "exists; name another one" in groundswell(*arm, "--out", "site").err
    assert "exists; name another one" in groundswell("sensitivity", "saturdays", "--out", "site").err
    assert "exists; name another one" in groundswell("prior", "toyland", "--out", "site").err


def test_a_claim_whose_folder_cannot_be_made_is_refused_before_anything_is_computed(
    in_this_process: None, groundswell: Callable, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = groundswell("claim", "saturdays", "--persons", "1000", "--draws", "2", "--out", "file/claim")
    assert code == 2 and "error: --out: 'file' cannot be written to: Not a directory" in err.replace(f"{tmp_path}/", "")
