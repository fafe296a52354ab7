"""Ukraine in 2013: a beating fills the square, Sundays called alike rise and fall, the state yields."""

import csv
from datetime import date
from typing import Any

from groundswell.case import find
from groundswell.running import Run

from .small import small_run

PERSONS = 45_553
SPLIT = date(2014, 1, 15)
KYIV = "UA-30"


def winter(name: str = "ukraine-2013", days: int = 40, **changes: Any) -> Run:
    """Run a scenario of the case in a small society."""
    return small_run(name, PERSONS, days, **changes)


def day(month: int, of: int) -> int:
    return (date(2013, month, of) - find("ukraine-2013").head.start).days


def test_the_units_sum_to_the_statistical_offices_total() -> None:
    people = find("ukraine-2013").population
    assert len(people.codes) == 27
    assert people.total == people.age_sex.sum() == 45_553_000


def test_every_unit_is_on_the_map() -> None:
    case = find("ukraine-2013")
    assert sorted(feature["properties"]["code"] for feature in case.outlines) == list(case.population.codes)


def test_a_beating_raises_voice() -> None:
    after = slice(day(12, 1), day(12, 16))
    beaten = winter().series("participants")[after].sum()
    assert beaten > 1.5 * winter("ukraine-2013/no-beating").series("participants")[after].sum() > 0


def test_force_alone_raises_voice_where_it_was_used() -> None:
    after = slice(day(12, 1), day(12, 8))
    unbeaten = winter(events__beating__force=0.3, events__beating__capacity=0.1)
    assert winter().series("participants", KYIV)[after].sum() > unbeaten.series("participants", KYIV)[after].sum()


def test_the_beating_does_nothing_where_force_makes_nobody_angry() -> None:
    calm = winter(policing__backlash=0.0, days=12).series("participants", KYIV)
    left = winter(policing__backlash=0.0, days=12, events__beating__force=1.0).series("participants", KYIV)
    assert calm[day(12, 1)] <= left[day(12, 1)]


def test_sundays_called_alike_rise_and_fall() -> None:
    voice = winter().series("participants", KYIV)[day(11, 24) :: 7]
    assert voice[1] > 2 * voice[0]
    assert voice[5] < 0.6 * voice[1]


def test_the_discontented_west_marches_and_the_east_hardly() -> None:
    people, voice = find("ukraine-2013").population, winter()
    of = {
        code: voice.series("participants", code).sum() / n
        for code, n in zip(people.codes, people.population, strict=True)
    }
    assert of["UA-46"] > 5 * of["UA-14"]


def test_the_state_can_yield_without_a_call_up() -> None:
    assert winter(concession__disruption=0.1).series("concession")[-1] > 0
    assert winter("ukraine-2013/no-concession").series("concession").max() == 0


def test_no_evidence_is_from_after_the_split() -> None:
    folder = find("ukraine-2013").folder / "evidence"
    days = [
        date.fromisoformat((row.get("until") or row["date"]).split("/")[-1])
        for file in (folder / "targets.csv", *folder.glob("observations/*.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    ]
    assert len(days) > 30
    assert max(days) <= SPLIT
