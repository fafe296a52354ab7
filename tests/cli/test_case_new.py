"""The command `case new`: refusals in words, nothing half written, and the two command lines that follow."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

REFUSED = {
    "a name": (("--country", "Chile", "chile"), "did you mean CHL (Chile)?"),
    "an alpha-2 code": (("--country", "CL", "chile"), "did you mean CHL (Chile)?"),
    "small letters": (("--country", "chl", "chile"), "did you mean CHL (Chile)?"),
    "a misspelt name": (("--country", "Germny", "germany"), "did you mean DEU (Germany)?"),
    "nothing known": (("--country", "ZZZ", "zzz"), "alpha-3 code of ISO 3166-1"),
    "a year before the table": (("--country", "CHL", "--year", "1979", "chile"), "--year: no population of 1979"),
    "a year after it": (("--country", "CHL", "--year", "2031", "chile"), "1980 to 2030"),
    "a first day that is none": (
        ("--country", "CHL", "--start", "2019-13-18", "chile"),
        "--start: '2019-13-18' is no day",
    ),
    "a folder that exists": (("--country", "CHL", "there"), "'there' exists"),
    "a name that no case bears": (("--country", "CHL", "My Case"), "such as 'my-case'"),
    "a folder below a file": (("--country", "CHL", "file/chile"), "cannot be written"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_is_refused_in_words_and_leaves_nothing(
    name: str, groundswell: Callable, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("")
    arguments, remedy = REFUSED[name]
    said = groundswell("case", "new", *arguments)
    assert (said.code, said.out) == (2, "")
    assert remedy in said.err
    assert "Traceback" not in said.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "there"]


def test_a_disk_that_fills_up_half_way_leaves_nothing(
    groundswell: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def fill_up(path: Path, *arguments: object, **more: object) -> int:
        if path.name == "timeline.toml":
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fill_up)
    said = groundswell("case", "new", "--country", "CHL", "chile")
    assert said.code == 2
    assert "no room left on the disk" in said.err
    assert list(tmp_path.iterdir()) == []


def test_the_answer_lists_every_assumption_and_what_to_do_next(groundswell: Callable, tmp_path: Path) -> None:
    said = groundswell("case", "new", "--country", "BLR", "--year", "2019", "minsk")
    assert said.code == 0
    assert "groundswell run minsk/variants/announced-day.toml" in said.out
    given = json.loads(groundswell("case", "new", "--country", "BLR", "--year", "2019", "again", "--json").out)
    assert all(entry["text"] in said.out for entry in given["assumptions"])
    assert (tmp_path / "again" / "README.md").is_file()
    one, two = ((tmp_path / name / "population" / "regions.csv").read_bytes() for name in ("minsk", "again"))
    assert one == two


def test_an_episode_begins_on_the_day_that_was_named_with_the_people_of_its_year(
    groundswell: Callable, tmp_path: Path
) -> None:
    assert groundswell("case", "new", "--country", "CHL", "--start", "2019-10-18", "chile").code == 0
    found = tomllib.loads((tmp_path / "chile" / "case.toml").read_text())
    assert (str(found["start"]), found["title"]) == ("2019-10-18", "Chile 2019")
    card = (tmp_path / "chile" / "README.md").read_text()
    assert "--year 2019 --start 2019-10-18 chile`" in " ".join(card.split()) and "days from 18 October 2019" in card
    assert groundswell("case", "new", "--country", "CHL", "--year", "2019", "--start", "2020-01-05", "other").code == 0
    assert "(2019) |" in (tmp_path / "other" / "README.md").read_text()
    assert groundswell("case", "check", "chile").code == 0
    events = "date,kind\n2019-10-20,rally\n"
    (tmp_path / "events.csv").write_text(events)
    assert groundswell("case", "import", "events", "events.csv", "--case", "chile").code == 0
