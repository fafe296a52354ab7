"""What is handed on is whole: a source distribution with its tests, a wheel's metadata, the same version everywhere."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

import groundswell as gs

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of these sources, unpacked."""
    place = tmp_path_factory.mktemp("sdist")
    left = shutil.ignore_patterns(
        ".git", ".venv*", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "out", "runs"
    )
    shutil.copytree(ROOT, place / "clone", ignore=left)
    code = f"import setuptools.build_meta as build; build.build_sdist({str(place)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=place / "clone", check=True, capture_output=True)
    with tarfile.open(next(place.glob("*.tar.gz"))) as archive:
        archive.extractall(place, filter="data")
    return place / f"groundswell-{gs.__version__}"


def test_the_source_distribution_holds_all_that_is_needed_to_test_and_to_cite_it(unpacked: Path) -> None:
    names = (
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        "DATA_LICENSES.md",
        "RESPONSIBLE_USE.md",
        "README.md",
        "Makefile",
    )
    for name in (*names, ".ci/run", "requirements/test.txt", "docs/model.md", "verification/claims.py"):
        assert (unpacked / name).is_file(), name
    for kind in ("tests", "src", "docs"):
        here = {p.relative_to(ROOT) for p in (ROOT / kind).rglob("*") if p.is_file() and "__pycache__" not in p.parts}
        here = {p for p in here if not any(part.endswith(".egg-info") for part in p.parts)}
        assert {p for p in here if not (unpacked / p).is_file()} == set()


def test_tests_pass_from_the_source_distribution(unpacked: Path) -> None:
    files = [
        "tests/unit/test_json_text.py",
        "tests/unit/test_extras.py::test_one_extra_brings_all_that_a_user_can_need",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    env = os.environ | {"PYTHONPATH": str(unpacked / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout


def test_one_version_is_reported_everywhere() -> None:
    cited = re.search(r"^version: *(\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited
    assert {PROJECT["version"], cited[1].strip("\"'"), gs.__version__} == {PROJECT["version"]}


def test_supported_systems_and_pythons_are_said() -> None:
    said = set(PROJECT["classifiers"])
    assert {"Operating System :: POSIX :: Linux", "Operating System :: MacOS"} <= said
    assert {f"Programming Language :: Python :: 3.{n}" for n in (11, 12, 13)} <= said
    assert "Linux and macOS" in (ROOT / "README.md").read_text(encoding="utf-8")
