"""A crate tells what it holds, is found out when it was changed, and runs again to the same bytes."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import groundswell as gs
from groundswell.crates.graph import METADATA
from groundswell.errors import InputError
from groundswell.files import digest
from groundswell.inputs.problems import ScenarioError
from groundswell.seals import resealed, sealed
from groundswell.trust import VARIABLE, CodeError

SMALL = {"persons": 1_000, "days": 3}
RULE = """
from typing import NamedTuple
from pathlib import Path
from groundswell.behaviour import otherwise

SOURCE = "a test"
Path({marker!r}).write_text("it was run")


class Params(NamedTuple):
    pass


def rule(me, p, draw):
    return otherwise(me)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small run."""
    folder = tmp_path_factory.mktemp("runs") / "toy"
    gs.run(gs.load("toyland").with_(**SMALL), out=folder)
    return folder


@pytest.fixture(scope="module")
def whole(run: Path) -> Path:
    """The crate of that run, as a folder."""
    return gs.crate(run, author="A. Person")


@pytest.fixture
def crate(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(whole, tmp_path / "crate"))


def said(path: Path) -> str:
    return "\n".join(str(problem) for problem in gs.check_crate(path))


def graph(folder: Path) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads((folder / METADATA).read_text())["@graph"]}


def rewrite(folder: Path, change: Callable[[dict[str, dict[str, Any]]], object]) -> None:
    entities = graph(folder)
    change(entities)
    text = json.dumps({"@context": "https://w3id.org/ro/crate/1.3/context", "@graph": list(entities.values())})
    (folder / METADATA).write_text(text)


def test_a_crate_is_whole_and_says_what_it_is(whole: Path) -> None:
    assert said(whole) == ""
    entities = graph(whole)
    assert entities["./"]["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.6"}
    assert entities[METADATA]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    assert entities["#execution"]["instrument"] == {"@id": "#groundswell"}
    assert entities["#seed"]["value"] == 1
    assert entities["#author"]["name"] == "A. Person"


def test_a_crate_run_again_gives_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    found = gs.rerun_crate(whole, tmp_path / "again")
    assert found.same == {"daily.parquet": True}
    assert (tmp_path / "again" / "daily.parquet").read_bytes() == (whole / "result" / "daily.parquet").read_bytes()


def test_the_same_result_makes_the_same_file(run: Path, tmp_path: Path) -> None:
    one, two = gs.crate(run, tmp_path / "a.zip"), gs.crate(run, tmp_path / "b.zip")
    assert one.read_bytes() == two.read_bytes()
    assert gs.rerun_crate(one).agrees


def test_a_run_that_was_kept_in_memory_gives_its_bytes_again(tmp_path: Path) -> None:
    gs.run(gs.load("toyland").with_(**SMALL)).save(tmp_path / "memory")
    assert gs.rerun_crate(gs.crate(tmp_path / "memory")).agrees


def test_a_changed_byte_is_found_even_when_the_metadata_were_changed_with_it(crate: Path) -> None:
    daily = crate / "result" / "daily.parquet"
    daily.write_bytes(daily.read_bytes()[:-1] + b"x")
    assert "result/daily.parquet: is not what was written" in said(crate)
    rewrite(crate, lambda of: of["result/daily.parquet"].update(sha256=digest(daily)))
    assert "daily.parquet is not what was written" in said(crate)
    with pytest.raises(ScenarioError, match="not what was written"):
        gs.rerun_crate(crate)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda table: b"no table", "is no table that can be read"),
        (lambda table: table.drop_columns(["value"]), "is no table of daily counts: day, date, region, measure, value"),
        (lambda table: table.slice(0, table.num_rows - 3), "does not hold the 3 days that the manifest tells"),
        (lambda table: table.slice(0, 0), "is no table of daily counts"),
        (lambda table: table.set_column(4, "value", pa.nulls(table.num_rows, pa.float64())), "has empty cells"),
    ],
)
def test_counts_that_are_none_are_found_even_when_every_digest_was_made_anew(
    crate: Path, change: Callable[[Any], Any], problem: str
) -> None:
    daily, manifest = crate / "result" / "daily.parquet", crate / "result" / "manifest.json"
    before = digest(daily)
    made = change(pq.read_table(daily))
    daily.write_bytes(made) if isinstance(made, bytes) else pq.write_table(made, daily)
    manifest.write_bytes(resealed(manifest.read_bytes(), before.encode(), digest(daily).encode()))
    for file in (daily, manifest):
        facts = {"sha256": digest(file), "contentSize": str(file.stat().st_size)}
        rewrite(crate, lambda of, name=f"result/{file.name}", facts=facts: of[name].update(facts))
    assert said(crate).startswith(f"result/daily.parquet: {problem}")


def test_a_file_too_many_or_too_few_is_found(crate: Path) -> None:
    (crate / "result" / "note.txt").write_text("hello")
    (crate / "result" / "scenario.lock.toml").unlink()
    assert "result/note.txt: is not described" in said(crate)
    assert "result/scenario.lock.toml: is missing" in said(crate)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda of: of["./"].pop("license"), "has no license"),
        (lambda of: of["./"].update(conformsTo={"@id": "https://example.org/"}), "does not conform to"),
        (lambda of: of["./"].update(hasPart=[]), "is not part of the root"),
        (lambda of: of.pop("#groundswell"), "leads to '#groundswell'"),
        (lambda of: of.pop("#execution"), "no CreateAction"),
        (lambda of: of[METADATA].update(conformsTo={"@id": "https://w3id.org/ro/crate/1.1"}), "descriptor does not"),
        (lambda of: of["#groundswell"].pop("version"), "no program with its version"),
    ],
)
def test_metadata_that_lack_something_are_found(crate: Path, change: Any, word: str) -> None:
    rewrite(crate, change)
    assert word in said(crate)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"@graph": [1]}', b'{"@graph": [{"@id": "a"}, {"@id": "a"}]}'])
def test_what_is_no_metadata_is_refused(crate: Path, content: bytes) -> None:
    (crate / METADATA).write_bytes(content)
    with pytest.raises(InputError):
        gs.check_crate(crate)


@pytest.mark.parametrize("name", ["../evil", "/evil", "a\\..\\evil", "C:evil", "result/../../evil"])
def test_a_zip_file_that_would_write_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(METADATA, "{}")
        archive.writestr(name, "x")
    with pytest.raises(InputError, match="outside"):
        gs.check_crate(tmp_path / "a.zip")
    assert not list(tmp_path.parent.rglob("evil"))


def test_links_and_broken_archives_are_refused(crate: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("result")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(METADATA, "{}")
        archive.writestr(link, "/etc")
    with pytest.raises(InputError, match="is no file"):
        gs.check_crate(tmp_path / "link.zip")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError, match="no ZIP file"):
        gs.check_crate(tmp_path / "broken.zip")
    (crate / "result" / "elsewhere").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match="link"):
        gs.check_crate(crate)


def own_scenario(folder: Path, marker: Path) -> gs.Scenario:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "silent.py").write_text(RULE.format(marker=str(marker)))
    (folder / "own.toml").write_text('extends = "toyland"\nscenario = {persons = 1_000}\n'
                                     'behaviour = {kind = "silent.py"}\n')  # fmt: skip
    return gs.load(folder / "own.toml", {"scenario.days": 2}, trust=True)


def test_no_code_is_loaded_from_a_crate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker, lab = tmp_path / "marker", tmp_path / "lab"
    gs.run(own_scenario(lab, marker)).save(tmp_path / "own")
    crate = gs.crate(tmp_path / "own")
    assert list((crate / "result" / "code").rglob("silent.py"))
    from groundswell import codefiles

    for known in [name for name in codefiles._known if "silent" in name]:  # another process: nothing was imported yet
        monkeypatch.delitem(codefiles._known, known)
        monkeypatch.delitem(__import__("sys").modules, known)
    marker.unlink()
    assert said(crate) == ""
    with pytest.raises(CodeError, match=r"'silent\.py' .* none is loaded from a crate"):
        gs.rerun_crate(crate)
    assert not marker.exists()
    monkeypatch.setenv(VARIABLE, str(lab))
    assert gs.rerun_crate(crate).agrees
    assert marker.exists()


def test_code_of_the_same_name_that_was_changed_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = tmp_path / "lab"
    gs.run(own_scenario(lab, tmp_path / "marker")).save(tmp_path / "own")
    (lab / "silent.py").write_text((lab / "silent.py").read_text() + "# changed\n")
    monkeypatch.setenv(VARIABLE, str(lab))
    with pytest.raises(CodeError):
        gs.rerun_crate(gs.crate(tmp_path / "own"))


def test_a_case_of_ones_own_comes_along(tmp_path: Path) -> None:
    case = Path(shutil.copytree(gs.load("toyland").case.folder, tmp_path / "mine"))
    (tmp_path / "a.toml").write_text(f'scenario = {{case = "{case}", days = 2, persons = 1_000}}\n')
    gs.run(gs.load(tmp_path / "a.toml")).save(tmp_path / "run")
    crate = gs.crate(tmp_path / "run")
    shutil.rmtree(case)
    assert (crate / "case" / "mine" / "case.toml").is_file()
    assert gs.rerun_crate(crate).agrees
    told = [path for path in crate.rglob("*") if path.is_file() and str(tmp_path).encode() in path.read_bytes()]
    assert not told, "nobody need know where the case lay"
    moved = gs.open_run(Path(crate.rename(tmp_path / "elsewhere")) / "result")
    assert moved.scenario.case.folder == tmp_path / "elsewhere" / "case" / "mine"


def test_what_cannot_be_run_again_alone_is_refused(run: Path, tmp_path: Path, in_this_process: None) -> None:
    ensemble = tmp_path / "ensemble"
    gs.ensemble(gs.load("toyland").with_(**SMALL), 2, out=ensemble)
    with pytest.raises(InputError, match="ensemble"):
        gs.crate(ensemble)
    gs.branch(run, 2, tmp_path / "branch", {"policing.pmax": 0.1})
    with pytest.raises(InputError, match="branch"):
        gs.crate(tmp_path / "branch")
    half = Path(shutil.copytree(run, tmp_path / "half"))
    manifest = json.loads((half / "manifest.json").read_text()) | {"complete": False, "seal": "sealed:" + 64 * "0"}
    (half / "manifest.json").write_bytes(sealed(json.dumps(manifest).encode()))
    with pytest.raises(InputError, match="interrupted"):
        gs.crate(half)
    with pytest.raises(InputError, match="no such folder"):
        gs.crate(tmp_path / "nothing")


def test_the_commands_make_check_and_rerun(run: Path, groundswell: Callable[..., Any], tmp_path: Path) -> None:
    assert groundswell("crate", run, "--out", "a.zip").code == 0
    assert "exists" in groundswell("crate", "write", run, "--out", "a.zip").err
    assert groundswell("crate", run, "--out", "a.zip", "--force").code == 0
    assert "whole" in groundswell("crate", "check", "a.zip").out
    assert "same bytes" in groundswell("crate", "rerun", "a.zip").out
    assert groundswell("crate", run, "--out", "b", "--orcid", "1").code == 2
    assert groundswell("crate", "check", "nothing").code == 2
