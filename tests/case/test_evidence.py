"""The evidence of a case: what is read from its folder, and how each fault in it is named."""

from datetime import date
from pathlib import Path

import pytest

from groundswell.case.evidence import Evidence, read_evidence, spelled_out, tags_in
from groundswell.inputs.problems import ScenarioError

HEADER = "id,about,series,aggregate,regions,date,value,low,high,role,note,source\n"
ROW = "C1,held on the day,obs_held,day,,2001-03-01,10,8,12,fit,,[S1]"
OBSERVED = "series,date,until,region,place,value,low,high,kind,source\n"
SEEN = "obs_held,2001-03-02,,A,Town,7,,,about,[S1]"


def written(folder: Path, targets: str = ROW, citations: str = 'S1 = "A newspaper"', observed: str = SEEN) -> Path:
    (folder / "observations").mkdir()
    (folder / "targets.csv").write_text(f"{HEADER}{targets}\n", encoding="utf-8-sig")
    (folder / "citations.toml").write_text(citations, encoding="utf-8")
    (folder / "observations" / "held.csv").write_text(f"{OBSERVED}{observed}\n", encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_evidence(folder, ["A", "B"])
    return [str(problem) for problem in caught.value.problems]


def test_a_case_without_the_folder_has_no_evidence(tmp_path: Path) -> None:
    assert read_evidence(tmp_path / "evidence") == Evidence()


def test_figures_citations_and_observed_days_are_read_as_written(tmp_path: Path) -> None:
    more = f"{ROW}\nC2,share of two,obs_held,share,A|B,2001-03-01/2001-03-09,0.5,0.4,0.6,held-out,,none"
    found = read_evidence(written(tmp_path, more), ["A", "B"])
    one, two = found.targets
    assert (one.date, one.since, one.low, one.value, one.high, one.place) == (
        date(2001, 3, 1), None, 8.0, 10.0, 12.0, "targets.csv:2",
    )  # fmt: skip
    assert (two.regions, two.since, two.date) == (("A", "B"), date(2001, 3, 1), date(2001, 3, 9))
    assert found.citations == {"S1": "A newspaper"}
    assert [(o.table, o.region, o.place, o.low, o.until) for o in found.observations] == [
        ("held", "A", "Town", None, None)
    ]


@pytest.mark.parametrize(
    ("row", "place", "remedy"),
    [
        (ROW.replace("day,,", "dayly,,"), "targets.csv:2, aggregate", "did you mean 'day'?"),
        (ROW.replace("day,,", "share,,"), "targets.csv:2, regions", "name the regions"),
        (ROW.replace("day,,", "day,C,"), "targets.csv:2, regions", "valid: A, B"),
        (ROW.replace("2001-03-01", "2001-03"), "targets.csv:2, date", "give a day"),
        (ROW.replace("2001-03-01", "2001-02-30"), "targets.csv:2, date", "give YYYY-MM-DD"),
        (ROW.replace("2001-03-01", "2001-03-01/2001-03-04"), "targets.csv:2, date", "give one day"),
        (ROW.replace("day,,2001-03-01", "mean,,2001-03-04/2001-03-01"), "targets.csv:2, date", "the earlier day first"),
        (ROW.replace("10,8,12", "13,8,12"), "targets.csv:2, value", "low <= value <= high"),
        (ROW.replace("10,8,12", "ten,8,12"), "targets.csv:2, value", "give a number"),
        (ROW.replace("10,8,12", ",8,12"), "targets.csv:2, value", "give a number, or leave the row out"),
        (ROW.replace(",fit,", ",test,"), "targets.csv:2, role", "valid: check, fit, held-out"),
        (ROW.replace("[S1]", "[X9]"), "targets.csv:2, source", "add it to citations.toml"),
        (f"{ROW}\n{ROW}", "targets.csv:3, id", "the first is in line 2"),
        (ROW.replace("C1,", "S1,"), "targets.csv:2, id", "give another id"),
        (ROW + ",more", "targets.csv:2", "the header has 12 columns"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_named_with_row_column_and_remedy(tmp_path: Path, row: str, place: str, remedy: str) -> None:
    (fault,) = faults(written(tmp_path, row))
    assert fault.startswith(f"{place}: ") and remedy in fault


@pytest.mark.parametrize(
    ("row", "place", "remedy"),
    [
        (SEEN.replace("about", "roughly"), "held.csv:2, kind", "valid: about, at least, at most, exact"),
        (SEEN.replace(",A,", ",Z,"), "held.csv:2, region", "valid: A, B"),
        (SEEN.replace("2001-03-02,,", "2001-03-02,2001-03-01,"), "held.csv:2, date", "the earlier day first"),
        (SEEN.replace("7,,", "7,8,"), "held.csv:2, value", "low <= value <= high"),
    ],
)
def test_a_wrong_observation_is_named_likewise(tmp_path: Path, row: str, place: str, remedy: str) -> None:
    (fault,) = faults(written(tmp_path, observed=row))
    assert fault.startswith(f"{place}: ") and remedy in fault


def test_faults_of_all_files_are_told_at_once_and_unread_citations_accuse_no_row(tmp_path: Path) -> None:
    found = faults(written(tmp_path, ROW.replace(",fit,", ",x,"), "S1 = 3\ns2 = 'x'", SEEN.replace("about", "y")))
    assert [text.split(":")[0] for text in found] == ["citations.toml"] * 2 + ["targets.csv", "held.csv"]


def test_tags_stand_in_brackets_and_other_words_do_not() -> None:
    assert tags_in("76 % [S5, S40], 71 % [S40]; [K1], [C01], [society]") == ("S5", "S40", "K1", "C01")
    assert tags_in("S5 was there, D too") == ()
    assert spelled_out("counted [D, S6]", {"D": "derived", "S6": "a paper"}) == "counted derived; a paper"
