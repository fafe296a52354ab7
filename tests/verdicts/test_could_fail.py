"""Claims that could not have come out otherwise are refused as findings; those that could are not."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.comparisons.design import Prior
from groundswell.errors import InputError
from groundswell.verdicts import could_fail, format_could_fail, format_verdict
from groundswell.verdicts.allowed import Range, ranges
from groundswell.verdicts.claim_file import build, read
from groundswell.verdicts.joint import joint
from groundswell.verdicts.judgement import judge_claim
from groundswell.verdicts.margins import Draw

from .conftest import GOOD, SMALL, condition

pytestmark = pytest.mark.usefixtures("in_this_process")
SHUT = ["events.shut.kind=border_rule", "events.shut.day=0", "events.shut.exit_open=false"]


def claim(tmp_path, **changes):
    """Return a claim on few people and days, many of whom protest."""
    tables = {**GOOD, "scenario": "toyland", "days": 3, "set": {"behaviour.protest": -4.0}, **changes}
    return build(tables, "mine.toml", tmp_path / "mine.toml", {"scenario.persons": 3_000})


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Runs that several tests share."""
    return tmp_path_factory.mktemp("kept")


@given(st.floats(-5, 5), st.floats(0, 3), st.floats(0, 60), st.floats(0, 1e6), st.booleans())
def test_a_design_reaches_every_limit_and_keeps_half_of_its_points_in_the_declared_range(
    low, width, left, right, whole
):
    p = Prior("x", low, low + width, "uniform", whole and width >= 1.0)
    span = Range(p, low - left, low + width + right, False)
    found = [span.at(u) for u in np.linspace(0.0, 1.0, 201).tolist()]
    assert all(a <= b for a, b in pairwise(found))
    assert span.low - 1e-9 <= found[0] and found[-1] <= span.high + 1e-9
    if not p.whole:
        assert found[0] == pytest.approx(span.low, abs=1e-6) and found[-1] == pytest.approx(span.high, rel=1e-9)
        assert np.mean([p.low <= value <= p.high for value in found]) >= 0.49
    else:
        assert all(isinstance(value, int) for value in found)


def test_a_declared_range_counts_not_the_cut_of_a_file(tmp_path):
    cut = claim(tmp_path, priors={"behaviour.others": [0.1, 0.4]})
    (span,) = ranges(cut, joint(cut))
    assert (span.prior.low, span.prior.high) == (-0.2, 0.8)
    assert (span.low, span.high) == (-10.0, 10.0)


@pytest.mark.parametrize(
    ("hits", "points", "state"),
    [(0, 64, "foregone"), (64, 64, "foregone"), (0, 58, "not known"), (59, 59, "foregone"), (1, 64, "could fail"),
     (0, 0, "not known")],
)  # fmt: skip
def test_none_of_59_points_is_foregone_and_of_fewer_not_known(hits, points, state):
    found = could_fail.share_of("x", np.array([1.0] * hits + [0.0] * (points - hits)), hits)
    assert found.state == state
    assert found.low <= (found.share if points else 0.0) <= found.high
    if hits == 0 and points == 64:
        assert found.high == pytest.approx(0.0457, abs=1e-4)  # a zero count has an upper bound


def test_a_rarer_answer_within_the_noise_of_pairs_does_not_count():
    chance = np.array([0.6] + [0.0] * 63)
    assert could_fail.share_of("x", chance, 1).state == "not known"
    assert could_fail.share_of("x", np.array([0.4] + [0.0] * 63), 0).state == "foregone"


def test_a_point_where_nobody_is_counted_tells_nothing(tmp_path):
    chosen = claim(tmp_path, conditions=condition(text="voice rises by 1 %", threshold=0.01, relative=True))

    def at(base, louder):
        return Draw(0, {}, (1,), ((chosen.conditions[0].margin(louder, base),),),
                    ({"baseline": (base,), "louder": (louder,)},), (100.0,), 1.0)  # fmt: skip

    assert could_fail.tells(chosen, at(0.0, 0.0)) == [False]
    assert could_fail.tells(chosen, at(300.0, 300.0)) == [False]  # 1 % of 300 is less than a person who stands for 100
    assert could_fail.tells(chosen, at(0.0, 300.0)) == [True]
    assert could_fail.tells(chosen, at(30_000.0, 30_000.0)) == [True]


def test_a_point_that_could_only_refute_that_nothing_changes_tells_nothing(tmp_path):
    unchanged = condition(text="voice unchanged", direction="unchanged", threshold=0.01, relative=True)
    chosen = claim(tmp_path, conditions=unchanged)

    def at(base, louder):
        return Draw(0, {}, (1,), ((chosen.conditions[0].margin(louder, base),),),
                    ({"baseline": (base,), "louder": (louder,)},), (100.0,), 1.0)  # fmt: skip

    assert could_fail.tells(chosen, at(300.0, 900.0)) == [False]  # 1 % of 300 is less than a person: it cannot hold
    assert could_fail.tells(chosen, at(30_000.0, 30_900.0)) == [True]
    assert could_fail.tells(chosen, at(30_000.0, 30_000.0)) == [True]


def test_a_claim_made_foregone_on_purpose_is_refused_as_a_finding(kept, tmp_path):
    found = judge_claim(claim(tmp_path), kept, 4, workers=1)  # more readiness to protest, more protest
    assert found.verdict.answer == "foregone"
    assert found.could_fail.whole.share == 1.0
    assert "No finding" in format_verdict.quotable(found)
    said = format_verdict.as_text(found).split("Conditions")[0]
    assert "it could not have come out otherwise" in said and "of 64 points" in said
    kept_as = json.loads(found.save(tmp_path).read_text())
    assert kept_as["verdict"] == "foregone" and kept_as["could_fail"]["interval90"][0] > 0.95


def test_a_claim_that_hangs_on_a_sign_could_fail_and_a_condition_that_always_holds_decides_nothing(kept, tmp_path):
    both = [*condition(), {**condition(arm="shut")[0], "text": "voice rises when shut"}]
    asked = claim(tmp_path, arms={"louder": ["behaviour.protest += 3"], "shut": SHUT}, conditions=both,
                 priors={"behaviour.border_signal": True, "call.served": True})  # fmt: skip
    found = could_fail.could_fail(asked, kept, 64, workers=1)
    assert found.whole.state == "could fail"
    assert [c.state for c in found.conditions] == ["foregone", "could fail"]
    assert [key for key, _ in found.discovery.parameters] == ["behaviour.border_signal"]
    said = format_could_fail.as_text(found)
    meant = "whether a closed border encourages or discourages protest (behaviour.border_signal)"
    assert f"there it depends on {meant}" in said
    assert "decides nothing: voice rises (" in said


def test_a_claim_that_names_nothing_is_asked_over_the_joint_prior(kept, tmp_path):
    found = could_fail.plan(claim(tmp_path, priors={}), 4)
    assert found.ranges == () and len(found.points) == 4
    assert len({p.values["behaviour.cost"] for p in found.points}) == 4
    assert found.rest == joint(claim(tmp_path, priors={})).count


def test_a_named_parameter_that_is_solved_for_goes_over_all_that_its_observable_may_be(tmp_path):
    chosen = claim(tmp_path, priors={"behaviour.protest": True, "call.served": True}, set={})
    protest, served = ranges(chosen, joint(chosen))
    assert protest.prior.key == "observables.turnout" and protest.key == "behaviour.protest"
    assert (protest.low, protest.high) == (1e-9, 0.5)
    points = could_fail.plan(chosen, 8).points
    assert len({p.values["behaviour.protest"] for p in points}) == 8
    assert all(served.low <= p.values["call.served"] <= served.high for p in points)


def test_draws_that_fail_within_the_stated_range_speak_against_foregone():
    held = could_fail.share_of("x", np.ones(64), 64)
    found = could_fail.CouldFail(None, (), held, (), None, 64, (), (), 80, 0)
    assert could_fail.is_foregone(found, [1.0])
    assert not could_fail.is_foregone(found, [0.97])
    assert not could_fail.is_foregone(None, [1.0])


def test_a_placebo_must_hold_and_is_not_asked(kept):
    with pytest.raises(InputError, match="it must hold"):
        could_fail.could_fail(read("placebo", SMALL, case="toyland"), kept)
    with pytest.raises(InputError, match=r"outside 1\.\."):
        could_fail.could_fail(read("H14", SMALL), kept, 0)


def test_the_command_asks_only_whether_it_could_fail(groundswell, tmp_path):
    small = ("--persons", 3_000, "--days", 3, "--draws", 4, "--workers", 1, "--out", tmp_path / "out")
    said = groundswell("claim", "saturdays", "--could-fail", *small, "--json")
    found = json.loads(said.out)["could_fail"][0]
    assert said.code == 0 and found["asked"] == 4 and found["state"] in ("not known", "could fail")
    assert {r["key"] for r in found["ranges"]} >= {"behaviour.rally"}
    assert not (tmp_path / "out" / "verdict.json").exists()
