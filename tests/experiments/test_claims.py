"""Claims: what a file may say, and verdicts whose answer is known beforehand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell import portable
from groundswell.errors import InputError
from groundswell.experiments import claim_file, design
from groundswell.experiments.claim_file import build, claims, read
from groundswell.experiments.design import Prior
from groundswell.experiments.flip import flip
from groundswell.experiments.judgement import judge_claim
from groundswell.experiments.verdict import HIGH, interval, judge, needed, pooled, swayed
from groundswell.scenario.problems import ScenarioError

SMALL = {"scenario.persons": 20_000}
GOOD = {
    "title": "t",
    "text": "t",
    "said": "t",
    "reading": "t",
    "literature": "t",
    "refuted_if": "t",
    "scenario": "mobilization-2022",
    "days": 10,
    "arms": {"louder": ["behaviour.protest += 3"]},
    "conditions": [{"text": "voice rises", "arm": "louder", "outcome": "voice", "direction": "rises"}],
    "priors": {"behaviour.exit_signal_voice": True},
}


def claim(tmp_path, **changes):
    return build({**GOOD, **changes}, "mine.toml", tmp_path / "mine.toml", SMALL)


def condition(**changes):
    return [{**GOOD["conditions"][0], **changes}]


def test_fifteen_claims_are_shipped_each_with_what_the_literature_expects_and_what_refutes_it():
    assert claims() == [f"H{n}" for n in range(1, 16)]
    for name in claims():
        found = read(name, SMALL)
        assert found.literature
        assert found.refuted_if
        assert found.priors
        assert len(found.variants(design.draw(found.priors, 0, 1), 1)) == len(found.arms) + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"conditions": condition(outcome="happiness")}, "not recorded"),
        ({"conditions": condition(outcome="participants.median")}, "use one of"),
        ({"conditions": condition(direction="falls")}, "the text says 'rises'"),
        ({"conditions": condition(text="something")}, "says no direction"),
        ({"conditions": condition(arm="none")}, "no arm"),
        ({"conditions": condition(against="louder")}, "against itself"),
        ({"conditions": condition(threshold=-1)}, "0 or more"),
        ({"conditions": condition(window=[0, 10])}, "days 0..9"),
        ({"conditions": []}, "no conditions"),
        ({"arms": {"same": ["behaviour.protest += 0"]}}, "changes nothing"),
        ({"arms": {}}, "no arms"),
        ({"priors": {"behaviour.others": [-20, 1]}}, "outside -10..10"),
        ({"priors": {"behaviour.others": [1, 0]}}, "give true"),
        ({"priors": {"behaviour.othrs": True}}, "did you mean"),
        ({"priors": {"events.announcement.day": True}}, "no declared prior"),
        ({"arms": {"c": ["behaviour.others=0.3"]}, "conditions": condition(arm="c"),
          "priors": {"behaviour.others": True}}, "is drawn"),
        ({"refuted_if": " "}, "'refuted_if' is missing"),
        ({"conclusion": "yes"}, "unknown key"),
        ({"placebo": True}, "a placebo acts on day 0"),
    ],
)  # fmt: skip
def test_a_bad_claim_is_refused_in_words(tmp_path, changes, words):
    with pytest.raises(InputError, match=words):
        claim(tmp_path, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"placebo": "true"}, "did you mean true, without quotes"),
        ({"placebo": 1}, "1 is not true or false"),
        ({"conditions": condition(relative="true")}, "did you mean true, without quotes"),
        ({"conditions": condition(relative=1)}, "1 is not true or false"),
        ({"conditions": condition(window=[0.5, 1.5])}, "0.5 is not a whole number"),
        ({"conditions": condition(window=[1])}, "window"),
        ({"conditions": condition(window=["0", "1"])}, "is not a whole number"),
        ({"conditions": condition(threshold="0,01")}, "did you mean 0.01"),
        ({"conditions": condition(threshold=10**400)}, "digits is outside"),
        ({"conditions": condition(outcme="voice")}, "unknown key 'outcme'; did you mean 'outcome'"),
        ({"conditions": [1]}, "1 is not a table"),
        ({"assumptions": "abc"}, r'did you mean \["abc"\]'),
        ({"assumptions": [1]}, "1 is not text"),
        ({"days": "10"}, "did you mean 10, without quotes"),
        ({"days": 0}, "0 is outside"),
        ({"title": 3}, "3 is not text"),
        ({"arms": {"a": 3}}, "is no list of changes"),
        ({"arms": {"a": ["behaviour.protest += 1e999"]}}, "is no number"),
        ({"arms": {"a": ["behaviour.protest += 0,4"]}}, "did you mean 0.4"),
        ({"arms": {"a": ["+/dev/zero"]}}, "a device or a pipe"),
        ({"arms": {"a": ["+nothing.toml"]}}, "name a file of events"),
        ({"priors": {"behaviour.others": {"low": 0, "high": 1, "shap": "uniform"}}}, "did you mean 'shape'"),
        ({"priors": {"behaviour.others": [10**400, 1]}}, "give true"),
        ({"priors": {"behaviour.others": [False, True]}}, "give true"),
        ({"priors": {"behaviour.others": "true"}}, "give true"),
        ({"priors": {"behaviour.others": {"low": 0, "high": 1, "shape": ["x"]}}}, "give true"),
        ({"set": {"policing.pmax": 85}}, "did you mean 0.85"),
        ({"set": 3}, "3 is not a table"),
        ({"scenario": "mobilisation-2022"}, "did you mean 'mobilization-2022'"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_and_not_taken_for_another(tmp_path, changes, words):
    with pytest.raises(ScenarioError, match=words) as caught:
        claim(tmp_path, **changes)
    assert all(p.place.startswith("mine.toml") for p in caught.value.problems)


def test_all_that_is_wrong_with_a_claim_is_told_at_its_lines(tmp_path):
    text = (
        'title = "t"\ntext = "t"\nsaid = "t"\nreading = "t"\nliterature = "t"\nrefuted_if = 3\n'
        'scenario = "mobilization-2022"\ndays = 10\nplacebo = 0\nhint = 1\n[set]\n"policing.pmax" = 85\n'
        '[arms]\na = ["behaviour.othrs=1"]\n[[conditions]]\ntext = "voice rises"\narm = "a"\noutcome = "joy"\n'
        'direction = "rises"\n[[conditions]]\narm = "b"\nwindow = [0.5, 2]\n[priors]\n"behaviour.othrs" = true\n'
    )
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path / "mine.toml")
    places = [p.place for p in caught.value.problems]
    lines = {6: "refuted_if", 9: "placebo", 10: "hint", 12: "policing.pmax", 18: "conditions[1].outcome",
             21: "conditions[2].arm", 22: "conditions[2].window"}  # fmt: skip
    for line, key in lines.items():
        assert f"mine.toml:{line}, {key}" in places
    assert sum(place.startswith("mine.toml:20, conditions[2]") for place in places) == 3  # text, outcome, direction
    assert len(places) == 10


def test_a_claim_may_begin_with_a_byte_order_mark_and_is_refused_in_other_encodings(tmp_path):
    text = Path(claim_file.__file__).parent.joinpath("claims", "H6.toml").read_text(encoding="utf-8")
    for coding, good in (("utf-8-sig", True), ("utf-16", False), ("latin-1", True)):
        (tmp_path / "mine.toml").write_bytes(text.encode(coding, errors="replace"))
        if good:
            assert read(tmp_path / "mine.toml", SMALL).priors
        else:
            with pytest.raises(InputError, match="save it as UTF-8"):
                read(tmp_path / "mine.toml", SMALL)


@pytest.mark.parametrize("source", ["", "x" * 5000, "a\0b", "nothing.toml", ".", "/dev/zero"])
def test_what_is_no_claim_is_refused_in_words(source):
    with pytest.raises(InputError):
        read(source)


@pytest.mark.parametrize(("draws", "pairs"), [(0, 1), (1, 0)])
def test_no_draws_and_no_pairs_are_refused(tmp_path, draws, pairs):
    with pytest.raises(InputError, match="give 1 or more"):
        judge_claim(claim(tmp_path), tmp_path, draws, pairs)


def test_a_claim_that_holds_everywhere_is_supported_and_its_mirror_image_refuted(tmp_path):
    held = judge_claim(claim(tmp_path), tmp_path / "s", 30, workers=1)
    mirrored = claim(tmp_path, conditions=condition(text="voice falls", direction="falls"))
    failed = judge_claim(mirrored, tmp_path / "s", 30, workers=1)
    assert held.verdict.answer == "supported"
    assert failed.verdict.answer == "refuted"
    assert held.placebo == failed.placebo == ""
    assert held.verdict.share == 1.0 - failed.verdict.share


def test_a_claim_that_hangs_on_a_sign_says_so_and_turns_when_that_is_fixed(tmp_path):
    shut = ["events.shut.kind=border_rule", "events.shut.day=0", "events.shut.exit_open=false"]
    told = claim(
        tmp_path,
        arms={"shut": shut},
        conditions=condition(arm="shut"),
        priors={"behaviour.border_signal": [-4, 4], "behaviour.leave_means": True, "call.served": True},
        set={"behaviour.protest": -9.0},
    )
    found = judge_claim(told, tmp_path / "s", 40, workers=1)
    assert found.verdict.answer == "depends on"
    assert [key for key, _ in found.flip.parameters] == ["behaviour.border_signal"]
    (box,) = found.flip.boxes
    assert box.density > 0.9
    assert box.coverage > 0.9
    for sign, answer in ((4.0, "supported"), (-4.0, "refuted")):
        fixed = judge_claim(told, tmp_path / "s", 30, fix={"behaviour.border_signal": sign}, workers=1)
        assert fixed.verdict.answer == answer
        assert "behaviour.border_signal" not in [p.key for p in fixed.claim.priors]


def test_the_placebo_is_exactly_zero(tmp_path):
    found = judge_claim(read("H15", SMALL), tmp_path, 2, workers=1)
    assert found.placebo == ""
    assert found.verdict.share == 1.0


def test_without_a_zero_placebo_no_verdict_is_given(tmp_path, monkeypatch):
    monkeypatch.setattr("groundswell.experiments.judgement.placebo", lambda *_: "'after' differs on day 3")
    assert judge_claim(claim(tmp_path), tmp_path, 2, workers=1).verdict.answer == "withheld"


@given(st.integers(1, 300), st.data())
def test_an_interval_holds_its_share_and_narrows_with_draws(draws, data):
    hits = data.draw(st.integers(0, draws))
    low, high = interval(hits, draws)
    assert 0.0 <= low <= hits / draws <= high <= 1.0
    wider_low, wider_high = interval(hits * 4, draws * 4)
    assert wider_high - wider_low < high - low


@pytest.mark.parametrize(("hits", "draws", "low", "high"), [(0, 10, 0.0, 0.2589), (5, 10, 0.2224, 0.7776)])
def test_intervals_are_those_of_clopper_and_pearson(hits, draws, low, high):
    assert interval(hits, draws) == pytest.approx((low, high), abs=1e-4)


def test_few_draws_that_all_hold_are_undecided_and_say_how_many_would_do():
    found = judge(np.ones(10), np.zeros(10), 1)
    assert found.answer == "undecided"
    assert interval(found.more_draws, found.more_draws)[0] > HIGH
    assert needed(1.0, 10) == found.more_draws


def test_draws_that_noise_could_turn_are_undecided_and_ask_for_pairs():
    margins = np.where(np.arange(100) < 97, 0.1, -0.1)
    assert judge(margins, np.zeros(100), 1).answer == "supported"
    noisy = judge(margins, np.full(100, 0.2), 1)
    assert noisy.answer == "undecided"
    assert noisy.more_pairs == pytest.approx((1.645 * 2) ** 2, abs=1)


def test_a_few_draws_near_the_line_leave_a_clear_answer_as_it_is():
    margins = np.where(np.arange(100) < 95, -1.0, -0.1)
    assert judge(margins, np.full(100, 0.1), 1).answer == "refuted"
    assert judge(np.full(100, -0.1), np.full(100, 0.1), 1).answer == "undecided"


def test_without_noise_the_draws_that_hold_are_known():
    assert swayed(np.array([1.0, -1.0, 2.0]), np.zeros(3)) == (2, 2)
    assert swayed(np.zeros(100), np.ones(100)) == (42, 58)  # a binomial of one half


def test_noise_is_learned_from_draws_with_two_pairs_and_falls_with_the_root_of_counts():
    seeds = [design.draw([Prior("u", 0, 1)], n, 5)["u"] for n in range(4000)]
    normal = [float(portable.normal_quantile(u)) for u in seeds]
    groups = [[0.1 * a, 0.1 * b] for a, b in zip(normal[::2], normal[1::2], strict=True)]
    error = pooled([*groups, [0.0], [0.0], [0.0]], [[100.0]] * len(groups) + [[100.0], [400.0], [0.0]])
    assert error[-3] == pytest.approx(0.1, rel=0.1)
    assert error[-2] == pytest.approx(error[-3] / 2.0)
    assert error[0] == pytest.approx(error[-3] / np.sqrt(2.0))
    assert error[-1] == 0.0


def test_one_draw_that_explodes_does_not_make_all_others_doubtful():
    calm = [[0.1, 0.11], [0.1, 0.09], [0.1, 0.11], [0.2, 0.21]]
    levels = [[100.0]] * 5
    assert pooled([*calm, [0.0, 50.0]], levels)[0] == pytest.approx(pooled([*calm, [0.0, 0.01]], levels)[0], rel=0.01)


def test_a_tree_finds_the_box_and_claims_no_skill_where_there_is_none():
    priors = [Prior("a", 0, 1), Prior("b", 0, 1)]
    values = np.array([[design.draw(priors, n, 1)[k] for k in "ab"] for n in range(200)])
    box = flip(values, (values[:, 0] > 0.6) & (values[:, 1] > 0.3), priors)
    assert {key for key, _ in box.parameters} == {"a", "b"}
    assert box.boxes[0].density > 0.9
    luck = np.array([design.draw([Prior("luck", 0, 1)], n, 7)["luck"] for n in range(200)])
    assert flip(values, luck > 0.5, priors).parameters == ()
