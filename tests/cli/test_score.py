"""`groundswell score`: a run against a table, in words, as JSON and as a page; what is wrong ends with 2."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import groundswell as gs

TABLE = """series,date,until,region,value,low,high,kind
participants,2001-03-10,,,120,80,200,about
participants,2001-03-11,,,40,,,at least
participants,2001-03-12,,,30,,,count
participants,2001-03-13,,,35,,,count
participants,2001-03-14,,,25,,,count
left_gross,2001-03-05,2001-03-09,,300,280,320,about
left_gross,2001-03-05,2001-03-09,Coast,90,,,about
left_gross,2001-03-05,2001-03-09,Riverlands,150,,,about
attention,2001-03-08,,,0.3,,,share
participants,2002-01-01,,,5,,,count
weather,2001-03-10,,,5,,,count
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gs.run(gs.load("toyland").with_(days=12)).save(tmp_path_factory.mktemp("runs") / "toy")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "seen.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_score_says_coverage_skill_regions_and_what_it_left_out(
    groundswell: Callable[..., object], run: Path, table: Path
) -> None:
    code, out, err = groundswell("score", run, table, "--by", "region")  # type: ignore[misc]
    assert code == 0, err
    for words in ("9 of 11 rows scored", "in 90 %", "last value", "Coast (XT-CO)", "outside the days of the run",
                  "weather: no such series", "line 12", "One run"):  # fmt: skip
        assert words in out, words


def test_the_answer_as_json_and_the_page_hold_every_row(
    groundswell: Callable[..., object], run: Path, table: Path, tmp_path: Path
) -> None:
    code, out, err = groundswell("score", run, table, "--json", "--out", tmp_path / "page")  # type: ignore[misc]
    assert code == 0, err
    found = json.loads(out)
    assert (found["scored"], found["rows"], len(found["unscored"])) == (9, 11, 2)
    with (tmp_path / "page" / "scores.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == 9
    page = (tmp_path / "page" / "score.html").read_text(encoding="utf-8")
    assert "<svg" in page and "<script" not in page
    assert groundswell("score", run, table, "--out", tmp_path / "page")[0] == 2  # type: ignore[index]


@pytest.mark.parametrize("text,place", [
    ("series,date,value\nparticipants,yesterday,5\n", "seen.csv:2, date"),
    ("series,date,value\nweather,2001-03-10,5\n", "seen.csv"),
    ("series,date\nparticipants,2001-03-10\n", "seen.csv:1"),
    ("series,date,value,kind\nattention,2001-03-10,47,share\n", "seen.csv:2, value"),
])  # fmt: skip
def test_a_table_that_is_wrong_ends_with_2_and_names_the_place(
    groundswell: Callable[..., object], run: Path, table: Path, text: str, place: str
) -> None:
    table.write_text(text, encoding="utf-8")
    code, out, _ = groundswell("score", run, table, "--json")  # type: ignore[misc]
    assert code == 2
    assert json.loads(out)["place"] == place


def test_a_folder_that_is_no_result_ends_with_2(groundswell: Callable[..., object], table: Path) -> None:
    assert groundswell("score", table.parent, table)[0] == 2  # type: ignore[index]


def test_options_that_would_do_nothing_are_refused(
    groundswell: Callable[..., object], run: Path, table: Path, tmp_path: Path
) -> None:
    for options in (["--case", "gdr-1989"], ["--draws", 50], ["--persons", 500]):
        code, _, err = groundswell("score", run, table, *options)  # type: ignore[misc]
        assert code == 2 and options[0] in err and "--leave-one-case-out" in err, err
    code, _, err = groundswell("score", "--leave-one-case-out", "--out", tmp_path, "--by", "region")  # type: ignore[misc]
    assert code == 2 and "--by does nothing beside --leave-one-case-out" in err


def test_a_folder_without_a_result_and_a_table_of_days_are_refused_with_the_way_on(
    groundswell: Callable[..., object], run: Path, table: Path, tmp_path: Path
) -> None:
    code, _, err = groundswell("score", tmp_path, table)  # type: ignore[misc]
    assert code == 2 and "no run, no ensemble and no posterior" in err and "groundswell calibrate" in err
    wide = tmp_path / "wide.csv"
    wide.write_text("date;detained\n10.03.2001;40\n", encoding="utf-8")
    code, _, err = groundswell("score", run, wide)  # type: ignore[misc]
    assert code == 2 and "groundswell case import series" in err


def test_that_there_is_nothing_to_tell_by_region_is_said(
    groundswell: Callable[..., object], run: Path, tmp_path: Path
) -> None:
    national = tmp_path / "national.csv"
    national.write_text("series,date,value\nparticipants,2001-03-10,120\n", encoding="utf-8")
    code, out, err = groundswell("score", run, national, "--by", "region")  # type: ignore[misc]
    assert code == 0, err
    assert "Nothing to tell region by region" in out
