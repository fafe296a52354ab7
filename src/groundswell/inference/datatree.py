"""A posterior as a DataTree of xarray with the groups that ArviZ names, so that its summaries and plots read it."""

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from groundswell.extras import need
from groundswell.inference.posterior import Posterior, Table

if TYPE_CHECKING:
    import xarray as xr


def as_datatree(found: Posterior, count: int = 1000) -> "xr.DataTree":
    """Return groups posterior, posterior_predictive, prior, prior_predictive and observed_data, dims (chain, draw).

    The posterior's draws are resampled to `count` of equal weight, so a draw may be there several times; the fresh
    runs are the posterior predictive. Raises ValueError without draws.
    """
    need("calibrate")
    import xarray as xr

    if not len(found.table.units):
        raise ValueError("no draw fits: there is no posterior")
    some = found.sample(count, found.scenario.seed, "datatree")

    def group(columns: dict[str, Any]) -> Any:
        return xr.Dataset(
            {name: (("chain", "draw"), np.asarray(column, float)[None]) for name, column in columns.items()}
        )

    def figures(table: Table) -> dict[str, Any]:
        return {t.id: table.figures[:, at] for at, t in enumerate(found.targets)}

    posterior = {key: np.asarray(column)[some] for key, column in found.table.values.items()}
    groups = {"posterior": group(posterior), "prior": group(dict(found.prior.values)),
              "prior_predictive": group(figures(found.prior))}  # fmt: skip
    if found.fresh is not None:
        groups["posterior_predictive"] = group(figures(found.fresh))
    tree: Any = cast(Any, xr.DataTree).from_dict(groups)
    tree["observed_data"] = xr.DataTree(xr.Dataset({t.id: t.value for t in found.targets}))
    tree.attrs = {"scenario": found.scenario.name, "ess": found.ess, "khat": found.khat, "why_not": found.why_not}
    return tree
