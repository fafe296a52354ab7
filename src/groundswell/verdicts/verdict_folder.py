"""What a claim's folder holds beside its runs: manifest.json, and verdict.json for programs that read it.

manifest.json     versions, fingerprint, scenario, command, seeds, draws and pairs, digest of the verdict
verdict.json      the verdict with its interval and method; what is drawn, cut and fixed; what it depends on;
                  resolution, conditions, warnings, and the sentence that may be quoted
"""

import json
from pathlib import Path
from typing import Any

from groundswell.computing.provenance import MANIFEST, provenance
from groundswell.files import as_input_errors, digest, read_own, refuse_foreign, write_text
from groundswell.json_text import json_text
from groundswell.overwrite import refuse_existing, refuse_unwritable
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.format_verdict import as_dict
from groundswell.verdicts.judgement import Judgement

VERDICT = "verdict.json"


def refuse_other(folder: Path, claim: Claim, force: bool, weighed_by: str = "") -> None:
    """Refuse a folder with the answer to another question than `claim`, unless `force`. Raises InputError.

    More draws of the same claim, scenario, fixed parameters and evidence (`weighed_by`: the identity of a posterior) go
    on with what is there. A folder that cannot be written to is refused too, before anything is computed.
    """
    refuse_unwritable(folder)
    asked = json_text({"claim": claim.name, "scenario_hash": claim.scenario.hash, "fixed": dict(claim.fixed),
                       "weighed_by": weighed_by})  # fmt: skip
    try:
        kept: Any = json.loads(read_own(folder / MANIFEST))
        known = {key: kept[key] for key in ("claim", "scenario_hash", "fixed")}
        same = json_text({**known, "weighed_by": kept.get("weighed_by", "")}) == asked
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        same = False
    for name in () if same else (VERDICT, "claim.html", MANIFEST):
        refuse_existing(folder / name, force)


def save(j: Judgement, folder: Path) -> Path:
    """Write both files into a folder, which is made if need be, and return the verdict's. Raises InputError."""
    with as_input_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    refuse_foreign(folder / MANIFEST, folder / VERDICT)
    with as_input_errors(folder):
        write_text(folder / VERDICT, json_text(as_dict(j)) + "\n")
        about = provenance("claim", j.claim.scenario, j.jobs)
        asked = {
            "claim": j.claim.name, "source": j.claim.source, "draws": len(j.draws),
            "pairs": min(len(d.seeds) for d in j.draws), "seed": j.claim.scenario.seed,
            "seeds": sorted({seed for d in j.draws for seed in d.seeds}), "fixed": dict(j.claim.fixed),
            "weighed_by": j.weighing.about.identity if j.weighing else "", "case": j.claim.case,
            "asked": j.sizes._asdict(),
        }  # fmt: skip
        state = {"complete": not j.failures, "runs": len(j.jobs), "failed": len(j.failures)}
        files = {VERDICT: digest(folder / VERDICT)}
        write_text(folder / MANIFEST, json_text({**about, **asked, **state, "files": files}) + "\n")
    return folder / VERDICT
