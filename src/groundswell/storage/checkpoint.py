"""A world on disk, from which its days go on to the same bits.

A folder `day-NNNNN` a checkpoint, taken on the morning of day N: state.arrow (the columns of all persons, compressed),
rest.npz (fields, lists, what the behaviour remembers), checkpoint.json (whose it is, and the digest of every file).
Written beside and renamed; one that is torn, or belongs to another run or to other sources, is refused with the reason.
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from groundswell.errors import GroundswellError, InputError
from groundswell.files import BESIDE, digest, force, open_own, write_whole
from groundswell.scenario import Scenario
from groundswell.seals import BLANK, KEY, read_sealed, write_sealed
from groundswell.simulate import World, start
from groundswell.storage.arrow import as_column, as_numbers, pa
from groundswell.types import Fields, Society, State

STATE, REST, META = "state.arrow", "rest.npz", "checkpoint.json"
_BATCH = 1 << 22  # persons in a compressed piece
Identity = Mapping[str, Any]  # what must agree: scenario, society, sources, stream version, and a branch's origin


class RefusedError(GroundswellError):
    """A checkpoint that cannot be used, with the reason."""


def write(folder: Path, world: World, identity: Identity) -> Path:
    """Put `world` on disk, below `folder`; return the checkpoint. Raises OSError and leaves nothing then."""
    target = folder / f"day-{world.day:05}"
    beside = folder / f"{BESIDE}{target.name}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        write_whole(beside / STATE, lambda file: _write_state(file, world.state))
        write_whole(beside / REST, lambda file: np.savez(file, **_rest(world)))
        record = {
            "day": world.day,
            "persons": world.society.n,
            "identity": dict(identity),
            "files": {name: digest(beside / name) for name in (STATE, REST)},
            KEY: BLANK,
        }
        write_sealed(beside / META, (json.dumps(record, indent=2) + "\n").encode())
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
        os.replace(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    force(folder)
    return target


def checkpoints(folder: Path, at_most: int | None = None) -> list[tuple[int, Path]]:
    """Return (day, folder) of the checkpoints below `folder`, newest first; those after `at_most` are left out."""
    named = ((re.fullmatch("day-([0-9]{5,9})", path.name), path) for path in folder.glob("day-*"))
    found = [(int(match[1]), path) for match, path in named if match and path.is_dir()]
    return sorted((c for c in found if at_most is None or c[0] <= at_most), reverse=True)


def read(folder: Path, scenario: Scenario, society: Society, identity: Identity) -> World:
    """Return the world of a checkpoint. Raises RefusedError for one that is torn or of another run."""
    try:
        record = json.loads(read_sealed(folder / META))
        if folder.name != f"day-{record['day']:05}":
            raise RefusedError(f"it is of the morning of day {record['day']}")
        for name, value in dict(identity).items():
            if record["identity"].get(name) != value:
                raise RefusedError(f"it belongs to another {name}")
        if record["persons"] != society.n:
            raise RefusedError(f"it holds {record['persons']:,} persons, this run has {society.n:,}")
        for name in (STATE, REST):
            if digest(folder / name) != record["files"][name]:
                raise RefusedError(f"{name} is not what was written")
        world = start(scenario, society)
        _read_state(folder / STATE, world.state)
        with open_own(folder / REST) as content, np.load(content, allow_pickle=False) as rest:
            _take_up(world, {name: rest[name] for name in rest.files})
        world.day = int(record["day"])
    except (OSError, InputError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError(f"it is torn: {error}") from None
    return world


def _write_state(file: BinaryIO, state: State) -> None:
    columns = state._asdict()
    schema = pa.schema([(name, pa.from_numpy_dtype(column.dtype)) for name, column in columns.items()])
    with pa.ipc.new_file(file, schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        for first in range(0, len(state.status), _BATCH):
            part = {name: column[first : first + _BATCH] for name, column in columns.items()}
            writer.write_batch(pa.record_batch([as_column(values) for values in part.values()], schema=schema))


def _read_state(file: Path, state: State) -> None:
    with open_own(file) as content, pa.ipc.open_file(content) as reader:
        first = 0
        for k in range(reader.num_record_batches):
            batch = reader.get_batch(k)
            for name, column in state._asdict().items():
                values = as_numbers(batch.column(batch.schema.names.index(name)))
                if values.any():  # rows never touched cost no memory
                    column[first : first + len(values)] = values
            first += batch.num_rows
    if first != len(state.status):
        raise ValueError(f"{first} persons in {file.name}")


def _rest(world: World) -> dict[str, Any]:
    """Return all that moves but the state, as arrays by name."""
    return (
        {f"fields.{name}": column for name, column in world.fields._asdict().items()}
        | {f"lists.{f.name}": getattr(world.lists, f.name) for f in fields_of(world.lists)}
        | {f"memory.{name}": np.asarray(column) for name, column in world.chooser.get_state().items()}
    )


def _take_up(world: World, rest: dict[str, Any]) -> None:
    world.fields = Fields(**_part(rest, "fields."))
    for name, column in _part(rest, "lists.").items():
        if not hasattr(world.lists, name):
            raise KeyError(name)
        setattr(world.lists, name, column)
    world.chooser.set_state(_part(rest, "memory."))


def _part(rest: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): column for name, column in rest.items() if name.startswith(prefix)}
