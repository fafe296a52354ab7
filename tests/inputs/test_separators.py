"""A table as spreadsheets of other languages save it is refused in words that say what to change."""

from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.inputs.tables import read_table


@pytest.mark.parametrize("text", ["day;n\n1;2\n", "day\tn\n1\t2\n", "sep=;\nday;n\n1;2\n", "sep=,\nday,n\n1,2\n"])
def test_other_marks_between_cells_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(InputError, match=r"t.csv:1: no header with commas between its cells; save it with commas"):
        read_table(tmp_path / "t.csv", {"day": "text", "n": "number"})


@pytest.mark.parametrize("cell", ["1,5", "1,000"])
def test_a_comma_within_a_number_is_told(tmp_path: Path, cell: str) -> None:
    (tmp_path / "t.csv").write_text(f'day,n\n1,"{cell}"\n')
    with pytest.raises(InputError, match=r"t.csv:2, n: .* with a decimal point and no mark between thousands"):
        read_table(tmp_path / "t.csv", {"day": "text", "n": "number"})
