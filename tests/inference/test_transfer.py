"""Cases predicted from one another, on copies of toyland."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.errors import InputError
from groundswell.inference.format_transfer import as_text
from groundswell.inference.learned import is_shared, neutral
from groundswell.inference.predicted import ARMS
from groundswell.inference.transfer import chosen, transfer, with_evidence


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two cases that are toyland but for their names."""
    folder = tmp_path_factory.mktemp("cases")
    for name in ("first", "second"):
        shutil.copytree(find("toyland").folder, folder / name)
    return [folder / "first", folder / "second"]


def test_shared_coordinates_have_the_engines_priors_whatever_the_case_states() -> None:
    toyland = {c.key: c.prior for c in neutral(gs.load("toyland")).coordinates}
    gdr = {c.key: c.prior for c in neutral(gs.load("gdr-1989")).coordinates}
    both = [key for key in toyland if key in gdr and is_shared(key)]
    assert len(both) > 30
    assert [toyland[key] for key in both] == [gdr[key] for key in both]


def test_invented_cases_and_cases_without_evidence_are_left_out_of_science() -> None:
    names = {scenario.case.name for scenario in with_evidence()}
    assert {"gdr-1989", "russia-2022"} <= names
    assert not names & {"toyland", "belarus-2020"}


def test_one_case_or_a_case_twice_is_refused(tmp_path: Path) -> None:
    for cases in (["toyland"], ["toyland", "toyland"]):
        with pytest.raises(InputError):
            transfer(cases, tmp_path, persons=1000)


@pytest.mark.slow
def test_each_case_is_predicted_three_ways_and_nothing_is_run_twice(
    groundswell: Callable[..., object], twins: list[Path], tmp_path: Path
) -> None:
    found = transfer(twins, tmp_path, draws=20, persons=500, workers=1)
    assert [(line.case, line.arm) for line in found.lines] == [
        (name, arm) for name in ("first", "second") for arm in ARMS
    ]
    for line in found.lines:
        assert {held.target.id for held in line.held} >= {"T1", "T3", "T6"}
        assert line.score is not None and np.isfinite(line.crps)
    assert found.gain("first", ARMS[0])[0] == 0.0
    before = sorted(tmp_path.rglob("store/*.arrow"))
    options = ["--leave-one-case-out", "--draws", 20, "--persons", 500, "--out", tmp_path, "--json"]
    code, out, err = groundswell("score", *options, "--case", twins[0], "--case", twins[1])  # type: ignore[misc]
    assert code == 0, err
    assert [line["crps"] for line in json.loads(out)["lines"]] == [line.crps for line in found.lines]
    assert sorted(tmp_path.rglob("store/*.arrow")) == before and len(before) == 60
    with (tmp_path / "transfer.csv").open(encoding="utf-8") as stream:
        assert [row["prediction"] for row in csv.DictReader(stream)] == [*ARMS, *ARMS]


def test_leaving_one_case_out_needs_a_folder_and_no_result(groundswell: Callable[..., object], tmp_path: Path) -> None:
    assert groundswell("score", "--leave-one-case-out")[0] == 2  # type: ignore[index]
    assert groundswell("score", tmp_path, tmp_path, "--leave-one-case-out", "--out", tmp_path)[0] == 2  # type: ignore[index]
    assert groundswell("score")[0] == 2  # type: ignore[index]


def test_a_case_goes_by_its_name_and_one_that_is_none_is_refused_with_those_there_are() -> None:
    assert [s.name for s in chosen(["russia-2022", "gdr-1989"])] == ["mobilization-2022", "gdr-1989"]
    with pytest.raises(InputError, match=r"case: no case 'gdr-1998'; did you mean 'gdr-1989'\?"):
        chosen(["russia-2022", "gdr-1998"])


@pytest.mark.slow
def test_that_draws_are_too_few_to_teach_anything_is_said(twins: list[Path], tmp_path: Path) -> None:
    found = transfer(twins, tmp_path, draws=20, persons=500, workers=1)
    assert "first: 20 draws are too few for its evidence to teach anything" in as_text(found)
