"""A small claim that tests change."""

from groundswell.verdicts.claim_file import build

SMALL = {"scenario.persons": 20_000}
FLAGSHIPS = [f"H{n}" for n in range(1, 15)]
GOOD = {
    "title": "t",
    "text": "t",
    "said": "t",
    "reading": "t",
    "literature": "t",
    "refuted_if": "t",
    "scenario": "mobilization-2022",
    "days": 10,
    "arms": {"louder": ["behaviour.protest += 3"]},
    "conditions": [{"text": "voice rises", "arm": "louder", "outcome": "voice", "direction": "rises"}],
    "priors": {"behaviour.exit_signal_voice": True},
}


def claim(tmp_path, **changes):
    return build({**GOOD, **changes}, "mine.toml", tmp_path / "mine.toml", SMALL)


def condition(**changes):
    return [{**GOOD["conditions"][0], **changes}]
