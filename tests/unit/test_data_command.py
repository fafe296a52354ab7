"""The command `data` on its own."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from groundswell.cli.data import register
from groundswell.data import sources


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def test_the_list_names_every_source_with_its_licence(app: typer.Typer) -> None:
    said = CliRunner().invoke(app, ["data"])
    assert said.exit_code == 0
    for source in sources():
        assert f"{source.name}: {source.title}" in said.output
        assert " ".join(source.licence.split()[:3]) in said.output


def test_one_source_is_shown_with_paths_that_exist_and_columns(app: typer.Typer) -> None:
    said = CliRunner().invoke(app, ["data", "ties"])
    shown = [line for line in said.output.splitlines() if line.endswith(".csv")]
    assert [Path(line).is_file() for line in shown] == [True]
    assert "size_typical (count)" in said.output


def test_json_holds_the_whole_registry_and_nothing_else(app: typer.Typer) -> None:
    shown = json.loads(CliRunner().invoke(app, ["data", "--json"]).stdout)["data"]
    assert [entry["name"] for entry in shown] == [source.name for source in sources()]
    assert all(Path(file["path"]).is_file() for entry in shown for file in entry["files"])


def test_an_unknown_source_ends_with_code_2_and_the_nearest_name(app: typer.Typer) -> None:
    said = CliRunner().invoke(app, ["data", "region"])
    assert said.exit_code == 2
    assert "did you mean 'regions'?" in said.output
