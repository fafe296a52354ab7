"""What is wrong with a scenario is told at its line, with value, range and remedy; all of it at once."""

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.case import find
from groundswell.errors import InputError
from groundswell.inputs.problems import ScenarioError
from groundswell.scenario.document import parse_set
from groundswell.scenario.load import change, load, not_reached
from groundswell.verdicts.claim_file import read

FLAGSHIP = load("mobilization-2022")
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "unknown key": ({"policing.pmx": 0.5}, ["policing.pmx", "unknown key 'pmx'", "did you mean 'pmax'?"]),
    "unknown table": ({"polcing.pmax": 0.5}, ["unknown table 'polcing'", "did you mean 'policing'?"]),
    "share in per cent": ({"policing.pmax": 85}, ["85 is outside 0..1 (share)", "did you mean 0.85?"]),
    "share with a sign": ({"policing.pmax": "85 %"}, ["'85 %' is not a number", "did you mean 0.85?"]),
    "number in quotes": ({"policing.pmax": "0.5"}, ["did you mean 0.5, without quotes?"]),
    "number with a unit": ({"border.preparation": "3 days"}, ["without quotes or unit", "1..100 (days)"]),
    "text for a number": ({"scenario.seed": "one"}, ["scenario.seed", "not a whole number"]),
    "number for a text": ({"scenario.title": 3}, ["scenario.title: 3", 'give text in "quotes"']),
    "value for a table": ({"policing": 3}, ["3 is not a table", "write [policing]"]),
    "negative persons": ({"scenario.persons": -5}, ["scenario.persons: -5 is outside 1.."]),
    "an empty region": ({"scenario.persons": 100}, ["100 leaves a region (Nenets) empty", "allowed: 3349.."]),
    "a scale too coarse": ({"scenario.scale": "1:1000000"}, ["leaves a region (Nenets) empty", "1:1"]),
    "more than there are": ({"scenario.persons": 10**9}, ["is more than there are"]),
    "liable ages within a band": (
        {"society.liable_from": 26, "society.liable_to": 28},
        ["society.liable_", "no whole age band", "26 to 28", "bands begin at 18, 20, 25", "liable_share to 0"],
    ),
    "liable ages in the wrong order": (
        {"society.liable_from": 40, "society.liable_to": 30},
        ["no whole age band", "40 to 30"],
    ),
    "no scale": ({"scenario.scale": "a tenth"}, ["'a tenth' is no scale", 'write "1:N"']),
    "unknown kind of behaviour": ({"behaviour.kind": "exit_voice_loyalt"}, ["did you mean 'exit_voice_loyalty'?"]),
    "unknown kind of event": ({"events.x": {"kind": "raly", "day": 1}}, ["events.x.kind", "did you mean 'rally'?"]),
    "an event without a kind": ({"events.x": {"day": 1}}, ["events.x", "'kind' is missing", "rally"]),
    "an event without a day": ({"events.x": {"kind": "rally"}}, ["'day' is missing", "add day = "]),
    "an event after the end": ({"events.lars.day": 500}, ["500 is after the run's end, day "]),
    "an end before the beginning": ({"events.dagestan-25.until": 1}, ["1 is before day 4"]),
    "unknown region": ({"events.dagestan-25.regions": ["Dagestn"]}, ["did you mean 'RU-DA' (Dagestan)?"]),
    "a factor that acts nowhere": (
        {"events.x": {"kind": "rally", "day": 1, "stronger_by": 2.0}},
        ["events.x.stronger_by: 2 acts in no region", 'add stronger_in = ["CODE"]'],
    ),
    "no region at all": ({"events.dagestan-25.regions": []}, ["no region"]),
    "none of the gates": ({"events.lars.gate": "gorgia"}, ["no gate 'gorgia'", "did you mean 'georgia'?"]),
    "a start beyond calendars": ({"scenario.start": date(9999, 12, 1)}, ["9999-12-01", "within 1800 and 2200"]),
    "a name no folder can bear": ({"scenario.name": "../x"}, ["scenario.name: '../x'", "no slashes"]),
    "a name that is an option": ({"scenario.name": "-x"}, ["scenario.name: '-x'", "no dot or '-' in front"]),
    "a case that is not there": (
        {"scenario.case": "russia-2021"},
        ["no case 'russia-2021'", "did you mean 'russia-2022'"],
    ),
    "no free sign": ({"scenario.fixed_signs": ["policing.backlsh"]}, ["did you mean 'policing.backlash'?"]),
    "a value for an event": ({"events.lars": 3}, ["events.lars: 3 is not a table", "write [events.NAME]"]),
    "a value for all events": ({"events": 3}, ["events: 3 is not a table", "write [events]"]),
    "a value for a behaviour": ({"behaviour": "epstein"}, ["behaviour: 'epstein' is not a table"]),
    "a number for a kind": ({"events.lars.kind": 3}, ["events.lars.kind: kind 3 is not text"]),
    "removing nothing": ({"events.raly-21": {"remove": True}}, ["no event 'raly-21' to remove", "'rally-21'"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_reported_with_its_place_and_remedy(name: str) -> None:
    changes, said = WRONG[name]
    with pytest.raises(InputError) as caught:
        load("mobilization-2022", changes, "--set")
    missing = [part for part in said if part not in str(caught.value)]
    assert not missing, str(caught.value)
    assert len(str(caught.value).splitlines()) == 1  # one mistake, one error


def test_a_claim_is_distinguished_from_a_scenario_at_both_doors(tmp_path: Path) -> None:
    one, other = tmp_path / "claim.toml", tmp_path / "world.toml"
    one.write_text('title = "x"\nscenario = "mobilization-2022"\n[arms]\na = []\n', encoding="utf-8")
    other.write_text("[scenario]\ndays = 3\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load(one)
    assert str(raised.value) == "claim.toml: a claim, not a scenario; test it with: groundswell claim"
    with pytest.raises(ScenarioError) as raised:
        read(other)
    assert str(raised.value) == "world.toml: a scenario, not a claim; run it with: groundswell run"


@pytest.mark.parametrize(("value", "said"), [(40, "did you mean 0.4?"), (1.4, "it means: ")])
def test_a_share_is_guessed_from_per_cent_only_where_it_looks_like_one(value: float, said: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        FLAGSHIP.with_({"policing.pmax": value})
    assert said in str(raised.value)


def test_all_problems_of_a_file_are_reported_together_each_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "war.toml"
    file.write_text(
        'extends = "mobilization-2022"\n\n[policing]\npmax = 85\n\n[attention]\njmp = 0.2\n'
        "\n[events.late]\nkind = 'rally'\nday = 400\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert [p.place for p in caught.value.problems] == [
        "war.toml:7, attention.jmp",
        "war.toml:4, policing.pmax",
        "war.toml:11, events.late.day",
    ]
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)


BROKEN = {
    "no value": ("[scenario]\ndays =\n", "war.toml:2"),
    "a key twice": ("[scenario]\ndays = 1\ndays = 2\n", "war.toml:3"),
    "an open quote": ('[scenario]\ntitle = "war\n', "war.toml:2"),
    "cut off": ("[scenario]\nregions = [1,\n", "war.toml:2"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_toml_is_reported_with_its_line(name: str, tmp_path: Path) -> None:
    text, place = BROKEN[name]
    (tmp_path / "war.toml").write_text(text)
    with pytest.raises(InputError, match="no valid TOML") as caught:
        load(tmp_path / "war.toml")
    assert caught.value.place == place


def test_a_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "war.toml").write_bytes(b"[scenario]\ntitle = '\xff'\n")
    with pytest.raises(InputError, match="byte 20 is not UTF-8"):
        load(tmp_path / "war.toml")


def test_a_missing_file_and_a_folder_are_no_scenarios(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        load(tmp_path / "war.toml")
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)


def test_a_misspelt_preset_finds_its_neighbour() -> None:
    with pytest.raises(InputError, match="did you mean 'mobilization-2022'"):
        load("mobilisation-2022")


def test_two_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b.toml"\n')
    (tmp_path / "b.toml").write_text('extends = "a.toml"\n')
    with pytest.raises(InputError, match="extends itself"):
        load(tmp_path / "a.toml")


def test_a_parent_that_is_not_there_is_reported_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('\nextends = "peace"\n')
    with pytest.raises(InputError, match=r"a\.toml:2, extends: no scenario 'peace'"):
        load(tmp_path / "a.toml")


def test_a_file_of_nothing_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "empty.toml")
    assert {"'start' is missing", "'days' is missing", "'kind' is missing"} <= {
        p.problem for p in caught.value.problems
    }
    case = next(p for p in caught.value.problems if p.problem == "'case' is missing")
    assert case.remedy.startswith('add case = "toyland"') and "`groundswell case`" in case.remedy


KEYS = ["scenario", "scenario.start", "scenario.days", "scenario.persons", "scenario.case", "scenario.fixed_signs",
        "behaviour", "behaviour.kind", "behaviour.cost", "events", "events.decree", "events.decree.day", "events.x",
        "events.x.kind", "events.x.day", "events.decree.regions", "policing", "policing.pmax", "other", "",
        "scenario.name", "scenario.scale", "scenario.title"]  # fmt: skip
ODD = [10**400, -(10**400), "\ud800", "\0", b"x", Decimal(1), None, 1j, np.float32(0.1), np.array([1, 2]), np.bool_(1),
       np.datetime64("2022-09-22"), Path("x"), {1: 2}, "x" * 2000, "0,4", "CON", "os.path", object()]  # fmt: skip
VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes()
    | st.just("rally")
    | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "day", "x", "remove"]), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
def test_whatever_is_written_the_answer_is_a_scenario_or_a_stated_problem(changes: dict[str, Any]) -> None:
    try:
        scenario = change(FLAGSHIP, changes)
    except InputError:
        return
    assert scenario.with_() == scenario
    assert scenario.hash


def test_tables_deeper_than_any_scenario_are_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(10_000):
        deep = {"a": deep}
    for changes in ({"policing": deep}, {"policing": [deep]}, {".".join("a" * 5000): 1}, {"policing.pmax": [[[deep]]]}):
        with pytest.raises(InputError):
            change(FLAGSHIP, changes)


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for extends in ("/dev/zero", "pipe.toml", "pipe.toml/x", "a\\u0000b", "x" * 5000, "~nobody-here/x", "."):
        (tmp_path / "mine.toml").write_text(f'extends = "{extends}"\n')
        with pytest.raises(InputError, match=r"mine\.toml:1"):
            load(tmp_path / "mine.toml")


def test_a_large_file_is_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("# a comment\n" * 100_000)
    with pytest.raises(InputError, match="more than 1,048,576"):
        load(tmp_path / "mine.toml")


def test_files_that_extend_one_another_without_end_are_refused(tmp_path: Path) -> None:
    for n in range(60):
        (tmp_path / f"{n}.toml").write_text(f'extends = "{n + 1}.toml"\n')
    with pytest.raises(InputError, match="more than 20"):
        load(tmp_path / "0.toml")


@pytest.mark.parametrize("coding", ["utf-16", "utf-32", "cp1251"])
def test_another_encoding_is_reported_as_one(coding: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes('[scenario]\ntitle = "Москва"\n'.encode(coding))
    with pytest.raises(InputError, match="save it as UTF-8") as caught:
        load(tmp_path / "mine.toml")
    assert caught.value.place.startswith("mine.toml")


def test_a_set_value_is_one_value_or_text() -> None:
    assert parse_set("a=1\nb=2") == ("a", "1\nb=2")
    assert parse_set("a=" + "[" * 10**5)[1].startswith("[[")
    assert parse_set("a=" + "9" * 5000)[1] == "9" * 5000


@pytest.mark.parametrize("day", [date(1990, 1, 1), "soon", 9999, -1, None])
def test_a_wrong_day_hides_no_unknown_region(day: Any) -> None:
    event = {"kind": "rally", "regions": ["QQ-1"]} | ({} if day is None else {"day": day})
    with pytest.raises(ScenarioError) as caught:
        load("mobilization-2022", {"events.x": event})
    assert "unknown region 'QQ-1'" in str(caught.value) and "day" in str(caught.value).splitlines()[0]


@pytest.mark.parametrize("text", ["", 'extends = "toyland"\n'], ids=["by itself", "that extends another"])
def test_a_file_whose_own_name_cannot_stand_for_the_scenarios_is_the_place_of_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "-x.toml").write_text(text)
    with pytest.raises(InputError) as found:
        load(tmp_path / "-x.toml")
    assert any(
        line.startswith("-x.toml: '-x' is no file's name; rename the file") for line in str(found.value).split("\n")
    )


SHORT = 'extends = "toyland"\n[scenario]\ndays = 4\n'


def test_a_file_may_be_shorter_than_what_it_extends_as_with_the_option_days(tmp_path: Path) -> None:
    (tmp_path / "later.toml").write_text('extends = "toyland"\n[events]\nx = {kind = "rally", day = 20}\n')
    (tmp_path / "short.toml").write_text(SHORT.replace("toyland", "later.toml"))
    assert "x" in not_reached(load(tmp_path / "short.toml"))
    assert "x" in not_reached(load(tmp_path / "later.toml", {"scenario.days": 4}))


def test_a_day_that_the_short_file_itself_sets_must_lie_in_it(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SHORT + "[events.bridge]\nday = 20\n")
    with pytest.raises(ScenarioError, match=r"own.toml:5, events.bridge.day: 20 is after the run's end, day 3"):
        load(tmp_path / "own.toml")


@pytest.mark.parametrize("kind", ['kind = "ralli"', "kind = 3", ""])
def test_an_event_of_unknown_kind_has_its_other_mistakes_told_too(tmp_path: Path, kind: str) -> None:
    text = f'extends = "toyland"\n[events.x]\n{kind}\nday = "x"\nuntil = -3\nregions = ["XX"]\nstrength = 2\n'
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(ScenarioError) as refused:
        load(tmp_path / "x.toml")
    places = [problem.place.split(", ")[-1] for problem in refused.value.problems]
    assert places[1:] == ["events.x.day", "events.x.until", "events.x.regions"]  # of what only its kind has, nothing


def test_the_file_of_a_case_stands_for_the_case(tmp_path: Path) -> None:
    folder = shutil.copytree(find("toyland").folder, tmp_path / "mine")
    assert load(folder / "case.toml").case.folder == load(folder).case.folder
    with pytest.raises(InputError, match=r"is a folder; .* or the folder of a case \(which holds a case.toml\)"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("key", "told"),
    [("behaviour.others.x", "command line, behaviour.others: "), ("events.new.kind", "command line, events.new: ")],
)
def test_what_a_key_from_outside_makes_of_a_value_is_told_where_the_key_was_given(key: str, told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        load("toyland", {key: "rally"}, "command line")
    assert str(refused.value).startswith(told)


def test_a_key_of_the_top_is_sent_to_the_table_that_it_belongs_to(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'name = "mine"\npmax = 0.5\nkind = "epstein"\nextends = "toyland"\ncolour = 1\n'
    )
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "mine.toml", {"persons": 1000}, "command line")
    said = [str(problem) for problem in caught.value.problems]
    assert said[:3] == [
        "mine.toml:1, name: unknown table 'name'; write it below [scenario]",
        "mine.toml:2, pmax: unknown table 'pmax'; write it below [policing]",
        "mine.toml:3, kind: unknown table 'kind'; write it below [behaviour]",
    ]
    assert said[3].startswith("mine.toml:5, colour: unknown table 'colour'; valid: attention, behaviour")
    assert said[4] == "command line, persons: unknown table 'persons'; write scenario.persons"
