"""The folder of a posterior; every file is sealed or its digest stands in the sealed manifest.

manifest.json       scenario, evidence, method, what it says of itself, digests; written last
posterior.parquet   a row a draw: log_weight, log_proposal, seed, key of the job, then unit:KEY, value:KEY, figure:ID,
                    log_kernel:ID
prior.parquet       draws of the prior, fresh.parquet draws of the posterior with fresh seeds: the same columns
scenario.lock.toml  what was fitted; fitted.toml: with the values of the draw that fits best
targets.csv         the evidence
code/               files of code of the user's own that the scenario names
store/, sets/       the runs, and the figures of each set of them (groundswell.inference.table)
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from groundswell.arguments import AnyPath, as_path
from groundswell.case.evidence import Target, read_targets
from groundswell.errors import InputError
from groundswell.files import as_input_errors, digest, read_own, refuse_foreign, write_text
from groundswell.inference import posterior_check as check
from groundswell.inference.posterior import Posterior, Table
from groundswell.json_text import json_text
from groundswell.scenario import own_code
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.seals import BLANK, KEY, DamagedError, read_sealed, write_sealed
from groundswell.storage.arrow import as_column, pa, parquet
from groundswell.types import Floats

MANIFEST, FORMAT = "manifest.json", 1
POSTERIOR, PRIOR, FRESH, LOCK, FITTED, TARGETS = ("posterior.parquet", "prior.parquet", "fresh.parquet",
                                                  "scenario.lock.toml", "fitted.toml", "targets.csv")  # fmt: skip
_COLUMNS = ("id", "about", "series", "aggregate", "regions", "date", "value", "low", "high", "role", "note", "source",
            "kind", "discrepancy", "scale")  # fmt: skip


def write(found: Posterior) -> None:
    """Write a posterior into its folder, the manifest last. Raises InputError when the disk does not take it."""
    folder, manifest = found.folder, dict(found.about)
    names = [POSTERIOR, PRIOR, LOCK, TARGETS]
    with as_input_errors(folder, remedy="repeat the command: no run is done again"):
        for name in (MANIFEST, FRESH, FITTED):
            (folder / name).unlink(missing_ok=True)
        more = {"log_weight": found.smoothed.log, "log_proposal": found.log_proposal}
        more |= {f"log_kernel:{id_}": found.log_kernels[:, at] for at, id_ in enumerate(found.used)}
        _write(folder / POSTERIOR, found, found.table, more)
        _write(folder / PRIOR, found, found.prior, {})
        if found.fresh is not None:
            _write(folder / FRESH, found, found.fresh, {})
            write_text(folder / FITTED, lock_text(found.fitted()))
            names += [FRESH, FITTED]
        write_text(folder / LOCK, lock_text(found.scenario))
        own_code.keep(found.scenario, folder)
        write_text(folder / TARGETS, targets_text(found.targets))
        manifest |= {"files": {name: digest(folder / name) for name in names}, KEY: BLANK}
        write_sealed(folder / MANIFEST, (json_text(manifest) + "\n").encode())


def open_posterior(path: AnyPath) -> Posterior:
    """Return the posterior in a folder that `calibrate` made.

    Raises InputError for a folder that is none, a file that is not what was written, and a case that has changed.
    """
    folder = as_path(path)
    try:
        content = _content(folder / MANIFEST) if _is_ours(folder / MANIFEST) else b""
        about: dict[str, Any] = json.loads(content)
    except FileNotFoundError:
        raise InputError(f"no {MANIFEST}: not a posterior", place=str(folder), remedy=check.REMEDY) from None
    except ValueError:
        raise InputError(f"{MANIFEST} is not a posterior's", place=str(folder), remedy=check.REMEDY) from None
    check.check_manifest(about, folder)
    files: dict[str, Any] = about["files"]
    refuse_foreign(*(folder / name for name in files))
    for name in dict.fromkeys([*files, POSTERIOR, PRIOR, LOCK, TARGETS]):
        if name not in files or not (folder / name).is_file() or digest(folder / name) != files[name]:
            raise InputError("is not what was written", place=str(folder / name), remedy="calibrate again")
    scenario = load(folder / LOCK)
    targets = read_targets(folder / TARGETS)
    scenario = replace(scenario, case=scenario.case.with_targets(targets))
    coordinates, used = tuple(about["coordinates"]), tuple(about["used"])
    own = _read(folder / POSTERIOR)
    kernels = check.numbers(own, [f"log_kernel:{id_}" for id_ in used], folder / POSTERIOR)
    proposal = check.numbers(own, ["log_proposal"], folder / POSTERIOR)[:, 0]
    check.check_weights(about, kernels, proposal, folder / POSTERIOR)
    table, prior, *fresh = (_table(folder / name, coordinates, targets)
                            for name in (POSTERIOR, PRIOR, FRESH) if name in files)  # fmt: skip
    for name, rows in ((PRIOR, len(prior.seeds)), (FRESH, len(fresh[0].seeds) if fresh else 1)):
        if not rows:
            raise InputError("has no row", place=str(folder / name), remedy=check.REMEDY)
    return Posterior(scenario, coordinates, targets, used, about["left_out"], table, kernels, proposal, prior,
                     fresh[0] if fresh else None, about, folder)  # fmt: skip


def _is_ours(manifest: Path) -> bool:
    """Tell whether a manifest may be a posterior's, damaged or not; a sweep's or a claim's says that it is another."""
    try:
        kind = json.loads(read_own(manifest)).get("kind", "posterior")
    except FileNotFoundError:
        raise
    except (OSError, ValueError, AttributeError, RecursionError):
        return True  # what reads it next says what is wrong
    return kind == "posterior"


def targets_text(targets: Sequence[Target]) -> str:
    """Return targets as the table that they are read from."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for t in targets:
        period = f"{t.since}/{t.date}" if t.since else str(t.date)
        sd = "" if t.discrepancy is None else t.discrepancy
        facts = [t.id, t.about, t.series, t.aggregate, "|".join(t.regions), period, t.value, t.low, t.high]
        writer.writerow([*facts, t.role, t.note, t.source, t.kind, sd, t.scale])
    return text.getvalue()


def _write(file: Path, found: Posterior, table: Table, more: Mapping[str, Floats]) -> None:
    columns: dict[str, Any] = {
        "seed": pa.array(list(table.seeds), pa.int64()),
        "key": pa.array(list(table.keys), pa.string()),
    }
    columns |= {name: as_column(values) for name, values in more.items()}
    columns |= {f"unit:{key}": as_column(table.units[:, at]) for at, key in enumerate(found.coordinates)}
    columns |= {f"value:{key}": pa.array(list(column)) for key, column in table.values.items()}
    columns |= {f"figure:{t.id}": as_column(table.figures[:, at]) for at, t in enumerate(found.targets)}
    made = pa.table(columns).replace_schema_metadata({KEY: BLANK})
    content = BytesIO()
    parquet.write_table(made, content, compression="zstd")
    write_sealed(file, content.getvalue())


def _content(file: Path) -> bytes:
    try:
        return read_sealed(file)
    except DamagedError as error:
        raise InputError(error.problem, place=str(file), remedy="calibrate again") from None


def _read(file: Path) -> Any:
    try:
        return parquet.ParquetFile(BytesIO(_content(file))).read()
    except pa.ArrowInvalid:
        raise InputError("is no table", place=str(file), remedy="calibrate again") from None


def _table(file: Path, coordinates: Sequence[str], targets: Sequence[Target]) -> Table:
    own = _read(file)
    units = check.numbers(own, [f"unit:{key}" for key in coordinates], file)
    check.check_rows(own, units, file)
    values = {
        name.removeprefix("value:"): own[name].to_pylist() for name in own.column_names if name.startswith("value:")
    }
    figures = check.numbers(own, [f"figure:{t.id}" for t in targets], file)
    return Table(units, values, figures, own["seed"].to_pylist(), own["key"].to_pylist())
