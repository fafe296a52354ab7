"""Compare, claim, sweep and sensitivity as a user calls them: small societies, from options to report and exit code."""

import csv
import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.case import find
from groundswell.cli.progress import Eta
from groundswell.computing.job import Done

pytestmark = pytest.mark.usefixtures("in_this_process")

SMALL = ("--persons", "20000", "--days", "10")
SHUT = "shut: events.shut.kind=border_rule | events.shut.day=0 | events.shut.exit_open=false"


def test_a_comparison_tells_effects_with_intervals_and_keeps_its_runs(groundswell: Callable, tmp_path: Path) -> None:
    asked = ("compare", "mobilization-2022", "--arm", SHUT, "--persons", "60000", "--days", "12", "--seeds", "2")
    asked += ("--keep", tmp_path / "kept")
    code, out, _ = groundswell(*asked)
    assert code == 0
    assert "shut (can differ from day 0)" in out
    code, out, err = groundswell(*asked, "--json")
    assert "2 kept from before" in err
    exit_ = json.loads(out)["arms"]["shut"]["totals"]["exit"]
    assert exit_["low90"] <= exit_["mean"] <= exit_["high90"] < 0


def test_a_claim_is_answered_with_its_uncertainty_and_a_report(groundswell: Callable, tmp_path: Path) -> None:
    code, out, _ = groundswell("claim", "H12", *SMALL, "--no-could-fail", "--draws", "9")
    assert code == 0
    assert "Verdict: " in out
    assert "placebo: exactly zero" in out
    assert "<html" in (tmp_path / "runs/claim-H12/claim.html").read_text()
    code, out, err = groundswell("claim", "H12", *SMALL, "--no-could-fail", "--draws", "9", "--no-report", "--json")
    printed = json.loads(out)
    assert "0 s left" in err  # all runs were found
    assert printed["interval90"][0] <= printed["share"] <= printed["interval90"][1]


def test_the_claims_of_all_cases_are_listed(groundswell: Callable) -> None:
    code, out, _ = groundswell("claims", "--json")
    assert code == 0
    names = {claim["name"] for claim in json.loads(out)["claims"]}
    assert names >= {*(f"H{n}" for n in range(1, 15)), "valve", "deterrence", "placebo"}


def test_a_broken_claim_of_a_users_case_does_not_hide_the_others(
    groundswell: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(find("toyland").folder, tmp_path / "mine" / "lab")
    (folder / "claims" / "torn.toml").write_text("title = [", encoding="utf-8")
    monkeypatch.setenv("GROUNDSWELL_CASES", str(folder.parent))
    code, out, err = groundswell("claims", "--json")
    assert code == 0
    assert "H14" in out
    assert "the claim torn is left out: torn.toml:1" in err


def test_a_sweep_leaves_one_dataset(groundswell: Callable, tmp_path: Path) -> None:
    over = ("--over", "behaviour.others=0,0.3", "--over", "call.replacement=0.7..1.0", "--points", "2")
    code, out, _ = groundswell("sweep", "mobilization-2022", *SMALL, *over, "--out", tmp_path / "swept")
    assert code == 0
    assert "4 runs, 0 without a result" in out
    with (tmp_path / "swept/design.csv").open() as file:
        assert len({(row["behaviour.others"], row["call.replacement"]) for row in csv.DictReader(file)}) == 4


def test_sensitivity_tells_each_parameters_part_and_the_noise(groundswell: Callable) -> None:
    code, out, _ = groundswell("sensitivity", "H12", *SMALL, "--size", "2")
    assert code == 0
    assert "policing.fear" in out
    assert "noise of pairs" in out
    assert "persons in the street, on the highest day" in out  # what is measured, where, and on how much
    assert "arm 'no announced days' against 'baseline'" in out
    assert "A simulated person stands for" in out


@pytest.mark.parametrize("beside", [1, 2, 16])
def test_after_a_tenth_the_time_that_is_left_is_known(capsys: pytest.CaptureFixture[str], beside: int) -> None:
    with Eta() as eta:
        for count in range(1, 21):
            eta(Done(str(count), 10.0, beside=beside), count, 200)
    said = capsys.readouterr().err.splitlines()[-1]
    left = float(said.split(", ")[-1].removesuffix(" s left"))
    assert left == pytest.approx(180 * 10.0 / beside, rel=0.1)


def test_a_disk_that_fills_while_a_claims_report_is_written_is_reported_with_its_folder(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("groundswell.report.claim.write_claim_report", full)
    code, _, err = groundswell("claim", "H12", *SMALL, "--no-could-fail", "--draws", "2")
    assert code == 2
    assert "runs/claim-H12: no room left on the disk" in err


def test_a_claim_and_a_sweep_in_parts_come_to_the_same_as_in_one_go(groundswell: Callable, tmp_path: Path) -> None:
    claim = ("claim", "saturdays", "--persons", "2000", "--days", "8", "--draws", "3", "--no-could-fail", "--no-report")
    over = ("sweep", "toyland", "--over", "behaviour.others=0,0.1", "--persons", "2000", "--days", "5", "--no-report")
    for command, file in ((claim, "verdict.json"), (over, "results.parquet")):
        assert groundswell(*command, "--out", tmp_path / "whole")[0] == 0
        code, out, _ = groundswell(*command, "--out", tmp_path / "parts", "--shard", "1/2", "--json")
        assert code == 0 and json.loads(out)["shard"] == "1/2" and not (tmp_path / "parts" / file).exists()
        early, _, err = groundswell(*command, "--out", tmp_path / "parts", "--merge")
        code, out, _ = groundswell(*command, "--out", tmp_path / "parts", "--shard", "2/2", "--json")
        some = json.loads(out)["runs"] > 0  # where runs fall is chance
        assert code == 0 and early == (2 if some else 0) and ("of shard 2/2" in err) == some
        assert groundswell(*command, "--out", tmp_path / "parts", "--merge")[0] == 0
        assert (tmp_path / "parts" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
        shutil.rmtree(tmp_path / "whole")
        shutil.rmtree(tmp_path / "parts")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--shard", "3/2"), "no part of a whole"),
        (("--shard", ""), "no part of a whole"),  # a variable of a script that is not set
        (("--shard", "1/2", "--merge"), "both --shard and --merge"),
        (("--shard", "1/2", "--executor", "dask"), "shards run on processes"),
        (("--merge", "--could-fail"), "both --merge and --could-fail"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(groundswell: Callable, options: tuple[str, ...], told: str) -> None:
    code, _, err = groundswell("claim", "saturdays", *options)
    assert code == 2 and told in err
