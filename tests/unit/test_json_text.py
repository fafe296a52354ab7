"""What is written as JSON can be read by every program, and says the same."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from groundswell.json_text import json_text


def test_what_is_no_number_is_null() -> None:
    text = json_text(
        {"noise": float("nan"), "row": [1.5, float("inf"), np.float64("nan")], "array": np.array([np.nan])}
    )
    assert "NaN" not in text
    assert json.loads(text) == {"noise": None, "row": [1.5, None, None], "array": [None]}


def test_numbers_of_numpy_are_numbers_and_dates_are_iso() -> None:
    given = {"n": np.int64(3), "x": np.float32(0.5), "yes": np.bool_(True), "day": date(2022, 9, 21),
             "at": datetime(2022, 9, 21, 18), "folder": Path("a/b"), 5: (np.arange(2),)}  # fmt: skip
    text = json.loads(json_text(given))
    assert text == {"n": 3, "x": 0.5, "yes": True, "day": "2022-09-21", "at": "2022-09-21T18:00:00", "folder": "a/b",
                    "5": [[0, 1]]}  # fmt: skip
    assert text["yes"] is True


def test_a_dataclass_is_written_by_its_fields_and_names_stay_readable() -> None:
    @dataclass
    class Place:
        name: str
        share: float

    assert json_text(Place("Якутия", float("nan")), indent=None) == '{"name": "Якутия", "share": null}'


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        json_text({"a": object()})
