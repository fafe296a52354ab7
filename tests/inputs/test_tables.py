"""Tables as people write them: every cell checked, every fault told at its line."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.errors import InputError
from groundswell.inputs.tables import read_table


def written(folder: Path, text: str) -> Path:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


KINDS = {"town": "text", "day": "date", "people": "count", "share": "percent?", "lat": "number", "income": "amount"}
GOOD = "town,day,people,share,lat,income\nA,2022-09-21,5,,-3.5,0\n"


def test_a_good_table_is_read_with_its_gaps(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, GOOD), KINDS)
    assert {name: cells[0] for name, cells in table.columns.items()} == {
        "town": "A", "day": "2022-09-21", "people": 5, "share": None, "lat": -3.5, "income": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (",5,", ",-5,", "table.csv:2, people: '-5' is not a count"),
        (",5,", ",5.5,", "table.csv:2, people: '5.5' is not a count"),
        (",5,", ",NaN,", "table.csv:2, people: 'NaN' is not a count"),
        (",5,", ",٥,", "table.csv:2, people: '٥' is not a count"),
        (",5,", ",,", "table.csv:2, people: empty cell"),
        ("-3.5", "nan", "table.csv:2, lat: 'nan' is not a valid number"),
        ("-3.5", "inf", "table.csv:2, lat: 'inf' is not a valid number"),
        (",0\n", ",-1\n", "table.csv:2, income: '-1' is not a valid amount"),
        ("5,,", "5,100.1,", "table.csv:2, share: '100.1' is not a valid percent"),
        ("2022-09-21", "2022-09-31", "table.csv:2, day: '2022-09-31' is not a date"),
        (",0\n", "\n", "table.csv:2: 5 cells"),
        ("town,", "place,", "table.csv:1: columns"),
        ("A,2022-09-21,5,,-3.5,0\n", "", "table.csv: no rows"),
    ],
)
def test_a_bad_cell_is_refused_with_place_value_and_remedy(tmp_path: Path, good: str, bad: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_table(written(tmp_path, GOOD.replace(good, bad, 1)), KINDS)
    assert str(refusal.value).startswith(said)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("region,date,n\nДагестан,2022-09-21,3\n".encode("cp1251"), "table.csv:2: byte 14 is not UTF-8"),
        ("region,date,n\nRU-DA,2022-09-21,3\n".encode("utf-16"), "this is UTF-16 text"),
        (b'region,date,n\n"RU-DA,2022-09-21,3\n', "table.csv:2: no valid CSV"),
        (b"region,date,n\nRU-DA,2022-09-21,3\nRU-\0,2022-09-21,3\n", "table.csv:3: a NUL character"),
        (b"region,date,n\n" + b"R" * 200_000 + b",2022-09-21,3\n", "table.csv:2: no valid CSV"),
        (b"region,date,n\nRU-DA,2022-09-21," + b"9" * 5000 + b"\n", "table.csv:2, n: '9999"),
        (b"", "table.csv:1: columns missing:"),
    ],
)
def test_what_is_no_table_is_reported_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / "table.csv", {"region": "text", "date": "date", "n": "count"})
    assert said in str(caught.value)


def test_what_is_no_file_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for file in (tmp_path / "nothing.csv", str(tmp_path), tmp_path / "pipe.csv", "/dev/zero", "a\0b", "x" * 5000):
        with pytest.raises(InputError, match="name a CSV file"):
            read_table(file, {"n": "count"})


def test_a_byte_order_mark_is_no_part_of_a_column(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"\xef\xbb\xbfn\r\n3\r\n")
    assert read_table(tmp_path / "table.csv", {"n": "count"}).integers("n").tolist() == [3]


@given(st.integers(0, 2**53))
def test_a_count_comes_back_unchanged(tmp_path_factory: pytest.TempPathFactory, count: int) -> None:
    file = written(tmp_path_factory.mktemp("counts"), f"n\n{count}\n")
    assert read_table(file, {"n": "count"}).integers("n").tolist() == [count]


@pytest.mark.parametrize("day", ["20220921", "2022-W38-3"])
def test_a_date_in_another_form_than_the_one_asked_for_is_refused(day, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"date\n{day}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not a date"):
        read_table(path, {"date": "date"})
