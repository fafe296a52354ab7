"""What is not installed is told before the work, with the command that brings it."""

import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

import groundswell as gs
from groundswell import extras
from groundswell.classics import gallery
from groundswell.comparisons.design import Prior, design
from groundswell.computing.pool import check
from groundswell.errors import GroundswellError
from groundswell.verdicts.judgement import judge_claim
from groundswell.verdicts.sensitivity import sensitivity

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEVELOPERS = {"test", "browser", "docs", "lint"}
PRIOR = Prior("call.replacement", 0.0, 1.0, "uniform", False)


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)


def test_the_extras_are_those_that_can_be_installed() -> None:
    assert set(extras.EXTRAS) == set(PROJECT["optional-dependencies"]) - DEVELOPERS - {"all"}


def test_one_extra_brings_all_that_a_user_can_need() -> None:
    every = {need for name in extras.EXTRAS for need in PROJECT["optional-dependencies"][name]}
    assert set(PROJECT["optional-dependencies"]["all"]) == every


def test_the_remedy_fits_how_the_package_came_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = Path(extras.__file__).parents[2]
    monkeypatch.chdir(tmp_path)
    assert extras.how_to_install("report") == f"{sys.executable} -m pip install -e '{root}[report]'"
    monkeypatch.chdir(root)
    assert extras.how_to_install("report") == f"{sys.executable} -m pip install -e '.[report]'"
    monkeypatch.setattr(extras, "__file__", str(tmp_path / "site-packages" / "groundswell" / "extras.py"))
    assert extras.how_to_install("report") == "pip install 'groundswell[report]'"


@pytest.mark.parametrize("extra", extras.EXTRAS)
def test_what_is_installed_is_not_asked_for(extra: str) -> None:
    extras.need(extra)
    assert all(find_spec(name) for name in extras.EXTRAS[extra])


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("extra", "work"),
    [
        ("claims", lambda folder: judge_claim("H6", folder, 2)),
        ("claims", lambda folder: sensitivity("H6", folder)),
        ("claims", lambda _: design([PRIOR], 4, "sobol", 1)),
        ("ray", lambda _: check("ray", None)),
        ("dask", lambda _: check("dask", None)),
        ("report", gallery.write),
    ],
)
def test_work_that_needs_more_begins_by_saying_so(extra: str, work, tmp_path: Path) -> None:
    with pytest.raises(GroundswellError, match=rf"pip install -e '.*\[{extra}\]'"):
        work(tmp_path / "there")
    assert not (tmp_path / "there").exists()


@pytest.mark.usefixtures("nothing_installed")
def test_a_run_without_the_extras_can_be_looked_at_but_not_drawn() -> None:
    run = gs.run(gs.load("mobilization-2022").with_(persons=20_000, days=2))
    assert run.series("called").sum() > 0
    for extra, view in (("tables", run.to_pandas), ("tables", run.to_xarray), ("report", lambda: run.plot)):
        with pytest.raises(GroundswellError, match=extra):
            view()
