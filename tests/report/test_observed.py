"""Which observed series a report draws: built from the case's evidence, whatever it holds."""

import re
from collections.abc import Callable
from pathlib import Path

from groundswell.report.charts import COUNTED, PUBLISHED, SIMULATED
from groundswell.report.figures import table
from groundswell.report.observed import Against, drawn
from groundswell.report.page import write_report
from groundswell.running import Run
from groundswell.running.run import run as simulate
from groundswell.running.summary import as_text
from groundswell.scenario.load import load

Written = Callable[..., Path]
DAY = "T{n},in the street,participants,day,,2001-03-0{day},500,400,600,fit,{note},a book\n"
SUM = "L{n},left for good,left_gross,cumulative,,2001-03-0{day},50,40,60,fit,,a paper\n"


def run_of(folder: Path) -> Run:
    return simulate(load(folder).with_({"behaviour.protest": 3.0}))


def charts(folder: Path) -> dict[str, Against]:
    return {each.series: each for each in drawn(run_of(folder))}


def test_a_case_without_evidence_has_a_page_without_such_charts(small_case: Written, tmp_path: Path) -> None:
    run = run_of(small_case())
    assert drawn(run) == []
    page = write_report(run, tmp_path / "out").read_text(encoding="utf-8")
    assert "Simulated against published" not in page and "This case holds no published figures" in page


def test_there_is_one_chart_a_series_with_the_points_that_lie_in_the_run(small_case: Written) -> None:
    rows = DAY.format(n=1, day=2, note="") + DAY.format(n=2, day=9, note="") + DAY.format(n=3, day=4, note="no sense")
    found = charts(small_case(rows + SUM.format(n=1, day=5)))
    assert list(found) == ["participants", "left_gross"]
    street, left = found.values()
    assert [row["date"] for row in street.rows] == ["2001-03-02"] and not street.so_far
    assert left.so_far and left.title == "Left for good" and left.sources == ("a paper",)


def test_a_series_whose_figures_lie_outside_the_run_is_not_drawn(small_case: Written) -> None:
    assert charts(small_case(DAY.format(n=1, day=9, note=""))) == {}


def test_observed_days_stand_beside_figures_but_never_twice_on_one_day(small_case: Written) -> None:
    seen = "participants,2001-03-02,,,,480,,,exact,a\nparticipants,2001-03-03,,,,90,,,about,b\n"
    (street,) = charts(small_case(DAY.format(n=1, day=2, note=""), seen)).values()
    assert [(row["date"], row["what"], row["value"]) for row in street.rows] == [
        ("2001-03-02", PUBLISHED, 500.0), ("2001-03-03", COUNTED, 90.0),
    ]  # fmt: skip


def test_places_are_added_up_where_nobody_counted_the_nation_and_the_page_says_so(small_case: Written) -> None:
    seen = (
        "participants,2001-03-02,,A,Town,30,,,about,a\nparticipants,2001-03-02,,A,,40,,,about,a\n"
        "participants,2001-03-02,,B,City,5,,,about,b\nunknown,2001-03-02,,A,,7,,,about,a\n"
    )
    (street,) = charts(small_case("", seen)).values()
    assert [row["value"] for row in street.rows] == [45.0]  # the town is part of its region's count
    assert "sums over the places" in street.note


def test_a_case_without_a_map_or_with_towns_alone_is_drawn_as_far_as_it_is_known(
    small_case: Written, tmp_path: Path
) -> None:
    dotted = small_case(name="dots")
    page = write_report(run_of(dotted), tmp_path / "dots-out").read_text(encoding="utf-8")
    assert "Circles: the largest towns of each region" in page
    blank = small_case(name="blank")
    (blank / "population" / "towns.csv").write_text("region,name,population\nA,Town,1000\n")
    page = write_report(run_of(blank), tmp_path / "blank-out").read_text(encoding="utf-8")
    assert 'id="regions"' not in page


def test_a_sum_over_a_period_stands_at_its_middle_as_the_mean_of_a_day(small_case: Written) -> None:
    row = "P1,left early,left_gross,cumulative,,2001-03-02/2001-03-04,30,27,36,fit,,a book\n"
    (left,) = charts(small_case(row)).values()
    assert [(p["date"], p["value"], p["low"], p["high"]) for p in left.rows] == [("2001-03-03", 10.0, 9.0, 12.0)]
    assert not left.so_far and "as the mean of a day" in left.note


def test_figures_of_a_region_stand_beside_the_line_of_that_region(small_case: Written) -> None:
    rows = "".join(DAY.format(n=n, day=n, note="").replace("day,,", "day,B,") for n in (2, 4))
    run = run_of(small_case(rows))
    (street,) = drawn(run)
    assert street.regions == ("B",) and [row["value"] for row in street.rows] == [500.0, 500.0]
    line = [row["value"] for row in table(run.plot.against("participants", "B").to_dict()) if row["what"] == SIMULATED]
    assert line == run.series("participants", "B").tolist()


def test_a_count_of_a_place_outside_all_regions_is_not_taken_for_the_nations(small_case: Written) -> None:
    assert charts(small_case("", "abroad,2001-03-02,,,Neighbour,30,,,about,a\n")) == {}


def test_a_scenario_without_call_up_and_ways_out_has_no_words_panels_maps_or_lives_of_either(
    small_case: Written, tmp_path: Path
) -> None:
    run = run_of(small_case())
    assert run.scenario.call is None and not run.scenario.border.gates
    page = write_report(run, tmp_path / "out").read_text(encoding="utf-8")
    assert "Two responses" in page
    drawings = {file.stem for file in (tmp_path / "out" / "figures").glob("*.svg")}
    assert drawings == {"response-voice", "response-stay", "map-participants", "ledger"}
    words = re.sub(r"<[^>]+>", " ", page[page.index("What happened") : page.index('id="assumptions"')])
    for word in ("called", "call-up", "service", "hiding", "left", "abroad"):
        assert word not in words, word
    assert not any(word in as_text(run) for word in ("notices", "hiding", "abroad"))
