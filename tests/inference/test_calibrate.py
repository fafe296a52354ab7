import json
from io import BytesIO
from pathlib import Path
from typing import Any

import arviz_base
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import groundswell as gs
from groundswell.computing.job import Done
from groundswell.errors import InputError
from groundswell.files import digest
from groundswell.json_text import json_text
from groundswell.seals import BLANK, KEY, read_sealed, write_sealed

pytestmark = pytest.mark.slow  # a hundred runs are little work, but workers start anew for each set of them
SCENARIO = gs.load("toyland").with_(persons=1000)
ASKED = {"budget": "100 draws", "last_scale": "1:80"}  # what is weighed has 1,250 persons


@pytest.fixture(scope="module")
def posterior(tmp_path_factory: pytest.TempPathFactory) -> gs.Posterior:
    return gs.calibrate(SCENARIO, tmp_path_factory.mktemp("two") / "out", **ASKED, workers=2)


def bytes_of(folder: Path) -> dict[str, bytes]:
    names = ("manifest.json", "posterior.parquet", "prior.parquet", "fresh.parquet")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def test_interrupted_and_gone_on_with_one_worker_the_posterior_is_the_same_to_the_byte(
    posterior: gs.Posterior, in_this_process: None, tmp_path: Path
) -> None:
    def interrupt(done: Done, count: int, of: int) -> None:
        del done, of
        if count == 65:  # among the runs of the last scale
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gs.calibrate(SCENARIO, tmp_path, **ASKED, workers=1, progress=interrupt)
    ran = list[Done]()
    gs.calibrate(SCENARIO, tmp_path, **ASKED, workers=1, resume=True, progress=lambda d, *_: ran.append(d))
    assert sum(not done.found for done in ran) < 100 - 60
    assert bytes_of(tmp_path) == bytes_of(posterior.folder)


def test_what_is_weighed_was_run_at_the_last_scale(posterior: gs.Posterior) -> None:
    assert (posterior.scenario.persons, posterior.about["early_persons"]) == (1250, 1000)
    assert posterior.about["plan"]["last"] == len(posterior.weights)


def test_a_posterior_read_back_is_what_was_written(posterior: gs.Posterior) -> None:
    again = gs.open_posterior(posterior.folder)
    np.testing.assert_array_equal(again.weights, posterior.weights)
    assert (again.ess, again.khat, again.why_not) == (posterior.ess, posterior.khat, posterior.why_not)
    assert again.draws == posterior.draws
    assert [t.id for t in again.targets] == [t.id for t in posterior.targets]


def test_a_changed_file_is_refused(posterior: gs.Posterior, tmp_path: Path) -> None:
    for name in posterior.about.get("files", ()) or bytes_of(posterior.folder):
        (tmp_path / name).write_bytes((posterior.folder / name).read_bytes())
    file = tmp_path / "manifest.json"
    file.write_bytes(file.read_bytes().replace(b'"ess"', b'"ESS"'))
    with pytest.raises(InputError):
        gs.open_posterior(tmp_path)


def sealed_anew(posterior: gs.Posterior, folder: Path, **changes: Any) -> Path:
    """Write a posterior with a manifest that says something else, under a seal that is right."""
    about = json.loads(read_sealed(posterior.folder / "manifest.json"))
    for name in about["files"]:
        (folder / name).write_bytes((posterior.folder / name).read_bytes())
    write_sealed(folder / "manifest.json", (json_text({**about, **changes, KEY: BLANK}) + "\n").encode())
    return folder


@pytest.mark.parametrize(
    "changes",
    [
        {"used": ["T1", "T9"]}, {"used": None}, {"coordinates": ["nobody.knows"]}, {"coordinates": 3}, {"priors": []},
        {"priors": "none"}, {"left_out": ["T2"]}, {"sample": "yes"}, {"sample": True}, {"empty": "nothing fits"},
        {"files": {"../x": "0"}}, {"files": {}}, {"kind": "run"},
    ],
)  # fmt: skip
def test_a_folder_that_somebody_else_sealed_is_refused_where_it_makes_no_sense(
    posterior: gs.Posterior, tmp_path: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as refused:
        gs.open_posterior(sealed_anew(posterior, tmp_path, **changes))
    assert refused.value.place and refused.value.remedy


@pytest.mark.parametrize(
    ("column", "value"),
    [("unit:", 2.0), ("unit:", "x"), ("log_kernel:", np.nan), ("log_proposal", np.inf), ("key", "../../etc/passwd")],
)
def test_rows_that_are_no_draws_are_refused(
    posterior: gs.Posterior, tmp_path: Path, column: str, value: object
) -> None:
    folder = sealed_anew(posterior, tmp_path)
    table: Any = parquet.read_table(BytesIO(read_sealed(folder / "posterior.parquet")))
    at = next(at for at, name in enumerate(table.column_names) if name.startswith(column))
    table = table.set_column(at, table.column_names[at], pa.array([value] * len(table)))
    content = BytesIO()
    parquet.write_table(table.replace_schema_metadata({KEY: BLANK}), content)
    write_sealed(folder / "posterior.parquet", content.getvalue())
    about = json.loads(read_sealed(folder / "manifest.json"))
    files = about["files"] | {"posterior.parquet": digest(folder / "posterior.parquet")}
    write_sealed(folder / "manifest.json", (json_text({**about, "files": files, KEY: BLANK}) + "\n").encode())
    with pytest.raises(InputError, match=r"posterior\.parquet"):
        gs.open_posterior(folder)


def test_targets_that_are_not_to_be_fitted_are_not_used(posterior: gs.Posterior) -> None:
    assert posterior.used == ("T1", "T3")
    assert "check" in posterior.left_out["T2"]
    assert "held-out" in posterior.left_out["T6"]


def test_another_calibration_in_the_same_folder_is_refused(posterior: gs.Posterior) -> None:
    with pytest.raises(InputError, match="another calibration"):
        gs.calibrate(SCENARIO, posterior.folder, budget="120 draws")


def test_arviz_reads_a_posterior(posterior: gs.Posterior) -> None:
    tree = posterior.to_datatree()
    assert arviz_base.extract(tree, group="posterior").sizes["sample"] == 1000
    assert set(arviz_base.extract(tree, group="posterior_predictive")) == {"T1", "T2", "T3", "T4", "T5", "T6"}


def test_the_page_of_a_posterior_says_whether_it_may_be_used(posterior: gs.Posterior, tmp_path: Path) -> None:
    page = posterior.report(tmp_path).read_text()
    assert ("Not usable" in page) == (not posterior.usable)
    assert (tmp_path / "figures" / "predictive.csv").exists()
