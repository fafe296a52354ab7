"""What a forge, an editor or an archive reads of this repository is true of it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import groundswell as gs

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
YAML = [*sorted((ROOT / ".github").rglob("*.yml")), ROOT / ".pre-commit-config.yaml", ROOT / "codecheck.yml"]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", YAML, ids=lambda path: path.name)
def test_every_settings_file_can_be_read(file: Path) -> None:
    assert isinstance(read(file), dict)


@pytest.mark.parametrize("file", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_calls_make_targets_that_exist_and_may_only_read(file: Path) -> None:
    flow = read(file)
    assert flow["permissions"] == {"contents": "read"}
    for job in flow["jobs"].values():
        commands = [step["run"] for step in job["steps"] if "run" in step]
        assert commands
        assert all(re.fullmatch(r"make [a-z]+", command) and command.split()[1] in TARGETS for command in commands)
        assert job["timeout-minutes"] <= 360


@pytest.mark.parametrize("name", ["bug", "case", "case_check", "classic"])
def test_a_form_asks_something_that_must_be_answered(name: str) -> None:
    form = read(ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml")
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    assert any(part.get("validations", {}).get("required") for part in form["body"])


def test_hooks_are_local_and_call_what_make_has_installed() -> None:
    repositories = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    assert all(hook["entry"].startswith(".venv/bin/") for hook in repositories[0]["hooks"])


def test_version_and_requirements_are_the_same_everywhere() -> None:
    meta, cite = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8")), read(ROOT / "CITATION.cff")
    assert {meta["version"], str(cite["version"]), PROJECT["version"]} == {gs.__version__}
    assert meta["softwareRequirements"] == PROJECT["dependencies"]
    assert meta["description"] == PROJECT["description"]
    assert meta["license"].endswith(cite["license"])
    assert cite["title"] == read(ROOT / "codecheck.yml")["paper"]["title"]


def test_a_codecheck_names_outputs_that_are_there() -> None:
    assert all((ROOT / entry["file"]).is_file() for entry in read(ROOT / "codecheck.yml")["manifest"])


def test_every_licence_that_is_named_lies_there_and_every_one_there_is_named() -> None:
    text = (ROOT / "REUSE.toml").read_text(encoding="utf-8")
    notes = tomllib.loads(text)["annotations"]
    named = {name for note in notes for name in re.split(r" AND | OR ", note["SPDX-License-Identifier"])}
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}
    for note in notes:
        paths = [note["path"]] if isinstance(note["path"], str) else note["path"]
        assert all(any(ROOT.glob(path)) for path in paths), paths


def test_the_terms_of_outlines_are_those_of_the_notice() -> None:
    notices = (ROOT / "DATA_LICENSES.md").read_text(encoding="utf-8")
    assert "OpenStreetMap contributors" in notices
    assert (ROOT / "LICENSE").read_text() == (ROOT / "LICENSES" / "Apache-2.0.txt").read_text()
