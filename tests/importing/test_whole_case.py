"""A case made of own files alone: what is imported is what the engine reads."""

import groundswell
from groundswell.case import find
from groundswell.verdicts.case_check import check

from .conftest import FILES, Case

OUTLINE = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"North"},'
    '"geometry":{"type":"Polygon","coordinates":[[[1,9],[2,9],[2,10],[1,9]]]}}]}'
)


def test_a_case_of_own_files_can_be_simulated(bare: Case) -> None:
    """Places, ages, an outline, an income, a gate's closure and a protest day of one's own, then a day of it."""
    locations = FILES / "B01-flee-locations/locations.csv"
    (bare.path / "case.toml").write_text(
        'title = "Xland"\ndescription = "Invented."\ncountry = "XLD"\nstart = 2022-09-21\ndays = 30\nscale = "1:10"\n'
        'status = "draft"\nlicence = "CC0 1.0"\nbehaviour = "exit_voice_loyalty"\n'
    )
    (bare.path / "parameters.toml").write_text(
        '[border.gates.yland.capacity]\nvalue = 10.0\nstatus = "assumed"\nsource = "assumed"\n'
        '[border.everybody]\nvalue = true\nstatus = "assumed"\nsource = "assumed"\n'
    )
    (bare.path / "timeline.toml").write_text("")
    (bare.path / "README.md").write_text("# Xland\n\nInvented.\n")
    bare.read("regions", locations)
    bare.read("towns", locations)
    bare.read("ages", "age,men,women\n" + "".join(f"{age},{100 - age},{100 - age}\n" for age in range(100)), "ages.csv")
    bare.read("outlines", OUTLINE, "outlines.geojson")
    bare.read("regions", "region;mean income\nNorth;1.250,5\nSouth;980,0\n", "income.csv")
    bare.read("events", FILES / "B02-flee-closures/closures.csv")
    bare.read("events", "kind,date\nrally,2022-09-22\n", "calls.csv")
    bare.read("series", "date,detained\n2022-09-22,>35\n", "seen.csv")
    assert check(str(bare.path)) == []
    made = find(str(bare.path))
    assert made.population.codes == ("NORTH", "SOUTH")
    assert made.population.population.tolist() == [20_000, 60_000]
    assert made.population.towns.name == ("Ald", "Bex")
    assert made.population.covariates["mean_income"].tolist() == [1250.5, 980.0]
    scenario = groundswell.load(bare.path)
    assert [(event.name, event.day, event.until) for event in scenario.events] == [
        ("border_rule-yland-3", 3, 6), ("rally-2022-09-22", 1, None),
    ]  # fmt: skip
    run = groundswell.run(scenario.with_(days=2), seed=1)
    assert run.scenario.persons == 8_000
