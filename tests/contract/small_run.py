"""Run a small country for a few days and write every count to a file: called compiled and uncompiled."""

import sys
from datetime import date

import numpy as np

from groundswell import behaviour
from groundswell.case import find
from groundswell.case.population import Population, Towns
from groundswell.events import resolve
from groundswell.scenario import SECTIONS, Chosen, Scenario
from groundswell.simulate import simulate
from groundswell.society import synthesize

kind, out = sys.argv[1:]
people = np.full((2, 2, 17), 40)
census = Population(
    codes=("RU-MOW", "RU-DA"),
    names=("North", "South"),
    names_local=("", ""),
    groups=("N", "S"),
    capital=np.array([True, True]),
    lat=np.full(2, np.nan),
    lon=np.full(2, np.nan),
    age_sex=people,
    means=np.array([30e3, 20e3]),
    covariates={"deaths_before": np.ones(2), "quota_ratio": np.full(2, np.nan)},
    towns=Towns(("City", "Town"), np.array([0, 1]), np.array([1000, 600]), np.zeros(2), np.zeros(2), np.zeros(2, bool)),
)
sections = {name: params() for name, params in SECTIONS.items()}
events = (
    resolve("announcement")(name="word", day=0),
    resolve("decree")(name="decree", day=0, duration=3, target=300.0, believed_total=600_000.0),
    resolve("local_trigger")(name="rally", day=0, until=3, reach=0.0, strength=9.0),
)
scenario = Scenario(
    name="small",
    title="",
    description="",
    start=date(2022, 9, 21),
    days=4,
    case=find("russia-2022"),
    persons=1500,
    seed=1,
    behaviour=Chosen(kind, behaviour.resolve(kind).Params()),
    events=events,
    **sections,
)
society = synthesize(census, 1500, 1, scenario.society)
tallies = list(simulate(scenario, society))
np.savez(out, kind=society.kind, **{m: np.array([t.regional[m] for t in tallies]) for m in tallies[0].regional})
