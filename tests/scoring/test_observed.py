"""Observed tables are read as people write them, and refused by line, column and reason where they are wrong."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from groundswell.case import find
from groundswell.errors import InputError
from groundswell.inputs.problems import each
from groundswell.scoring.observed import from_records, read_observed

TOYLAND = find("toyland")


def rows(tmp_path: Path, text: str | bytes):
    file = tmp_path / "seen.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_observed(file, TOYLAND)


def refusals(tmp_path: Path, text: str) -> list[InputError]:
    with pytest.raises(InputError) as caught:
        rows(tmp_path, text)
    return list(each(caught.value))


def test_three_columns_are_enough(tmp_path: Path) -> None:
    found = rows(tmp_path, "series,date,value\nparticipants,2001-03-10,250\n").rows[0]
    assert (found.first, found.last, found.value, found.kind) == (date(2001, 3, 10), date(2001, 3, 10), 250.0, "about")


@pytest.mark.parametrize("text", [
    "\ufeffseries;date;value;low;high\r\nparticipants;2001-03-10;250,5;200;1.200,5\r\n",
    "series\tdate\tvalue\tlow\thigh\nparticipants\t10.03.2001\t250.5\t200\t1200.5\n",
    'series,date,value,low,high\nparticipants,2001-03-10,"250,5",200,"1 200,5"\n',
])  # fmt: skip
def test_spreadsheets_of_many_lands_say_the_same(tmp_path: Path, text: str) -> None:
    found = rows(tmp_path, text).rows[0]
    assert (found.first, found.value, found.low, found.high) == (date(2001, 3, 10), 250.5, 200.0, 1200.5)


@pytest.mark.parametrize("columns,cells", [
    ("date,until", "2001-03-05,2001-03-09"), ("period", "2001-03-05/2001-03-09"), ("date", "2001-03-05/2001-03-09"),
])  # fmt: skip
def test_a_period_is_written_in_three_ways(tmp_path: Path, columns: str, cells: str) -> None:
    found = rows(tmp_path, f"series,value,{columns}\nleft_gross,300,{cells}\n").rows[0]
    assert (found.first, found.last) == (date(2001, 3, 5), date(2001, 3, 9))


@pytest.mark.parametrize("written,code", [
    ("XT-CO", "XT-CO"), ("coast", "XT-CO"), ("CO", "XT-CO"), ("", ""), ("XTL", ""), ("Riverlands", "XT-RI"),
])  # fmt: skip
def test_a_region_goes_by_code_or_name_and_the_nation_by_none(tmp_path: Path, written: str, code: str) -> None:
    assert rows(tmp_path, f"series,date,region,value\ncalled,2001-03-06,{written},1\n").rows[0].region == code


def test_everything_that_is_wrong_is_reported_at_once_by_line_and_column(tmp_path: Path) -> None:
    found = refusals(tmp_path, (
        "series,date,region,value,low,high,kind\n"
        "called,2001-02-30,,5,,,count\n"
        "called,2001-03-06,Atlantis,5,,,count\n"
        "called,2001-03-06,,many,,,count\n"
        "called,2001-03-06,,5,6,7,count\n"
        "called,2001-03-06,,5,,,roughly\n"
        ",2001-03-06,,,,,count\n"
        "called,2001-03-09/2001-03-06,,5,,,count\n"
    ))  # fmt: skip
    assert [error.place for error in found] == [
        "seen.csv:2, date", "seen.csv:3, region", "seen.csv:4, value", "seen.csv:5, value", "seen.csv:6, kind",
        "seen.csv:7, value", "seen.csv:7, series", "seen.csv:8, date",
    ]  # fmt: skip
    assert all(error.remedy for error in found)
    assert not any("--" in error.remedy for error in found)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "1,234,56", "12 %"])
def test_what_is_no_number_for_sure_is_refused(tmp_path: Path, value: str) -> None:
    assert refusals(tmp_path, f'series,date,value\ncalled,2001-03-06,"{value}"\n')[0].place == "seen.csv:2, value"


@pytest.mark.parametrize("header", ["series,value", "date,value", "series,date", "series,date,value,value"])
def test_a_header_without_what_is_needed_is_refused(tmp_path: Path, header: str) -> None:
    assert refusals(tmp_path, f"{header}\n{','.join('1' for _ in header.split(','))}\n")


def test_a_column_that_is_not_read_is_reported(tmp_path: Path) -> None:
    found = rows(tmp_path, "series,date,value,remark\ncalled,2001-03-06,5,x\n")
    assert "remark" in " ".join(found.notes)


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "series,date,value\n")


def test_frames_and_dicts_say_what_a_file_says() -> None:
    import pandas as pd
    import pyarrow as pa

    given = [{"series": "called", "date": date(2001, 3, 6), "value": 5, "low": None}]
    frame = pd.DataFrame(
        {"series": ["called"], "date": pd.to_datetime(["2001-03-06"]), "value": [5.0], "low": [np.nan]}
    )
    for table in (given, frame, pa.Table.from_pylist(given)):
        found = from_records(table, TOYLAND).rows[0]
        assert (found.series, found.first, found.value, found.low) == ("called", date(2001, 3, 6), 5.0, None)


@pytest.mark.parametrize("junk", [None, 3, [], [1, 2], {"series": "x"}])
def test_what_is_no_table_is_refused(junk: object) -> None:
    with pytest.raises(InputError):
        from_records(junk, TOYLAND)


def test_the_observations_of_every_case_can_be_read() -> None:
    for name in ("russia-2022", "toyland", "usa-2020", "gdr-1989", "syria-2011", "ukraine-2013"):
        case = find(name)
        for file in sorted((case.folder / "evidence" / "observations").glob("*.csv")):
            assert read_observed(file, case).rows


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n",
        b"PK\x03\x04",
        b"",
        b"\xff\xfe",
        b'{"series": 1}',
        b"series,date,value\n\xe9,2001-03-06,5\n",
    ],
)
def test_what_is_no_table_of_text_is_refused_without_naming_options_of_other_commands(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        rows(tmp_path, content)
    assert caught.value.remedy and "--" not in caught.value.remedy
