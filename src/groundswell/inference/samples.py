"""A posterior as samples to be scored: its runs with fresh seeds, read from the store that the calibration left."""

from groundswell.case.target_scale import DISCREPANCY
from groundswell.comparisons.compare import BASE
from groundswell.computing import store
from groundswell.computing.fork import Variant
from groundswell.errors import InputError
from groundswell.inference.posterior import Posterior, Table
from groundswell.running import Run
from groundswell.scenario import Scenario
from groundswell.scoring.samples import OfRuns
from groundswell.seals import DamagedError

_STATED = (DISCREPANCY["log"], DISCREPANCY["logit"])


def samples(found: Posterior) -> OfRuns:
    """Return the draws of a posterior that were run with seeds which none was fitted with, of equal weight.

    The model's stated error is that of targets whose table states none (groundswell.case.target_scale). Raises
    InputError where nothing fits, or when the runs have gone.
    """
    if found.fresh is None:
        remedy = "widen priors or stated errors: the empty set predicts nothing"
        raise InputError(f"nothing to score: {found.why_not}", place=str(found.folder), remedy=remedy)
    return of_table(found, found.fresh)


def of_table(found: Posterior, table: Table) -> OfRuns:
    """Return the runs of a posterior's table, of equal weight; draws whose run failed are left out.

    Raises InputError when none of them is in the store.
    """
    runs = list[Run]()
    for at, (seed, key) in enumerate(zip(table.seeds, table.keys, strict=True)):
        scenario = found.scenario.with_({name: column[at] for name, column in table.values.items()} | {"seed": seed})
        runs += _run(found, key, scenario)
    if not runs:
        where = str(found.folder / "store")
        raise InputError("the posterior's runs have gone", place=where, remedy="repeat the calibration")
    return OfRuns(runs, discrepancy=_STATED)


def _run(found: Posterior, key: str, scenario: Scenario) -> list[Run]:
    try:
        return [store.read(found.folder / "store", key, (Variant(BASE, scenario),)).runs[BASE]]
    except (FileNotFoundError, DamagedError):
        return []
