"""Published figures beside a run: which can be judged, what stays open; shown on the flagship's case."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.case.evidence import Target
from groundswell.comparisons import format_ensemble
from groundswell.report.evidence import checked
from groundswell.report.page import write_report
from groundswell.running import Run
from groundswell.running.fit import Verdict, as_lines, figure, judge, no_verdict, too_coarse
from groundswell.running.run import run as simulate
from groundswell.running.summary import as_dict, as_text
from groundswell.running.targets import split, why_not
from groundswell.scenario.load import load

pytestmark = pytest.mark.usefixtures("in_this_process")

DAY = date(2022, 9, 21)
COUNTED = Target("C01", "held", "obs_detained", "day", (), None, DAY, 1369.0, 1313.0, 1450.0, "fit", "", "[S1]")
TARGETS = find("russia-2022").evidence.targets
JANUARY = """
[scenario]
case = "russia-2022"
title = "A January"
start = {start}
days = 6
persons = 20_000
[behaviour]
kind = "exit_voice_loyalty"
[events.rally-a]
kind = "rally"
day = {start}
"""


def tiny(name: str, days: int = 3) -> Run:
    return simulate(load(name).with_(persons=20_000, days=days))


@pytest.fixture(scope="module")
def cut_short() -> Run:
    return tiny("mobilization-2022")


@pytest.fixture(scope="module")
def whole() -> Run:
    return tiny("mobilization-2022", days=38)


@pytest.mark.parametrize("start", ["2021-01-23", "2023-09-21", "2022-12-05"])
def test_a_scenario_of_other_dates_says_once_that_no_figure_is_of_its_episode(start: str, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(JANUARY.format(start=start), encoding="utf-8")
    run = simulate(load(tmp_path / "other.toml"))
    text = as_text(run)
    assert text.count("None of the 18 published figures is of this scenario's episode") == 1
    assert not any(word in text for word in ("OUTSIDE", "inside", *(t.id for t in TARGETS)))
    assert run.fit == () and as_dict(run)["targets"] == []
    assert start in as_dict(run)["targets_note"]


def test_a_report_of_other_dates_shows_no_published_figure(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(JANUARY.format(start="2021-01-23"), encoding="utf-8")
    page = write_report(simulate(load(tmp_path / "other.toml")), tmp_path / "out").read_text(encoding="utf-8")
    assert page.count("is of this scenario") == 1
    assert "monitors did count" not in page and "for reference only" not in page


def test_where_nobody_is_called_up_nothing_is_judged() -> None:
    run = tiny("quiet-day")
    assert {f.verdict for f in run.fit} == {""}
    assert no_verdict(run).startswith("No verdict: the published figures are of an episode with 'decree' on 2022-09-21")
    assert as_lines(run) == [f"  {no_verdict(run)}"]
    assert {row["verdict"] for row in as_dict(run)["targets"]} == {None}


@pytest.mark.parametrize("change", [{"events.decree.day": date(2022, 9, 28)}, {"events.decree.target": 0.0}])
def test_a_decree_of_another_day_or_of_nobody_is_another_call_up(change: dict[str, object]) -> None:
    scenario = load("mobilization-2022").with_(change)
    assert all(why_not(target, scenario) for target in TARGETS)


def test_a_run_that_begins_before_the_decree_is_held_against_the_days_of_the_figures() -> None:
    call = {"kind": "decree", "day": 7, "target": 300_000.0, "duration": 37, "believed_total": 600_000.0}
    earlier = load("quiet-day").with_(start=date(2022, 9, 14), events={"call": call})
    open_ = {t.id for t in TARGETS if not why_not(t, earlier)}
    assert {"C01", "C09", "C10"} <= open_  # the poll of 18 September is now a day of the run


def test_deaths_are_not_judged_on_a_call_up_cut_short(cut_short: Run, whole: Run) -> None:
    deaths = {f.target.id: f for f in cut_short.fit}["C22"]
    assert deaths.verdict == ""
    assert deaths.note == "calls were cut short: the run ends on 2022-09-23, the decree's last day is 2022-10-27"
    assert {f.target.id: f for f in whole.fit}["C22"].verdict != ""
    early = load("mobilization-2022").with_({"events.decree.until": date(2022, 10, 1)})
    assert "ends the call-up early, on 2022-10-01" in why_not(TARGETS[-1], early)


def test_every_figure_is_judged_or_says_why_not(cut_short: Run, whole: Run) -> None:
    for run in (cut_short, whole):
        assert [f.target.id for f in run.fit] == [t.id for t in TARGETS]
        text = as_text(run)
        for f in run.fit:
            assert f.verdict or f.note, f.target.id
            assert f.target.id in text, f.target.id
        rows = json.loads(json.dumps(as_dict(run)["targets"]))
        assert all(row["verdict"] or row["note"] for row in rows)


@pytest.mark.parametrize(
    ("low", "value", "high", "verdict"),
    [
        (570.0, 1300.0, 2030.0, "cannot tell"),  # 1,300 with an error of 730 says nothing of 1,313 to 1,450
        (1290.0, 1300.0, 1330.0, "cannot tell"),  # across an end
        (1200.0, 1250.0, 1300.0, "outside"),
        (1338.0, 1400.0, 1462.0, "inside"),
        (1400.0, 1400.0, 1400.0, "inside"),
        (1000.0, 1400.0, 1800.0, "cannot tell"),
        (1451.0, 1500.0, 1600.0, "outside"),
    ],
)
def test_sampling_error_enters_the_verdict(low: float, value: float, high: float, verdict: Verdict) -> None:
    assert judge(low, value, high, COUNTED) == verdict


def test_a_figure_published_as_a_floor_is_not_missed_by_more_but_by_less() -> None:
    floor, ceiling = replace(COUNTED, kind="at least"), replace(COUNTED, kind="at most")
    assert judge(5000.0, 5200.0, 5400.0, floor) == "inside" == judge(10.0, 12.0, 14.0, ceiling)
    assert judge(10.0, 12.0, 14.0, floor) == "outside" == judge(5000.0, 5200.0, 5400.0, ceiling)
    assert judge(1340.0, 1400.0, 1500.0, floor) == "inside"  # two thirds of it above 1,369
    assert judge(1000.0, 1300.0, 1600.0, floor) == "cannot tell"
    assert not too_coarse(0.0, 1e9, floor)


def test_a_coarse_run_cannot_tell_what_a_fine_run_can(whole: Run) -> None:
    detained = {f.target.id: f for f in whole.fit}["C01"]  # a simulated person stands for more than 7,000
    assert detained.verdict == "cannot tell"
    assert "too coarse" in detained.note
    assert detained.high is not None and detained.high > 5 * detained.target.high


def test_the_errors_of_a_polls_house_and_week_are_in_its_interval(whole: Run) -> None:
    asked = next(target for target in TARGETS if target.id == "C09")
    widths = list[float]()
    for house, week in ((0.0, 0.0), (0.1, 0.0), (0.1, 0.2)):
        polls = {f"observation.polls.attention.{name}": sd for name, sd in (("house_sd", house), ("week_sd", week))}
        value, low, high = figure(replace(whole, scenario=whole.scenario.with_(polls)), asked, 1.0)
        assert 0.0 < low < value < high < 1.0
        widths.append(high - low)
    assert widths[0] < widths[1] < widths[2]
    assert widths[2] > 3.0 * widths[0]  # 1,600 respondents alone say it to within some two per cent


def test_each_gate_is_judged_by_its_own_counts(whole: Run) -> None:
    found = {f.target.id: f for f in whole.fit}
    assert found["C17"].verdict and found["C19"].verdict
    gates = [f"obs_exit_{kind}_{gate}" for kind in ("gross", "net") for gate in ("georgia", "kazakhstan")]
    assert all(whole.series(name).sum() > 0.0 for name in gates)
    assert whole.series("obs_exit_net_kazakhstan").sum() < whole.series("obs_exit_net").sum()


def test_a_check_that_cannot_be_made_is_reported_as_left_out() -> None:
    month = load("mobilization-2022").with_(days=30)
    made, left = split(("C05", "C18"), month)
    assert [target.id for target in made] == ["C05"] and left == {"C18": "after the run's last day, 2022-10-20"}
    text, out = checked(("C05", "C18"), month)
    assert text == "2,333 detained since the announcement, 26 September 2022 (C05)"
    assert out == "C18 is not checked: after the run's last day, 2022-10-20"
    assert checked(("C05", "C18"), load("quiet-day"))[0] == ""


def test_an_ensemble_judges_its_mean_and_says_what_it_does_not_judge() -> None:
    ensemble = gs.ensemble(load("mobilization-2022").with_(persons=20_000, days=8), 3, workers=1)
    rows = {row["id"]: row for row in format_ensemble.as_dict(ensemble)["targets"]}
    assert rows["C09"]["verdict"] in ("inside", "outside", "cannot tell")
    low, high = rows["C01"]["interval90"]
    assert low <= rows["C01"]["mean"] <= high
    long = gs.ensemble(load("mobilization-2022").with_(persons=20_000), 2, workers=1)
    deaths = next(row for row in format_ensemble.as_dict(long)["targets"] if row["id"] == "C22")
    served = long.totals["complied"]
    assert deaths["interval90"][1] / deaths["mean"] == pytest.approx(served.high / served.mean, rel=0.05)
    assert all(row["verdict"] or row["note"] for row in rows.values())
    text = format_ensemble.as_text(ensemble)
    assert "C22 deaths among the called within a year, 2023-09-21 (calls were cut short" in text
    quiet = gs.ensemble(load("quiet-day").with_(persons=20_000, days=2), 2, workers=1)
    assert "No verdict: the published figures are of an episode" in format_ensemble.as_text(quiet)
