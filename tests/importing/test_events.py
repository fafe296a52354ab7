"""Events into the timeline: causes of known kinds, on days and in regions of the case, checked as a scenario is."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from groundswell.errors import InputError
from groundswell.importing.run import Imported

from .conftest import FILES, Case

Said = Callable[[Imported], str]
OWN = "kind,name,date,until,regions,strength,source\n"
CLOSURES = "#closure_type,name1,name2,closure_start,closure_end\n"
CONFLICTS = "#conflict_date,conflict_location,conflict_intensity\n"


def events(case: Case) -> dict[str, Any]:
    found = tomllib.loads((case.path / "timeline.toml").read_text())["events"]
    return {name: event for name, event in found.items() if name != "word"}


def test_a_table_of_one_s_own_becomes_events_with_their_sources(case: Case) -> None:
    rows = "rally,First day,2022-09-24,,,0.9,a newspaper\nlocal trigger,,2022-09-25,2022-09-26,RU-DA|North,8.5,\n"
    case.read("events", OWN + rows)
    rally, trigger = events(case).values()
    assert rally == {"kind": "rally", "day": rally["day"], "strength": 0.9, "source": "a newspaper (table.csv, line 2)"}
    assert str(rally["day"]) == "2022-09-24"
    assert (trigger["kind"], trigger["regions"], trigger["strength"]) == ("local_trigger", ["RU-DA", "XL-N"], 8.5)
    assert "first-day" in events(case)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("ralley,,2022-09-24,,,1,", "no event kind 'ralley' (line 2)"),
        ("curfew,,2022-09-24,,,1,", "policing_level could stand for it; say which: --kind 'curfew=policing_level'"),
        ("протест,,2022-09-24,,,1,", "local_trigger or rally could stand for it"),
        ("rally,,2022-09-01,,,1,", "before the case's start, 2022-09-21"),
        ("rally,,2023-09-01,,,1,", "after the case's end, day 29; leave it out, or write days = 346 or more"),
        ("rally,,2022-09-24,2022-09-23,,1,", "it ends on day 2, before it begins, day 3"),
        ("rally,,2022-09-24,,,50,", "50.0 is outside 0..3"),
        ("rally,,,,,1,", "no day"),
        ("rally,,2022-09-24,,Atlantis,1,", "'Atlantis' is no certain region"),
        ("rally,word,2022-09-24,,,1,", "event 'word' is in the timeline already, and differs"),
    ],
)
def test_an_event_that_a_scenario_would_refuse_is_refused_by_line(case: Case, row: str, problem: str) -> None:
    problems = case.refused("events", OWN + row + "\n")
    assert any(problem in text and "table.csv:2" in text for text in problems)


def test_kinds_are_named_by_the_user_or_left_out(case: Case, said: Said) -> None:
    rows = "march,a,2022-09-24,,,1,\npicnic,b,2022-09-25,,,1,\n"
    found = case.read("events", OWN + rows, kinds={"march": "rally", "picnic": ""})
    assert list(events(case)) == ["a"] and "left out: 'picnic', as asked for (line 3)" in said(found)
    problems = case.refused("events", OWN + rows, kinds={"march": "ralley", "picnic": ""})
    assert "no event kind 'ralley', for 'march'; did you mean 'rally'?" in problems[0]


def test_an_event_is_added_once_and_replaced_only_by_force(case: Case, said: Said) -> None:
    case.read("events", OWN + "rally,a,2022-09-24,,,1,\n")
    before = (case.path / "timeline.toml").read_text()
    found = case.read("events", OWN + "rally,a,2022-09-24,,,1,\n")
    assert "'a' is in the timeline already, the same" in said(found)
    assert (case.path / "timeline.toml").read_text() == before
    assert "differs" in case.refused("events", OWN + "rally,a,2022-09-25,,,1,\n")[0]
    case.read("events", OWN + "rally,a,2022-09-25,,,1,\n", force=True)
    assert str(events(case)["a"]["day"]) == "2022-09-25"
    assert (case.path / "timeline.toml").read_text().startswith("# Mine.\n[events.word]")


@pytest.mark.parametrize(
    ("row", "days"),
    [("country,Yland,Xland,0,9", (0, 9)), ("country,Xland,yland,2022-09-25,2022-09-27", ("2022-09-25", "2022-09-27")),
     ("country,Xland,Yland,4,-1", (4, None))],
)  # fmt: skip
def test_a_closure_may_be_written_either_way_round_by_day_or_date(case: Case, row: str, days: tuple[Any, Any]) -> None:
    case.read("events", CLOSURES + row + "\n")
    (rule,) = events(case).values()
    assert rule["gate"] == "yland"
    assert (str(rule["day"]), str(rule.get("until"))) == tuple(map(str, days))


@pytest.mark.parametrize("kind", ["location", "links", "camp", "idpcamp"])
def test_a_closed_place_or_road_is_refused_with_what_could_stand_for_it(case: Case, kind: str) -> None:
    (problem,) = case.refused("events", CLOSURES + f"{kind},Ald,Bex,3,6\n")
    assert (
        f"table.csv:2, closure_type: a closure of type '{kind}'" in problem
        and "border_rule could stand for it" in problem
    )


def test_a_neighbour_of_another_name_can_be_named(case: Case) -> None:
    text = CLOSURES + "country,Xland,Sakartvelo,3,6\n"
    assert "gates there are: yland, georgia" in case.refused("events", text)[0]
    case.read("events", text, gates={"Sakartvelo": "georgia"})
    assert next(iter(events(case).values()))["gate"] == "georgia"
    both = CLOSURES + "country,Yland,Georgia,3,6\n"
    assert "are gates" in case.refused("events", both)[0]


def test_a_conflict_at_a_place_that_nobody_knows_is_refused(case: Case) -> None:
    text = CONFLICTS + "0,Nowhere,0.5\n"
    (problem,) = case.refused("events", text, kinds={"conflict": "local_trigger"})
    assert "table.csv:2, conflict_location: 'Nowhere' is no town or region of the case that is certain" in problem
    case.read("events", text, kinds={"conflict": "local_trigger"}, regions={"Nowhere": "RU-DA"})
    assert [(e["regions"], e["strength"]) for e in events(case).values()] == [(["RU-DA"], 0.5)]


def test_records_are_observations_unless_the_user_says_what_stands_for_them(case: Case, said: Said) -> None:
    file = FILES / "B10-acled/acled.csv"
    found = case.read("events", file)
    assert found.path == "evidence/observations/acled.csv" and "records what happened" in said(found)
    assert events(case) == {}
    case.read("events", file, kinds={"Protests": "local_trigger"})
    assert [e["regions"] for e in events(case).values()] == [["RU-MOW"], ["RU-DA"]]
    assert "no event kind 'Protests'" in case.refused("events", file, kinds={"Riots": "local_trigger"})[0]


def test_records_of_a_day_and_region_are_one_event_and_those_outside_the_case_none(case: Case, said: Said) -> None:
    header = "event_id_cnty,event_date,event_type,admin1\n"
    rows = "1,2022-09-24,Riots,North\n2,2022-09-24,Riots,North\n3,2021-01-01,Riots,North\n"
    found = case.read("events", header + rows, kinds={"riots": "local_trigger"})
    (event,) = events(case).values()
    assert event["source"] == "table.csv, 2 records from line 2"
    assert "outside the case's days (line 4)" in said(found)


def test_sizes_are_no_causes(case: Case, said: Said) -> None:
    found = case.read("events", "kind,date,participants\nrally,2022-09-24,500\n")
    assert "column participants: what happened is no cause" in said(found)
    assert "500" not in (case.path / "timeline.toml").read_text()


def test_a_row_a_day_and_a_column_a_place_give_one_event_a_spell(case: Case) -> None:
    text = "#Day,Ald,Bex\n0,0,1.0\n1,0.5,1.0\n2,0.5,0\n5,0,0\n6,0.25,0\n"
    assert "no event kind 'conflict'" in case.refused("events", text)[0]
    case.read("events", text, kinds={"conflict": "announcement"})
    assert [(e["regions"], e["day"], e["until"], e["exit_motive"]) for e in events(case).values()] == [
        (["XL-N"], 1, 4, 0.5), (["XL-N"], 6, 6, 0.25), (["RU-DA"], 0, 1, 1.0),
    ]  # fmt: skip
    (problem,) = case.refused("events", "#Day,Ald\n3,1\n2,0\n", kinds={"conflict": "announcement"})
    assert "table.csv:3: 2 does not come after 3" in problem


@pytest.mark.parametrize(
    "row", ["rally,,2023-09-01,,,1,", "rally,,2022-09-01,,,1,", "rally,,2022-09-24,2023-09-01,,1,"]
)
def test_a_day_outside_the_case_is_one_problem_and_no_second_one_of_its_kind(case: Case, row: str) -> None:
    (problem,) = case.refused("events", f"{OWN}{row}\n")
    assert "the case's" in problem


def test_a_row_whose_word_was_given_no_kind_that_exists_is_not_said_to_be_left_out_as_asked(case: Case) -> None:
    with pytest.raises(InputError, match="no event kind 'foo', for 'march'") as caught:
        case.read("events", OWN + "march,,2022-09-24,,,1,\n", kinds={"march": "foo"})
    assert not getattr(caught.value, "__notes__", [])
