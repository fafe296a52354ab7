"""What a chooser of one's own hands over is looked at before anybody acts on it."""

from pathlib import Path

import pytest

import groundswell as gs
from groundswell.errors import InputError

RULE = '''"""A chooser that is to be looked at."""
from typing import NamedTuple
import numpy as np
from groundswell.types import ADULT_BAND, BAND_BITS, Action, Choice

SOURCE = "none"


class Params(NamedTuple):
    pass


class Chooser:
    def decide(self, day, state, seen, called):
        {what}

    def on_contacts_changed(self, state, persons, counter):
        pass

    def evaluations(self):
        return 0

    def copy(self):
        return self

    def get_state(self):
        return {{}}

    def set_state(self, kept):
        pass


def start(setting, params, plain=False):
    society = setting.society
    adults = np.flatnonzero(society.kind & BAND_BITS >= ADULT_BAND)
    {begin}
    return Chooser()
'''


def run_with(folder: Path, what: str, begin: str = "Chooser.society, Chooser.adults = society, adults") -> gs.Run:
    (folder / "chooser.py").write_text(RULE.format(what=what, begin=begin))
    scenario = '[scenario]\ncase = "toyland"\ndays = 2\npersons = 1000\n[behaviour]\nkind = "chooser.py"\n'
    (folder / "s.toml").write_text(scenario)
    return gs.run(gs.load(folder / "s.toml", trust=True))


def choice(who: str, action: str = "Action.PROTEST") -> str:
    return f"who = np.array({who}, np.int64); return Choice(who, np.full(len(who), {action}, np.uint8))"


def test_a_sound_choice_is_acted_on(tmp_path: Path) -> None:
    run = run_with(tmp_path, choice("self.adults[:7]"))
    assert run.series("participants")[0] == 7 * run.scenario.case.population.total / run.scenario.persons


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("return 1 / 0", r"chooser.py' fails at .*chooser.py:15: ZeroDivisionError"),
        ("return None", "returns a NoneType, and no Choice"),
        (choice("self.adults[:7][::-1]"), "not in rising order"),
        (choice("[0, 10**7]"), "a person beyond the 1,000 there are"),
        (choice("self.adults[:7]", "9"), "none of PROTEST, LEAVE, EVADE and COMPLY"),
        (choice("self.adults[:7]", "Action.COMPLY"), "complies who was not called"),
        (choice("np.flatnonzero(self.society.kind & BAND_BITS < ADULT_BAND)[:2]"), "names a child"),
        ("return Choice(self.adults[:2], np.zeros(3, np.uint8))", "of one length"),
        ("return Choice([7], [int(Action.PROTEST)])", "not two arrays of whole numbers"),
        (
            "return Choice(self.adults[:2], np.full(2, Action.PROTEST, np.uint8), np.zeros(1, np.int64))",
            "how many protest in each place",
        ),
    ],
)
def test_what_nobody_can_act_on_is_refused_with_its_day(tmp_path: Path, what: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        run_with(tmp_path, what)
    assert "day 0" in str(caught.value)


def test_one_that_fails_at_its_start_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"fails at .*chooser.py:36: ValueError: sour"):
        run_with(tmp_path, "return None", begin="raise ValueError('sour')")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "def asks_detention(self): return 1 / 0",
            r"asked by asks_detention\(\): .*chooser.py' fails at .*chooser.py:17",
        ),
        (
            "asks_ties_protested = False",
            r"asked by asks_ties_protested\(\): .* TypeError: 'bool' object is not callable",
        ),
        (
            "def asks_ties_protested(self): return None",
            r"chooser.py: `asks_ties_protested` returns None; return True or",
        ),
    ],
)
def test_one_that_cannot_say_what_it_looks_at_is_named_with_its_place(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        run_with(tmp_path, f"return None\n\n    {body}")
