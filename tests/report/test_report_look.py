"""What a page must keep for its reader: room between names, points off the axis, no bare zero, no bare key."""

import re
from importlib.resources import files
from typing import Any

import pytest

from groundswell.classics.plots import lines
from groundswell.report import axes, charts, names, sweep
from groundswell.report.claim_charts import tornado
from groundswell.verdicts.claim_file import claims, read
from groundswell.verdicts.claim_names import find_claim

LONG = "whether the exit of people one knows encourages or discourages protest"
KEY = re.compile(r"\b[a-z]+_[a-z_]+\b|`")


def _nodes(of: Any, key: str) -> list[Any]:
    """Return what stands under a key, anywhere in a chart."""
    if isinstance(of, list):
        return [found for each in of for found in _nodes(each, key)]
    if not isinstance(of, dict):
        return []
    return [of[key]] if key in of else [found for each in of.values() for found in _nodes(each, key)]


def test_a_point_of_the_first_day_stays_off_the_axis_in_every_layer() -> None:
    rows = [
        {"date": "2022-09-21", "value": 1.0, "low": 0.5, "high": 2.0, "what": what}
        for what in (charts.SIMULATED, charts.PUBLISHED)
    ]
    levels = _nodes(charts.against_published(rows, "#000", "persons").to_dict(), "x")
    assert levels
    assert all(level["scale"]["padding"] > 0 for level in levels), "the first layer without room would take it from all"


def test_names_over_three_lines_keep_clear_of_the_next() -> None:
    lines = len(axes.broken(LONG, 30))
    assert lines == 3
    assert axes.row_height([LONG]) > axes.LINE * lines
    rows = [{"entry": LONG, "end": "lowest third", "value": 1.0, "low": 0.0, "high": 2.0}]
    assert tornado(rows, "persons").to_dict()["height"] == axes.row_height([LONG])


def test_a_name_over_several_lines_is_moved_up_to_its_mark() -> None:
    axis = axes.entries().to_dict()["axis"]["labelOffset"]
    assert axis["value"] == 0
    assert [each["value"] for each in axis["condition"]][:2] == [-axes.LINE / 2, -axes.LINE]


def test_nobody_at_a_point_of_a_sweep_has_an_upper_bound_and_not_a_width_of_zero() -> None:
    assert sweep.mean_over_seeds([0.0, 0.0], "voice", 1000.0) == "none (up to 1,500, 95\u00a0%)"
    assert sweep.mean_over_seeds([2000.0, 4000.0], "voice", 1000.0) == "3,000 (2,000 to 4,000)"


def test_a_change_has_a_true_minus_and_no_more_digits_than_it_deserves() -> None:
    assert names.signed(-13_625.0) == "\u221213,600"
    assert names.signed(0.0) == "0"
    assert names.signed(0.214) == "+0.21"


@pytest.mark.parametrize("name", claims())
def test_the_sentences_of_a_shipped_claim_name_no_key(name: str) -> None:
    general = "cases" not in find_claim(name).parts  # about no case in particular
    claim = read(name, case="russia-2022" if general else "")
    for text in (*claim.assumptions, claim.reading, claim.refuted_if, claim.literature, claim.text):
        assert not KEY.search(text), text


def test_each_curve_of_a_classic_stands_once_in_the_key_beside_published_points() -> None:
    import vl_convert

    chart = lines({"ours": [(0.0, 0.0), (1.0, 1.0)]}, "x", "y", "a title", {"theirs": [(0.5, 0.5)]})
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", vl_convert.vegalite_to_svg(chart.to_dict()))
    assert texts.count("ours") == 1
    assert texts.count("theirs") == 1


def test_a_table_is_a_table_on_paper_however_narrow_the_paper_is() -> None:
    style = (files("groundswell.report") / "templates" / "report.css").read_text(encoding="utf-8")
    assert "@media screen and (max-width: 44rem)" in style, "A4 less its margins is narrower than 44 rem"
    assert not re.search(r"@media \(max-width", style)
