"""Crates that somebody made to do harm, or that arrived torn, are refused in words."""

import hashlib
import json
import os
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell import seals
from groundswell.crates import facts as facts_module
from groundswell.crates import opened as opened_module
from groundswell.crates import rerun as rerun_module
from groundswell.crates.facts import facts
from groundswell.crates.graph import METADATA
from groundswell.errors import InputError
from groundswell.files import digest
from groundswell.trust import VARIABLE, CodeError

_WHOLE: dict[str, Any] = {
    "kind": "claim", "claim": "a", "source": "a", "fixed": {}, "persons": 1, "days": 1, "seed": 1, "files": {},
    "scenario_hash": "0", "stream_version": 1, "versions": {"groundswell": "1"},
    "asked": {"draws": 2, "pairs": 1, "points": 9},
}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A ZIP file with little in it."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(METADATA, json.dumps({"@graph": []}) + " " * 5_000)
        made.writestr("result/daily.parquet", os.urandom(500) * 20)
    return tmp_path / "a.zip"


def test_code_in_a_crate_that_lies_in_a_trusted_folder_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for name in ("crate", "unpacked"):  # the one that is run, and a copy of it
        (tmp_path / name / "result" / "code").mkdir(parents=True)
        (tmp_path / name / METADATA).write_text("{}")
        (tmp_path / name / "result" / "code" / "rule.py").write_text("raise SystemExit(99)")
    kind = f"code/rule.py#{digest(tmp_path / 'crate' / 'result' / 'code' / 'rule.py')[:16]}"
    with pytest.raises(CodeError, match="none is loaded from a crate"):
        rerun_module._trusted(kind, tmp_path / "crate")
    (tmp_path / "rule.py").write_text("raise SystemExit(99)")
    assert rerun_module._trusted(kind, tmp_path / "crate").startswith(str(tmp_path / "rule.py"))


@pytest.mark.parametrize("at", [80, 300, 500])
def test_a_torn_archive_is_refused(archive: Path, at: int) -> None:
    content = bytearray(archive.read_bytes())
    content[at : at + 20] = b"\xff" * 20
    archive.write_bytes(content)
    with pytest.raises(InputError):
        gs.check_crate(archive)


@pytest.mark.parametrize("name", ["a" * 300, "result", "result/daily.parquet/x", METADATA])
def test_names_that_a_disk_does_not_take_are_refused(archive: Path, name: str) -> None:
    with zipfile.ZipFile(archive, "a") as more, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Duplicate name"
        more.writestr(name, "x")
    with pytest.raises(InputError):
        gs.check_crate(archive)


def test_an_archive_that_would_fill_the_disk_is_not_unpacked(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_module.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 20_000})())
    with pytest.raises(InputError, match=r"15,\d{3} bytes when unpacked, and 20,000 are free"):
        gs.check_crate(archive)


@pytest.mark.parametrize("key", [*sorted(_WHOLE.keys() - {"kind", "asked"}), "asked.draws", "versions.groundswell"])
@pytest.mark.parametrize("value", [None, "many", []])
def test_a_manifest_that_somebody_wrote_is_refused_where_it_says_too_little(
    tmp_path: Path, key: str, value: Any
) -> None:
    manifest = json.loads(json.dumps(_WHOLE))
    at, _, inner = key.partition(".")
    if inner:
        manifest[at][inner] = value if at == "asked" else None
    elif isinstance(value, facts_module._COMMON.get(at, facts_module._NEEDED["claim"].get(at, int))):
        value = None
    if not inner:
        manifest[at] = value
    (tmp_path / "verdict.json").write_text("{}")
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=r"manifest\.json"):
        facts(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(_WHOLE))
    assert facts(tmp_path).kind == "claim"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a crate of a run holds."""
    place = tmp_path_factory.mktemp("whole")
    gs.run(gs.load("toyland").with_(persons=500, days=3), out=place / "run")
    with zipfile.ZipFile(gs.crate(place / "run", place / "crate.zip")) as crate:
        return {name: crate.read(name) for name in crate.namelist()}


def problems_of(files: dict[str, bytes], place: Path) -> list[str]:
    with zipfile.ZipFile(place / "sent.zip", "w") as sent:
        for name, content in files.items():
            sent.writestr(name, content)
    return [str(problem) for problem in gs.check_crate(place / "sent.zip")]


@pytest.mark.parametrize("name", ["result/daily.parquet", "result/manifest.json", "result/scenario.lock.toml"])
def test_what_is_missing_is_told_by_its_place_in_the_crate(whole: dict[str, bytes], tmp_path: Path, name: str) -> None:
    assert problems_of(whole, tmp_path) == []
    told = problems_of({key: content for key, content in whole.items() if key != name}, tmp_path)
    assert any(line.startswith(f"{name}: is missing") for line in told)
    assert not any("/groundswell-crate-" in line for line in told)  # where it was unpacked


@pytest.mark.parametrize(
    ("entity", "key", "value"),
    [
        ("#seed", "value", 7),
        ("#seed", "value", True),
        ("#scenario-hash", "value", "0"),
        ("#groundswell", "version", "9"),
    ],
)
def test_metadata_that_tell_another_run_than_the_crate_holds_are_refused(
    whole: dict[str, bytes], tmp_path: Path, entity: str, key: str, value: Any
) -> None:
    about = json.loads(whole[METADATA])
    next(each for each in about["@graph"] if each["@id"] == entity)[key] = value
    told = problems_of({**whole, METADATA: json.dumps(about).encode()}, tmp_path)
    assert len(told) == 1 and f"{key} of '{entity}' is" in told[0]


def test_a_lock_that_bears_its_true_digests_and_is_no_scenario_is_told(whole: dict[str, bytes], tmp_path: Path) -> None:
    name, other = "result/scenario.lock.toml", b"[scenario"
    manifest = json.loads(whole["result/manifest.json"]) | {seals.KEY: seals.BLANK}
    manifest["files"]["scenario.lock.toml"] = hashlib.sha256(other).hexdigest()
    changed = {name: other, "result/manifest.json": seals.sealed(json.dumps(manifest).encode())}
    about = json.loads(whole[METADATA])
    for each in about["@graph"]:
        if content := changed.get(each["@id"]):
            each |= {"contentSize": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    told = problems_of({**whole, **changed, METADATA: json.dumps(about).encode()}, tmp_path)
    assert told == [f"{name}: is no scenario written out; take a crate that is whole, or make it anew"]
