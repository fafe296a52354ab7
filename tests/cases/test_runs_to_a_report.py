"""Belarus 2020, Syria 2011 and USA 2020 run from the command line to a report with a map, and are compared."""

import pytest

from groundswell.case import find
from groundswell.verdicts.case_check import check

CASES = ("belarus-2020", "syria-2011", "usa-2020")


@pytest.mark.parametrize("name", CASES)
def test_a_case_runs_to_a_report_with_a_map_of_its_regions(name, groundswell, tmp_path):
    out = tmp_path / "out"
    answer = groundswell("run", name, "--persons", 30_000, "--days", 8, "--out", out, "-q")
    assert answer.code == 0, answer.err
    page = (out / "report.html").read_text(encoding="utf-8")
    assert find(name).head.title in page
    assert "OpenStreetMap" in page  # its outlines' notice
    assert (out / "figures" / "map-participants.svg").is_file()


@pytest.mark.parametrize(("name", "arm"), [
    ("belarus-2020", "networks on: -shutdown"),
    ("syria-2011", "calm: -shots-daraa"),
    ("usa-2020", "no ties: behaviour.ties_protested=0"),
])  # fmt: skip
def test_an_arm_of_a_case_is_compared_with_it(in_this_process, name, arm, groundswell):
    size = ("--persons", 20_000, "--days", 6, "--seeds", 2, "--workers", 1)
    answer = groundswell("compare", name, "--arm", arm, *size, "-q")
    assert answer.code == 0, answer.err
    assert "days of protest" in answer.out


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_wrong_with_its_folder(name):
    assert check(name) == []
