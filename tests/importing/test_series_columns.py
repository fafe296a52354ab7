"""Tables of days in many layouts: which columns hold dates, periods, regions, series and values."""

from collections.abc import Callable

import pytest

from groundswell.importing.run import Imported

from .conftest import Case

Said = Callable[[Imported], str]


def pairs(case: Case, name: str = "table") -> list[tuple[str, str]]:
    return [(date, value) for _, date, _, value, _ in case.values(name)]


def test_columns_that_are_regions_are_one_series_of_each(case: Case, said: Said) -> None:
    found = case.read("series", "date;Dagestan;North;Total\n2022-09-21;5;6;11\n", name="arrests")
    assert [row[:4] for row in case.values("arrests")] == [
        ("arrests", "2022-09-21", "", "11"), ("arrests", "2022-09-21", "RU-DA", "5"),
        ("arrests", "2022-09-21", "XL-N", "6"),
    ]  # fmt: skip
    assert "the columns are regions of one series, arrests" in said(found)


def test_the_row_of_the_nation_has_no_region_and_the_first_level_goes_before_a_part_of_the_world(case: Case) -> None:
    case.read("series", "date,region,admin1,a\n2022-09-21,Europe,North,5\n2022-09-21,Europe,Total,9\n")
    assert [row[2:4] for row in case.values("table")] == [("", "9"), ("XL-N", "5")]


def test_what_looks_like_totals_so_far_is_said(case: Case, said: Said) -> None:
    text = "date,left\n2022-09-21,10\n2022-09-22,20\n2022-09-24,19\n2022-09-25,40\n2022-09-29,80\n"
    assert "left almost never falls" in said(case.read("series", text))


def test_the_source_of_a_value_is_kept_and_names_no_citation(case: Case) -> None:
    case.read("series", "date,a,source\n2022-09-21,5,A paper [S8]\n")
    assert case.rows("evidence/observations/table.csv")[0]["source"] == "A paper (S8) (table.csv, line 2)"


@pytest.mark.parametrize(("start", "what"), [(b"PK\x03\x04", "Excel"), (b"\x1f\x8b", "gzip"), (b"%PDF-1.7", "PDF")])
def test_a_workbook_is_named_as_what_it_is(case: Case, start: bytes, what: str) -> None:
    (problem,) = case.refused("series", start + b"\0" * 20)
    assert what in problem and "save the table as CSV" in problem


def test_a_column_of_shares_is_recognised_by_its_header(case: Case) -> None:
    case.read("series", "date,value_percent\n2022-09-21,40\n2022-09-28,44.5\n2022-10-05,43\n")
    assert [value for _, value in pairs(case)] == ["40", "44.5", "43"]


def test_regions_are_found_in_a_column_of_any_name_if_all_it_holds_are_certain(case: Case, said: Said) -> None:
    found = case.read("series", "date,unit,a\n2022-09-21,Dagestan,5\n2022-09-21,XL-N,6\n", name="all")
    assert [row[2] for row in case.values("all")] == ["RU-DA", "XL-N"]
    assert "column 'unit' holds regions" in said(found)
    problems = case.refused("series", "date,unit,a\n2022-09-21,Dagestan,5\n2022-09-21,Atlantis,6\n")
    assert "a on 2022-09-21 is 6, and 5 in line 2" in problems[0]


@pytest.mark.parametrize(
    ("text", "span"),
    [("year,month,a\n2022,9,5\n", ("2022-09-01", "2022-09-30")), ("year,a\n2022,5\n", ("2022-01-01", "2022-12-31")),
     ("year,month,day,a\n2022,9,3,5\n", ("2022-09-03", "")),
     ("Year;Month;a\n2022;March;5\n", ("2022-03-01", "2022-03-31")),
     ("period_start,period_end,a\n1.9.2022,7.9.2022,5\n", ("2022-09-01", "2022-09-07"))],
)  # fmt: skip
def test_days_and_periods_may_stand_in_several_columns(case: Case, text: str, span: tuple[str, str]) -> None:
    case.read("series", text)
    (row,) = case.rows("evidence/observations/table.csv")
    assert (row["date"], row["until"]) == span


def test_rows_can_be_chosen_by_a_value(case: Case, said: Said) -> None:
    text = "date,kind of place,a\n2022-09-21,town,5\n2022-09-21,city,6\n"
    found = case.read("series", text, where={"kind of place": "city"})
    assert pairs(case) == [("2022-09-21", "6")]
    assert "left out: kind of place is not 'city' (line 2)" in said(found)
    assert "there are: town, city" in case.refused("series", text, where={"kind of place": "village"})[0]


def test_an_interval_alone_gives_its_middle(case: Case) -> None:
    case.read("series", "date,measure,low,high\n2022-09-21,marchers,100,300\n2022-09-22,marchers,50,\n")
    rows = case.rows("evidence/observations/table.csv")
    assert [(r["series"], r["value"], r["low"], r["high"]) for r in rows] == [
        ("marchers", "200", "100", "300"), ("marchers", "50", "", ""),
    ]  # fmt: skip


def test_a_series_can_bear_the_name_of_a_measure(case: Case) -> None:
    text = "date,arrests,b\n2022-09-21,5,6\n"
    case.read("series", text, series={"arrests": "obs_detained"})
    assert [row[0] for row in case.values("table")] == ["b", "obs_detained"]
    assert "no series 'arest'" in case.refused("series", text, series={"arest": "obs_detained"}, name="x")[0]


def test_a_dry_run_says_what_stands_in_its_way(case: Case, said: Said) -> None:
    case.read("series", "date,a\n2022-09-21,5\n")
    assert "table.csv exists: it is replaced only with --force" in said(
        case.read("series", "date,a\n2022-09-21,6\n", dry_run=True)
    )


def test_totals_so_far_are_recognised_by_their_header(case: Case, said: Said) -> None:
    found = case.read("series", "date,a,cumulative deaths\n2022-09-21,5,7\n2022-09-22,6,6\n")
    assert [row[0] for row in case.values("table")] == ["a", "a", "cumulative_deaths", "cumulative_deaths"]
    assert "corrected: cumulative_deaths falls from 7 to 6" in said(found)


def test_weeks_of_a_region_are_read_from_their_first_day(case: Case) -> None:
    text = "WEEK,REGION,COUNTRY,ADMIN1,EVENTS,FATALITIES\n01-October-2022,Europe,Xland,North,4,0\n"
    case.read("series", text)
    assert case.values("table") == [
        ("events", "2022-10-01", "XL-N", "4", "exact"), ("fatalities", "2022-10-01", "XL-N", "0", "exact"),
    ]  # fmt: skip
