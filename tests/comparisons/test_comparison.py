"""What `compare` finds, in all its forms, and what it says of the few persons that an effect may rest on."""

import csv
import json

import numpy as np
import pytest

import groundswell as gs
from groundswell import resolution
from groundswell.comparisons import format_comparison
from groundswell.computing.persons import ENDED
from groundswell.computing.size import resized
from groundswell.errors import InputError
from groundswell.types import Status

pytestmark = pytest.mark.usefixtures("in_this_process")

SHUT = "shut: events.shut.kind=border_rule | events.shut.day=0 | events.shut.exit_open=false"
IDLE = "idle: observation.polls.support.respondents=1601"  # changes what polls see, and nothing in the world


@pytest.fixture(scope="module")
def found(flagship, tmp_path_factory) -> gs.Comparison:
    """Two arms of a small society over three seeds, one of which changes nobody; kept in a folder named by a str."""
    folder = str(tmp_path_factory.mktemp("compared"))
    return gs.compare(flagship(20_000, 12), [SHUT, IDLE], 3, persons=60_000, days=15, seed=1, folder=folder, workers=1)


def test_a_comparison_tells_effects_by_day_region_and_person(found):
    assert (found.seeds, found.scenario.persons, found.scenario.days) == ((1, 2, 3), 60_000, 15)
    assert found.totals["shut"]["exit"].mean == -found.totals["shut"]["exit"].base
    assert found.effect("shut", "abroad")[-1] == pytest.approx(sum(
        found.effect("shut", "abroad", code)[-1] for code in found.regions))  # fmt: skip
    stayed = sum(t.persons for t in found.transitions("shut") if (t.in_baseline, t.in_arm) == ("abroad", "home"))
    assert stayed > 0.8 * found.level[-1, list(found.to_xarray().measure.to_numpy()).index("abroad"), -1]
    with pytest.raises(ValueError, match="region = 'RU-XX'"):
        found.effect("shut", "abroad", "RU-XX")


def test_every_effect_of_a_day_is_within_its_interval_and_no_count_is_known_to_the_person(found):
    for measure in ("abroad", "participants", "attention"):
        low, high = found.interval("shut", measure)
        assert np.all((low <= found.effect("shut", measure)) & (found.effect("shut", measure) <= high))
    low, high = found.interval("idle", "participants", "RU-MOW")
    assert np.all(high >= resolution.zero_count_bound(found.weight, 3) * (1.0 - 1e-9))
    table = found.to_xarray()
    assert np.array_equal(table.high.sel(arm="idle", measure="participants", region="RU-MOW"), high)


def test_what_no_pair_shows_may_still_be_and_every_form_says_so(found):
    idle, bound = found.totals["idle"]["detained"], resolution.zero_count_bound(found.weight, 3)
    assert (idle.mean, idle.differ) == (0.0, 0)
    assert idle.high90 is not None
    assert idle.high90 >= bound * (1.0 - 1e-9)
    words = format_comparison.as_text(found)
    assert "no pair differed" in words
    assert f"up to {bound:,.0f} persons may" in words
    assert "A simulated person stands for 2,446 people" in words
    assert "± 0" not in words


def test_a_transition_has_its_interval_and_is_explained_in_words(found):
    most = found.transitions("shut")[0]
    assert most.low90 < most.persons < most.high90
    assert most.persons == pytest.approx(most.simulated_persons * found.weight / 3)
    words = format_comparison.as_text(found)
    assert "in the baseline" in words
    assert f"{ENDED[most.in_baseline]}" in words
    assert set(ENDED) == {status.name.lower() for status in Status}


def test_json_names_weight_method_and_level_and_holds_no_nan(found):
    plain = json.loads(json.dumps(format_comparison.as_dict(found), allow_nan=False))
    assert plain["weight"] == pytest.approx(146_780_720 / 60_000)
    assert "Poisson" in plain["interval"]["method"]
    arm = plain["arms"]["shut"]
    assert arm["from_day"] == 0
    assert len(arm["daily_low90"]["abroad"]) == 15
    assert arm["regions"]["RU-MOW"]["left_gross"]["coarse"] in (True, False)
    assert {"low90", "high90", "simulated_persons"} <= arm["moved"][0].keys()


def test_the_long_table_is_the_same_in_csv_and_pandas(found, tmp_path):
    table = found.to_pandas()
    with found.to_csv(tmp_path / "effects.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(table) == 2 * (11 + 6 * len(found.regions))
    assert {"arm", "measure", "region", "estimate", "low", "high", "level", "seeds", "weight", "simulated_persons",
            "coarse"} <= set(rows[0])  # fmt: skip
    assert [float(row["estimate"]) for row in rows] == pytest.approx(list(table.estimate))
    assert ((table.low <= table.estimate) & (table.estimate <= table.high)).all()
    nation = table[(table.arm == "shut") & (table.measure == "left_gross") & (table.region != "RU")]
    assert nation.estimate.sum() == pytest.approx(found.daily["shut"].mean[:, _at("left_gross"), -1].sum())


def _at(measure: str) -> int:
    from groundswell.computing.record import recorded

    return list(recorded()).index(measure)


def test_one_seed_gives_effects_without_intervals_but_bounds_what_did_not_happen(flagship):
    found = gs.compare(flagship(20_000, 6), [SHUT], 1, workers=1)
    exit_, detained = found.totals["shut"]["exit"], found.totals["shut"]["detained"]
    assert (exit_.low90, exit_.error) == (None, None)
    assert detained.mean != 0.0 or detained.high90 == pytest.approx(resolution.zero_count_bound(found.weight))
    json.dumps(format_comparison.as_dict(found), allow_nan=False)
    assert "not known" in format_comparison.as_text(found)
    voice = format_comparison.as_dict(found)["arms"]["shut"]["totals"]["voice"]
    assert (voice["base_at_most"] is None) == (voice["base"] > 0.0)  # nobody in the street is no fact


def test_from_python_a_scenario_is_sized_as_on_the_command_line(flagship):
    assert resized(flagship(), scale="1:1000").persons == 146_781
    assert resized(flagship(), persons=30_000, days=9, seed=4).seed == 4
    assert resized(flagship()) == flagship()
    with pytest.raises(InputError, match="both scale and persons"):
        resized(flagship(), scale="1:1000", persons=5)


@pytest.mark.parametrize(("seeds", "problem"), [([], "no seeds"), (0, "outside 1[.][.]"), ([3, 3], "named twice")])
def test_a_comparison_needs_seeds_and_each_once(flagship, seeds, problem):
    with pytest.raises(InputError, match=problem):
        gs.compare(flagship(), [SHUT], seeds)
