"""Classics to play with: declared limits hold, answers are the models' own, and the kept numbers are not stale."""

import json
from collections.abc import Callable

import pytest

from groundswell.classics import exit_voice_2017, granovetter_1978, kept, playing, replicate
from groundswell.classics.epstein_2002.hands_on import READINGS
from groundswell.classics.format_results import show
from groundswell.errors import InputError
from groundswell.params import P

QUICK = {"epstein_2002": {"ticks": 3}, "watts_2002": {"n": 50, "sparks": 3}, "granovetter_1978": {"n": 7}}


@pytest.mark.parametrize("name", playing.playable())
def test_every_parameter_has_limits_a_source_and_a_default_within(name: str) -> None:
    for key, of in playing.parameters(name).items():
        assert of.meta.about and of.meta.source and not of.meta.source.startswith("assumed"), key
        if isinstance(of.meta, P):
            assert of.meta.low <= of.default <= of.meta.high, key


@pytest.mark.parametrize("name", playing.playable())
def test_the_ends_of_every_limit_can_be_played(name: str) -> None:
    quick = QUICK.get(name, {})
    for key, of in playing.parameters(name).items():
        if key in ("ticks", "n", "sparks"):
            continue
        ends = of.meta.words if isinstance(of.meta, playing.Choice) else (of.meta.low, of.meta.high)
        for end in ends:
            full, played = playing.play(name, {**quick, key: end})
            assert full[key] == end and played.sentences and all(played.sentences)
            json.dumps(played.numbers, allow_nan=False)


def test_what_is_played_is_what_the_model_gives() -> None:
    _, played = playing.play("granovetter_1978", {"sd": 12.3})
    assert played.numbers["equilibrium"] == granovetter_1978.equilibrium(25.0, 12.3)
    _, played = playing.play("exit_voice_2017", {"exit_value": 0.9})
    assert played.numbers["citizen"] == exit_voice_2017.solve(0.9, 0.3, 1.5).citizen == "Exit"
    _, played = playing.play("kuran_1991", {"second": 10})
    assert played.numbers["trajectory"][-1] == 9
    _, played = playing.play("epstein_2002", {"model": "II", "vision": 1.7, "cop_density": 0.0, "legitimacy": 0.8})
    assert played.numbers["genocide"] == played.numbers["ticks"] - 1 and "Genocide" in played.sentences[0]
    assert set(READINGS) == {"printed", "netlogo", "mesa"}


@pytest.mark.parametrize(("words", "told"), [
    (["--ds", "1"], "unknown option '--ds'"),
    (["--sd"], "--sd: no value"),
    (["--sd", "wide"], "'wide' is not a number"),
    (["--n", "1.5"], "not a whole number"),
    (["--sd", "nan"], "allowed: 0 to 100 persons"),
    (["--sd=-1"], "allowed: 0 to 100 persons"),
    (["--sd", "1", "--sd", "2"], "given twice"),
    (["12.2"], "unknown option '12.2'"),
])  # fmt: skip
def test_a_mistake_is_told_with_what_is_allowed(words: list[str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        playing.play("granovetter_1978", playing.parse("granovetter_1978", words))


def test_a_paper_without_parameters_names_those_that_have_some() -> None:
    with pytest.raises(InputError, match="granovetter_1978"):
        playing.parameters("siegel_2009")
    with pytest.raises(InputError, match="no classic named"):
        playing.parameters("granovetter_1987")


def test_the_command_plays(groundswell: Callable) -> None:
    code, out, _ = groundswell("classics", "play", "granovetter_1978", "--sd", "12.2")
    assert code == 0 and "rests at 5.479 of 100" in out and "--mean 25.0: mean threshold" in out
    code, out, _ = groundswell("classics", "play", "watts_2002", "--sparks=2", "--n=50", "--json")
    found = json.loads(out)
    assert code == 0 and found["parameters"]["n"] == 50 and found["not_reproduced"][0]["id"] == "W10"
    assert groundswell("classics", "play", "kuran_1991", "--society", "C")[0] == 2


@pytest.mark.parametrize("name", playing.playable())
def test_kept_results_cover_the_paper_and_agree_with_what_it_says_is_missed(name: str) -> None:
    rows = kept.kept(name)
    assert [t.id for t, _, _ in rows] == [t.id for t in replicate.paper(name).targets]
    for target, _, status in rows:
        assert (status == "not reproduced") == (target.outcome == "report"), target.id
        assert status != "fail", target.id


def test_kept_results_are_what_quick_checks_give_today() -> None:
    done = replicate.replicate("exit_voice_2017").checks
    assert [show(c.obtained) for c in done] == [show(obtained) for _, obtained, _ in kept.kept("exit_voice_2017")]
