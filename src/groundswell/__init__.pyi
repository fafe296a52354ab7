from . import classics as classics
from .comparisons.compare import compare as compare
from .comparisons.comparison import Comparison as Comparison
from .comparisons.design import Prior as Prior
from .comparisons.ensemble import Ensemble as Ensemble
from .comparisons.ensemble import ensemble as ensemble
from .comparisons.ensemble import open_ensemble as open_ensemble
from .comparisons.sweep import Sweep as Sweep
from .comparisons.sweep import sweep as sweep
from .crates.check import check_crate as check_crate
from .crates.rerun import Rerun as Rerun
from .crates.rerun import rerun_crate as rerun_crate
from .crates.write import crate as crate
from .errors import GroundswellError as GroundswellError
from .errors import InputError as InputError
from .inference.calibrate import calibrate as calibrate
from .inference.calibrate import fit_point as fit_point
from .inference.point import PointFit as PointFit
from .inference.posterior import Posterior as Posterior
from .inference.posterior_folder import open_posterior as open_posterior
from .inference.prior import JointPrior as JointPrior
from .inference.prior import joint_prior as joint_prior
from .inference.prior_predictive import PriorPredictive as PriorPredictive
from .inference.prior_predictive import prior_predictive as prior_predictive
from .inference.transfer import Transfer as Transfer
from .inference.transfer import transfer as transfer
from .report.cards import card as card
from .report.claim import write_claim_report as write_claim_report
from .report.comparison import write_comparison_report as write_comparison_report
from .report.page import write_report as write_report
from .report.plots import Plots as Plots
from .report.posterior import write_posterior_report as write_posterior_report
from .report.prior import write_prior_report as write_prior_report
from .report.score import write_score_report as write_score_report
from .report.sweep import write_sweep_report as write_sweep_report
from .running.branch import branch as branch
from .running.live import Keeping as Keeping
from .running.model import Run as Run
from .running.resume import resume as resume
from .running.run import run as run
from .running.store import open_run as open_run
from .scenario.catalogue import outside_prior as outside_prior
from .scenario.listing import parameters as parameters
from .scenario.load import load as load
from .scenario.model import Scenario as Scenario
from .scenario.presets import scenarios as scenarios
from .scenario.template import write_variant as write_variant
from .scoring.regularities import Regularities as Regularities
from .scoring.regularities import regularities as regularities
from .scoring.samples import Samples as Samples
from .scoring.score import Score as Score
from .scoring.score import score as score
from .verdicts.across import judge_cases as judge_cases
from .verdicts.claim_names import claims as claims
from .verdicts.judgement import Judgement as Judgement
from .verdicts.judgement import judge_claim as judge_claim
from .verdicts.sensitivity import sensitivity as sensitivity

__version__: str
__all__ = [
    "Comparison",
    "Ensemble",
    "GroundswellError",
    "InputError",
    "JointPrior",
    "Judgement",
    "Keeping",
    "Plots",
    "PointFit",
    "Posterior",
    "Prior",
    "PriorPredictive",
    "Regularities",
    "Rerun",
    "Run",
    "Samples",
    "Scenario",
    "Score",
    "Sweep",
    "branch",
    "calibrate",
    "card",
    "check_crate",
    "claims",
    "classics",
    "compare",
    "crate",
    "ensemble",
    "fit_point",
    "joint_prior",
    "judge_cases",
    "judge_claim",
    "load",
    "open_ensemble",
    "open_posterior",
    "open_run",
    "outside_prior",
    "parameters",
    "prior_predictive",
    "regularities",
    "rerun_crate",
    "resume",
    "run",
    "scenarios",
    "score",
    "sensitivity",
    "sweep",
    "write_claim_report",
    "write_comparison_report",
    "write_posterior_report",
    "write_prior_report",
    "write_report",
    "write_score_report",
    "write_sweep_report",
    "write_variant",
]
