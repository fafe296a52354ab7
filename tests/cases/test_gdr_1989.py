"""The GDR of 1989: gates that open let people out, Mondays called alike grow, the state yields without a call-up."""

import csv
from datetime import date
from typing import Any

import numpy as np

from groundswell.case import find
from groundswell.running import Run

from .small import small_run

PERSONS = 40_000
SPLIT = date(1989, 10, 23)


def autumn(name: str = "gdr-1989", days: int = 70, **changes: Any) -> Run:
    """Run a scenario of the case in a small society."""
    return small_run(name, PERSONS, days, **changes)


def day(month: int, of: int) -> int:
    return (date(1989, month, of) - find("gdr-1989").head.start).days


def test_the_districts_sum_to_the_gdr() -> None:
    people = find("gdr-1989").population
    assert len(people.codes) == 15
    assert people.total == people.age_sex.sum() == 16_661_993


def test_children_and_pensioners_have_the_shares_of_1985() -> None:
    ages = find("gdr-1989").population.age_sex.sum(axis=0) / find("gdr-1989").population.total
    assert abs(ages[:, :3].sum() - 0.186) < 1e-3
    assert abs(ages[0, 13:].sum() + ages[1, 12:].sum() - 0.166) < 1e-3


def test_an_opened_gate_lets_more_people_out() -> None:
    gone = autumn().series("left_gross")
    before, after = gone[day(9, 4) : day(9, 11)].sum(), gone[day(9, 11) : day(9, 18)].sum()
    assert after > 3 * before > 0


def test_gates_that_never_open_keep_people_in() -> None:
    assert autumn("gdr-1989/gates-shut").series("left_gross").sum() < 0.8 * autumn().series("left_gross").sum()


def test_mondays_called_alike_grow_for_weeks() -> None:
    run = autumn(days=91)
    strengths = {event.strength for event in run.scenario.events if event.name == "leipzig-mondays"}
    voice = run.series("participants", "DD-LEI")[day(9, 4) :: 7]
    assert len(strengths) == 1
    assert (np.diff(voice[1:6]) > 0).all()
    assert voice[5] > 10 * max(voice[1], 1.0)


def test_people_march_in_leipzig_before_they_do_elsewhere() -> None:
    run = autumn(days=91)
    leipzig, nation = run.series("participants", "DD-LEI"), run.series("participants")
    assert leipzig[day(10, 2)] > 0.9 * nation[day(10, 2)] > 0
    assert leipzig[day(10, 23)] < 0.6 * nation[day(10, 23)]


def test_the_state_can_yield_without_a_call_up() -> None:
    yielding = autumn("gdr-1989", days=91, concession__disruption=0.1)
    assert yielding.series("called").sum() == 0
    assert yielding.series("concession")[day(10, 16)] > 0
    assert autumn("gdr-1989/no-concession", days=91).series("concession").max() == 0


def test_a_wave_dies_where_the_state_yields_readily_and_stays_where_it_yields_nothing() -> None:
    days = slice(day(9, 4), None, 7)
    answered = autumn(days=150, concession__disruption=0.01).series("participants", "DD-LEI")[days]
    ignored = autumn("gdr-1989/no-concession", days=150).series("participants", "DD-LEI")[days]
    assert answered[-1] < 0.2 * answered.max()
    assert ignored[-1] > 0.7 * ignored.max() > 0


def test_no_evidence_is_from_after_the_split() -> None:
    folder = find("gdr-1989").folder / "evidence"
    days = [
        date.fromisoformat((row.get("until") or row["date"]).split("/")[-1])
        for file in (folder / "targets.csv", *folder.glob("observations/*.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    ]
    assert len(days) > 30
    assert max(days) <= SPLIT
