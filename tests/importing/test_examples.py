"""The files of the examples, each in the layout of one that people of the field have, and what is right for it."""

import hashlib
import tomllib
from collections.abc import Callable

from groundswell.importing.run import Imported

from .conftest import FILES, Case

Said = Callable[[Imported], str]


def test_flee_places_are_towns_of_two_regions_and_a_camp_abroad_is_none(bare: Case, said: Said) -> None:
    file = FILES / "B01-flee-locations/locations.csv"
    found = bare.read("regions", file)
    assert found.read_as == "Flee locations"
    assert [(r["name"], r["population"]) for r in bare.rows("population/regions.csv")] == [
        ("North", "20000"), ("South", "60000"),
    ]  # fmt: skip
    assert "'Cor', a camp in Yland" in said(found) and "border.gates.yland" in said(found)
    towns = bare.read("towns", file)
    assert "2 towns in 2 regions, 80,000 people" in towns.summary
    assert [(r["region"], r["name"], r["lat"]) for r in bare.rows("population/towns.csv")] == [
        ("NORTH", "Ald", "10.1"), ("SOUTH", "Bex", "9"),
    ]  # fmt: skip


def test_a_flee_closure_is_a_border_rule_for_its_neighbour(case: Case) -> None:
    case.read("events", FILES / "B02-flee-closures/closures.csv")
    events = tomllib.loads((case.path / "timeline.toml").read_text())["events"]
    rule = events["border_rule-yland-3"]
    assert (rule["kind"], rule["gate"], rule["capacity"], rule["day"], rule["until"]) == (
        "border_rule",
        "yland",
        0.0,
        3,
        6,
    )
    assert list(events) == ["word", "border_rule-yland-3"]
    assert (case.path / "timeline.toml").read_text().startswith("# Mine.")


def test_a_neighbour_that_is_no_gate_is_refused_with_the_gates_there_are(case: Case) -> None:
    (case.path / "parameters.toml").write_text("[border.gates.georgia.capacity]\nvalue = 10.0\n")
    problems = case.refused("events", FILES / "B02-flee-closures/closures.csv")
    assert len(problems) == 1
    assert "closures.csv:2" in problems[0] and "'Yland'" in problems[0] and "gates there are: georgia" in problems[0]


def test_conflicts_are_refused_with_what_could_stand_for_them_or_taken_as_said(case: Case) -> None:
    file = FILES / "B03-flee-conflicts/conflicts.csv"
    (problem,) = case.refused("events", file)
    assert "no event kind 'conflict' (lines 2, 3)" in problem and "announcement or local_trigger" in problem
    case.read("events", file, kinds={"conflict": "announcement"})
    events = tomllib.loads((case.path / "timeline.toml").read_text())["events"]
    taken = [(e["day"], e["regions"], e["exit_motive"]) for name, e in events.items() if name != "word"]
    assert taken == [(0, ["XL-N"], 0.8), (5, ["RU-DA"], 1.0)]


def test_refugees_are_totals_so_far_with_their_correction_kept(case: Case, said: Said) -> None:
    found = case.read("series", FILES / "B04-flee-refugees/yland.csv")
    assert (found.read_as, "no header" in found.about) == ("Flee refugee counts", True)
    assert [(series, value) for series, _, _, value, _ in case.values("yland")] == [
        ("yland_cumulative", value) for value in ("1000", "1900", "1850", "4000")
    ]
    assert "corrected: yland falls from 1900 to 1850 on 2022-09-25" in said(found) and "(line 4)" in said(found)
    assert "on 4 days only" in said(found)


def test_a_starsim_table_in_thousands_is_added_up_and_its_early_end_is_refused(case: Case) -> None:
    file = FILES / "B05-starsim-age/age.csv"
    (problem,) = case.refused("ages", file)
    assert "0-4: 193,500, 5-9: 37,000" in problem and "ends at age 5, and has no open end" in problem
    assert "only a part of its ages" in problem


def test_a_partial_age_table_is_taken_when_asked_for(case: Case, said: Said) -> None:
    found = case.read("ages", FILES / "B05-starsim-age/age.csv", allow_partial=True)
    rows = case.rows("population/age_sex.csv")
    assert [(r["region"], r["sex"], r["age_0"], r["age_5"]) for r in rows] == [
        ("*", "male", "96750", "18500"), ("*", "female", "96750", "18500"),
    ]  # fmt: skip
    assert "half of each age is taken to be male" in said(found) and "thousands" in said(found)


def test_crowds_have_intervals_and_online_rows_and_repeated_ones_do_not_count(case: Case, said: Said) -> None:
    found = case.read("series", FILES / "B07-ccc/ccc.csv", regions={"ZZ": "XL-N"})
    assert (found.read_as, found.rows, found.kept) == ("Crowd Counting Consortium", 3, 1)
    rows = {row["series"]: row for row in case.rows("evidence/observations/ccc.csv")}
    size = rows["participants"]
    assert (size["value"], size["low"], size["high"], size["kind"]) == ("1100", "200", "2000", "about")
    assert rows["events"]["value"] == "1" and "arrests" not in rows
    assert "the same row again, as in line 2: counted once (line 3)" in said(found)
    assert "online, not in a street (line 4)" in said(found)


def test_a_region_that_is_not_certain_is_asked_for(case: Case) -> None:
    (problem,) = case.refused("series", FILES / "B07-ccc/ccc.csv")
    assert "ccc.csv:2, state: 'ZZ' is no certain region" in problem and "--region 'ZZ=CODE'" in problem


def test_a_table_of_countries_is_no_series_and_names_its_repeated_country(case: Case) -> None:
    dates, twice = case.refused("series", FILES / "B08-massmob/mm.csv")
    assert "without dates is no series" in dates
    assert "'Russia' stands 2 times (lines 2, 3): neither summed nor overwritten" in twice


def test_an_acled_export_is_matched_to_regions_and_its_fatalities_are_no_participants(case: Case, said: Said) -> None:
    found = case.read("series", FILES / "B10-acled/acled.csv")
    assert found.read_as == "ACLED export" and "byte-order mark" in found.about
    assert case.values("acled") == [
        ("events_protests", "2022-09-21", "RU-MOW", "1", "exact"),
        ("events_protests", "2022-09-24", "RU-DA", "1", "exact"),
        ("fatalities_protests", "2022-09-21", "RU-MOW", "0", "exact"),
        ("fatalities_protests", "2022-09-24", "RU-DA", "0", "exact"),
    ]
    assert "id 'RUS90002' again, as in line 3: counted once (line 4)" in said(found)


def test_outlines_are_joined_by_code_and_regions_without_one_are_listed(case: Case, said: Said) -> None:
    found = case.read("outlines", FILES / "B12-geojson/regions.geojson")
    assert found.read_as == "geoBoundaries outlines"
    assert "1 of 4 regions have an outline" in found.summary
    assert "RU-DA (Dagestan)" in said(found) and "RU-MOW" not in said(found)
    assert '"properties":{"code":"RU-MOW"}' in (case.path / "population/outlines.geojson").read_text()


def test_a_daily_table_keeps_how_exact_each_number_is_and_refuses_half_a_person(case: Case, said: Said) -> None:
    file = FILES / "B13-daily-series/series.csv"
    (problem,) = case.refused("series", file)
    assert problem.startswith("series.csv:6, detained: '1,5' is 1.5, no whole number")
    found = case.read("series", file, skip_unreadable=True)
    detained = [(date, value, kind) for series, date, _, value, kind in case.values("series") if series == "detained"]
    assert detained == [
        ("2015-03-14", "410", "exact"), ("2015-03-15", "35", "at least"),
        ("2015-03-21", "1120", "exact"), ("2015-03-22", "60", "about"),
    ]  # fmt: skip
    assert "towns is not known: no value, and no 0 (line 5)" in said(found)


def test_where_a_file_comes_from_stands_in_sources(case: Case) -> None:
    file = FILES / "B10-acled/acled.csv"
    case.read("series", file, licence="ACLED terms")
    entry = tomllib.loads((case.path / "sources.toml").read_text())["evidence/observations/acled.csv"]
    assert (entry["title"], entry["licence"]) == ("acled.csv, read as ACLED export", "ACLED terms")
    assert entry["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "region = admin1" in entry["caveats"][-1]
    assert any("RUS90002" in caveat for caveat in entry["caveats"])


def test_two_files_in_one_table_are_two_sources_of_it(case: Case) -> None:
    case.read("regions", "region,income\nNorth,5\n", "income.csv", licence="CC0 1.0")
    case.read("regions", "region,cars\nNorth,7\n", "cars.csv", citation="A registry")
    case.read("regions", "region,cats\nNorth,7\n", "cats.csv", citation="A registry")
    entry = tomllib.loads((case.path / "sources.toml").read_text())["population/regions.csv"]
    assert entry["citation"] == "own data: income.csv; A registry"
    assert entry["licence"] == "CC0 1.0; not stated"
    assert entry["title"].count("read as a table of regions") == 3
    assert sum(caveat.startswith("SHA-256 ") for caveat in entry["caveats"]) == 3
