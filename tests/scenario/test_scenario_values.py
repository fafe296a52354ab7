"""Values as people write them: other languages' numbers, dates in quotes, numpy's scalars, regions by name."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.case.region_names import nearest_region
from groundswell.errors import InputError
from groundswell.inputs.problems import ScenarioError
from groundswell.scenario.load import load

FLAGSHIP = load("mobilization-2022")
HEAD = "[scenario]\ncase = 'russia-2022'\ndays = 3\npersons = 20000\n[behaviour]\nkind = 'exit_voice_loyalty'\n"
CASE = find("russia-2022")


def region(text: str) -> str | None:
    return nearest_region(text, CASE.population.codes, CASE.spellings)


def problems(**changes: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        FLAGSHIP.with_({key.replace("__", "."): value for key, value in changes.items()})
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("1:1.000", 'write "1:1000" if the point sets thousands apart'),
        ("1:10.125", '"1:10.1250" if it is a fraction'),
        ("1:1_", 'write "1:N"'),
        ("1:_1", 'write "1:N"'),
        ("1:1,5", 'did you mean "1:1.5"?'),
        ("1:10_00", 'write "1:N"'),
        ("1:0.5", 'write "1:N"'),
        ("1:" + "9" * 400, "leaves a region"),
    ],
)
def test_a_scale_that_could_mean_two_things_is_refused(scale: str, said: str) -> None:
    assert said in problems(scale=scale)[0]


@pytest.mark.parametrize("scale", ["1:1000", "1:1,000", "1:1 000", "1:1_000", "1: 1000", "1:1\u00a0000", "1:1000.0"])
def test_thousands_may_be_set_apart(scale: str) -> None:
    assert FLAGSHIP.with_(scale=scale).persons == FLAGSHIP.with_(scale="1:1000").persons


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0,4", "did you mean 0.4?"),
        ("0.4", "did you mean 0.4, without quotes?"),
        ("40 %", "did you mean 0.4?"),
        ("0,125", "did you mean 0.125?"),
        ("4,5", "give a bare number"),  # neither 4.5 nor 45 is a share
    ],
)
def test_a_number_in_another_form_is_answered_with_what_was_meant_or_nothing(value: str, said: str) -> None:
    assert said in problems(policing__pmax=value)[0]


def test_a_comma_before_three_digits_is_not_read_as_either() -> None:
    assert "did you mean" not in problems(policing__capacity_per_million="1,000")[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pmax = 0,4", "did you mean 0.4? Numbers have a decimal point"),
        ("capacity_floor = 150 000", "did you mean 150_000?"),
        ("capacity_floor = 1,500", "write 1.500 or 1500, whichever you mean"),
    ],
)
def test_a_number_that_is_no_toml_is_answered_at_its_line(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f"{HEAD}[policing]\n{line}\n")
    with pytest.raises(InputError, match=r"mine\.toml:8") as caught:
        load(tmp_path / "mine.toml")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-09-22", "did you mean 2022-09-22, without quotes?"),
        ("2022-09-22T18:00", "did you mean 2022-09-22, without quotes, without the time?"),
        (datetime(2022, 9, 22, 18), "did you mean 2022-09-22, without the time?"),
        ("22.9.2022", "did you mean 2022-09-22, without quotes?"),
        ("09/22/2022", "or a date such as 2001-03-05 without quotes"),
        ("x", "or a date such as 2001-03-05 without quotes"),
    ],
)
def test_a_day_in_another_form_is_answered_with_the_date(day: Any, said: str) -> None:
    assert said in problems(events__lars__day=day)[0]
    first = problems(start=day)[0]
    assert said in first if "mean" in said else "did you mean" not in first


def test_an_event_that_cannot_be_read_brings_no_error_on_its_notes() -> None:
    assert len(problems(events__returns={"day": "x"})) == 1
    assert len(problems(**{"events__rally-21__day": "x"})) == 1
    assert len(problems(**{"events__rally-21__kind": "raly"})) == 1


@pytest.mark.parametrize(
    "changes", [{"days": 0}, {"days": 2.5}, {"start": "soon"}, {"behaviour__kind": "epstien"}, {"title": 3}]
)
def test_one_mistake_is_reported_once(changes: dict[str, Any]) -> None:
    assert len(problems(**changes)) == 1


def test_a_wrong_value_of_the_header_hides_no_other_mistake() -> None:
    text = " ".join(problems(title=3, persons=5, name="a/b", fixed_signs=["x"]))
    assert all(part in text for part in ("scenario.title", "leaves a region", "'a/b'", "no free sign"))


@pytest.mark.parametrize(
    ("regions", "said"),
    [
        (["all", "RU-DA"], "'all' stands alone"),
        (["All"], 'did you mean ["all"]?'),
        ("all", 'did you mean ["all"]?'),
        ("RU-DA, RU-SA", 'did you mean ["RU-DA", "RU-SA"]?'),
        ("*", "give a list of texts"),
        (["Moskva"], "did you mean 'RU-MOW' (Moscow)?"),
        (["Atlantis"], "use codes of the case's regions"),
        (["RU-DAG"], "use codes of the case's regions"),
        (["RU-DA", 3], "3 is not text"),
    ],
)
def test_regions_are_answered_with_the_right_one_or_none(regions: Any, said: str) -> None:
    listed = problems(events__returns__regions=regions)
    assert len(listed) == 1
    assert said in listed[0]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Yakutia", "RU-SA"), ("Kemerovo Oblast", "RU-KEM"), ("Perm Krai", "RU-PER"), ("Moskovskaya", "RU-MOS"),
        ("Moscow Region", "RU-MOS"), ("Республика Дагестан", "RU-DA"), ("Bashkiriya", "RU-BA"), ("Dagestn", "RU-DA"),
        ("Omskaya oblast", "RU-OMS"), ("Tomskaya", "RU-TOM"), ("St. Petersburg", "RU-SPE"), ("Altay Krai", "RU-ALT"),
        ("da", "RU-DA"), ("Krasnojarsk", "RU-KYA"), ("Altai", None), ("Siberia", None), ("Donetsk", None),
        ("Kazan", None),
        ("Primorsk", None), ("Kharovsk", None), ("Vladivostok", None), ("Orlov", None), ("Petrograd Oblast", None),
        ("x" * 9999, None),
    ],
)  # fmt: skip
def test_a_spelling_means_one_region_or_none(name: str, code: str | None) -> None:
    assert region(name) == code


def test_every_region_is_known_by_each_of_its_names() -> None:
    for code, names in CASE.spellings.items():
        assert {region(name) for name in names} == {code}


def test_a_town_is_taken_for_no_region_but_its_own() -> None:
    facts = find("russia-2022").population
    found = {(town, code) for town, at in zip(facts.towns.name, facts.towns.region, strict=True)
             if (code := region(town)) not in (None, facts.codes[at])}  # fmt: skip
    assert found == {("Киров", "RU-KIR"), ("Ростов", "RU-ROS")}  # towns elsewhere that bear a region's very name


def test_numbers_of_numpy_are_numbers_and_its_truth_values_are_none() -> None:
    made = FLAGSHIP.with_(
        persons=np.int64(20_000), days=np.int32(6), seed=np.uint8(3), start=np.datetime64("2022-09-22")
    )
    assert (made.persons, made.days, made.seed, made.start) == (20_000, 6, 3, date(2022, 9, 22))
    assert made.hash == FLAGSHIP.with_(persons=20_000, days=6, seed=3, start=date(2022, 9, 22)).hash
    assert FLAGSHIP.with_({"events.lars.regions": np.array(["RU-DA"])}).hash
    assert "True is not a whole number" in problems(days=np.bool_(True))[0]
    assert "True is not a whole number" in problems(days=True)[0]


def test_equal_values_have_equal_hashes(tmp_path: Path) -> None:
    zero = FLAGSHIP.with_({"behaviour.others": 0.0})
    for same in (-0.0, 0, np.float64(-0.0)):
        assert FLAGSHIP.with_({"behaviour.others": same}).hash == zero.hash
    (tmp_path / "mine.toml").write_text('extends = "mobilization-2022"\n[behaviour]\nothers = -0.0\n')
    assert load(tmp_path / "mine.toml").with_(name=FLAGSHIP.name).hash == zero.hash


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "what?", "a\nb", "../x", "x" * 300, "", "é" * 101, ".x", "x.", "a:b", "a\0b", "\ud800"]
)
def test_a_name_that_no_folder_can_bear_is_refused_with_the_allowed_form(name: str) -> None:
    listed = problems(name=name)
    assert len(listed) == 1
    assert "letters, digits, spaces" in listed[0] or "half a character" in listed[0]
    assert listed[0].isprintable()


@pytest.mark.parametrize("name", ["first", "first try (2)", "Мобилизация-22", "a.b_c"])
def test_a_name_that_a_folder_can_bear_is_taken(name: str) -> None:
    assert FLAGSHIP.with_(name=name).name == name


@pytest.mark.parametrize("key", ["remove", "exit_open"])
@pytest.mark.parametrize("value", [1, "true", "yes", 0.0])
def test_nothing_but_true_and_false_is_a_truth_value(key: str, value: Any) -> None:
    listed = problems(**{f"events__finland__{key}": value})
    assert "is not true or false" in listed[0]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xef\xbb\xbf# a comment\r\n"])
def test_a_byte_order_mark_is_no_part_of_a_scenario(start: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(start + HEAD.replace("\n", "\r\n").encode())
    assert gs.load(tmp_path / "mine.toml").days == 3


def test_places_are_true(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "empty.toml", {"scenario.scale": "1:100"}, "command line")
    assert {p.place.split(",")[0] for p in caught.value.problems} == {"empty.toml"}
    assert problems(seed=-1)[0].startswith("scenario.seed: -1 is outside")
    (tmp_path / "part.toml").write_text("\n[scenario]\ndays = 3\n")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "part.toml")
    assert caught.value.problems[0].place == "part.toml:2, scenario"
