"""Verdicts on claims whose answer is known beforehand, and what is said of them."""

import json
from dataclasses import replace

import numpy as np
import pytest

from groundswell.errors import InputError
from groundswell.files import digest
from groundswell.inference.prior import JointPrior
from groundswell.verdicts import format_verdict, stated
from groundswell.verdicts.claim_file import build, read
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.joint import joint, known
from groundswell.verdicts.judgement import judge_claim
from groundswell.verdicts.margins import Draw, asked

from .conftest import GOOD, SMALL, claim, condition

pytestmark = pytest.mark.usefixtures("in_this_process")

NOBODY = {"behaviour.protest": -60.0, "behaviour.others": 0.0, "behaviour.exit_hump": 0.0}
ANY = {"valve": "toyland", "deterrence": "toyland"}  # claims of any case, and one that they are about


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Runs that several tests share."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize(("draws", "pairs"), [(0, 1), (1, 0)])
def test_no_draws_and_no_pairs_are_refused(tmp_path, draws, pairs):
    with pytest.raises(InputError, match=r"outside 1\.\."):
        judge_claim(claim(tmp_path), tmp_path, draws, pairs)


def lively(tmp_path, **changes):
    """Return a claim on few people and days, many of whom protest."""
    louder, few = {"louder": ["behaviour.protest += 6"]}, {"behaviour.protest": -8.0}
    tables = {**GOOD, "scenario": "toyland", "days": 3, "set": few, "arms": louder, **changes}
    return build(tables, "mine.toml", tmp_path / "mine.toml", {"scenario.persons": 6_000})


def test_a_claim_that_holds_everywhere_is_supported_and_its_mirror_image_refuted(kept, tmp_path):
    held = judge_claim(lively(tmp_path), kept, 30, points=0, workers=1)
    mirrored = lively(tmp_path, conditions=condition(text="voice falls", direction="falls"))
    failed = judge_claim(mirrored, kept, 30, points=0, workers=1)
    assert held.verdict.answer == "supported"
    assert failed.verdict.answer == "refuted"
    assert held.placebo == failed.placebo == ""
    assert held.verdict.share == 1.0 - failed.verdict.share


def test_a_claim_that_hangs_on_a_sign_says_so_and_turns_when_that_is_fixed(kept, tmp_path):
    shut = ["events.shut.kind=border_rule", "events.shut.day=0", "events.shut.exit_open=false"]
    asks = {"behaviour.border_signal": [-4, 4], "call.served": True}
    drawn = lively(tmp_path, arms={"shut": shut}, conditions=condition(arm="shut"), priors=asks,
                  set={"behaviour.protest": -5.0})  # fmt: skip
    found = judge_claim(drawn, kept, 40, points=0, workers=1)
    assert found.verdict.answer == "depends on"
    assert [key for key, _ in found.discovery.parameters] == ["behaviour.border_signal"]
    (box,) = found.discovery.boxes
    assert box.density > 0.9
    assert box.coverage > 0.9
    for sign in (4.0, -4.0):
        fixed = judge_claim(drawn, kept, 12, fix={"behaviour.border_signal": sign}, points=0, workers=1)
        assert fixed.verdict.share == (1.0 if sign > 0.0 else 0.0)
        assert "behaviour.border_signal" not in fixed.draws[0].values


def test_the_placebo_is_exactly_zero(tmp_path):
    found = judge_claim(read("placebo", SMALL, case="toyland"), tmp_path, 2, workers=1)
    assert found.placebo == ""
    assert found.verdict.share == 1.0


def test_without_a_zero_placebo_no_verdict_is_given(tmp_path, monkeypatch):
    monkeypatch.setattr("groundswell.verdicts.judgement.placebo", lambda *_: "'after' differs on day 3")
    assert judge_claim(claim(tmp_path), tmp_path, 2, points=0, workers=1).verdict.answer == "withheld"


def test_a_verdict_says_on_its_first_screen_what_is_drawn_cut_and_fixed(kept, tmp_path):
    priors = {"behaviour.others": [-0.2, 0.4], "behaviour.exit_signal_voice": True}
    found = judge_claim(claim(tmp_path, priors=priors), kept, 2, points=0, workers=1)
    screen = format_verdict.as_text(found).split("Conditions")[0]
    assert f"all {found.joint.count} uncertain parameters are drawn from the joint prior, 6 of them solved" in screen
    assert (
        "of a range of the claim's file: whether others' turnout encourages protest or replaces one's own "
        + "(behaviour.others) -0.2 to 0.4 (declared -0.5 to 1.5)"
        in screen
    )
    assert "fixed: nothing that is uncertain" in screen
    assert "A simulated person stands for" in screen
    assert stated.held(found.joint) == ()
    assert {"behaviour.cost", "policing.pmax", "behaviour.protest"} < found.draws[0].values.keys()
    assert "evidence leaves open" not in format_verdict.as_text(found)


def test_a_check_against_published_figures_that_was_left_out_is_reported_as_left_out(kept, tmp_path):
    from groundswell.report import claim_words

    ten_days = judge_claim(claim(tmp_path), kept, 2, points=0, workers=1)
    left = "C18 is not checked"
    assert "the published figures (C05)" in format_verdict.as_text(ten_days) and left in format_verdict.as_text(
        ten_days
    )
    assert left in claim_words.fit(ten_days) and "300,000" not in claim_words.fit(ten_days)
    near = format_verdict.near_evidence(ten_days)
    assert (near["checked"], list(near["left_out"])) == (["C05"], ["C15", "C18"])


def test_where_nothing_was_checked_no_draw_is_said_to_come_near(kept, tmp_path):
    found = judge_claim(claim(tmp_path, scenario="quiet-day"), kept, 2, points=0, workers=1)
    assert format_verdict.near_evidence(found)["draws"] is None
    assert "no draw is held against published figures" in format_verdict.as_text(found)
    assert not any("they rule out none" in words for words in format_verdict.warnings(found))


def test_no_shipped_claim_cuts_a_range_and_all_draw_every_uncertain_parameter():
    for name in (name for name in claims() if name != "placebo"):
        c = read(name, SMALL, case=ANY.get(name, ""))
        drawn, fixed = joint(c), {*known(c)}
        assert drawn.own == () and not any(d.cut for d in stated.drawn(drawn))
        assert {h.key for h in stated.held(drawn)} <= fixed
        assert all(drawn.coordinate(p.key) for p in c.priors)


def test_what_a_file_sets_and_a_user_fixes_is_not_drawn_and_is_reported():
    c = read("H13", SMALL).with_({"behaviour.protest": -12.0})
    drawn = joint(c)
    values = drawn.values(0)
    assert not {key for key in values if key.startswith("events.third.")}
    assert "behaviour.protest" not in values and "perception.expected_rally" in values
    assert "(event third) (events.third.strength) = 0.87" in stated.fixed(drawn)
    assert "baseline propensity to protest (behaviour.protest) = -12.0" in stated.fixed(drawn)
    assert {"behaviour.protest", "events.third.strength"} <= {h.key for h in stated.held(drawn)}


def test_a_draw_is_solved_once_and_kept_and_a_damaged_file_is_not_used(tmp_path, monkeypatch):
    first = joint(claim(tmp_path), tmp_path)
    values = [first.values(n) for n in range(2)]
    first.save()
    (file,) = (tmp_path / "draws").iterdir()
    with monkeypatch.context() as m:
        m.setattr(JointPrior, "point", lambda *_: pytest.fail("solved again"))
        assert [joint(claim(tmp_path), tmp_path).values(n) for n in range(2)] == values
    file.write_bytes(file.read_bytes().replace(b"behaviour.cost", b"behaviour.tsoc"))
    assert joint(claim(tmp_path), tmp_path).values(1) == values[1]
    assert joint(claim(tmp_path)).values(1) == values[1]  # a draw is a function of its number alone


def test_draws_in_which_nobody_protests_are_left_out_and_reported(kept, tmp_path):
    chosen = lively(tmp_path)

    def at(base, louder):
        return Draw(0, {}, (1,), ((chosen.conditions[0].margin(louder, base),),),
                    ({"baseline": (base,), "louder": (louder,)},), (100.0,), 1.0)  # fmt: skip

    silent, loud, equal = at(0.0, 0.0), at(0.0, 300.0), at(300.0, 300.0)
    assert asked(chosen, [silent, loud, equal]) == (loud, equal)
    assert asked(chosen, [silent, silent]) == (silent, silent)  # nothing can be asked: the scale is too small
    found = replace(judge_claim(chosen, kept, 2, points=0, workers=1), silent=3)
    assert "3 draws are left out: at this scale nobody does" in format_verdict.as_text(found)
    assert format_verdict.as_dict(found)["silent"] == 3


def test_a_threshold_below_one_simulated_person_gets_no_verdict_but_a_scale(kept, tmp_path):
    fine = condition(text="voice falls by 0.1 %", direction="falls", threshold=0.001, relative=True)
    fine[0] |= {"arm": "baseline", "against": "louder"}
    found = judge_claim(claim(tmp_path, conditions=fine), kept, 4, points=0, workers=1)
    assert found.verdict.answer == "undecided"
    said = format_verdict.answer(found)
    assert "0.1 % of days of protest" in said
    assert "less than the step of one simulated person (7,3" in said
    people = int(said.split("a scale of 1:")[1].split(" ")[0].replace(",", ""))
    assert found.coarse[0].wanted == pytest.approx(people, rel=0.01)
    assert found.verdict.more_pairs == found.coarse[0].pairs > 1
    assert "No verdict" in format_verdict.quotable(found) and "--" not in format_verdict.quotable(found)


def test_a_share_of_nothing_gets_no_verdict_either(kept, tmp_path):
    none = condition(text="voice rises by 1 %", threshold=0.01, relative=True)
    quiet = claim(tmp_path, conditions=none, set=NOBODY)
    found = judge_claim(quiet, kept, 2, points=0, workers=1)
    assert found.verdict.answer == "undecided"
    assert "use a larger scale (--scale)" in format_verdict.answer(found)


def test_a_sentence_that_may_be_quoted_has_share_interval_draws_and_no_probability(kept, tmp_path):
    found = judge_claim(lively(tmp_path), kept, 30, points=0, workers=1)
    assert format_verdict.quotable(found) == (
        'In 100 % (90 % interval 90 % to 100 %) of 30 draws of the stated assumptions this held in the simulation: '
        '"voice rises"; this says what follows from the assumptions, not how probable it is.'
    )  # fmt: skip


def test_a_folder_holds_a_manifest_and_a_verdict_that_programs_can_read(kept, tmp_path):
    found = judge_claim(claim(tmp_path), str(kept), 4, persons=np.int64(20_000), days=10, points=0, workers=1)
    verdict = json.loads(found.save(str(tmp_path / "out")).read_text())
    assert verdict["verdict"] == found.verdict.answer
    assert verdict["drawn"][0]["declared"] == [-5.0, 5.0, "uniform"]
    assert verdict["drawn"][0]["cut"] is False
    assert verdict["fixed"] == []
    assert len(verdict["joint"]) == found.joint.count
    assert verdict["resolution"]["person_stands_for"] == pytest.approx(7339, rel=0.01)
    assert verdict["interval_method"].startswith("Clopper-Pearson")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["scenario_hash"] == found.claim.scenario.hash
    assert manifest["seeds"] == [1, 2]
    assert len(manifest["fingerprint"]) == 64
    assert manifest["files"]["verdict.json"] == digest(tmp_path / "out/verdict.json")


def test_python_sizes_a_claim_as_the_command_line_does(tmp_path):
    one = judge_claim("H14", tmp_path, 1, persons=20_000, days=12, seed=5, points=0, workers=1)
    assert (one.claim.scenario.persons, one.claim.scenario.days, one.claim.scenario.seed) == (20_000, 12, 5)
    assert judge_claim(read("H14"), tmp_path, 1, persons=20_000, days=12, seed=5, points=0, workers=1).jobs == one.jobs
    with pytest.raises(InputError, match="both scale and persons"):
        judge_claim("H14", tmp_path, 1, scale="1:1000", persons=20_000)
    with pytest.raises(InputError, match=r"window \[8, 40\]"):
        judge_claim(read("H13"), tmp_path, 1, persons=20_000, days=20)
