"""Claims whose draws evidence has weighed: how the verdict moves, by which target, and how sure that is."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

import groundswell as gs
from groundswell import rng
from groundswell.errors import InputError
from groundswell.verdicts import format_verdict, weighing
from groundswell.verdicts.claim_file import build
from groundswell.verdicts.evidence import Weighed, choose, identity
from groundswell.verdicts.judgement import judge_claim
from groundswell.verdicts.verdict import effective, interval, judge, swayed
from groundswell.verdicts.verdict_folder import refuse_other

from .conftest import GOOD, condition

pytestmark = pytest.mark.usefixtures("in_this_process")
SIGN = "behaviour.border_signal"
SHUT = ["events.shut.kind=border_rule", "events.shut.day=0", "events.shut.exit_open=false"]


@cache
def toyland():
    return gs.load("toyland")


def normal(stream, count):
    return ndtri(rng.uniform(stream, np.uint64(62), 0, np.arange(count)))


@dataclass(frozen=True)
class Weights:
    log: np.ndarray
    khat: float = 0.1
    limit: float = np.inf

    @property
    def ess(self):
        return min(float(1.0 / np.sum(np.exp(self.log) ** 2)), self.limit)


@dataclass(frozen=True)
class Prior:
    values: dict


@dataclass(frozen=True)
class Made:
    """A posterior made for a test: draws of one parameter, and what each target says of them (log kernels)."""

    x: np.ndarray
    kernels: dict
    key: str = SIGN
    limit: float = np.inf
    khat: float = 0.1
    folder: str = "fitted"
    scenario: gs.Scenario = field(default_factory=toyland)

    @property
    def draws(self):
        return tuple({self.key: value} for value in self.x.tolist())

    @property
    def used(self):
        return tuple(self.kernels)

    @property
    def prior(self):
        return Prior({self.key: np.clip(normal(99, 200), -3, 3).tolist()})

    @property
    def smoothed(self):
        return self._by(self.kernels.values(), self.limit)

    def without(self, target):
        return self._by([k for name, k in self.kernels.items() if name != target], np.inf)

    def _by(self, kernels, limit):
        log = sum(kernels, np.zeros(len(self.x)))
        return Weights(log - np.log(np.exp(log - log.max()).sum()) - log.max(), self.khat, limit)


def signs(**more):
    """Return a posterior in which T1 says that the sign is positive, and T2 nothing."""
    x = np.clip(normal(7, 400), -3, 3)
    return Made(x, {"T1": np.where(x > 0.2, 0.0, -40.0), "T2": np.zeros(400)}, **more)


def claim(tmp_path, **changes):
    tables = {**GOOD, "scenario": "toyland", "days": 3, "set": {"behaviour.protest": -4.0}, "arms": {"shut": SHUT},
              "conditions": condition(arm="shut"), "priors": {SIGN: True, "call.served": True}, **changes}  # fmt: skip
    return build(tables, "mine.toml", tmp_path / "mine.toml", {"scenario.persons": 3_000})


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weighed")
    return judge_claim(claim(folder), folder / "store", 60, points=0, posterior=signs(), workers=1)


@pytest.mark.parametrize("stream", range(8))
def test_equal_weights_give_the_verdict_of_counted_draws(stream):
    margins, sd = 0.1 * normal(stream, 64) + 0.05 * (stream - 4), np.abs(normal(100 + stream, 64)) * 0.02
    counted, weighed = judge(margins, sd, 1), judge(margins, sd, 1, np.full(64, 3.0), 64.0)
    assert weighed == pytest.approx(counted) if counted.answer == weighed.answer else False
    assert counted.worth == 64


def test_a_draw_with_all_the_weight_decides_alone():
    chance = np.array([1.0, 0.0, 0.0])
    assert swayed(chance, np.array([0.98, 0.01, 0.01])) == pytest.approx((0.98, 0.98), abs=0.01)
    found = judge(np.array([0.1] + [-0.1] * 99), np.zeros(100), 1, np.array([0.99] + [0.01 / 99] * 99), 1.02)
    assert found.share == pytest.approx(0.99)
    assert found.answer == "undecided"  # worth one draw


@pytest.mark.parametrize(("tilt", "cut"), [(0.0, 0.5), (0.8, 0.0), (0.8, 2.2), (1.2, -0.5), (0.8, -2.0)])
def test_the_interval_of_a_weighted_share_covers_the_truth_as_often_as_it_says(tilt, cut):
    truth, covered, draws, repeats = float(ndtr(tilt - cut)), 0, 400, 200
    for stream in range(repeats):
        x = normal(1000 + stream, draws)
        chosen = choose(Made(x, {"T1": tilt * x, "T2": 0.3 * normal(5000 + stream, draws)}), 128, stream)
        holds = x[chosen.numbers] > cut
        by = chosen.posterior
        size = effective(by.weights, holds, by.ess)
        low, high = interval(float(by.weights[holds].sum()) * size, size)
        covered += low <= truth <= high
    assert covered / repeats >= 0.90 - 3 * np.sqrt(0.09 / repeats)


def test_chosen_draws_carry_what_every_set_of_evidence_says():
    of = signs()
    chosen = choose(of, 200, 1)
    for by, weights in ((chosen.posterior, of.smoothed), (chosen.without["T1"], of.without("T1"))):
        assert by.weights.sum() == pytest.approx(1.0)
        share = float(by.weights[of.x[chosen.numbers] > 1.0].sum())
        assert share == pytest.approx(float(np.exp(weights.log)[of.x > 1.0].sum()), abs=0.03)
        assert by.ess <= weights.ess
    assert (choose(of, 200, 1).numbers == chosen.numbers).all()
    assert identity(of) == identity(signs()) != identity(Made(of.x, {"T1": of.kernels["T1"]}))


def test_evidence_moves_a_verdict_and_the_target_that_moved_it_is_named(found):
    w = found.weighing
    assert w.prior.answer == "depends on"
    assert 0.3 < w.without["T1"].share < 0.7 and w.without["T1"].answer != "supported"
    assert found.verdict.answer == w.posterior.answer == "supported"
    assert w.without["T2"].answer == "supported"
    assert w.most_moved == "T1"
    screen = format_verdict.as_text(found).split("Conditions")[0]
    assert "evidence moved the verdict from depends on to supported" in screen
    assert "T1 moved it most" in screen and "without T1" in screen
    assert "would be another without any one of: T1" in screen
    assert "drawn from their stated range, for the posterior does not have them: call.served" in screen
    assert format_verdict.as_dict(found)["weighing"]["without"]["T1"]["share"] == w.without["T1"].share
    assert "weighed by 2 published figures" in format_verdict.quotable(found)


def test_effects_are_those_of_the_weighted_draws(found):
    least = format_verdict.spread(format_verdict.effects(found, 0), found.weights)["low90"]
    assert least >= 0.0 > format_verdict.spread(format_verdict.effects(found, 0))["low90"]


def test_a_page_shows_the_three_verdicts_side_by_side(found, tmp_path):
    page = found.report(tmp_path).read_text(encoding="utf-8")
    first = page[page.index("How evidence moved the verdict") :]
    assert "claim mine.toml --posterior fitted " in page
    assert first.index("prior") < first.index("posterior") < first.index("without T1") < first.index("without T2")


@pytest.mark.parametrize(("ess", "khat", "why"), [(49.0, 0.1, "worth 49"), (80.0, 0.71, "k = 0.71"), (80.0, 0.69, "")])
def test_too_few_effective_draws_or_too_heavy_a_tail_leave_a_claim_undecided(ess, khat, why):
    trouble = Weighed(np.full(100, 0.01), ess, khat).trouble
    assert why in trouble and bool(trouble) == bool(why)


def test_a_posterior_worth_few_draws_decides_nothing_and_says_why(found, tmp_path):
    few = judge_claim(claim(tmp_path), found.folder, 60, points=0, posterior=signs(limit=12.0), workers=1)
    assert few.verdict.answer == "undecided"
    assert "the draws are worth 12, fewer than 50" in format_verdict.answer(few)


def test_what_the_user_fixes_is_not_drawn_from_the_posterior(found, tmp_path):
    fixed = judge_claim(claim(tmp_path), found.folder, 4, points=0, posterior=signs(), fix={SIGN: -2.0}, workers=1)
    assert fixed.weighing.about.fixed == (SIGN,)
    assert all(SIGN not in d.values for d in fixed.draws)


def test_a_verdict_by_other_evidence_is_not_overwritten(found, tmp_path):
    found.save(tmp_path)
    refuse_other(tmp_path, found.claim, False, found.weighing.about.identity)
    with pytest.raises(InputError, match="exists"):
        refuse_other(tmp_path, found.claim, False, "")


def test_a_posterior_of_another_case_or_without_draws_is_refused(tmp_path):
    other = signs(scenario=gs.load("mobilization-2022").with_(persons=20_000))
    with pytest.raises(InputError, match="is about the case 'russia-2022'"):
        judge_claim(claim(tmp_path), tmp_path, 4, points=0, posterior=other, workers=1)
    with pytest.raises(InputError, match="the posterior is empty"):
        judge_claim(claim(tmp_path), tmp_path, 4, points=0, posterior=Made(np.zeros(0), {}), workers=1)


def test_a_draw_of_which_an_arm_is_no_valid_scenario_is_left_out_and_told_and_the_others_keep_their_weights(tmp_path):
    """An arm that adds to a parameter leaves its allowed range where evidence has drawn it near the end."""
    raised = claim(tmp_path, arms={"shut": [*SHUT, f"{SIGN} += 7.5"]})  # allowed: -10 to 10
    got = judge_claim(raised, tmp_path / "store", 60, points=0, posterior=signs(), workers=1)
    values = np.array([draw.values[SIGN] for draw in got.draws])
    assert len(got.failures) > 0
    assert all("arm 'shut'" in why and SIGN in why for why in got.failures)
    assert values.max() <= 2.5
    chosen = weighing.plan(raised, signs(), 60, 1)
    whole = choose(signs(), 60, raised.scenario.seed)
    by_number = {each.number: each.values[SIGN] for each in chosen.posterior}
    assert all(by_number[chosen.first + at] == signs().x[number] for at, number in enumerate(whole.numbers)
               if chosen.first + at in by_number)  # fmt: skip
    assert got.weights.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("whole", "remedy"), [(400.0, "needs some 160 draws (--draws)"), (40.0, "larger budget")])
def test_what_would_make_weighed_draws_worth_enough_is_said(whole, remedy):
    assert remedy in Weighed(np.full(80, 1.0 / 80), 30.0, 0.1, whole).trouble
