"""A result against a table: what it is asked, what it cannot answer, whether it covers and beats baselines."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.json_text import json_text
from groundswell.scenario import Scenario
from groundswell.scoring.score import Score, score
from groundswell.scoring.summary import ALL_COUNTS, Group, groups

from .conftest import DAYS, Invented, normal

START = date(2001, 3, 5)


def row(day: int, value: float, series: str = "participants", **more: Any) -> dict[str, Any]:
    return {"series": series, "date": START + timedelta(days=day), "value": value, **more}


def group(found: Score, name: str) -> Group:
    return next(each for each in groups(found) if each.name == name)


def covered(found: Score, name: str = "participants, nation") -> list[float]:
    return [each.share for each in group(found, name).coverage]


@pytest.fixture
def waves() -> np.ndarray:
    """40 samples of a wave that grows and falls, with errors of a factor of 1.5 that days do not share."""
    middle = 3000.0 * np.exp(-((np.arange(DAYS) - 12.0) ** 2) / 60.0)
    return np.round(middle * np.exp(0.4 * normal(41 * DAYS, 5).reshape(41, DAYS)))


def test_a_right_model_covers_and_beats_every_baseline(invented: Callable[..., Invented], waves: np.ndarray) -> None:
    found = score(invented(waves[1:]), [row(day, value) for day, value in enumerate(waves[0])])
    fifty, ninety = covered(found)
    assert 0.3 < fifty < 0.7 and ninety > 0.8
    for skill in group(found, "participants, nation").skills:
        if skill.rule in ("crps", "wis", "log"):
            assert skill.value is not None and skill.value > 0.0, skill


def test_a_model_that_is_too_sure_does_not_cover(invented: Callable[..., Invented], waves: np.ndarray) -> None:
    middle = waves[1:].mean(axis=0)
    found = score(invented(middle + 0.1 * (waves[1:] - middle)), [row(d, v) for d, v in enumerate(waves[0])])
    assert covered(found)[1] < 0.5


def test_a_model_that_is_far_off_loses_to_the_last_value(invented: Callable[..., Invented]) -> None:
    seen = [row(day, 100.0 + (day % 3)) for day in range(DAYS)]
    found = score(invented(np.full((20, DAYS), 5000.0)), seen)
    own = {s.baseline: s.verdict for s in group(found, "participants, nation").skills if s.rule == "crps"}
    assert own == {"last value": "loses", "exponential decay": "loses", "draws from the past": "loses"}
    assert "loses" in str(found)


def test_a_period_is_a_sum_and_a_date_alone_of_a_cumulated_count_begins_on_the_first_day(
    invented: Callable[..., Invented],
) -> None:
    ones = invented(np.full((20, DAYS), 10.0))
    table = [row(4, 30.0, until=START + timedelta(days=6)), row(9, 100.0, kind="cumulative"), row(3, 10.0)]
    assert [each.quantiles[2] for each in score(ones, table).rows] == [30.0, 100.0, 10.0]


def test_a_sum_of_days_is_not_drawn_beyond_them(invented: Callable[..., Invented]) -> None:
    found = score(invented(np.full((20, DAYS), 10.0)), [row(0, 10.0), row(DAYS, 10.0), row(-1, 10.0)])
    assert len(found.rows) == 1
    assert [why for _, why in found.unscored] == ["outside the days of the run"] * 2
    assert "2 rows" in str(found)


@pytest.mark.parametrize("asked,why", [
    ({"series": "nonsense"}, "no such series"),
    ({"series": "concession"}, "is a level"),
    ({"series": "abroad", "until": START + timedelta(days=9)}, "a level at a day's end"),
    ({"series": "participants", "place": "Millbridge", "kind": "at most", "region": "XT-RI"}, "of a place"),
    ({"series": "participants", "kind": "share", "value": 0.4}, "falls on no region"),
])  # fmt: skip
def test_what_a_result_cannot_answer_is_reported_and_not_scored(
    invented: Callable[..., Invented], asked: dict[str, Any], why: str
) -> None:
    found = score(invented(np.full((20, DAYS), 10.0)), [row(3, 10.0), row(3, 10.0) | asked])
    assert len(found.rows) == 1
    assert why in found.unscored[0][1]


def test_a_table_of_which_no_row_can_be_scored_is_refused(invented: Callable[..., Invented]) -> None:
    with pytest.raises(InputError, match="no row can be scored"):
        score(invented(np.ones((20, DAYS))), [row(3, 10.0, series="participant")])


@pytest.mark.parametrize("wrong", [
    {"series": "attention", "value": 47.0, "kind": "share"}, {"series": "attention", "value": 0.4, "kind": "count"},
    {"value": -3.0}, {"kind": "poll"},
])  # fmt: skip
def test_a_value_that_contradicts_its_series_is_refused(
    invented: Callable[..., Invented], wrong: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as caught:
        score(invented(np.ones((20, DAYS))), [row(3, 10.0), row(3, 10.0) | wrong])
    assert caught.value.place.startswith("row:2") and caught.value.remedy


def test_bounds_are_not_in_the_coverage(invented: Callable[..., Invented]) -> None:
    found = score(invented(np.full((20, DAYS), 10.0)), [row(3, 4.0, kind="at least"), row(4, 40.0, kind="at least")])
    own = group(found, "participants, nation")
    assert (own.coverage, own.bounds, own.met) == ((), 2, 1)


def test_a_regions_part_of_a_count_is_a_share(invented: Callable[..., Invented]) -> None:
    found = invented(np.full((20, DAYS), 100.0), **{"XT-CO": np.full((20, DAYS), 25.0)})
    own = score(found, [row(3, 0.2, region="XT-CO", kind="share")]).rows[0]
    assert own.quantiles[2] == pytest.approx(0.25)
    assert "ign" not in own.scores


def test_weights_are_heeded(invented: Callable[..., Invented]) -> None:
    values = np.concatenate([np.full((20, DAYS), 10.0), np.full((20, DAYS), 900.0)])
    found = score(invented(values, weights=[1.0] * 20 + [0.0] * 20), [row(3, 10.0)])
    assert found.size == 20.0
    assert found.rows[0].inside(90) and found.rows[0].quantiles[4] < 20.0


def test_baselines_know_nothing_of_the_day_they_are_scored_on(invented: Callable[..., Invented]) -> None:
    calm = [row(day, 100.0 + day) for day in range(10)]
    model = invented(np.full((20, DAYS), 100.0))
    one, other = (score(model, [*calm, row(10, value), row(11, 5.0)]).rows[9] for value in (110.0, 9000.0))
    assert one.row.value == other.row.value
    assert one.baselines == other.baselines
    assert score(model, calm).rows[0].baselines == score(model, calm).rows[1].baselines == {}


def test_the_decay_follows_a_count_that_falls_by_half_a_day(invented: Callable[..., Invented]) -> None:
    falling = [row(day, round(64000.0 * 0.5**day)) for day in range(8)]
    last = score(invented(np.full((20, DAYS), 500.0)), falling).rows[7]
    assert last.baselines["exponential decay"]["crps"] < 10.0 < last.baselines["last value"]["crps"]


def test_the_same_regions_have_no_divergence_and_others_have(invented: Callable[..., Invented]) -> None:
    places = {"XT-CO": 600.0, "XT-RI": 300.0, "XT-HI": 100.0}
    model = invented(np.full((20, DAYS), 1000.0), **{c: np.full((20, DAYS), v) for c, v in places.items()})
    same = score(model, [row(3, v / 10, region=c) for c, v in places.items()]).regional[0]
    other = score(model, [row(3, v, region=c) for c, v in zip(places, (100.0, 300.0, 600.0), strict=True)]).regional[0]
    assert same.divergence < 1e-5 < 0.5 < other.divergence
    assert [place.log_ratio for place in same.places] == pytest.approx([0.0] * 3, abs=1e-9)
    assert other.places[0].log_ratio == pytest.approx(np.log(6.0))


def test_a_region_where_nobody_was_simulated_has_a_bound_and_a_finite_divergence(
    invented: Callable[..., Invented],
) -> None:
    model = invented(np.full((20, DAYS), 600.0), **{"XT-CO": np.full((20, DAYS), 600.0)})
    found = score(model, [row(3, 500.0, region="XT-CO"), row(3, 50.0, region="XT-RI")]).regional[0]
    assert np.isfinite(found.divergence)
    assert found.places[1].is_bound and found.places[1].log_ratio is not None


def test_the_answer_is_plain_json_without_nan(invented: Callable[..., Invented], waves: np.ndarray) -> None:
    table = [row(d, v) for d, v in enumerate(waves[0])] + [row(3, 0.0, series="called", region="Coast")]
    text = json_text(score(invented(waves[1:]), table).as_dict())
    assert "NaN" not in text
    found = json.loads(text)
    assert {each["name"] for each in found["groups"]} >= {"participants, nation", ALL_COUNTS}
    assert found["scored"] == len(found["each"]) == DAYS + 1


def test_two_hundred_rows_are_all_scored_by_five_hundred_samples(invented: Callable[..., Invented]) -> None:
    model = invented(np.abs(normal(500 * DAYS, 3)).reshape(500, DAYS) * 1000.0)
    table = [row(k % DAYS, 500.0 + k, low=400.0, high=900.0 + k) for k in range(200)]
    assert len(score(model, table).rows) == 200


def test_one_run_and_an_ensemble_are_scored_by_the_same_call() -> None:
    scenario = gs.load("toyland").with_(days=13)
    ensemble = gs.Ensemble(scenario, {seed: gs.run(scenario, seed) for seed in (1, 2)}, {})
    table = [row(5, 250.0, low=200.0, high=400.0), row(12, 500.0), row(12, 100.0, region="Coast")]
    one, two = next(iter(ensemble.runs.values())).score(table), ensemble.score(table)
    assert (one.samples, two.samples) == (1, 2)
    assert "One run" in one.notes[0] and "2 samples" in two.notes[0]
    assert one.rows[0].quantiles[0] < one.rows[0].quantiles[2] < one.rows[0].quantiles[4]


@pytest.mark.parametrize("size", [2, 8, 40])
@pytest.mark.parametrize("mean", [0.05, 3.0, 2000.0])
def test_coverage_by_rank_is_the_level_for_few_samples_and_for_many_zeros(
    invented: Callable[..., Invented], size: int, mean: float
) -> None:
    drawn = np.floor(mean * np.exp(normal((size + 1) * 400, 11)).reshape(size + 1, 400) + 0.5)
    shares = {50: 0.0, 90: 0.0}
    for first in range(0, 390, DAYS):
        block = drawn[:, first : first + DAYS]
        found = score(invented(block[1:]), [row(day, value) for day, value in enumerate(block[0])])
        for each in group(found, "participants, nation").coverage:
            shares[each.level] += each.by_rank / 13.0
    assert shares == pytest.approx({50: 0.5, 90: 0.9}, abs=0.09)


def test_of_a_single_run_the_errors_of_a_polls_house_and_week_are_predicted_too(toyland: Scenario) -> None:
    widths = list[float]()
    for sd in (0.0, 0.2):
        own = toyland.with_({"observation.polls.attention.house_sd": sd, "observation.polls.attention.week_sd": 0.0})
        one = Invented(own, np.ones(1), {("obs_attention", ""): np.full((1, DAYS), 0.4)})
        quantiles = score(one, [row(3, 0.41, "obs_attention", low=0.41, high=0.41)]).rows[0].quantiles
        widths.append(quantiles[-1] - quantiles[0])
    assert widths[1] > 2.0 * widths[0] > 0.0
