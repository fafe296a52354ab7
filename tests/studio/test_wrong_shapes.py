"""Files that carry a true seal and yet hold no run: told in words on the page, never an error of the server's own."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from groundswell.files import digest
from groundswell.runfolder import DAILY, MANIFEST
from groundswell.running.store import write_manifest
from groundswell.scenario import Scenario
from groundswell.seals import BLANK, KEY, write_sealed
from groundswell.storage.arrow import pa, parquet
from groundswell.studio.answers import refused
from groundswell.studio.state import Studio

from .conftest import Client
from .test_runs import begun, finished, scenario

__all__ = ["finished", "scenario"]  # fixtures

SHAPES = {
    "no column of measures": lambda t: t.drop_columns(["measure"]),
    "texts for numbers": lambda t: t.set_column(4, "value", pa.array(["many"] * len(t))),
    "a day in a million years": lambda t: t.set_column(
        0, "day", pa.array([0] * (len(t) - 1) + [2**31 - 1], pa.int32())
    ),
    "regions of nowhere": lambda t: t.set_column(2, "region", pa.array([f"X{k % 7}" for k in range(len(t))])),
    "one measure of nothing": lambda t: t.set_column(3, "measure", pa.array(["luck"] * len(t))),
    "no rows": lambda t: t.slice(0, 0),
    "holes": lambda t: t.set_column(0, "day", pa.array([None] * len(t), pa.int32())),
    "another table": lambda _: pa.table({"a": [1, 2]}),
}


def rewritten(file: Path, change: Any) -> None:
    """Replace a table by what `change` makes of it, sealed as a run seals its own."""
    found = change(parquet.read_table(io.BytesIO(file.read_bytes())))
    kept = {**(found.schema.metadata or {}), KEY.encode(): BLANK.encode()}
    content = io.BytesIO()
    parquet.write_table(found.replace_schema_metadata(kept), content)
    write_sealed(file, content.getvalue())


def told(client: Client, name: str) -> None:
    shown = client.get(f"/api/runs/{name}")
    assert shown.status == 200 and "nation" not in shown.json
    assert "no run's counts" in shown.json["damage"] or "no table of daily counts" in shown.json["damage"]
    beside = client.get(f"/api/runs/{name}/evidence")
    assert beside.status == 422 or beside.json == []
    assert client.get("/api/home").json["runs"] and client.get("/api/runs").json


@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_whose_sealed_table_has_another_shape_is_told(
    client: Client, studio: Studio, finished: Path, shape: str
) -> None:
    there = Path(shutil.copytree(finished, studio.folder / "ended"))
    rewritten(there / DAILY, SHAPES[shape])
    kept = json.loads((there / MANIFEST).read_text())
    write_manifest(there, {**kept, "files": {**kept["files"], DAILY: digest(there / DAILY)}})
    told(client, "ended")


@pytest.mark.parametrize("shape", SHAPES)
def test_days_under_way_whose_sealed_block_has_another_shape_are_told(
    client: Client, studio: Studio, scenario: Scenario, shape: str
) -> None:
    begun(scenario, studio.folder / "on", 2)
    for block in (studio.folder / "on.partial" / "daily").iterdir():
        rewritten(block, SHAPES[shape])
    told(client, "on")


@pytest.mark.parametrize("change", [{"days": 10**9}, {"days": -1}, {"days": 2}, {"society": {}}, {"files": {"x": 5}}])
def test_a_sealed_manifest_that_says_what_cannot_be_is_told(
    client: Client, studio: Studio, finished: Path, change: Any
) -> None:
    there = Path(shutil.copytree(finished, studio.folder / "ended"))
    write_manifest(there, json.loads((there / MANIFEST).read_text()) | change)
    shown = client.get("/api/runs/ended")
    assert shown.status == 200 and "damage" in shown.json and "nation" not in shown.json
    assert client.get("/api/home").status == 200


def test_a_fault_of_the_studio_itself_is_told_as_one() -> None:
    answer = refused(ZeroDivisionError("division by zero"))
    assert answer.status_code == 500
    assert "a fault of its own" in json.loads(bytes(answer.body))["problems"][0]["problem"]
