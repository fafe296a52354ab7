"""Collective action in whole societies, and exact replications of the classic models.

    import groundswell as gs

    scenario = gs.load("mobilization-2022").with_(persons=100_000)
    run = gs.run(scenario, seed=1)
    run.nation, run.regions, run.ledger, run.save("runs/first")

Names are loaded on first use, so that `import groundswell` costs nothing.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from groundswell.comparisons.compare import compare as compare
    from groundswell.comparisons.comparison import Comparison as Comparison
    from groundswell.comparisons.design import Prior as Prior
    from groundswell.comparisons.ensemble import Ensemble as Ensemble
    from groundswell.comparisons.ensemble import ensemble as ensemble
    from groundswell.comparisons.ensemble import open_ensemble as open_ensemble
    from groundswell.comparisons.sweep import Sweep as Sweep
    from groundswell.comparisons.sweep import sweep as sweep
    from groundswell.errors import GroundswellError as GroundswellError
    from groundswell.errors import InputError as InputError
    from groundswell.running.branch import branch as branch
    from groundswell.running.live import Keeping as Keeping
    from groundswell.running.model import Run as Run
    from groundswell.running.resume import resume as resume
    from groundswell.running.run import run as run
    from groundswell.running.store import open_run as open_run
    from groundswell.scenario.catalogue import outside_prior as outside_prior
    from groundswell.scenario.listing import parameters as parameters
    from groundswell.scenario.load import load as load
    from groundswell.scenario.model import Scenario as Scenario
    from groundswell.scenario.presets import scenarios as scenarios
    from groundswell.scenario.template import write_variant as write_variant
    from groundswell.verdicts.across import judge_cases as judge_cases
    from groundswell.verdicts.claim_names import claims as claims
    from groundswell.verdicts.judgement import Judgement as Judgement
    from groundswell.verdicts.judgement import judge_claim as judge_claim
    from groundswell.verdicts.sensitivity import sensitivity as sensitivity

    classics: ModuleType

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "Ensemble",
    "GroundswellError",
    "InputError",
    "Judgement",
    "Keeping",
    "Prior",
    "Run",
    "Scenario",
    "Sweep",
    "branch",
    "claims",
    "classics",
    "compare",
    "ensemble",
    "judge_cases",
    "judge_claim",
    "load",
    "open_ensemble",
    "open_run",
    "outside_prior",
    "parameters",
    "resume",
    "run",
    "scenarios",
    "sensitivity",
    "sweep",
    "write_variant",
]

_HOME = {
    "claims": "groundswell.verdicts.claim_names",
    "outside_prior": "groundswell.scenario.catalogue",
    "parameters": "groundswell.scenario.listing",
    "write_variant": "groundswell.scenario.template",
    "Comparison": "groundswell.comparisons.comparison",
    "compare": "groundswell.comparisons.compare",
    "Judgement": "groundswell.verdicts.judgement",
    "judge_claim": "groundswell.verdicts.judgement",
    "judge_cases": "groundswell.verdicts.across",
    "sensitivity": "groundswell.verdicts.sensitivity",
    "Sweep": "groundswell.comparisons.sweep",
    "sweep": "groundswell.comparisons.sweep",
    "Ensemble": "groundswell.comparisons.ensemble",
    "ensemble": "groundswell.comparisons.ensemble",
    "open_ensemble": "groundswell.comparisons.ensemble",
    "Prior": "groundswell.comparisons.design",
    "GroundswellError": "groundswell.errors",
    "InputError": "groundswell.errors",
    "Keeping": "groundswell.running.live",
    "Run": "groundswell.running.model",
    "Scenario": "groundswell.scenario.model",
    "branch": "groundswell.running.branch",
    "load": "groundswell.scenario.load",
    "open_run": "groundswell.running.store",
    "resume": "groundswell.running.resume",
    "run": "groundswell.running.run",
    "scenarios": "groundswell.scenario.presets",
}

logging.getLogger(__name__).addHandler(logging.NullHandler())  # what is done is told to who listens, and else to nobody


def __getattr__(name: str) -> Any:
    if name == "classics":
        return import_module("groundswell.classics")
    if name not in _HOME:
        raise AttributeError(f"module 'groundswell' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, "classics"})
