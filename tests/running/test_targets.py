"""When a run of any case is held against a figure, and what of the run stands beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.running import Run
from groundswell.running.fit import fit, no_verdict
from groundswell.running.run import run as simulate
from groundswell.running.targets import apart, misnamed, split, targets_for, totals, why_not
from groundswell.scenario import Scenario
from groundswell.scenario.load import load

Written = Callable[..., Path]
STREET = "T1,in the street,participants,{how},{regions},{when},500,400,600,fit,,a book\n"
RALLY = """[events.news]
kind = "announcement"
day = 2001-03-01
source = "invented"
[events.first]
kind = "rally"
day = 2001-03-02
source = "invented"
[events.second]
kind = "rally"
day = 2001-03-05
source = "invented"
"""


def street(how: str = "day", when: str = "2001-03-02", regions: str = "", **changes: str) -> str:
    row = STREET.format(how=how, when=when, regions=regions)
    for old, new in changes.items():
        row = row.replace(old, new)
    return row


def scenario(folder: Path, **changes: object) -> Scenario:
    """Return the base scenario of the case in a folder, in which many protest."""
    return load(folder).with_({"behaviour.protest": 3.0, **changes})


def value(written: Written, name: str, **how: str) -> tuple[float, Run]:
    run = simulate(scenario(written(street(**how), timeline=RALLY, name=name)))
    (found,) = fit(run)
    assert found.simulated is not None
    return found.simulated, run


def test_each_way_of_counting_is_that_of_the_series(small_case: Written) -> None:
    peak, run = value(small_case, "peak", how="peak", when="2001-03-06")
    series = run.series("participants")
    assert peak == series.max() > 0
    assert value(small_case, "day")[0] == series[1]
    assert value(small_case, "sum", how="cumulative", when="2001-03-03")[0] == series[:3].sum()
    assert value(small_case, "part", how="cumulative", when="2001-03-02/2001-03-05")[0] == series[1:5].sum()
    assert value(small_case, "mean", how="mean", when="2001-03-02/2001-03-05")[0] == series[1:5].mean()
    assert value(small_case, "region", regions="B")[0] == run.series("participants", "B")[1]
    share = value(small_case, "share", how="share", when="2001-03-06", regions="B")[0]
    assert share == pytest.approx(run.series("participants", "B").sum() / series.sum())


def test_a_figure_outside_the_days_of_a_run_is_not_judged(small_case: Written) -> None:
    folder = small_case(street(when="2001-03-04") + street(when="2001-03-09", T1="T2"), timeline=RALLY)
    early, late = scenario(folder).case.evidence.targets
    assert why_not(early, scenario(folder)) == ""
    assert why_not(early, scenario(folder), days=3) == "after the run's last day, 2001-03-03"
    assert why_not(late, scenario(folder)) == "after the run's last day, 2001-03-06"
    assert why_not(early, scenario(folder, start=date(2001, 3, 5), days=3)).startswith("None of the 2 published")


def test_a_figure_with_a_note_is_never_judged_and_has_no_simulated_value(small_case: Written) -> None:
    run = simulate(scenario(small_case(street().replace("fit,,", "fit,counted elsewhere,"), timeline=RALLY)))
    (found,) = fit(run)
    assert (found.verdict, found.note, found.simulated) == ("", "counted elsewhere", None)


def test_events_up_to_the_day_of_a_figure_must_be_as_in_the_timeline(small_case: Written) -> None:
    base = scenario(small_case(street(when="2001-03-03"), timeline=RALLY))
    (target,) = base.case.evidence.targets
    assert why_not(target, base.with_({"events.second.day": 5})) == ""  # later than the figure
    moved = base.with_({"events.first.day": 2})
    assert "'first' on 2001-03-02, which this scenario changes" in why_not(target, moved)
    elsewhere = base.with_({"events.first.regions": ["A"]})
    assert "which this scenario changes" in why_not(target, elsewhere)
    without = load(_without(base))
    assert "'news' on 2001-03-01, which this scenario leaves out" in why_not(target, without)
    assert no_verdict(simulate(without)).startswith("No verdict: ")


def _without(base: Scenario) -> Path:
    file = base.case.folder.parent / "without.toml"
    file.write_text(f'[scenario]\ncase = "{base.case.folder}"\n[behaviour]\nkind = "exit_voice_loyalty"\n')
    return file


def test_a_case_may_say_which_events_are_needed_and_only_these_count(small_case: Written) -> None:
    folder = small_case(street(when="2001-03-06"), timeline=RALLY, head='needs = ["second"]')
    (target,) = scenario(folder).case.evidence.targets
    assert why_not(target, scenario(folder, **{"events.first.day": 3})) == ""
    assert "'second'" in why_not(target, scenario(folder, **{"events.second.day": 3}))


def test_a_scenario_of_other_days_is_of_no_figure_and_says_so_once(small_case: Written) -> None:
    folder = small_case(street(), timeline=RALLY)
    later = load(_without(scenario(folder))).with_(start=date(2005, 1, 1))
    assert apart(later).startswith("None of the 1 published figures is of this scenario's episode")
    assert fit(simulate(later)) == ()
    assert apart(load(_without(scenario(small_case(name="empty"))))) == ""  # a case without figures


def test_towns_are_comparable_at_full_size_only(small_case: Written) -> None:
    whole = scenario(small_case("T1,towns,places_active,day,,2001-03-02,1,1,2,check,,a book\n", timeline=RALLY))
    (target,) = whole.case.evidence.targets
    assert why_not(target, whole, weight=1.0) == ""
    assert "comparable at 1:1 only" in why_not(target, whole, weight=2.0)


def test_figures_of_no_series_and_sums_of_what_does_not_add_up_are_faults_with_their_row(small_case: Written) -> None:
    rows = [
        street(participants="particpants"),
        street(how="cumulative", participants="attention", T1="T2"),
        street(participants="concession", regions="A", T1="T3"),
        street(T1="T4"),
        street(T1="T5", participants="attention", how="day"),
    ]
    wrong = [str(fault) for fault in misnamed(scenario(small_case("".join(rows), timeline=RALLY)))]
    assert [fault.split(": ")[0] for fault in wrong] == [
        "targets.csv:2, series", "targets.csv:3, aggregate", "targets.csv:3, value", "targets.csv:4, regions",
        "targets.csv:6, value",
    ]  # fmt: skip
    assert "did you mean 'participants'?" in wrong[0]
    assert "looks like no share" in wrong[-1] and "scale and give logit" in wrong[-1]


def test_draws_are_checked_against_fitted_sums_of_the_nation_alone(small_case: Written) -> None:
    rows = [
        street(how="cumulative"),
        street(how="cumulative", T1="T2", fit="held-out"),
        street(how="cumulative", T1="T3", regions="A"),
        street(T1="T4"),
    ]
    of = scenario(small_case("".join(rows), timeline=RALLY))
    assert totals(of) == ("T1",)
    made, left = split(totals(of), of.with_(days=1))
    assert made == [] and left == {"T1": "after the run's last day, 2001-03-01"}


def test_a_misspelt_series_is_refused_in_a_table_of_ones_own_and_a_strange_one_is_left_out(tmp_path: Path) -> None:
    head = "id,about,series,aggregate,regions,date,value,low,high,role,note,source\n"
    own, base = tmp_path / "own.csv", load("toyland")
    own.write_text(head + street(when="2001-03-10", participants="particpants"))
    with pytest.raises(InputError, match=r"own.csv:2, series: no series 'particpants'; did you mean 'participants'\?"):
        targets_for(base, own)
    own.write_text(head + street(when="2001-03-10", participants="obs_newspapers"))
    (target,) = targets_for(base, own)
    assert why_not(target, base) == "this scenario has no series obs_newspapers"
    near = replace(target, series="obs_detaind")
    assert why_not(near, base).endswith("has no series obs_detaind (did you mean 'obs_detained'?)")
