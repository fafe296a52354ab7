"""Ask the public validator what it says of a crate of ours; writes verification/results/crate_validator.md.

    python tools/validate_crate.py

It makes an environment of its own in a temporary folder, for the validator's libraries are none of ours. The JSON-LD
context is taken from the library `rocrate`, which ships it, so that no page is fetched.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import groundswell as gs

ROOT = Path(__file__).parents[1]
OUT = ROOT / "verification" / "results" / "crate_validator.md"
VALIDATOR, CONTEXT = "roc-validator==0.13.0", "rocrate==0.16.0"
PROFILES = {"ro-crate-1.3": "RO-Crate 1.3", "process-run-crate": "Process Run Crate 0.5, on RO-Crate 1.1"}
REPLY = """## What we make of it

The validator knows Process Run Crate 0.5, which stands on RO-Crate 1.1; that a crate of version 1.3 does not
name 1.1 is meant. The program has no `url` because it has no public address yet, and none is made up: the crate
takes the home page that the installed package names, as soon as it names one. Author, affiliation and contact are
told only if whoever makes the crate gives them.
"""
INNER = """
import importlib.util, sys
from pathlib import Path
import requests
import rocrate_validator.utils.http as http
from rocrate_validator import models, services

context = (Path(importlib.util.find_spec("rocrate").origin).parent / "data" / "ro-crate.jsonld").read_bytes()
other = http.HttpRequester.__getattr__

def get(url, *args, **more):
    found = requests.Response()
    found.status_code, found._content, found.url, found.encoding = 200, context, url, "utf-8"
    found.headers["Content-Type"] = "application/ld+json"
    return found

http.HttpRequester.__getattr__ = lambda self, name: get if name == "get" else other(self, name)
for profile in sys.argv[2:]:
    asked = services.ValidationSettings(rocrate_uri=sys.argv[1], profile_identifier=profile, abort_on_first=False,
                                        requirement_severity=models.Severity.RECOMMENDED)
    for issue in services.validate(asked).get_issues():
        print(f"ISSUE|{profile}|{issue.severity.name}|{issue.check.identifier}|{' '.join(issue.message.split())}")
    print(f"DONE|{profile}")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        run = gs.run(gs.load("toyland").with_(persons=10_000, days=10))
        run.save(Path(place, "run"))
        crate = gs.crate(Path(place, "run"), author="The groundswell developers")
        venv.create(Path(place, "env"), with_pip=True)
        python = Path(place, "env", "bin", "python")
        pip = [str(python), "-m", "pip", "install", "-q"]
        subprocess.run([*pip, VALIDATOR], check=True)
        subprocess.run([*pip, "--no-deps", CONTEXT], check=True)
        asked = [str(python), "-c", INNER, str(crate), *PROFILES]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    lines = [line.split("|", 4) for line in done.stdout.splitlines() if line.startswith(("ISSUE|", "DONE|"))]
    if [line[1] for line in lines if line[0] == "DONE"] != list(PROFILES):
        sys.exit(f"the validator did not end well:\n{done.stderr[-2000:]}")
    OUT.write_text(page([line[1:] for line in lines if line[0] == "ISSUE"]), encoding="utf-8")


def page(issues: list[list[str]]) -> str:
    """Return the report: every issue as the validator words it, and what we say to the required ones."""
    parts = [
        "# What the public validator says of a crate\n",
        "<!-- written by `python tools/validate_crate.py`; do not edit -->\n",
        f"A crate of a run of toyland (10,000 persons, 10 days), checked by {VALIDATOR.replace('==', ' ')} for\n"
        "what is required and recommended.\n",
    ]  # fmt: skip
    for profile, name in PROFILES.items():
        own = [issue for issue in issues if issue[0] == profile]
        required = sum(issue[1] == "REQUIRED" for issue in own)
        parts.append(f"## {name}\n\n{required} required, {len(own) - required} recommended, not met:\n")
        parts.append("\n".join(f"- {issue[1].lower()}, {issue[2]}: {issue[3]}" for issue in own) + "\n")
    parts.append(REPLY)
    return "\n".join(parts)


if __name__ == "__main__":
    main()
