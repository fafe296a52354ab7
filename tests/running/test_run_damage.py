"""What was changed on the disk is lived again or refused, never signed as good; nothing outside a folder is touched."""

import errno
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.runfolder import LOCK, MANIFEST, partial
from groundswell.running.store import write_manifest
from groundswell.seals import BLANK, KEY, write_sealed
from groundswell.storage import stream
from groundswell.trust import trusting

DAYS = 9
KEEPING = gs.Keeping(checkpoint_every=3, keep_checkpoints=True, panel=10)


class Killed(BaseException):
    """What ends a run at once."""


def kill(tally: Any, days: int) -> None:
    if tally.day == 7:
        raise Killed


def scenario(**changes: Any) -> gs.Scenario:
    return gs.load("toyland").with_(persons=20_000, days=DAYS, **changes)


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole run, and two of different seeds that were killed after eight days, with a block of days each day."""
    folder = tmp_path_factory.mktemp("bases")
    gs.run(scenario(), out=folder / "whole", keeping=KEEPING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_PATIENCE", -1.0)
        for name, seed in (("killed", 1), ("other", 2)):
            with pytest.raises(Killed):
                gs.run(scenario(seed=seed), out=folder / name, keeping=KEEPING, progress=kill)
    return folder


@pytest.fixture
def killed(bases: Path, tmp_path: Path) -> Path:
    """A copy of the run that was killed."""
    return Path(shutil.copytree(bases / "killed.partial", tmp_path / "run.partial"))


@pytest.fixture
def saved(bases: Path, tmp_path: Path) -> Path:
    """A copy of the whole run."""
    return Path(shutil.copytree(bases / "whole", tmp_path / "run"))


def flip(path: Path, part: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int((len(content) - 1) * part)] ^= 16
    path.write_bytes(content)


def resumed(folder: Path, whole: Path) -> list[str]:
    """Resume a run, compare it with the undamaged one, and return what was said."""
    said: list[str] = []
    _, run = gs.resume(folder, say=said.append)
    for name in ("daily.parquet", "panel.parquet", LOCK):
        assert (run / name).read_bytes() == (whole / name).read_bytes()
    return said


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("what", ["daily", "panel"])
def test_a_day_with_a_flipped_bit_is_lived_again(killed: Path, bases: Path, what: str, part: float) -> None:
    flip(killed / what / "days-00004-00005.parquet", part)
    said = resumed(killed, bases / "whole")
    assert "days-00004-00005.parquet: is not what was written; its days, from 4 on, are run again" in said[0]
    assert said[1:] == ["going on from day 3"]


def test_days_of_another_run_or_under_another_name_are_not_taken(killed: Path, bases: Path) -> None:
    daily = killed / "daily"
    shutil.copy(bases / "other.partial" / "daily" / "days-00006-00007.parquet", daily)
    shutil.copy(daily / "days-00002-00003.parquet", daily / "days-00004-00005.parquet")
    shutil.copy(daily / "days-00002-00003.parquet", daily / "days-x.parquet")
    said = resumed(killed, bases / "whole")
    assert "days-00004-00005.parquet: does not belong here" in said[0]


@pytest.mark.parametrize("name", ["state.arrow", "rest.npz", "checkpoint.json"])
def test_a_checkpoint_with_a_flipped_bit_is_refused(killed: Path, bases: Path, name: str) -> None:
    flip(killed / "checkpoints" / "day-00006" / name)
    assert resumed(killed, bases / "whole")[-1] == "going on from day 3"


def test_a_checkpoint_under_the_name_of_another_day_is_refused(killed: Path, bases: Path) -> None:
    shutil.rmtree(killed / "checkpoints" / "day-00003")
    (killed / "checkpoints" / "day-00006").rename(killed / "checkpoints" / "day-00003")
    assert resumed(killed, bases / "whole")[0] == "checkpoint of day 3 refused: it is of the morning of day 6"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"keeping": NaN}', b"[" * 100_000, b'{"keeping": 1' + b"0" * 5000 + b"}", b"\xff"]
)
def test_odd_or_damaged_json_is_refused_and_nothing_is_lost(killed: Path, saved: Path, content: bytes) -> None:
    (killed / "running.json").write_bytes(content)
    (saved / MANIFEST).write_bytes(content)
    before = sorted(killed.rglob("*"))
    saved.rename(saved.with_name("saved"))
    with pytest.raises(InputError, match=r"running\.json: is not what was written; remove this folder and run again"):
        gs.resume(killed)
    with pytest.raises(InputError, match="manifest"):
        gs.open_run(saved.with_name("saved"))
    assert sorted(killed.rglob("*")) == before


@pytest.mark.parametrize("name", ["daily.parquet", "panel.parquet", LOCK, MANIFEST])
def test_a_saved_run_with_a_flipped_bit_is_not_opened_nor_branched(saved: Path, tmp_path: Path, name: str) -> None:
    flip(saved / name)
    for use in (lambda: gs.open_run(saved), lambda: gs.branch(saved, 6, tmp_path / "other")):
        with pytest.raises(InputError, match=r"is not what was written|not valid JSON|not a run"):
            use()
    assert not (tmp_path / "other").exists()


def test_files_that_a_manifest_names_lie_in_the_folder(saved: Path) -> None:
    manifest = dict(gs.open_run(saved).manifest)
    write_manifest(saved, manifest | {"files": manifest["files"] | {"../away": "0"}})
    with pytest.raises(InputError, match=r"names '\.\./away', which is no file of this folder"):
        gs.open_run(saved)


def test_a_run_killed_on_its_last_step_with_a_damaged_table_is_joined_anew(saved: Path, bases: Path) -> None:
    shutil.copytree(bases / "killed.partial", saved.parent / "run.partial")
    for name in (MANIFEST, "daily.parquet"):
        shutil.move(saved / name, partial(saved) / name)
    shutil.rmtree(saved)
    flip(partial(saved) / "daily.parquet")
    said = resumed(saved, bases / "whole")
    assert "joined anew from the days that are there" in said[0]


TRAPS = ("running.json", ".lock", "daily", "daily/days-00004-00005.parquet", "checkpoints", "checkpoints/day-00006")


@pytest.mark.parametrize("name", [*TRAPS, "daily.parquet", "manifest.json", ".beside-daily.parquet"])
def test_no_link_in_a_run_under_way_is_followed(killed: Path, tmp_path: Path, name: str) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "days-00000-00001.parquet").write_text("not yours")
    place = killed / name
    shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    for target in (away, away / "days-00000-00001.parquet", away / "new"):
        place.symlink_to(target)
        before = sorted(killed.rglob("*"))
        with pytest.raises(InputError, match="is a link"):
            gs.resume(killed)
        assert sorted(killed.rglob("*")) == before
        place.unlink()
    os.mkfifo(place)
    with pytest.raises(InputError, match="a pipe"):
        gs.resume(killed)
    assert [path.read_text() for path in away.iterdir()] == ["not yours"]


def test_nothing_is_written_through_a_link_at_the_place_of_a_new_run(tmp_path: Path) -> None:
    for name in ("run", "run.partial"):
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
        with pytest.raises(InputError, match="out"):
            gs.run(scenario(), out=tmp_path / "run")
        (tmp_path / name).unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["report.html", "figures"])
def test_a_report_is_not_written_through_a_link(saved: Path, tmp_path: Path, name: str) -> None:
    (saved / name).symlink_to(tmp_path / "away")
    with pytest.raises(InputError, match=f"{name}: is a link"):
        gs.open_run(saved).report(saved)
    assert not (tmp_path / "away").exists()


def test_a_rule_that_was_edited_ends_a_run_and_its_branches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parents[2] / "docs" / "behaviour.md").read_text().split("```python\n")[1].split("```")[0]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rule.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "march.toml").write_text(
        'extends = "toyland"\n[scenario]\npersons = 20000\n[behaviour]\nkind = "rules.rule"\n'
    )
    with trusting():
        march = gs.load(tmp_path / "march.toml").with_(days=4)
        for name in ("whole", "stopped"):
            gs.run(march, out=tmp_path / name, keeping=KEEPING, progress=None if name == "whole" else stop)
        (tmp_path / "rules" / "rule.py").write_text(text + "\nEDITED = True\n")
        for name in [name for name in sys.modules if name.split(".")[0] == "rules"]:
            del sys.modules[name]
        with pytest.raises(InputError, match=r"other sources.*your own code"):
            gs.branch(tmp_path / "whole", 2, tmp_path / "other")
        with pytest.raises(InputError, match=r"other sources.*your own code"):
            gs.resume(tmp_path / "stopped")
        assert gs.open_run(tmp_path / "stopped").days == 3
    assert not (tmp_path / "other").exists()


def stop(tally: Any, days: int) -> None:
    if tally.day == 2:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    "changes",
    [{"keeping": {"panel": "x"}}, {"keeping": {"checkpoint_every": -1}}, {"keeping": 3}, {"identity": {"branch": [1]}}],
)
def test_what_no_run_has_written_is_refused_although_it_is_sealed(killed: Path, changes: dict[str, Any]) -> None:
    note = json.loads((killed / "running.json").read_text()) | changes | {KEY: BLANK}
    write_sealed(killed / "running.json", json.dumps(note).encode())
    with pytest.raises(InputError, match=r"running\.json: "):
        gs.resume(killed)


def test_a_run_is_gone_on_with_from_inside_its_folder(
    killed: Path, bases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(killed)
    assert resumed(Path("."), bases / "whole") == ["going on from day 6"]


def test_a_run_that_cannot_be_taken_up_again_for_lack_of_room_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gs.run(scenario(), out=tmp_path / "run", keeping=KEEPING, progress=stop)
    before = sorted(path.name for path in (tmp_path / "run").iterdir())

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stream, "write_sealed", full)
    with pytest.raises(InputError, match="no room left on the disk"):
        gs.resume(tmp_path / "run")
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == before
    assert gs.open_run(tmp_path / "run").days == 3
