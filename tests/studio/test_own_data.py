"""Own data: bounded, named and read as the import reads it; a run is scored as `groundswell score` scores it."""

import base64
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `studio` is not installed")

import groundswell as gs
from groundswell.errors import InputError
from groundswell.studio import owndata
from groundswell.studio.state import Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A folder with one run of Toyland."""
    folder = tmp_path_factory.mktemp("studio")
    gs.run(gs.load("toyland", {"scenario.persons": 4_000, "scenario.days": 8}), out=folder / "toy")
    return Studio(folder)


def sent(text: str | bytes, name: str = "own") -> dict[str, Any]:
    content = text if isinstance(text, bytes) else text.encode()
    return {"name": name, "content": base64.b64encode(content).decode()}


MAPPED = {"run": "toy", "columns": {"date": "Tag", "participants": "Leute"}}
TABLE = "Tag;Leute;Notiz\n05.03.2001;0;=1+1\n10.03.2001;1.250;<script>x</script>\n11.03.2001;40;\n"


def test_a_table_of_another_country_is_read_and_the_run_scored_beside_it(studio: Studio) -> None:
    name = owndata.upload(studio, sent(TABLE.encode("utf-16")))["name"]
    head = owndata.look(studio, name, "toy")
    assert head["header"] == ("Tag", "Leute", "Notiz") and head["at"]["date"] == 0 and 1 in head["numbers"]
    found = owndata.score(studio, name, {**MAPPED, "decimal": "comma"})
    assert found["scored"] == found["of"] == 3 and len(found["charts"]) == 1
    assert [point["value"] for point in found["charts"][0]["points"]] == [0.0, 1250.0, 40.0]
    run = gs.open_run(studio.folder / "toy")
    again = run.score(studio.folder / "data" / found["file"]).as_dict()
    assert found["table"][0]["rows"] == again["groups"][0]["rows"] == 3
    assert set(found["baselines"]) == {"last value", "exponential decay", "draws from the past"}


def test_a_long_table_names_its_series_and_regions(studio: Studio) -> None:
    text = "date,region,series,value\n2001-03-10,XT-CO,In the street,30\n2001-03-11,XT-CO,In the street,2\n"
    name = owndata.upload(studio, sent(text, "long"))["name"]
    assert owndata.look(studio, name, "toy")["names"] == ["In the street"]
    mapped = {"run": "toy", "columns": {}, "series": {"in_the_street": "participants"}}
    assert owndata.score(studio, name, mapped)["charts"][0]["title"].startswith("participants: ")


def test_a_region_spelled_in_another_way_is_asked_for_and_may_be_said_on_the_page(studio: Studio) -> None:
    text = "date,region,Leute\n2001-03-10,The Shore,30\n2001-03-11,Coast,2\n"
    name = owndata.upload(studio, sent(text, "shore"))["name"]
    mapped = {"run": "toy", "columns": {"date": "date", "region": "region", "participants": "Leute"}}
    with pytest.raises(InputError) as told:
        owndata.score(studio, name, mapped)
    said = str(told.value)
    assert "'The Shore' is no certain region" in said and "say below which region it is, or tick below" in said
    assert "--" not in said and "spellings" not in said
    assert {"code": "XT-CO", "name": "Coast"} in owndata.look(studio, name, "toy")["regions"]
    assert owndata.score(studio, name, {**mapped, "regions": {"The Shore": "XT-CO"}})["read"]["kept"] == 2


def test_cells_that_are_not_certain_are_told_with_line_and_column_and_nothing_is_kept(studio: Studio) -> None:
    name = owndata.upload(studio, sent("Tag;Leute\n2001-03-10;7x7\n2001-13-45;7\n", "wrong"))["name"]
    with pytest.raises(InputError) as told:
        owndata.score(studio, name, MAPPED)
    assert "wrong.csv:2, Leute" in str(told.value) and "wrong.csv:3, Tag" in str(told.value)
    assert "--" not in str(told.value)  # the words of the page, not of the command line
    assert not (studio.folder / "data" / "wrong-observed.csv").exists()


def test_a_table_of_other_days_is_read_and_told_to_be_of_other_days(studio: Studio) -> None:
    name = owndata.upload(studio, sent("Tag;Leute\n1999-01-01;5\n", "late"))["name"]
    found = owndata.score(studio, name, MAPPED)
    assert found["read"]["kept"] == 1 and found["charts"] == [] and found["why"]


@pytest.mark.parametrize(("change", "place"), [
    ({"name": "../up"}, "name"),
    ({"name": "a/b.csv"}, "name"),
    ({"name": ".hidden"}, "name"),
    ({"content": "A" * (owndata.MOST_BYTES * 4 // 3 + 8)}, "file"),
    ({"content": "not base64!"}, "file"),
    ({"content": 7}, "file"),
])  # fmt: skip
def test_what_is_too_large_or_leads_out_is_refused(studio: Studio, change: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError) as told:
        owndata.upload(studio, {**sent("a,b\n1,2\n"), **change})
    assert told.value.place == place


def test_a_full_disk_is_told_and_the_table_before_stays(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    name = owndata.upload(studio, sent(TABLE, "full"))["name"]

    def full(path: Path, write: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(owndata, "write_whole", full)
    with pytest.raises(InputError, match="no room left on the disk"):
        owndata.upload(studio, sent("Tag\n1\n", "full"))
    assert (studio.folder / "data" / name).read_text() == TABLE


def test_too_many_rows_are_refused_before_they_are_read(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    name = owndata.upload(studio, sent(TABLE, "rows"))["name"]
    monkeypatch.setattr(owndata, "MOST_ROWS", 2)
    with pytest.raises(InputError, match="more than 2 rows"):
        owndata.score(studio, name, MAPPED)


@pytest.mark.parametrize("change", [{"columns": []}, {"columns": {"date": 1}}, {"unit": "dozens"}, {"run": "../toy"},
                                    {"run": "none"}, {"series": "x"}])  # fmt: skip
def test_a_mapping_that_is_none_is_refused(studio: Studio, change: dict[str, Any]) -> None:
    name = owndata.upload(studio, sent(TABLE))["name"]
    with pytest.raises(InputError):
        owndata.score(studio, name, {**MAPPED, "decimal": "comma", **change})


def test_a_link_in_the_place_of_a_table_is_not_followed(studio: Studio, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Tag;Leute\n2001-03-10;5\n", encoding="utf-8")
    (studio.folder / "data").mkdir(exist_ok=True)
    (studio.folder / "data" / "link.csv").symlink_to(secret)
    with pytest.raises(InputError):
        owndata.look(studio, "link.csv", "toy")
    with pytest.raises(InputError):
        owndata.upload(studio, sent(TABLE, "link"))
    assert "5" in secret.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "table",
    [
        "\u0434\u0435\u043d\u044c;\u043b\u044e\u0434\u0438\n05.03.2001;4\n".encode("cp1251"),
        "date,people\n2001-03-05,4\n".encode("utf-16-le"),
        b"date,people\n2001-03-05,4,5\n",
        b"date,people\n2001-03-05," + b"9" * 200_000 + b"\n",
    ],
)
def test_what_cannot_be_read_is_told_in_the_pages_words(studio: Studio, table: bytes) -> None:
    name = owndata.upload(studio, sent(table, "odd"))["name"]
    for read in (lambda: owndata.look(studio, name, "toy"), lambda: owndata.score(studio, name, MAPPED)):
        with pytest.raises(InputError) as told:
            read()
        assert "--" not in str(told.value) and "setting" not in str(told.value)
        assert "CSV (UTF-8)" in str(told.value) or "quote" in str(told.value)
