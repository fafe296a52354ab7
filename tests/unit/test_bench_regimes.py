"""The regimes that `groundswell bench` measures are what their names say."""

from dataclasses import replace

from groundswell.bench.engine import REGIMES
from groundswell.bench.table import regimes_text
from groundswell.bench.worker import Task, measure


def test_ever_more_people_act_from_calm_to_mass_and_each_has_its_row():
    names = ["calm", "lively", "a movement", "mass"]
    small = Task(persons=20_000, days=4, repeats=1)
    tasks = [replace(small, changes=REGIMES[name]) for name in names]
    rows = [{"task": vars(task), **measure(task)} for task in tasks]
    street = [row["street"] for row in rows]
    assert street == sorted(street)
    assert street[0] < 1e-3 < 0.1 < street[-1]
    machine = {"processor": "one", "cpus": 1, "memory_gb": 1, "versions": {}, "commit": "", "load": 0.0}
    text = regimes_text({"machine": machine, "load_after": 0.0, "regimes": rows})
    assert [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")][1:] == names
    assert " 1.0 |" in text
