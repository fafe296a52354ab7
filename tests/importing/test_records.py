"""Records of events as several projects keep them: each event once, in its region, sizes apart from deaths."""

from collections.abc import Callable

import pytest

from groundswell.importing.run import Imported

from .conftest import Case

Said = Callable[[Imported], str]
ACLED = "event_id_cnty,event_date,event_type,region,country,admin1,location,fatalities,tags,timestamp\n"
CCC = "date,locality,state,type,size_low,size_high,size_mean,arrests,online\n"
MM = (
    "id,country,ccode,year,region,protest,startday,startmonth,startyear,endday,endmonth,endyear,location,"
    "participants_category,participants\n"
)
UCDP = "id,date_start,date_end,adm_1,best,low,high,country\n"


def row(case: Case, series: str, name: str = "table") -> dict[str, str]:
    (found,) = [r for r in case.rows(f"evidence/observations/{name}.csv") if r["series"] == series]
    return found


def test_the_part_of_the_world_in_an_acled_export_is_no_region(case: Case) -> None:
    case.read("series", ACLED + "X1,01 October 2022,Protests,Europe,Xland,North,Ald,0,,1\n")
    assert row(case, "events_protests")["region"] == "XL-N"


def test_acled_events_of_a_day_and_place_are_added_up_by_type(case: Case) -> None:
    rows = "X1,2022-10-01,Protests,E,Xland,North,Ald,0,,1\nX2,2022-10-01,Protests,E,Xland,North,Ald,2,,1\n"
    rows += "X3,2022-10-01,Battles,E,Xland,North,Ald,5,,1\n"
    case.read("series", ACLED + rows)
    assert row(case, "events_protests")["value"] == "2"
    assert row(case, "fatalities_protests")["value"] == "2"
    assert row(case, "fatalities_battles")["value"] == "5"


@pytest.mark.parametrize(
    ("tag", "value", "kind"),
    [("crowd size=about 200", "200", "about"), ("women; crowd size=more than 50", "50", "at least"),
     ("crowd size=100-300", "200", "about")],
)  # fmt: skip
def test_the_crowd_size_of_an_acled_tag_is_the_number_of_participants(
    case: Case, tag: str, value: str, kind: str
) -> None:
    case.read("series", ACLED + f"X1,2022-10-01,Protests,E,Xland,North,Ald,0,{tag},1\n")
    assert (row(case, "participants")["value"], row(case, "participants")["kind"]) == (value, kind)


@pytest.mark.parametrize("tag", ["", "crowd size=no report", "crowd size=hundreds", "counter-demonstration"])
def test_an_event_of_unknown_size_counts_as_an_event_only(case: Case, said: Said, tag: str) -> None:
    found = case.read("series", ACLED + f"X1,2022-10-01,Protests,E,Xland,North,Ald,0,{tag},1\n")
    assert {r["series"] for r in case.rows("evidence/observations/table.csv")} == {
        "events_protests",
        "fatalities_protests",
    }
    assert "the size is not known" in said(found)


def test_of_several_countries_the_case_s_must_be_named(case: Case, said: Said) -> None:
    rows = "X1,2022-10-01,Protests,E,Xland,North,Ald,0,,1\nY1,2022-10-01,Protests,E,Yland,East,Cor,0,,1\n"
    (problem,) = case.refused("series", ACLED + rows)
    assert "rows of Xland, Yland; the case's country is XLD" in problem and "--country" in problem
    found = case.read("series", ACLED + rows, country="xland")
    assert "left out: of another country than 'xland' (line 3)" in said(found)
    assert "no rows of 'Zland'" in case.refused("series", ACLED + rows, country="Zland", name="z")[0]


def test_an_id_with_two_contents_is_kept_once_and_named(case: Case, said: Said) -> None:
    rows = "X1,2022-10-01,Protests,E,Xland,North,Ald,0,,1\nX1,2022-10-01,Protests,E,Xland,North,Ald,3,,2\n"
    found = case.read("series", ACLED + rows)
    assert "id 'X1' again, with another fatalities, timestamp: line 2 is kept (line 3)" in said(found)
    assert row(case, "fatalities_protests")["value"] == "0"


@pytest.mark.parametrize(
    ("cells", "size"),
    [("200,400,", ("300", "200", "400", "about")), ("200,400,250", ("250", "200", "400", "about")),
     ("50,50,50", ("50", "50", "50", "exact")), (",,80", ("80", "", "", "exact"))],
)  # fmt: skip
def test_the_ends_of_a_crowd_s_size_make_an_interval(case: Case, cells: str, size: tuple[str, ...]) -> None:
    case.read("series", CCC + f"2022-10-01,Ald,XL-N,rally,{cells},,0\n")
    found = row(case, "participants")
    assert tuple(found[key] for key in ("value", "low", "high", "kind")) == size


def test_an_interval_upside_down_is_refused(case: Case) -> None:
    (problem,) = case.refused("series", CCC + "2022-10-01,Ald,XL-N,rally,400,200,300,,0\n")
    assert "table.csv:2, size_low: the lower end 400 is above the upper end 200" in problem
    (problem,) = case.refused("series", CCC + "2022-10-01,Ald,XL-N,rally,100,200,300,,0\n")
    assert "300 is outside its interval 100 to 200" in problem


@pytest.mark.parametrize(
    ("online", "kept"), [("0", 1), ("", 1), ("NA", 1), ("FALSE", 1), ("1", 0), ("TRUE", 0), ("yes", 0)]
)
def test_what_happens_online_is_left_out(case: Case, said: Said, online: str, kept: int) -> None:
    rows = f"2022-10-01,Ald,XL-N,rally,1,2,1,,{online}\n2022-10-02,Ald,XL-N,rally,1,2,1,3,0\n"
    found = case.read("series", CCC + rows)
    assert found.kept == kept + 1
    assert ("online" in said(found)) is not bool(kept)


@pytest.mark.parametrize(
    ("category", "participants", "value", "kind"),
    [("", "50+", "50", "at least"), ("100-999", "", "549.5", "about"), ("1000-1999", ">1,000", "1000", "at least"),
     (">10000", "", "10000", "at least"), ("50-99", "about 70", "70", "about"),
     ("100-999", "hundreds", "549.5", "about")],
)  # fmt: skip
def test_mass_mobilization_gives_a_number_or_a_class(
    case: Case, category: str, participants: str, value: str, kind: str
) -> None:
    text = f'1,Xland,1,2022,Europe,1,1,10,2022,3,10,2022,Ald,{category},"{participants}"\n'
    case.read("series", MM + text)
    found = row(case, "participants")
    assert (found["date"], found["until"], found["region"]) == ("2022-10-01", "2022-10-03", "XL-N")
    assert (found["value"], found["kind"]) == (value, kind)


def test_a_year_without_protest_is_no_event(case: Case, said: Said) -> None:
    rows = "1,Xland,1,2021,Europe,0,,,,,,,,,\n2,Xland,1,2022,Europe,1,1,10,2022,1,10,2022,Ald,,60\n"
    found = case.read("series", MM + rows)
    assert found.kept == 1 and "a year without an event (line 2)" in said(found)


def test_deaths_keep_their_low_and_high_estimate(case: Case) -> None:
    case.read("series", UCDP + "7,2022-10-01,2022-10-02,North,12,10,20,Xland\n")
    found = row(case, "fatalities")
    assert (found["value"], found["low"], found["high"], found["until"]) == ("12", "10", "20", "2022-10-02")


def test_a_table_of_countries_is_no_series_whatever_its_columns_are_called(case: Case) -> None:
    dates, twice = case.refused("series", "country;protests;arrests\nXland;20;3\nYland;5;1\nXland;6;2\n")
    assert "a table without dates is no series" in dates
    assert "'Xland' stands 2 times (lines 2, 4)" in twice


def test_the_case_s_country_is_known_by_code_and_name_and_another_country_is_refused(case: Case) -> None:
    rows = "X1,2022-10-01,Protests,E,Chile,North,Ald,0,,1\nX2,2022-10-02,Protests,E,Peru,North,Ald,0,,1\n"
    head = case.path / "case.toml"
    head.write_text(head.read_text().replace('"XLD"', '"CHL"'))
    assert case.read("series", ACLED + rows).kept == 1
    (problem,) = case.refused("series", ACLED + rows.splitlines()[1] + "\n", name="peru")
    assert "rows of Peru; the case's country is CHL" in problem
