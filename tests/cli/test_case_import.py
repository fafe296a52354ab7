"""`groundswell case import` as a person uses it: what is printed, exit codes, JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parents[1] / "importing" / "files"


@pytest.fixture
def xland(tmp_path: Path) -> Path:
    """Return the folder of a small case."""
    (tmp_path / "population").mkdir()
    (tmp_path / "case.toml").write_text('title = "x"\ndescription = "x"\ncountry = "X"\nstart = 2022-09-21\ndays = 9\n')
    (tmp_path / "population/regions.csv").write_text("code,name\nRU-MOW,Moscow\nRU-DA,Dagestan\n")
    return tmp_path


def test_what_is_read_kept_and_merged_is_printed_with_the_next_step(groundswell: Callable, xland: Path) -> None:
    code, out, _ = groundswell("case", "import", "series", str(FILES / "B10-acled/acled.csv"), "--case", str(xland))
    assert code == 0
    assert out.startswith("read as: ACLED export (UTF-8 with a byte-order mark, commas)")
    assert "kept: 2 of 3 rows" in out
    assert "merged: id 'RUS90002' again, as in line 3: counted once (line 4)" in out
    assert f"next: groundswell case check {xland}" in out


def test_a_refusal_ends_with_2_a_line_for_each_problem_and_nothing_written(groundswell: Callable, xland: Path) -> None:
    before = sorted(xland.rglob("*"))
    code, out, err = groundswell("case", "import", "series", str(FILES / "B08-massmob/mm.csv"), "--case", str(xland))
    assert (code, out) == (2, "")
    assert "without dates is no series" in err
    assert "'Russia' stands 2 times" in err
    assert sorted(xland.rglob("*")) == before


def test_findings_are_json_when_asked_for(groundswell: Callable, xland: Path) -> None:
    file = str(FILES / "B07-ccc/ccc.csv")
    code, out, _ = groundswell("case", "import", "series", file, "--case", str(xland), "--region", "ZZ=RU-DA", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["read_as"], found["rows"], found["kept"]) == ("Crowd Counting Consortium", 3, 1)
    assert {"topic": "left out", "text": "online, not in a street", "lines": [4]} in found["notes"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serie", "x.csv"), "no kind of data 'serie'; did you mean 'series'?"),
        (("series", "x.csv", "--column", "date"), "write --column NAME=VALUE"),
        (("series", "x.csv", "--column", "a=b", "--column", "a=c"), "'a' is given twice"),
        (("series", "x.csv", "--dates", "ymd"), "--dates: 'ymd' is none of the choices; use dmy or mdy"),
        (("series", "x.csv", "--decimal", "."), "--decimal: '.' is none of the choices; use comma or point"),
        (("series", "x.csv", "--delimiter", "::"), "--delimiter: '::' is no delimiter"),
        (("series", "x.csv", "--layout", "acledd"), "--layout: no layout 'acledd'; did you mean 'acled'?"),
        (("series", "x.csv", "--encoding", "utf-88"), "--encoding: no encoding 'utf-88'"),
        (("series", "x.csv", "--mapping", "none.toml"), "none.toml' cannot be read"),
        (("towns", "x.csv", "--column", "nam=b"), "no field 'nam'"),
    ],
)
def test_a_wrong_option_is_refused_by_its_name(
    groundswell: Callable, xland: Path, words: tuple[str, ...], said: str
) -> None:
    (xland / "x.csv").write_text("date,a\n2022-09-21,5\n")
    kind, file, *options = words
    code, out, err = groundswell("case", "import", kind, str(xland / file), "--case", str(xland), *options)
    assert (code, out) == (2, "")
    assert said in err
