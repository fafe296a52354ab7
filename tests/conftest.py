"""What many tests share: settings, the command line, a census of two regions, a plain scenario to change."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import settings

from groundswell.behaviour import exit_voice_loyalty
from groundswell.case import find
from groundswell.case.population import Population, Towns
from groundswell.cli import main
from groundswell.computing import processes
from groundswell.computing.fork import Variant
from groundswell.computing.job import Done, Job
from groundswell.computing.worker import obey, order
from groundswell.events import resolve
from groundswell.process import border, observe
from groundswell.scenario import SECTIONS, Chosen, Scenario
from groundswell.scenario.load import load
from groundswell.society import synthesize
from groundswell.types import Society

# A kernel's first call compiles it, so hypothesis must not time single examples. Continuous integration draws the same
# examples every time: what it finds must come from the change; whoever writes draws new ones.
settings.register_profile("writing", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "writing")

# What a scenario has that the engine's quiet defaults do not: a way out, and somebody who watches
GATES = (border.Gate("road", 6_900.0), border.Gate("air", 5_000.0))
MONITORS = (observe.Monitor("detained"),)
POLLS = (
    observe.Poll("attention", "attention"),
    observe.Poll("anxious", "anxiety"),
    observe.Poll("support", "support_public", refusal_gap=0.05),
)
EVENTS = (
    resolve("announcement")(name="word", day=0),
    resolve("decree")(name="decree", day=0, target=300_000.0, duration=10, front_loading=2.0, believed_total=600_000.0),
    resolve("rally")(name="rally", day=1, reach=0.0),
)


class Answer(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def groundswell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Answer]:
    """Call the command line in this process and an empty folder; an exception that nobody caught fails the test.

    Returns exit code, standard output and standard error.
    """
    monkeypatch.chdir(tmp_path)

    def call(*args: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["groundswell", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def two_regions() -> Population:
    """A country of 150,000 in two regions, one of them with a city of 60,000."""
    ages = np.linspace(6000, 2000, 17).astype(np.int64)
    age_sex = np.stack([np.stack([ages, ages]), np.stack([ages // 4, ages // 4])])
    towns = Towns(
        ("City", "Town"), np.array([0, 1]), np.array([60_000, 9_000]), np.zeros(2), np.zeros(2), np.zeros(2, bool)
    )
    return Population(
        codes=("RU-MOW", "RU-DA"),
        names=("North", "South"),
        names_local=("", ""),
        groups=("N", "S"),
        capital=np.array([True, True]),
        lat=np.full(2, np.nan),
        lon=np.full(2, np.nan),
        age_sex=age_sex,
        means=np.array([30e3, 20e3]),
        covariates={"deaths_before": np.array([5.0, 20.0]), "quota_ratio": np.full(2, np.nan)},
        towns=towns,
    )


@pytest.fixture(scope="session")
def scenario() -> Callable[..., Scenario]:
    """A scenario of ten days; keywords replace sections' parameters, `events` replaces the events."""

    def make(events: tuple[Any, ...] = EVENTS, days: int = 10, **changes: dict[str, Any]) -> Scenario:
        lists = {"border": {"gates": GATES}, "observation": {"monitors": MONITORS, "polls": POLLS}}
        given = {name: lists.get(name, {}) | changes.get(name, {}) for name in SECTIONS}
        sections = {name: params()._replace(**given[name]) for name, params in SECTIONS.items()}
        chosen = Chosen("exit_voice_loyalty", exit_voice_loyalty.Params()._replace(**changes.get("behaviour", {})))
        return Scenario(
            name="test",
            title="",
            description="",
            start=date(2022, 9, 21),
            days=days,
            case=find("russia-2022"),
            persons=0,
            seed=1,
            behaviour=chosen,
            events=events,
            **sections,
        )

    return make


@pytest.fixture(scope="session")
def society_of(two_regions: Population) -> Callable[..., Society]:
    """Build the society of two regions: persons, seed, and changes of [society]."""

    def build(persons: int = 20_000, seed: int = 1, **changes: float) -> Society:
        return synthesize(two_regions, persons, seed, SECTIONS["society"]()._replace(**changes))

    return build


@pytest.fixture
def small_case(tmp_path: Path) -> Callable[..., Path]:
    """Write the folder of a case of two regions and 6,800 people: figures, observed rows, timeline, head."""

    def write(targets: str = "", observed: str = "", timeline: str = "", head: str = "", name: str = "small") -> Path:
        folder = tmp_path / name
        (folder / "population").mkdir(parents=True)
        (folder / "evidence" / "observations").mkdir(parents=True)
        ages = ",".join(f"age_{age}" for age in range(0, 85, 5))
        rows = [f"{code},{sex},{','.join(['100'] * 17)}" for code in "AB" for sex in ("male", "female")]
        columns = "id,about,series,aggregate,regions,date,value,low,high,role,note,source"
        seen = "series,date,until,region,place,value,low,high,kind,source"
        files = {
            "case.toml": f'title = "A small land"\ndescription = "Invented."\ncountry = "XXX"\nstart = 2001-03-01\n'
            f'days = 6\nscale = "1:1"\nlicence = "none"\n{head}',
            "README.md": "Invented.",
            "timeline.toml": timeline,
            "sources.toml": "",
            "population/regions.csv": "code,name\nA,Northland\nB,Southland\n",
            "population/age_sex.csv": f"region,sex,{ages}\n" + "\n".join(rows) + "\n",
            "population/towns.csv": "region,name,population,lat,lon\nA,Town,1000,50,10\nB,City,2000,51,12\n",
            "evidence/targets.csv": f"{columns}\n{targets}",
            "evidence/observations/seen.csv": f"{seen}\n{observed}",
        }
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def flagship() -> Callable[..., Scenario]:
    """The flagship, small: changes by dotted key."""

    def make(persons: int = 20_000, days: int = 12, **changes: Any) -> Scenario:
        return load("mobilization-2022").with_({"persons": persons, "days": days, **changes})

    return make


@pytest.fixture(scope="session")
def jobs(flagship: Callable[..., Scenario]) -> Callable[..., list[Job]]:
    """Jobs of the flagship alone, one for each of the first seeds."""

    def make(count: int = 3, **changes: Any) -> list[Job]:
        return [Job((Variant("baseline", flagship(seed=seed, **changes)),), seed) for seed in range(1, count + 1)]

    return make


@pytest.fixture(scope="module")
def in_this_process() -> Iterator[None]:
    """Do here what workers do elsewhere: to start one takes seconds, and tests/computing starts some."""

    def run(jobs: Sequence[Job], folder: Path, workers: int, threads: int, kept: object = None) -> Iterator[Done]:
        del kept
        for job in jobs:
            yield replace(obey(order(job, folder, threads)), beside=workers)

    def none(*_: object) -> None:
        """Start no workers."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "run", run)
        patch.setattr(processes.Workers, "provide", none)
        yield


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside the package with the rule of docs/behaviour.md in it, from which Python imports here."""
    page = (Path(__file__).parents[1] / "docs" / "behaviour.md").read_text(encoding="utf-8")
    folder = tmp_path / "scripts"
    (folder / "marching").mkdir(parents=True)
    examples = [part.split("```")[0] for part in page.split("```python\n")[1:]]
    rule = next(example for example in examples if "return Marcher(setting, params)" in example)  # the long way
    (folder / "marching" / "rule.py").write_text(rule, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    for name in [name for name in sys.modules if name.split(".")[0] == "marching"]:
        monkeypatch.delitem(sys.modules, name)
    return folder
