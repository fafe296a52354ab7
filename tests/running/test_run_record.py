"""A run's record: tables that agree with each other, a ledger that adds up, comparison with what was published."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.process.count import measures
from groundswell.running import Run
from groundswell.running.summary import as_dict, as_text
from groundswell.scenario.catalogue import outside_prior


@pytest.fixture(scope="module")
def run() -> Run:
    """Ten days of the flagship with 30,000 simulated persons."""
    return gs.run(gs.load("mobilization-2022").with_(persons=30_000, days=10))


def test_every_measure_is_there_on_every_day_and_place(run: Run) -> None:
    known = measures(run.scenario.observation)
    nation = [name for name, (kind, _) in known.items() if kind == "nation"]
    expected = 10 * ((len(known) - len(nation)) * 86 + len(nation))
    assert len(run.daily) == expected
    assert set(run.daily["measure"].to_pylist()) == set(known)
    assert set(run.daily["region"].to_pylist()) == {*find("russia-2022").population.codes, "RU"}


def test_the_nation_is_the_sum_of_its_regions_and_for_shares_their_mean(run: Run) -> None:
    known, people = measures(run.scenario.observation), find("russia-2022").population
    adults = people.age_sex[:, :, 4:].sum((1, 2)) + 0.4 * people.age_sex[:, :, 3].sum(1)  # two of five years
    weight = adults / adults.sum()
    for name, (kind, _) in known.items():
        if kind == "nation":
            continue
        regions = run.regions[name].to_numpy().reshape(10, 85)
        nation = regions @ weight if kind == "share" else regions.sum(axis=1)
        np.testing.assert_allclose(run.nation[name].to_numpy(), nation, rtol=1e-12, err_msg=name)


def test_no_value_is_missing_and_shares_are_shares(run: Run) -> None:
    assert np.isfinite(run.daily["value"].to_numpy()).all()
    known = measures(run.scenario.observation)
    shares = [name for name, (kind, _) in known.items() if kind == "share"]
    assert all(0 <= run.series(name).min() <= run.series(name).max() <= 1 for name in shares)


def test_day_0_is_the_announcement(run: Run) -> None:
    assert str(run.nation["date"].to_pylist()[0]) == "2022-09-21"
    assert run.nation["day"].to_pylist() == list(range(10))


def test_the_same_counts_come_as_pandas_and_as_xarray(run: Run) -> None:
    data, frame = run.to_xarray(), run.to_pandas()
    for name in ("called", "attention"):
        assert frame.loc[(3, "RU-DA"), name] == float(data[name].sel(day=3, region="RU-DA"))
        assert float(data[name].sel(day=3, region="RU-DA")) == run.series(name, "RU-DA")[3]
    assert data["obs_support"].dims == ("day",)


def test_a_measure_or_region_that_is_not_there_is_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="no measure 'calld'"):
        run.series("calld")
    with pytest.raises(ValueError, match="region 'RU-XX'"):
        run.series("called", "RU-XX")


def test_the_ledger_adds_up(run: Run) -> None:
    entries = {entry.id: entry.value for entry in run.ledger}
    served = run.series("complied").sum() - run.series("returned").sum()
    assert entries["deaths_first_year"] == pytest.approx(run.scenario.lives.risk_first_year * served)
    assert entries["prison_days"] == run.series("held").sum()
    assert entries["years_abroad"] == pytest.approx(run.series("abroad").sum() / 365)
    assert entries["deaths_substitutes"] == 0  # no concession cut the target


@pytest.mark.parametrize(("day", "level"), [(2, 3), (6, 2)])
def test_the_lives_of_volunteers_are_reckoned_from_who_no_longer_serves(day: int, level: int) -> None:
    flagship = gs.load("mobilization-2022").with_(
        {"events.decree.duration": 10, "call.grace": 2, "call.unlawful": 0.0, "persons": 400_000, "days": 20}
    )
    cut = {"kind": "concession", "day": day, "level": level}
    whole, less = gs.run(flagship), gs.run(flagship.with_(events={"cut": cut}))
    no_longer = whole.series("complied").sum() - less.series("complied").sum()
    lives = less.scenario.lives
    entries = {entry.id: entry.value for entry in less.ledger}
    expected = lives.risk_first_year * lives.substitution * no_longer
    assert no_longer > 10_000
    assert entries["deaths_substitutes"] == pytest.approx(expected, rel=0.1)


def test_what_was_published_is_compared_with_the_observed_series(run: Run) -> None:
    fit = {f.id: f for f in run.fit}
    assert fit["C01"].simulated == run.series("obs_detained")[0]
    assert fit["C05"].simulated == run.series("obs_detained")[:6].sum()
    assert fit["C09"].simulated == run.series("obs_attention")[7]
    assert fit["C01"].low is not None and fit["C01"].high is not None
    assert fit["C01"].low < fit["C01"].high


def test_what_a_run_cannot_tell_is_left_open_with_a_reason(run: Run) -> None:
    fit = {f.id: f for f in run.fit}
    assert (fit["C08"].simulated, fit["C08"].verdict) == (None, "")
    assert fit["C08"].note == "before the first day: the parameter attention.base is an input"
    assert (fit["C15"].simulated, fit["C15"].note) == (None, "after the run's last day, 2022-09-30")
    assert all(f.verdict or f.note for f in run.fit)
    assert fit["C19"].inside is None  # nobody of 30,000 crossed: that tells nothing of 11,200
    assert fit["C19"].note == "too coarse: its own interval is wider"


def test_the_manifest_says_what_ran_on_what(run: Run) -> None:
    manifest = run.manifest
    assert (manifest["scenario_hash"], manifest["seed"], manifest["stream_version"]) == (run.scenario.hash, 1, 1)
    assert {"groundswell", "numpy", "numba", "python"} <= set(manifest["versions"])
    assert manifest["peak_memory_bytes"] > 10**7
    assert manifest["society"]["capitals"] == ["RU-MOW", "RU-SPE"]
    assert [note["key"] for note in manifest["outside_prior"]] == [a.parameter.key for a in outside_prior(run.scenario)]


def test_the_first_words_of_a_summary_say_what_is_outside_the_model(run: Run) -> None:
    assert "Lives lost and costs borne outside the simulated society are outside" in as_text(run)
    assert as_dict(run)["figures"]["called"] == run.series("called").sum()


def test_a_summary_marks_what_rests_on_few_persons_and_bounds_what_nobody_did(run: Run) -> None:
    lines = as_text(run).splitlines()
    assert any(line.endswith("0 *  lives: deaths in protest") for line in lines)
    called = next(line for line in lines if line.endswith("notices served"))
    assert "*" not in called
    assert str(run) == "\n".join(lines)
    assert lines[-1].startswith("* A simulated person stands for 4,893 people")
    assert "what nobody did may be up to 14,657 (95 %)" in lines[-1]


def test_a_run_shows_itself(run: Run) -> None:
    assert repr(run) == "Run of 'mobilization-2022', seed 1: 10 days, 30,000 persons"
    assert "days in detention" in run._repr_html_()


def test_a_run_is_written_and_read_without_loading_the_library_of_data_frames(tmp_path: Path) -> None:
    code = (
        "import sys, groundswell as gs\n"
        f"run = gs.run(gs.load('toyland').with_(days=3), out={str(tmp_path / 'run')!r})\n"
        "assert run.nation['day'].to_pylist() == [0, 1, 2]\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
