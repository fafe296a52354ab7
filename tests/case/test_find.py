"""A case is found by path, in a folder of the user's, in an installed distribution, or among those that come along."""

import os
import pickle
import shutil
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from groundswell.case import cases, find
from groundswell.case import lookup as finding
from groundswell.errors import InputError
from groundswell.running.run import run
from groundswell.running.store import open_run
from groundswell.scenario.load import load


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(find("russia-2022").folder, tmp_path / "mine" / "lab-2022")


def test_a_case_is_found_by_its_folders_path(copy: Path) -> None:
    assert find(copy).name == "lab-2022"
    assert find(copy) == find("russia-2022")  # equal files
    assert load(copy).name == "mobilization-2022"


def test_a_folder_of_the_users_gives_names(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(finding.VARIABLE, str(copy.parent))
    assert "lab-2022" in [case.name for case in cases()]
    assert find("lab-2022").folder == copy


def test_an_installed_distribution_gives_names_and_none_of_its_code_is_run(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = copy.parent / "lab_cases"
    shutil.copytree(copy, package / "autumn")
    (package / "__init__.py").write_text("raise SystemExit('this was run')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(copy.parent)
    entry = EntryPoint("autumn", "lab_cases.autumn", finding.GROUP)
    monkeypatch.setattr(finding, "entry_points", lambda group: [entry] if group == finding.GROUP else [])
    assert find("autumn").folder == package / "autumn"
    assert "lab_cases" not in sys.modules


def test_a_name_that_two_folders_have_is_refused_with_both(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy.rename(copy.parent / "russia-2022")
    monkeypatch.setenv(finding.VARIABLE, str(copy.parent))
    with pytest.raises(InputError, match="2 cases are called 'russia-2022'"):
        find("russia-2022")


def test_a_broken_case_stops_neither_the_list_nor_scenarios_of_others_and_says_itself_what_is_wrong(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(copy, copy.parent / "broken")
    (copy.parent / "broken" / finding.FILE).write_text("title = [", encoding="utf-8")
    monkeypatch.setenv(finding.VARIABLE, str(copy.parent))
    assert load("toyland").name == "toyland"
    assert {"lab-2022", "toyland"} <= {case.name for case in cases()}
    assert list(finding.unopened()) == [copy.parent / "broken"]
    with pytest.raises(InputError, match=r"case\.toml:1: no valid TOML"):
        load("broken")


def test_two_cases_of_one_name_stop_no_other_and_are_named_by_their_paths(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = shutil.copytree(find("toyland").folder, copy.parent / "toyland")
    monkeypatch.setenv(finding.VARIABLE, str(copy.parent))
    assert load("gdr-1989").name == "gdr-1989"
    assert [case.name for case in cases()].count("toyland") == 2
    for name in ("toyland", "no-exit", "toyland/no-exit"):
        with pytest.raises(InputError, match=f"2 .* are called '{name}'.*{twin}"):
            load(name)
    assert load(twin).case.folder == twin


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'russia-2022'"):
        find("russia-2021")


def test_a_link_in_a_case_is_refused(copy: Path) -> None:
    (copy / "evidence" / "more.csv").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match="a link in a case's folder"):
        find(copy)


def test_a_pipe_in_a_case_is_refused_and_nobody_waits_for_it(copy: Path) -> None:
    os.mkfifo(copy / "evidence" / "more.csv")
    with pytest.raises(InputError, match="no regular file"):
        find(copy)


def test_a_case_goes_to_another_process_by_its_name_and_is_refused_there_when_it_changed(copy: Path) -> None:
    sent = pickle.dumps(find(copy))
    assert pickle.loads(sent) == find(copy)
    (copy / "README.md").write_text("other words", encoding="utf-8")
    with pytest.raises(InputError, match="files have changed since"):
        pickle.loads(sent)


def test_a_scenario_that_was_written_out_is_refused_when_the_people_of_its_case_have_changed(
    copy: Path, tmp_path: Path
) -> None:
    from groundswell.scenario.lock import lock_text

    lock = tmp_path / "scenario.lock.toml"
    lock.write_text(lock_text(load(copy)), encoding="utf-8")
    assert load(lock) == load(copy)
    towns = copy / "population" / "towns.csv"
    towns.write_text("\n".join(towns.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="the case's population is not the one this scenario was written for"):
        load(lock)


def test_a_folder_of_cases_that_is_not_there_is_reported(
    copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    absent = tmp_path / "nowhere"
    monkeypatch.setenv(finding.VARIABLE, f"{absent}:{copy.parent}")
    assert "lab-2022" in [case.name for case in cases()]
    assert finding.unopened()[absent].place == finding.VARIABLE
    with pytest.raises(InputError, match=f"{finding.VARIABLE} names {absent}, which is no folder"):
        find("lab-2023")


def test_a_run_of_a_case_that_was_moved_is_opened_again_by_the_remedy_that_is_given(tmp_path: Path) -> None:
    case = shutil.copytree(find("toyland").folder, tmp_path / "isle")
    run(load(case).with_(persons=5_000, days=2)).save(tmp_path / "run")
    case.rename(tmp_path / "moved")
    with pytest.raises(InputError, match="put it back there, or link it there"):
        open_run(tmp_path / "run")
    case.symlink_to(tmp_path / "moved")
    assert open_run(tmp_path / "run").days == 2
