"""One claim on several cases: its verdicts side by side, and in what the cases differ."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.report.claim import again
from groundswell.verdicts.across import Across, judge_cases
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.claim_names import claims
from groundswell.world import write_case

pytestmark = pytest.mark.usefixtures("in_this_process")

SMALL = {"scenario.persons": 20_000, "scenario.days": 4}


@pytest.fixture(scope="module")
def malta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "malta"
    write_case("MLT", folder)
    return folder


@pytest.fixture(scope="module")
def found(malta: Path, tmp_path_factory: pytest.TempPathFactory) -> Across:
    store = tmp_path_factory.mktemp("across")
    return judge_cases("deterrence", ["russia-2022", malta], store, draws=4, changes=SMALL, points=8, workers=1)


def test_each_case_has_a_verdict_with_its_interval(found: Across) -> None:
    rows = found.rows()
    assert [row["case"] for row in rows] == ["russia-2022", "malta"]
    assert all(0.0 <= row["low"] <= row["share"] <= row["high"] <= 1.0 for row in rows)


def test_a_quiet_country_has_no_voice_that_could_fall(found: Across) -> None:
    quiet = found.rows()[1]
    assert quiet["share"] == 0.0
    assert quiet["effect"] == 0.0
    assert quiet["could_fail"] == "not known"  # eight points are too few to call it foregone


def test_what_tells_the_cases_apart_is_said_in_words_that_any_case_has(found: Across) -> None:
    said = found.as_text()
    assert "call-up: russia-2022 yes; malta no" in said
    assert "who may leave: russia-2022 the liable; malta every adult" in said


def test_the_table_holds_a_row_a_case(found: Across, tmp_path: Path) -> None:
    with found.save(tmp_path).open(encoding="utf-8") as file:
        assert [row["case"] for row in csv.DictReader(file)] == ["russia-2022", "malta"]


def test_a_case_named_twice_is_refused(malta: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'malta' is named twice"):
        judge_cases("deterrence", [malta, malta], tmp_path, draws=1, changes=SMALL)


def test_a_claim_on_a_case_that_it_does_not_speak_of_is_refused(malta: Path) -> None:
    with pytest.raises(InputError, match="it is about mobilization-2022, not 'malta'"):
        read("H2", case=malta)


def test_a_claim_of_no_case_in_particular_asks_for_one() -> None:
    with pytest.raises(InputError, match="name a case"):
        read("valve")


def test_the_command_shows_the_verdicts_side_by_side(groundswell: Callable, malta: Path) -> None:
    both = ("--case", malta, "--case", "russia-2022")
    small = ("--persons", 20_000, "--days", 2, "--draws", 2, "--no-could-fail", "--workers", 1)
    said = groundswell("claim", "deterrence", *both, *small, "--no-report", "--out", "out")
    assert said.code == 0
    assert said.out.index("malta") < said.out.index("russia-2022")
    assert Path("out/malta/verdict.json").is_file()
    assert Path("out/cases.csv").is_file()
    more = groundswell("claim", "deterrence", *both, *small, "--draws", 3, "--no-report", "--out", "out")
    assert more.code == 0  # more draws go on with what is there
    fewer = groundswell("claim", "deterrence", "--case", malta, *small, "--no-report", "--out", "out")
    assert fewer.code == 2 and "exists" in fewer.err  # the other case would be lost from the table


def test_the_page_of_a_case_says_how_it_was_made(found: Across, malta: Path) -> None:
    assert f"groundswell claim deterrence --case {malta.name} " in again(found.judgements["malta"])


def test_a_cases_claims_are_those_of_its_folder() -> None:
    assert claims("russia-2022") == [f"H{n}" for n in range(1, 15)]
    assert {"valve", *claims("gdr-1989")} <= {*claims()}
