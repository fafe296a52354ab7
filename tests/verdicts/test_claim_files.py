"""The file of a claim: what it may say, and how one that says something else is refused."""

import pytest

from groundswell.comparisons import design
from groundswell.errors import InputError
from groundswell.inputs.problems import ScenarioError
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.claim_names import claims, find_claim

from .conftest import FLAGSHIPS, SMALL, claim, condition


def test_the_flagships_claims_come_each_with_what_the_literature_expects_and_what_refutes_it():
    assert {*FLAGSHIPS} <= {*claims()}
    for name in FLAGSHIPS:
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
def test_a_wrong_value_is_reported_and_not_taken_for_another(tmp_path, changes, words):
    with pytest.raises(ScenarioError, match=words) as caught:
        claim(tmp_path, **changes)
    assert all(p.place.startswith("mine.toml") for p in caught.value.problems)


def test_all_that_is_wrong_with_a_claim_is_reported_at_its_lines(tmp_path):
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
             21: "conditions[2].arm", 22: "conditions[2].window", 24: "priors.behaviour.othrs"}  # fmt: skip
    for line, key in lines.items():
        assert f"mine.toml:{line}, {key}" in places
    assert sum(place.startswith("mine.toml:20, conditions[2]") for place in places) == 3  # text, outcome, direction
    assert len(places) == 11


def test_every_prior_that_is_wrong_is_told_beside_a_scenario_that_cannot_be_read(tmp_path):
    priors = {"behaviour.others": {"low": 0, "hihg": 1, "shape": "unifrm"}, "policing.pmax": [0.9, 0.1],
              "behaviour.othrs": True, "events.late.day": [1, 3], "attention.trend": True}  # fmt: skip
    for known, changes in ((True, {"set": {"policing.pmax": 85}}), (False, {"scenario": "mobilisation-2022"})):
        with pytest.raises(ScenarioError) as caught:
            claim(tmp_path, priors=priors, arms={"late": ["+nothing.toml"]}, **changes)
        told = [(p.place, p.problem, p.remedy) for p in caught.value.problems if "priors" in p.place]
        at = "mine.toml, priors"
        expected = [(f"{at}.behaviour.others", "unknown key 'hihg'", "did you mean 'high'?"),
                    (f"{at}.behaviour.others", "no shape 'unifrm'", "did you mean 'uniform'?"),
                    (f"{at}.policing.pmax", "[0.9, 0.1]", "give true, [low, high] with the lower first, "
                                                          "or {low, high, shape}")]  # fmt: skip
        misspelt = (f"{at}.behaviour.othrs", "no parameter 'behaviour.othrs'", "did you mean 'behaviour.others'?")
        assert told == [*[misspelt] * known, *expected]


def test_a_case_that_no_name_finds_is_told_with_the_nearest_one(tmp_path, caplog):
    claim(tmp_path, cases=["any", "toylnd", "gdr-1989"])
    assert [r.getMessage() for r in caplog.records] == [
        "note: mine.toml, cases: no case 'toylnd' is to be found by its name; did you mean 'toyland'?"
    ]


def test_a_key_that_slipped_below_set_is_sent_to_the_top(tmp_path):
    with pytest.raises(ScenarioError, match=r"set.days: 'days' is none of \[set\]; write it above the first \[table\]"):
        claim(tmp_path, set={"days": 5})


def test_a_claim_may_begin_with_a_byte_order_mark_and_is_refused_in_other_encodings(tmp_path):
    text = find_claim("H6").read_text(encoding="utf-8")
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
