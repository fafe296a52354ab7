"""The command `data` on its own."""

import json
from collections.abc import Callable
from pathlib import Path

from groundswell.data import sources


def test_the_list_names_every_source_with_its_licence(groundswell: Callable) -> None:
    said = groundswell("data")
    assert said.code == 0
    for source in sources():
        assert f"{source.name}: {source.title}" in said.out
        assert " ".join(source.licence.split()[:3]) in said.out


def test_one_source_is_shown_with_paths_that_exist_and_columns(groundswell: Callable) -> None:
    said = groundswell("data", "ties")
    shown = [line for line in said.out.splitlines() if line.endswith(".csv")]
    assert [Path(line).is_file() for line in shown] == [True]
    assert "size_typical (count)" in said.out


def test_json_holds_the_whole_registry_and_nothing_else(groundswell: Callable) -> None:
    shown = json.loads(groundswell("data", "--json").out)["data"]
    assert [entry["name"] for entry in shown] == [source.name for source in sources()]
    assert all(Path(file["path"]).is_file() for entry in shown for file in entry["files"])


def test_an_unknown_source_ends_with_code_2_and_the_nearest_name(groundswell: Callable) -> None:
    said = groundswell("data", "region")
    assert said.code == 2
    assert "did you mean 'regions'?" in said.err
