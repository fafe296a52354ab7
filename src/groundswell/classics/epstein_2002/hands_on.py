"""Epstein's two models at another setting: how large outbursts of rebellion are; how long two groups live together."""

from typing import Annotated, Any, NamedTuple

import numpy as np

from groundswell.classics import epstein_2002 as ep
from groundswell.classics.playing import Choice, Played
from groundswell.params import P

__all__ = ["READINGS", "Params", "play"]

# What the paper leaves open, as printed and as two well-known programs read it (NOTES.md).
READINGS: dict[str, dict[str, Any]] = {
    "printed": {},
    "netlogo": {"rounding": "floor", "self_count": "twice", "term": "0..J-1", "release": "site",
                "cop_moves_to_arrest": True},
    "mesa": {"shape": "diamond", "rounding": "half_even", "term": "0..J", "jailed": "stay", "move_first": False},
}  # fmt: skip
_RUN_2 = "the paper's Table 2, run 2"


class Params(NamedTuple):
    """Run 2 of the paper, on its 40 x 40 torus, and what may be turned."""

    model: Annotated[
        str,
        Choice("which of the paper's models: I, rebellion; II, violence between two groups", ("I", "II"), "the paper"),
    ] = "I"
    legitimacy: Annotated[float, P("L, legitimacy of the regime", "share", 0, 1, source=_RUN_2)] = 0.82
    cop_density: Annotated[float, P("cops, as a share of the sites", "share", 0, 0.2, source=_RUN_2)] = 0.04
    density: Annotated[float, P("citizens, as a share of the sites", "share", 0.1, 0.8, source=_RUN_2)] = 0.7
    vision: Annotated[float, P("how far citizens and cops see", "sites", 1, 10, source=_RUN_2)] = 7.0
    threshold: Annotated[float, P("T, what the net grievance must exceed", "share", 0, 1, source=_RUN_2)] = 0.1
    k: Annotated[float, P("arrest constant: 2.3 makes P = 0.9 at C = A = 1", "", 0.1, 10, source="the paper")] = 2.3
    jail_max: Annotated[int, P("J, longest jail term", "ticks", 1, 1000, source=_RUN_2)] = 30
    reading: Annotated[
        str, Choice("how what the paper leaves open is read", tuple(READINGS), "NOTES.md of the replication")
    ] = "printed"
    ticks: Annotated[int, P("ticks to run", "ticks", 1, 10_000, source="ours; the paper's figures show hundreds")] = 500
    seed: Annotated[int, P("seed", "", 0, 2**32 - 1, source="any")] = 0


def play(p: Params) -> Played:
    """Return the outbursts (above 50 actives) of one run and the waits between them; of Model II who is left."""
    own = {key: value for key, value in p._asdict().items() if key not in ("reading", "seed")}
    run = ep.run(p.seed, **own, **READINGS[p.reading], stop_at_genocide=True)
    return _groups(run) if p.model == "II" else _rebellion(run)


def _rebellion(run: ep.Run) -> Played:
    outbursts, waits = run.outbursts, run.waits
    peak = int(run.actives.max())
    between = f"; waits between them {np.mean(waits):.1f} ticks on average" if len(waits) else ""
    return Played(
        {"outbursts": len(outbursts), "peak": peak, "mean_actives": float(run.actives.mean()),
         "mean_jailed": float(run.jailed.mean()), "mean_wait": float(np.mean(waits)) if len(waits) else None,
         "hidden_last": int(run.table["hidden"][-1])},
        (
            f"{run.ticks} ticks of one run: {len(outbursts)} outbursts above 50 actives, the highest tick has {peak}"
            f"{between}.",
            f"On average {run.actives.mean():.1f} active and {run.jailed.mean():.1f} in jail; at the end"
            f" {int(run.table['hidden'][-1])} are aggrieved enough and quiet because of the cops they see.",
        ),
    )  # fmt: skip


def _groups(run: ep.Run) -> Played:
    blue, green = (int(run.table[name][-1]) for name in ("blue", "green"))
    killed, born = int(run.table["killed"].sum()), int(run.table["born"].sum())
    end = f"Both groups live after {run.ticks} ticks"
    if run.genocide is not None:
        end = f"Genocide: the {'green' if blue else 'blue'} group is no more after {run.ticks} ticks"
    return Played(
        {"genocide": run.genocide, "ticks": run.ticks, "blue": blue, "green": green, "killed": killed, "born": born,
         "mean_jailed": float(run.jailed.mean())},
        (
            f"{end}; {blue} blue and {green} green citizens.",
            f"{killed} were killed and {born} born; on average {run.jailed.mean():.1f} in jail.",
        ),
    )  # fmt: skip
