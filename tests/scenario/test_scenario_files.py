"""Scenario files: presets, variants, changes from outside, and the lock that says it all again."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.case import cases
from groundswell.inputs.toml_places import key_lines
from groundswell.scenario import presets
from groundswell.scenario.document import parse_set
from groundswell.scenario.load import change, load, not_reached
from groundswell.scenario.lock import lock_text
from groundswell.scenario.template import variant, write_variant

FLAGSHIP = load("mobilization-2022")
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


def write(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", presets.scenarios())
def test_a_preset_is_valid_and_its_lock_says_the_same(name: str, tmp_path: Path) -> None:
    scenario = load(name)
    again = load(write(tmp_path, lock_text(scenario)))
    assert again == scenario
    assert again.hash == scenario.hash


@given(title=TEXT, seed=st.integers(0, 2**63 - 1), share=st.floats(0, 1), c=st.floats(-10, 10))
def test_whatever_is_set_comes_back_from_the_lock(
    tmp_path_factory: pytest.TempPathFactory, title: str, seed: int, share: float, c: float
) -> None:
    keys = {"scenario.title": title, "scenario.seed": seed, "policing.pmax": share, "behaviour.others": c}
    scenario = change(FLAGSHIP, keys)
    assert load(write(tmp_path_factory.mktemp("lock"), lock_text(scenario))) == scenario


def test_every_event_of_the_flagship_names_its_source() -> None:
    assert all(event.source for event in FLAGSHIP.events)


def test_on_quiet_days_there_is_no_event() -> None:
    assert load("quiet-day").events == ()


def test_the_timeline_counts_days_from_the_announcement() -> None:
    days = {event.name: event.day for event in FLAGSHIP.events}
    assert (days["decree"], days["rally-24"], days["returns"], days["finland"]) == (0, 3, 8, 9)
    assert FLAGSHIP.start == date(2022, 9, 21)


def test_a_variant_keeps_all_but_what_it_changes(tmp_path: Path) -> None:
    mine = load(write(tmp_path, 'extends = "mobilization-2022"\n[behaviour]\nothers = 0.7\n'))
    assert mine.behaviour.params == FLAGSHIP.behaviour.params._replace(others=0.7)
    assert (mine.events, mine.attention, mine.name) == (FLAGSHIP.events, FLAGSHIP.attention, "mine")


def test_a_variant_takes_an_event_away(tmp_path: Path) -> None:
    mine = load(write(tmp_path, 'extends = "mobilization-2022"\n[events.rally-24]\nremove = true\n'))
    assert [e for e in mine.events if e.name == "rally-24"] == []
    assert len(mine.events) == len(FLAGSHIP.events) - 1


def test_a_variants_new_event_comes_last_and_a_changed_one_keeps_its_turn(tmp_path: Path) -> None:
    text = 'extends = "mobilization-2022"\n[events.more]\nkind = "shutdown"\nday = 2\n[events.decree]\ntarget = 1e6\n'
    mine = load(write(tmp_path, text))
    assert [e.name for e in mine.events] == [*(e.name for e in FLAGSHIP.events), "more"]


def test_an_event_of_another_kind_replaces_the_old_one(tmp_path: Path) -> None:
    text = 'extends = "mobilization-2022"\n[events.lars]\nkind = "rally"\nday = 7\n'
    lars = next(e for e in load(write(tmp_path, text)).events if e.name == "lars")
    assert (type(lars).__name__, lars.source) == ("Rally", "")


def test_an_event_is_taken_away_from_outside_too() -> None:
    assert "lars" not in {e.name for e in load("mobilization-2022", {"events.lars.remove": True}).events}
    assert "lars" not in {e.name for e in FLAGSHIP.with_({"events.lars.remove": True}).events}


def test_persons_given_anew_replace_the_scale_below() -> None:
    assert load("mobilization-2022", {"scenario.persons": 50_000}).persons == 50_000
    assert load("mobilization-2022", {"scenario.scale": "1:1000"}).persons == 146_781


def test_a_run_cut_short_keeps_its_later_events_for_a_longer_one() -> None:
    short = FLAGSHIP.with_(days=5)
    assert not_reached(short) == ["dagestan-26", "lars", "returns", "finland"]
    assert short.with_(days=FLAGSHIP.days) == FLAGSHIP


def test_the_lock_of_a_run_cut_short_is_valid_and_runs_to_the_same(tmp_path: Path) -> None:
    short = FLAGSHIP.with_(days=4)
    again = load(write(tmp_path, lock_text(short)))
    assert again.hash == short.hash
    assert [e.name for e in again.events] == [e.name for e in FLAGSHIP.events if e.day < 4]


def test_what_changes_results_changes_the_hash_and_nothing_else_does() -> None:
    changed = [FLAGSHIP.with_(seed=2), FLAGSHIP.with_(persons=10**6), FLAGSHIP.with_(behaviour={"others": 0.3})]
    hashes = {scenario.hash for scenario in [FLAGSHIP, *changed]}
    assert len(hashes) == 4
    assert FLAGSHIP.with_(seed=2).with_(seed=1).hash == FLAGSHIP.hash


def test_a_fresh_variant_is_its_parent_under_another_name(tmp_path: Path) -> None:
    mine = load(write_variant("mine", "mobilization-2022", tmp_path))
    assert mine.with_(name=FLAGSHIP.name, title=FLAGSHIP.title, description=FLAGSHIP.description) == FLAGSHIP


def test_every_commented_line_of_a_fresh_variant_is_valid_when_uncommented(tmp_path: Path) -> None:
    lines = variant("mine", "mobilization-2022", FLAGSHIP).splitlines()
    bare = [
        line.removeprefix("# ") if " = " in line and "remove" not in line and "scale" not in line else line
        for line in lines
    ]
    mine = load(write(tmp_path, "\n".join(bare)))
    assert (mine.events, mine.behaviour) == (FLAGSHIP.events, FLAGSHIP.behaviour)


@pytest.mark.parametrize(
    "file", sorted(p for case in cases() for p in case.folder.rglob("*.toml") if p.parent.name != "claims"), ids=str
)
def test_every_key_of_a_file_is_found_on_its_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = key_lines(text)
    assert len(found) >= sum(1 for line in lines if re.match(r"[\w.\"]+ *=|\[[\w.\"-]+\]", line)) > 0
    assert all(key.rsplit(".", 1)[-1] in lines[line - 1] or key.endswith("csv") for key, line in found.items())


def test_a_key_below_a_long_text_is_found_on_its_line() -> None:
    text = '[a]\nb = """\nc = 1\n[d]\n"""\ne = [\n  1, # =\n]\nf."g.h" = 2\n'
    assert key_lines(text) == {"a": 1, "a.b": 2, "a.e": 6, "a.f.g.h": 9}


def test_a_set_value_is_read_as_toml_or_else_as_text() -> None:
    assert parse_set("a.b=0.5") == ("a.b", 0.5)
    assert parse_set('a=["RU-DA"]') == ("a", ["RU-DA"])
    assert parse_set("a=2022-09-24") == ("a", date(2022, 9, 24))
    assert parse_set("a=georgia") == ("a", "georgia")


def test_a_scenario_shows_itself() -> None:
    assert f"{FLAGSHIP.days} days from 2022-09-21" in repr(FLAGSHIP)
    assert "&lt;b&gt;" in FLAGSHIP.with_(title="<b>")._repr_html_()
