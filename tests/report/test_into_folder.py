"""A page of a result goes into a folder that takes it; one that does not is told as any other wrong argument."""

from pathlib import Path

import pytest

import groundswell as gs
from groundswell.errors import InputError

SMALL = {"persons": 1_000, "days": 6}
ROW = {"series": "participants", "date": "2001-03-10", "value": 10}


def test_no_page_ends_in_a_traceback_where_it_cannot_be_written(tmp_path: Path, in_this_process: None) -> None:
    (tmp_path / "file").write_text("")
    base = gs.load("toyland").with_(**SMALL)
    results = (
        gs.run(base),
        gs.run(base).score([ROW]),
        gs.compare(base, ["less: policing.pmax=0.1"], 2),
        gs.prior_predictive(base, 2),
    )
    for result in results:
        with pytest.raises(InputError, match=r"file/page: cannot be written: Not a directory"):
            result.report(tmp_path / "file" / "page")
