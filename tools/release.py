"""Build and check a release into dist/: `make release`. It tags, signs and uploads nothing.

Refused: a tree with changes, versions that differ, generated pages that are out of date. Then both distributions are
built, the wheel is installed into an environment of its own and runs toyland, and their digests are written.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"


def versions() -> dict[str, str]:
    """Return the version that each file names."""

    def found(name: str, pattern: str) -> str:
        match = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        return match[1] if match else "none"

    return {
        "pyproject.toml": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "src/groundswell/__init__.py": found("src/groundswell/__init__.py", r'^__version__ = "(.+)"$'),
        "CITATION.cff": found("CITATION.cff", r"^version: (.+)$"),
        "codemeta.json": json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))["version"],
    }


def problems(version: str) -> list[str]:
    """Return why this tree is no release."""
    wrong = [f"{file} says {other}, not {version}: write {version} there" for file, other in versions().items()
             if other != version]  # fmt: skip
    changes = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False)
    if changes.returncode == 0 and changes.stdout:
        wrong.append("the tree has changes that are not committed: commit them, or put them aside with git stash")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE):
        heading = f"## [{version}] - {datetime.now(UTC):%Y-%m-%d}"
        wrong.append(f"CHANGELOG.md has no heading of it: put a line '{heading}' below '## [Unreleased]', and commit")
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for name, page in generate.pages().items():
        if (ROOT / "docs" / name).read_text(encoding="utf-8") != page:
            wrong.append(f"docs/{name} is out of date: make docs")
    return wrong


def build() -> list[Path]:
    """Build both distributions into an empty dist/ and return them."""
    shutil.rmtree(DIST, ignore_errors=True)
    for kind in ("sdist", "wheel"):
        code = f"import setuptools.build_meta as b; b.build_{kind}({str(DIST)!r})"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return sorted(DIST.iterdir())


def try_wheel(wheel: Path, version: str) -> None:
    """Install the wheel beside this environment's libraries, and run toyland with it and nothing of the tree."""
    with tempfile.TemporaryDirectory() as place:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", place, str(wheel)]
        subprocess.run(pip, check=True)
        env = {**os.environ, "PYTHONPATH": place}
        command = [sys.executable, "-m", "groundswell"]
        said = subprocess.run([*command, "--version"], cwd=place, env=env, capture_output=True, text=True, check=True)
        if said.stdout.split() != ["groundswell", version]:
            sys.exit(f"the wheel says {said.stdout!r}")
        run = [*command, "run", "toyland", "--scale", "1:10", "--no-report", "-q", "--out", str(Path(place, "run"))]
        subprocess.run(run, cwd=place, env=env, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    version = versions()["src/groundswell/__init__.py"]
    if wrong := problems(version):
        sys.exit("no release:\n" + "\n".join(f"  {each}" for each in wrong))
    made = build()
    try_wheel(next(path for path in made if path.suffix == ".whl"), version)
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made)
    (DIST / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"{sums}By hand: git tag -s v{version}; sign dist/SHA256SUMS; upload (docs/releases.md)")


if __name__ == "__main__":
    main()
