"""Tables of days in many notations: each value is read with its kind, or refused by line and column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.importing.run import Imported

from .conftest import Case

Said = Callable[[Imported], str]
DAYS = [("2022-09-21", "1120"), ("2022-09-22", "60")]


def pairs(case: Case, name: str = "table") -> list[tuple[str, str]]:
    return [(date, value) for _, date, _, value, _ in case.values(name)]


@pytest.mark.parametrize(
    "text",
    [
        "date,detained\n2022-09-21,1120\n2022-09-22,60\n",
        "Date;Detained\r\n21.09.2022;1 120\r\n22.09.2022;60\r\n",
        "Datum\tFestnahmen\n21. September 2022\t1.120\n22. September 2022\t60\n",
        "дата;задержано\n21 сентября 2022 г.;1 120\n22 сентября 2022 г.;60\n",
        "#date,detained\n2022/09/21,\"1,120\"\n2022/09/22,60\n",
        "day,detained\nSept. 21 2022,1'120\nSept. 22 2022,60\n",
        "fecha;detenidos\n21 de septiembre de 2022;1.120\n22 de septiembre de 2022;60\n",
        "date|detained\n20220921|1120\n20220922|60\n",
        "sep=;\ndate;detained\n2022-09-21;1120\n2022-09-22;60\n",
        "Arrests by day\n\ndate,detained\n2022-09-21,1120\n2022-09-22,60\nSource: a monitor\n",
        "date,detained,,\n2022-09-21T00:00:00Z,1120,,\n2022-09-22T00:00:00Z,60,,\n",
        "date,detained\n9/21/2022 0:00,1120\n9/22/2022 0:00,60\n",
        "date,detained\n\"Wednesday, 21 September 2022\",1120\n\"Thursday, 22 September 2022\",60\n",
        "date,detained\n2022-09-22,60\n\n2022-09-21,1120\n",
        "data;zatrzymani\n21 września 2022;1 120\n22 września 2022;60\n",
    ],
)  # fmt: skip
def test_the_same_two_days_are_read_from_every_notation(case: Case, text: str) -> None:
    case.read("series", text)
    assert pairs(case) == DAYS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_an_encoding_is_found_by_its_mark_or_named(case: Case, encoding: str) -> None:
    content = "дата;задержано\n21 сентября 2022;1120\n22 сентября 2022;60\n".encode(encoding)
    named = encoding if encoding in ("cp1251", "koi8-r") else ""
    case.read("series", content, encoding=named)
    assert pairs(case) == DAYS


def test_bytes_that_are_no_utf_8_are_refused_with_byte_line_and_other_readings(case: Case) -> None:
    (problem,) = case.refused("series", "date;Köln\n2022-09-21;5\n".encode("cp1252"))
    assert "table.csv:1: byte 6 (0xf6) is not utf-8" in problem and "cp1252 reads 'date;Köln'" in problem
    (problem,) = case.refused("series", "date;a\n2022-09-21;5\n", encoding="latin-99")
    assert "no encoding 'latin-99'" in problem


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        (">35", "35", "at least"), ("35+", "35", "at least"), ("mehr als 1.200", "1200", "at least"),
        ("не менее 40", "40", "at least"), ("more than 2,500", "2500", "at least"), ("≥ 7", "7", "at least"),
        ("около 100", "100", "about"), ("ca. 300", "300", "about"), ("~50", "50", "about"), ("2 тыс.", "2000", "about"),
        ("about 1,500 people", "1500", "about"), ("до 60", "60", "at most"), ("fewer than 9", "9", "at most"),
        ("«около 30»", "30", "about"), ("не более 12", "12", "at most"), ("0", "0", "exact"),
        ("1 000 000", "1000000", "exact"),
        ("100-200", "150", "about"), ("от 100 до 200", "150", "about"), ("12,34,567", "1234567", "exact"),
    ],
)  # fmt: skip
def test_a_count_keeps_how_exact_it_is_said_to_be(case: Case, cell: str, value: str, kind: str) -> None:
    case.read("series", f"date;detained\n2022-09-21;{cell}\n2022-09-22;5\n")
    assert case.values("table")[0][3:] == (value, kind)


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "-", "—", "unknown", "н/д", "k.A.", "?", "hundreds", "сотни"])
def test_what_is_not_known_is_no_zero(case: Case, said: Said, cell: str) -> None:
    found = case.read("series", f"date;detained\n2022-09-21;{cell}\n2022-09-22;5\n")
    assert pairs(case) == [("2022-09-22", "5")]
    assert "unknown: " in said(found) and "(line 2)" in said(found)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("2022-09-21;1,5", "table.csv:2, detained: '1,5' is 1.5, no whole number"),
        ("2022-09-21;-3", "table.csv:2, detained: '-3' is negative"),
        ("2022-09-21;4x4", "table.csv:2, detained: '4x4' is not a number"),
        ("03/04/2020;5", "table.csv:2, date: '03/04/2020' could be 2020-04-03 or 2020-03-04; give --dates dmy"),
        ("44825;5", "'44825' is no date: a spreadsheet's number of a day, perhaps 2022-09-21"),
        ("21.09.22;5", "'21.09.22' has a year of two digits"),
        ("31.02.2022;5", "'31.02.2022' is no day"),
        ("yesterday;5", "table.csv:2, date: 'yesterday' is not a date"),
        (";5", "table.csv:2, date: no date"),
        ("2022-09-21;200-100", "'200-100' runs downwards"),
        ("2022-09-21;5;6;7", "table.csv:2: 4 cells, where the table has 2 columns"),
        ("2022-09-21", "table.csv:2: 1 cells, where the table has 2 columns"),
        ('2022-09-21;"5', "no valid CSV"),
    ],
)
def test_what_is_not_certain_is_refused_by_line_and_column(case: Case, rows: str, problem: str) -> None:
    problems = case.refused("series", f"date;detained\n{rows}\n2022-09-22;1\n2022-09-23;2\n")
    assert problem in problems[0]


def test_dates_are_read_in_the_order_that_is_named_or_that_another_row_shows(case: Case, said: Said) -> None:
    text = "date,detained\n03/04/2020,5\n04/04/2020,6\n"
    case.read("series", text, dates="mdy", name="named")
    assert pairs(case, "named") == [("2020-03-04", "5"), ("2020-04-04", "6")]
    found = case.read("series", text + "25/04/2020,7\n", name="shown")
    assert pairs(case, "shown")[0] == ("2020-04-03", "5")
    assert "dates are read day before month, as '25/04/2020' shows" in said(found)
    assert len(case.refused("series", text + "25/04/2020,7\n04/26/2020,8\n")) == 1


def test_all_problems_are_named_at_once(case: Case) -> None:
    problems = case.refused("series", "date,a,b\n2022-09-21,1.5,x1\n2022-13-22,1,2\n2022-09-23,-1,3\n")
    assert len(problems) == 4


def test_the_same_day_twice_is_merged_if_it_says_the_same_and_refused_if_not(case: Case, said: Said) -> None:
    text = "date,town,detained\n2022-09-21,Ald,5\n2022-09-21,Ald,5\n2022-09-21,Bex,7\n"
    found = case.read("series", text, name="same")
    assert pairs(case, "same") == [("2022-09-21", "5"), ("2022-09-21", "7")]
    assert "counted once (line 3)" in said(found)
    (problem,) = case.refused("series", text + "2022-09-21,Bex,8\n")
    assert "table.csv:5: detained on 2022-09-21 is 8, and 7 in line 4" in problem


def test_regions_are_taken_by_code_name_and_spelling(case: Case) -> None:
    spellings = [
        "RU-DA",
        "da",
        "Dagestan",
        "Республика Дагестан",
        "respublika dagestan",
        "MOSCOW OBLAST",
        "Capital of it",
    ]
    days = "".join(f"2022-09-{21 + k},{text},1\n" for k, text in enumerate(spellings))
    case.read("series", "date,region,detained\n" + days)
    assert [row[2] for row in case.values("table")] == [*["RU-DA"] * 5, "RU-MOS", "RU-MOW"]


def test_an_uncertain_region_is_refused_left_out_or_named(case: Case, said: Said) -> None:
    text = "date,region,detained\n2022-09-21,Dagestn,1\n2022-09-22,Atlantis,2\n2022-09-23,Moscow,3\n"
    near, far = case.refused("series", text)
    assert "table.csv:2, region: 'Dagestn' is no certain region; did you mean RU-DA (Dagestan)?" in near
    assert "none is near" in far
    found = case.read("series", text, skip_unknown=True, name="skipped")
    assert len(case.values("skipped")) == 1 and "no certain region for 'Atlantis'" in said(found)
    case.read("series", text, regions={"Dagestn": "RU-DA", "atlantis": "XL-N"}, name="named")
    assert [row[2] for row in case.values("named")] == ["RU-DA", "XL-N", "RU-MOW"]


def test_a_long_table_has_series_intervals_and_kinds_of_its_own(case: Case) -> None:
    case.read(
        "series",
        "series,date,value,low,high,kind\nobs_left,2022-10-01,500,400,700,\nobs_deaths,2022-10-01,3,,,at least\n",
    )
    rows = case.rows("evidence/observations/table.csv")
    assert [(r["series"], r["value"], r["low"], r["high"], r["kind"]) for r in rows] == [
        ("obs_deaths", "3", "", "", "at least"), ("obs_left", "500", "400", "700", "about"),
    ]  # fmt: skip


def test_shares_keep_their_decimals(case: Case) -> None:
    case.read("series", "date;support\n2022-09-21;47,5\n2022-09-28;44,25\n2022-10-05;43\n")
    assert [value for _, value in pairs(case)] == ["47.5", "44.25", "43"]


def test_months_are_periods(case: Case) -> None:
    case.read("series", "month,detained\n2022-09,5\nOctober 2022,6\n")
    rows = case.rows("evidence/observations/table.csv")
    assert [(r["date"], r["until"]) for r in rows] == [("2022-09-01", "2022-09-30"), ("2022-10-01", "2022-10-31")]


def test_totals_so_far_are_named_so_and_keep_their_corrections(case: Case, said: Said) -> None:
    text = "date,dead\n2022-09-21,10\n2022-09-23,12\n2022-09-25,11\n"
    found = case.read("series", text, cumulative=True)
    assert [row[0] for row in case.values("table")] == ["dead_cumulative"] * 3
    assert "corrected: dead falls from 12 to 11" in said(found)


def test_columns_are_named_by_options_or_by_a_mapping_file(case: Case, tmp_path: Path) -> None:
    text = "Tag;Zahl;Ort\n21.09.2022;5;x\n"
    case.read("series", text, columns={"date": "Tag", "obs_detained": "Zahl"}, name="by_option")
    mapping = tmp_path / "map.toml"
    mapping.write_text('name = "by_file"\n[columns]\ndate = "Tag"\nobs_detained = "Zahl"\n')
    case.read("series", text, mapping=mapping)
    assert case.values("by_option") == case.values("by_file") == [("obs_detained", "2022-09-21", "", "5", "exact")]
    (problem,) = case.refused("series", text, columns={"date": "Zahll"})
    assert "no column 'Zahll'; did you mean 'Zahl'?" in problem
    mapping.write_text('colums = "x"\n')
    (problem,) = case.refused("series", text, mapping=mapping)
    assert "map.toml:1, colums: unknown key 'colums'; did you mean 'columns'?" in problem


def test_columns_without_a_header_are_named_by_their_number(case: Case) -> None:
    text = "2022-09-21,x,5\n2022-09-22,y,6\n"
    (problem,) = case.refused("series", text)
    assert "3 columns without a header" in problem
    case.read("series", text, columns={"date": "1", "detained": "3"})
    assert pairs(case) == [("2022-09-21", "5"), ("2022-09-22", "6")]


def test_a_file_of_the_case_is_replaced_only_by_force(case: Case) -> None:
    case.read("series", "date,a\n2022-09-21,5\n")
    (problem,) = case.refused("series", "date,a\n2022-09-21,6\n")
    assert "table.csv exists; to replace it, give --force" in problem
    case.read("series", "date,a\n2022-09-21,6\n", force=True)
    assert pairs(case) == [("2022-09-21", "6")]
    assert (case.path / "sources.toml").read_text().count("[") == 2  # one table and its list of caveats


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(case: Case) -> None:
    before = case.files()
    found = case.read("series", "date,a\n2022-09-21,5\n", dry_run=True)
    assert (found.path, found.written) == ("evidence/observations/table.csv", ())
    assert case.files() == before


@pytest.mark.parametrize(
    ("content", "problem"),
    [("", "no rows"), ("date,a\n", "no rows below the header"), (b"\x89PNG\r\n\x1a\n\0\0", "not utf-8"),
     ("a,b\n\0,1\n", "a NUL character"), ("date,a\n2022-09-21,x\n", "no column of numbers"),
     ('{"data": [1]}', "this is JSON, not a table"), ("<html>\n", "a web page or XML"),
     ("name,a\nx,5\ny,6\n", "a table without dates is no series")],
)  # fmt: skip
def test_a_file_that_is_no_table_of_days_is_refused(case: Case, content: str | bytes, problem: str) -> None:
    assert problem in case.refused("series", content)[0]


def test_a_file_or_case_that_is_not_there_is_refused(case: Case, tmp_path: Path) -> None:
    (problem,) = case.refused("series", tmp_path / "none.csv")
    assert "none.csv' cannot be read" in problem
    (case.path / "case.toml").unlink()
    (problem,) = case.refused("series", "date,a\n2022-09-21,5\n")
    assert "no case.toml" in problem
