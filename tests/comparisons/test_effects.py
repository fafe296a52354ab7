"""Effects: what pairing buys, what the same persons do, and the one effect whose size is known on paper."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundswell as gs
from groundswell.comparisons.design import Prior, draw
from groundswell.comparisons.effects import effect
from groundswell.comparisons.intervals import Running
from groundswell.errors import InputError
from groundswell.report.claim import write_claim_report
from groundswell.report.claim_words import paragraph
from groundswell.verdicts import format_verdict
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.judgement import judge_claim
from groundswell.verdicts.sensitivity import noise_share, sensitivity, tornado

pytestmark = pytest.mark.usefixtures("in_this_process")

SHUT = "shut: events.shut.kind=border_rule | events.shut.day=0 | events.shut.exit_open=false"
NO_CONCESSION = {"concession.disruption": 0.0, "concession.unfilled": 0.0}


def test_an_effect_and_its_error_are_those_of_differences():
    found = effect([10.0, 20.0, 30.0], [12.0, 23.0, 34.0])
    assert found.mean == pytest.approx(3.0)
    assert found.error == pytest.approx(1.0 / np.sqrt(3.0))
    assert found.variance_reduction == pytest.approx(100.0 + np.var([12, 23, 34], ddof=1))
    assert found.high90 == pytest.approx(3.0 + 2.920 / np.sqrt(3.0), abs=1e-3)


def test_what_sums_of_numbers_cannot_tell_apart_is_no_effect_and_one_person_of_a_nation_is():
    found = effect([0.1 + 0.2, 1e6], [0.3, 1e6 + 1e-9])
    assert (found.mean, found.differ, found.sd_pair) == (0.0, 0, 0.0)
    assert effect([146_780_720.0], [146_780_721.0]).mean == 1.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_running_means_and_errors_are_those_of_all_at_once(values):
    running = Running()
    for value in values:
        running.add(np.array([value]))
    assert running.mean[0] == pytest.approx(np.mean(values), abs=1e-6)
    assert running.error[0] == pytest.approx(np.std(values, ddof=1) / np.sqrt(len(values)), abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("rho", [1.0, 0.7])
def test_exit_costs_or_saves_what_the_formula_says(flagship, rho):
    """Closing the exit changes expected deaths by (1 - rho) pi X q, pi X being the leavers called had they stayed."""
    s = flagship(500_000, 45, **{"call.replacement": rho, **NO_CONCESSION})
    found = gs.compare(s, [SHUT], 6)
    lives = found.totals["shut"]["lives"]
    gone, called = ("abroad", "queueing", "preparing"), ("serving", "called", "dead", "evading")
    would = sum(t.persons for t in found.transitions("shut") if t.in_baseline in gone and t.in_arm in called)
    formula = (1.0 - rho) * would * s.lives.risk_first_year
    assert abs(lives.mean - formula) <= 0.15 * formula + 4.0 * lives.error
    assert (lives.mean > 4.0 * lives.error) == (rho < 1.0)


def test_the_report_of_a_claim_has_its_verdict_first_and_every_number_beside_its_chart(tmp_path):
    found = judge_claim(read("H14", {"scenario.persons": 30_000}), tmp_path / "store", 12, points=0, workers=1)
    page = write_claim_report(found, tmp_path).read_text(encoding="utf-8")
    order = ["Verdict:", 'id="aloud"', 'id="effects"', 'id="trajectories"', 'id="dependence"', 'id="rests"', 'id="who"',
             'id="sensitivity"', 'id="diagnostics"', 'id="again"']  # fmt: skip
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert "outside its ledger" in page[: page.index("Verdict:")]
    assert "://" not in page.replace("http://www.w3.org", "")
    for name in ("effects", "trajectories", "dependence", "tornado", "interaction", "draws"):
        assert len((tmp_path / "figures" / f"{name}.csv").read_text().splitlines()) > 1
    assert json.loads(json.dumps(format_verdict.as_dict(found)))["verdict"] == found.verdict.answer


def test_the_plain_words_say_share_effect_and_that_it_is_no_forecast(tmp_path):
    found = judge_claim(read("H14", {"scenario.persons": 20_000}), tmp_path, 12, points=0, workers=1)
    words = paragraph(found)
    assert found.claim.text in words
    assert "of 12 sets of assumptions" in words.lower()
    assert "not a forecast" in words


@pytest.mark.parametrize(("method", "size"), [("morris", 4), ("sobol", 4)])
def test_sensitivity_finds_what_the_effect_hangs_on(tmp_path: Path, method, size):
    claim = read("H14", {"scenario.persons": 60_000, "scenario.days": 21}).with_(
        {"behaviour.leave": -4.0, "behaviour.leave_ties": 3.0, "behaviour.stake_close": 0.08,
         "behaviour.exit_signal_voice": 0.0, "behaviour.evade_threat": 0.8}
    )  # fmt: skip
    found = sensitivity(claim, tmp_path, method, size, 2, workers=1)
    assert {each.key for each in found.indices} == {"behaviour.leave_threat", "behaviour.voice_threat",
                                                    "behaviour.leave_wait"}  # fmt: skip
    assert {each.key for each in found.indices[:2]} == {"behaviour.leave_threat", "behaviour.voice_threat"}
    assert 0.0 <= found.noise < 0.5


def test_what_a_society_adds_to_every_point_is_no_noise():
    points, societies = np.linspace(0.0, 10.0, 40)[:, None], np.array([[-100.0, 3.0, 50.0]])
    assert noise_share(points + societies) == pytest.approx(0.0, abs=1e-12)
    assert noise_share(0.0 * points + societies) == 0.0


def test_noise_of_points_is_found_beneath_a_shift_of_societies():
    luck = np.array([[draw([Prior("u", -1, 1)], 3 * i + k, 9)["u"] for k in range(3)] for i in range(2000)])
    parameter = np.array([[draw([Prior("p", -1, 1)], i, 9)["p"]] for i in range(2000)])
    found = noise_share(parameter + luck + np.array([[7.0, -2.0, 0.0]]))
    assert found == pytest.approx(0.25, abs=0.03)  # a third of a variance as large as the parameter's


def test_from_one_pair_a_point_noise_is_not_known():
    assert noise_share(np.array([[1.0], [2.0]])) is None


def test_a_tornado_is_widest_for_what_the_effect_hangs_on(tmp_path):
    claim = read("H14", {"scenario.persons": 20_000}).with_(
        {"behaviour.leave": -4.0, "behaviour.leave_wait": 0.15, "behaviour.evade_threat": 0.8}
    )
    found = judge_claim(claim, tmp_path, 24, points=0, workers=1)
    assert tornado(found)[0].key == "behaviour.leave_threat"


def test_a_sensitivity_without_pairs_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"0 is outside 1\.\."):
        sensitivity(read("H14", {"scenario.persons": 20_000}), tmp_path, "morris", 4, 0)
