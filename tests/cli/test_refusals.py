"""Bad input ends with code 2, a sentence that helps, no traceback, nothing on standard output, nothing on the disk."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.case import find
from groundswell.running import memory

RUN = ("run", "mobilization-2022")
REFUSED = {
    "unknown key": ((*RUN, "--set", "policing.pmx=0.5"), "did you mean 'pmax'?"),
    "share in per cent": ((*RUN, "--set", "policing.pmax=85"), "did you mean 0.85?"),
    "share with a sign": ((*RUN, "--set", "policing.pmax=85 %"), "did you mean 0.85?"),
    "wrong type": ((*RUN, "--set", "call.grace=2.5"), "2.5 is not a whole number"),
    "not a number": ((*RUN, "--set", "lives.first_weeks=nan"), "nan is not a number"),
    "no key at all": ((*RUN, "--set", "policing.pmax"), "--set key=value"),
    "out of range": ((*RUN, "--days", "0"), "0 is outside 1..3,650 (days)"),
    "unknown region": ((*RUN, "--set", 'events.dagestan-25.regions=["RU-DAG"]'), "unknown region 'RU-DAG'"),
    "event after the end": ((*RUN, "--set", "events.lars.day=500"), "after the run's end"),
    "negative persons": ((*RUN, "--persons", "-5"), "-5 is outside 1.."),
    "negative seed": ((*RUN, "--seed", "-1"), "-1 is outside 0.."),
    "no threads": ((*RUN, "--threads", "0"), "--threads"),
    "empty region": ((*RUN, "--scale", "1:1000000"), "leaves a region (Nenets) empty"),
    "no scale": ((*RUN, "--scale", "10"), 'write "1:N"'),
    "scale and persons": ((*RUN, "--scale", "1:10", "--persons", "5"), "both --scale and --persons"),
    "missing file": (("run", "war.toml"), "no file 'war.toml'"),
    "unknown preset": (("check", "mobilisation-2022"), "did you mean 'mobilization-2022'?"),
    "broken TOML": (("check", "broken.toml"), "broken.toml:2: no valid TOML in column"),
    "an existing folder": ((*RUN, "--out", "there"), "'there' exists"),
    "a folder below a file": ((*RUN, "--out", "broken.toml/run"), "cannot be written to"),
    "no such section": (("params", "--section", "polcing"), "did you mean 'policing'?"),
    "a name with a slash": (("new", "../mine"), "use letters"),
    "an existing variant": (("new", "broken"), "'broken.toml' exists"),
    "no run": (("report", "there"), "no manifest.json"),
    "an arm that changes nothing": (("compare", RUN[1], "--arm", "same: days=60"), "is not an arm's to change"),
    "an arm as it is": (("compare", RUN[1], "--arm", "same: call.grace=5"), "changes nothing"),
    "thousands set apart": (
        (*RUN, "--persons", "1,000"),
        "--persons: '1,000' is not a whole number; did you mean 1000?",
    ),
    "a number with an exponent": ((*RUN, "--persons", "1e5"), "'1e5' is not a whole number; did you mean 100000?"),
    "workers of one run": ((*RUN, "--workers", "4"), "give --seeds N too, or leave them out"),
    "a cluster for one run": ((*RUN, "--executor", "dask"), "give --seeds N too, or leave them out"),
    "an address of nobody": ((*RUN, "--seeds", "2", "--address", "x:1"), "--address: 'x:1': processes of this machine"),
    "a zero too many": ((*RUN, "--seeds", "100000000"), "--seeds: 100000000 is outside 1..1,000,000"),
    "a seed past the last": (
        (*RUN, "--seeds", "2", "--seed", str(2**63 - 1)),
        "--seed: 9223372036854775808 is outside",
    ),
    "draws past counting": (("claim", "H6", "--draws", "1000000000"), "--draws: 1000000000 is outside 1..1,000,000"),
    "pairs past counting": (("claim", "H6", "--draws", "1000", "--pairs", "9999"), "--pairs: 9999 is outside 1..1,000"),
    "points past counting": (
        ("sweep", RUN[1], "--over", "policing.pmax", "--points", "1000000000", "--out", "s"),
        "--points: 1000000000 is outside 1..1,000,000",
    ),
    "a fixed key without a value": (("claim", "H6", "--fix", "policing.pmax"), "--fix: 'policing.pmax'; write --fix"),
    "an arm that changes a key twice": (
        ("compare", RUN[1], "--arm", "x: policing.pmax *= 2 | policing.pmax=0.1"),
        "arm 'x': 'policing.pmax' is set, and was changed before",
    ),
    "a page in a place that takes none": (
        ("compare", RUN[1], "--arm", "x: policing.pmax=0.1", "--out", "broken.toml/x"),
        "broken.toml' cannot be written to",
    ),
    "a person mistyped": (
        ("crate", "run", "--author", "A", "--orcid", "0000-0002-1825-0098"),
        "its last digit belongs to the others",
    ),
    "an arm without a name": (("compare", RUN[1], "--arm", "call.grace=3"), "name: key=value"),
    "unknown claim": (("claim", "H66"), "did you mean 'H6'?"),
    "no draws": (("claim", "H6", "--draws", "0"), "--draws"),
    "no seeds": (("sweep", RUN[1], "--over", "behaviour.others=0,1", "--seeds", "0", "--out", "new"), "--seeds: "),
    "a decimal comma": (("sweep", RUN[1], "--over", "policing.pmax=0,4", "--out", "new"), "did you mean 0.4?"),
    "a comma in a value": ((*RUN, "--set", "policing.pmax=0,4"), "did you mean 0.4?"),
    "thousands of a scale": ((*RUN, "--scale", "1:1.000"), 'write "1:1000"'),
    "a broken claim": (("claim", "broken.toml"), "broken.toml:2: no valid TOML in column 10"),
    "nothing known to vary": (("sweep", RUN[1], "--over", "behaviour.othrs", "--out", "new"), "behaviour.others"),
    "a prior upside down": (("sweep", RUN[1], "--over", "behaviour.others=5..1", "--out", "new"), "behaviour.others"),
    "five Sobol points": (
        ("sweep", RUN[1], "--over", "behaviour.others", "--points", "5", "--design", "sobol", "--out", "new"),
        "give 4 or 8",
    ),
    "a range given twice": (
        ("sweep", RUN[1], "--over", "behaviour.others=-0.1,0.1", "--over", "behaviour.others=0.3", "--out", "new"),
        "'behaviour.others' is given twice",
    ),
    "a level given twice": (("sweep", RUN[1], "--over", "behaviour.others=0,0", "--out", "new"), "has 0 twice"),
    "varied and set": (
        ("sweep", RUN[1], "--over", "behaviour.others", "--set", "behaviour.others=0.3", "--out", "new"),
        "'behaviour.others' is given twice",
    ),
    "set twice": ((*RUN, "--set", "policing.pmax=0.1", "--set", "policing.pmax=0.2"), "'policing.pmax' is given twice"),
    "set and given": ((*RUN, "--seed", "1", "--set", "scenario.seed=2"), "'scenario.seed' is given twice"),
    "fixed twice": (
        ("claim", "H6", "--fix", "behaviour.others=0.1", "--fix", "behaviour.others=0.2"),
        "--fix: 'behaviour.others' is given twice",
    ),
    "no such executor": (("claim", "H6", "--persons", "20000", "--executor", "cloud"), "--executor"),
    "no such method": (("sensitivity", "H6", "--method", "moris"), "did you mean 'morris'?"),
    "unknown command": (("rnu",), "No such command"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_mistake_is_explained_in_words_and_leaves_nothing_behind(
    name: str, groundswell: Callable, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "broken.toml").write_text("[scenario]\ndays = 1 1\n")
    args, said = REFUSED[name]
    code, out, err = groundswell(*args)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["broken.toml", "there"]


def test_too_little_memory_is_refused_before_anything_is_built(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(memory.LIMIT, "600000000")
    code, out, err = groundswell(*RUN, "--scale", "1:1")
    assert (code, out) == (2, "")
    assert "take --scale 1:12" in err
    assert list(tmp_path.iterdir()) == []


def test_nan_in_a_table_of_a_case_is_reported_at_its_line(
    groundswell: Callable, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    case = tmp_path_factory.mktemp("copy") / "broken"
    shutil.copytree(find("russia-2022").folder, case)
    towns = case / "population" / "towns.csv"
    header, first, *rest = towns.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index("population")] = "nan"
    towns.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    code, out, err = groundswell("run", case, *RUN[2:])
    assert (code, out) == (2, "")
    assert "towns.csv:2, population: 'nan'" in err
    assert list(tmp_path.iterdir()) == []


def test_all_problems_of_a_file_are_printed(groundswell: Callable, tmp_path: Path) -> None:
    text = 'extends = "mobilization-2022"\n[policing]\npmax = 85\npmx = 1\n'
    (tmp_path / "war.toml").write_text(text)
    code, _, err = groundswell("check", "war.toml")
    assert code == 2
    assert [line.split(",")[0] for line in err.splitlines()] == ["error: war.toml:3", "error: war.toml:4"]


def test_without_the_libraries_of_claims_none_is_begun(groundswell: Callable, monkeypatch) -> None:
    monkeypatch.setattr("groundswell.extras.find_spec", lambda _: None)
    answer = groundswell("claim", "H6", "--persons", "20000", "--draws", "2")
    assert answer.code == 2
    assert "[claims]'" in answer.err
    assert not Path("runs").exists()


def test_without_the_libraries_of_reports_a_run_is_saved_and_says_so(groundswell: Callable, monkeypatch) -> None:
    monkeypatch.setattr("groundswell.extras.find_spec", lambda _: None)
    answer = groundswell(*RUN, "--persons", "20000", "--days", "2", "--out", "run")
    assert answer.code == 0
    assert "no report will be written" in answer.err and "[report]'" in answer.err
    assert Path("run", "daily.parquet").exists() and not Path("run", "report.html").exists()


def test_options_that_do_nothing_for_a_design_over_allowed_values_are_refused(
    groundswell: Callable[..., object], tmp_path: Path
) -> None:
    for option in (("--posterior", tmp_path), ("--pairs", 2)):
        code, _, err = groundswell("claim", "saturdays", "--could-fail", *option)  # type: ignore[misc]
        assert code == 2 and f"{option[0]} does nothing beside --could-fail" in err
