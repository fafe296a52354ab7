"""The report: what a reader finds on it, and that its charts show the run's numbers."""

import re
from pathlib import Path

import numpy as np
import pytest

from groundswell.case import find
from groundswell.errors import GroundswellError
from groundswell.report import maps
from groundswell.report.counts import population, responses
from groundswell.report.figures import table
from groundswell.report.page import write_report
from groundswell.report.plots import Plots
from groundswell.report.tables import assumption_rows, happenings, ledger
from groundswell.report.totals import total
from groundswell.report.words import headline, standing
from groundswell.resolution import FEWEST, zero_count_bound
from groundswell.running import Run
from groundswell.running.run import run as simulate
from groundswell.scenario.card import NOTICE, notice
from groundswell.scenario.load import load

from .conftest import Page, first_days, rows, small

OBSERVED = (
    "obs_detained", "obs_exit_net", "obs_attention", "obs_anxious", "obs_called", "obs_support",
    "obs_exit_net_kazakhstan", "obs_exit_gross_georgia",
)  # fmt: skip
CHARTS = (
    {name.replace("_", "-") for name in OBSERVED}
    | {"ledger"}
    | {f"response-{name}" for name in ("voice", "exit", "hide", "comply", "stay")}
)
MAPS = {"map-participants": "participants", "map-left-gross": "left_gross", "map-called": "called"}


def test_the_page_fetches_nothing_and_runs_nothing(folder: Path, page: Page) -> None:
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert not {"script", "iframe", "img", "link", "object", "embed"} & set(page.tags)
    assert all(to.startswith("#") for to in page.fetched), page.fetched
    assert re.findall(r"url\((?!#)|@import", text) == []
    assert "default-src 'none'" in text


def test_every_link_of_the_page_leads_somewhere(folder: Path, page: Page) -> None:
    text = (folder / "report.html").read_text(encoding="utf-8")
    for to in page.links:
        there = f'id="{to[1:]}"' in text if to.startswith("#") else (folder / to).is_file()
        assert there, to


def test_ids_on_the_page_are_unique(folder: Path) -> None:
    ids = re.findall(r'\bid="([^"]+)"', (folder / "report.html").read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids))


def test_the_first_screen_says_what_this_is_and_what_it_leaves_out(flagship: Run, page: Page) -> None:
    head = page.text[: page.text.index("Five responses")]
    own = notice(flagship.scenario.case)
    assert own in head
    assert "not a forecast" in own and "not a forecast" in NOTICE
    assert "lives lost on the other side" in own
    assert "One random seed, so no uncertainty band." in head
    assert "individuals are not independent" in head
    assert "A simulated person stands for 1,468 people" in head


def test_every_chart_has_its_numbers_and_its_picture_beside_the_page(folder: Path) -> None:
    figures = folder / "figures"
    assert {f.stem for f in figures.glob("*.svg")} == CHARTS | set(MAPS)
    assert all((figures / f"{f.stem}.csv").stat().st_size > 0 for f in figures.glob("*.svg"))


def test_the_numbers_beside_a_chart_are_the_runs(flagship: Run, folder: Path) -> None:
    def simulated(name: str) -> list[float]:
        found = rows(folder / "figures" / f"{name}.csv")
        return [float(row["value"]) for row in found if row.get("what", "simulated") == "simulated"]

    assert simulated("response-voice") == flagship.series("participants").tolist()
    assert simulated("response-hide") == flagship.series("evading").tolist()
    assert simulated("obs-detained") == flagship.series("obs_detained")[:15].tolist()
    assert simulated("obs-exit-net") == np.cumsum(flagship.series("obs_exit_net")).tolist()
    assert simulated("obs-attention") == flagship.series("obs_attention").tolist()
    assert simulated("ledger") == [entry.value for entry in flagship.ledger if entry.unit == "lives"]


def test_a_map_shows_each_regions_rate_and_colours_none_that_rests_on_few_simulated_persons(
    flagship: Run, folder: Path
) -> None:
    people = dict(
        zip(find("russia-2022").population.codes, find("russia-2022").population.population.tolist(), strict=True)
    )
    size = flagship.manifest["society"]["weight"]
    for name, measure in MAPS.items():
        found = rows(folder / "figures" / f"{name}.csv")
        assert len(found) == len(people)
        for row in found:
            whole = flagship.series(measure, row["region"]).sum()
            assert float(row["value"]) * people[row["region"]] / 1e5 == pytest.approx(whole)
            assert float(row["low"]) <= float(row["value"]) < float(row["high"])
            assert (row["class"] == maps.TOO_FEW) == (round(whole / size, 6) < FEWEST)
    assert {row["class"] for row in rows(folder / "figures" / "map-called.csv")} > {maps.TOO_FEW}


def test_a_region_in_which_nobody_was_counted_has_an_upper_bound(flagship: Run, folder: Path) -> None:
    size, people = flagship.manifest["society"]["weight"], find("russia-2022").population
    none = [row for row in rows(folder / "figures" / "map-participants.csv") if float(row["value"]) == 0.0]
    assert none
    for row in none:
        inhabitants = people.population[people.codes.index(row["region"])]
        assert float(row["high"]) == pytest.approx(zero_count_bound(size) / inhabitants * 1e5)


def test_every_picture_and_table_says_of_what_scale_seed_and_scenario_it_is(flagship: Run, folder: Path) -> None:
    for file in (folder / "figures").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            first = rows(file)[0]
            values = [first[name] for name in ("scenario", "scale_1_to", "seed", "kind", "made_by")]
            assert values[:3] == ["mobilization-2022", "1467.81", "1"], file
            assert "simulation" in values[3] and "groundswell" in values[4] and first["measure"] and first["unit"]
        else:
            words = " ".join(re.findall(r"<text[^>]*>([^<]*)", text))
            for each in ("imulation of the past", "mobilization-2022", flagship.scenario.hash[:12], "1:1,468", "seed 1",
                         "groundswell", "Unit:"):  # fmt: skip
                assert each in words, (file.name, each)


def test_a_page_of_limits_lies_beside_the_report_and_quotes_nothing_on_few_persons(folder: Path, page: Page) -> None:
    assert "limits.html" in page.links
    sheet = Page((folder / "limits.html").read_text(encoding="utf-8"))
    assert "script" not in sheet.tags and not sheet.fetched
    may, may_not = sheet.text.split("What may not")
    assert "complied with a notice" in may and "(± " in may.replace("\u00a0", " ")
    assert "persons detained" not in may and "persons detained" in may_not
    assert "Not as a forecast" in may_not


def test_published_figures_stand_with_their_interval_in_the_charts(flagship: Run, folder: Path) -> None:
    known = [f.target for f in flagship.fit if (f.target.series, f.target.aggregate) == ("obs_detained", "day")]
    shown = [row for row in rows(folder / "figures" / "obs-detained.csv") if row["what"] != "simulated"]
    assert [(row["date"], float(row["low"]), float(row["high"])) for row in shown] == [
        (t.date.isoformat(), t.low, t.high) for t in known
    ]


def test_every_picture_speaks(folder: Path) -> None:
    for file in (folder / "figures").glob("*.svg"):
        svg = file.read_text(encoding="utf-8")
        assert 'role="img"' in svg
        assert len(re.findall(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", svg)) == 1
        assert "viewBox" in svg


def test_no_region_wraps_around_the_map(folder: Path) -> None:
    svg = (folder / "figures" / "map-called.svg").read_text(encoding="utf-8")
    outlines = [d for d in re.findall(r' d="(M[^"]+Z)"', svg) if d.count("L") > 20]
    assert len(outlines) >= 80
    across = [[float(x) for x in re.findall(r"[ML](-?[\d.]+),", d)] for d in outlines]
    whole = max(map(max, across)) - min(map(min, across))
    assert max(max(x) - min(x) for x in across) < 0.4 * whole  # cut at 180 degrees, Chukotka would span more than half


def test_every_assumption_stands_on_the_page_with_its_status(flagship: Run, page: Page) -> None:
    by_status = assumption_rows(flagship)
    assert {row.status for found in by_status.values() for row in found} == {"measured", "calibrated", "assumed"}
    for row in (row for found in by_status.values() for row in found):
        assert row.key in page.text


def test_the_page_tells_what_is_fitted_changed_outside_its_prior_and_which_signs_are_fixed() -> None:
    changed = load("mobilization-2022").with_(
        {"behaviour.cost": 19.0, "scenario.fixed_signs": ["policing.backlash"], "persons": 4000, "days": 1}
    )
    run = simulate(changed)
    marks = {row.key: row.marks for found in assumption_rows(run).values() for row in found}
    assert "fitted" in marks["behaviour.rally"] and "fitted" not in marks["behaviour.cost"]
    assert {"changed from 2", "outside its prior"} <= set(marks["behaviour.cost"])
    assert "sign fixed by this scenario" in marks["policing.backlash"]
    assert "sign free" in marks["behaviour.others"]
    assert any("policing.backlash" in line for line in standing(run, 0))


def test_every_published_figure_has_a_verdict_or_a_reason_on_the_page(flagship: Run, folder: Path, page: Page) -> None:
    shown = {row["id"]: row for row in rows(folder / "figures" / "fit.csv")}
    assert set(shown) == {f.target.id for f in flagship.fit}
    for f in flagship.fit:
        row = shown[f.target.id]
        assert (row["verdict"], row["role"]) == (f.verdict, f.target.role)
        assert row["verdict"] or f.note in page.text
    assert shown["C02"]["verdict"] == ""  # towns cannot be counted in a small society


def test_the_five_responses_are_everybody_alive(flagship: Run) -> None:
    dead = np.cumsum(flagship.series("deaths_called") + flagship.series("deaths_protest"))
    assert sum(responses(flagship).values()) + dead == pytest.approx(population(flagship))


def test_a_count_in_a_sentence_carries_its_interval(flagship: Run) -> None:
    top, size = float(flagship.series("participants").max()), flagship.manifest["society"]["weight"]
    assert f"{total([top], size)} were in the street" in headline(flagship)[0].text


def test_lives_of_a_first_year_span_the_prior_of_the_risk(flagship: Run) -> None:
    year = next(line for line in ledger(flagship) if line.id == "deaths_first_year")
    risk = flagship.scenario.lives.risk_first_year
    assert (year.low, year.high) == pytest.approx((year.value * 0.02 / risk, year.value * 0.05 / risk))


def test_a_day_on_which_nothing_happens_has_a_report(tmp_path: Path) -> None:
    page = Page(write_report(small("quiet-day", days=20), tmp_path).read_text(encoding="utf-8"))
    assert re.search(r"In the street in the simulation: none \(up to [0-9,]+, 95", page.text)
    assert "In fact monitors counted 1,369 (1,313–1,450)" in page.text
    assert {row["class"] for row in rows(tmp_path / "figures" / "map-called.csv")} == {maps.TOO_FEW}


def test_an_interrupted_run_says_so(flagship: Run, tmp_path: Path) -> None:
    partial = first_days(flagship, 3)
    page = Page(write_report(partial, tmp_path).read_text(encoding="utf-8"))
    assert "Incomplete: 3 of 45 days were run." in page.text
    assert len(rows(tmp_path / "figures" / "response-voice.csv")) == 3
    assert "not reached" in {h.name: h.when for h in happenings(partial.scenario, partial.days)}["finland"]


def test_a_run_without_a_day_is_refused(flagship: Run, tmp_path: Path) -> None:
    with pytest.raises(GroundswellError, match="no day"):
        write_report(first_days(flagship, 0), tmp_path)


@pytest.fixture(scope="module")
def others() -> list[Run]:
    return [small("mobilization-2022", seed=seed, persons=40_000, days=12) for seed in (1, 2, 3)]


def test_other_seeds_make_a_band_from_lowest_to_highest_about_their_median(others: list[Run]) -> None:
    shown = table(Plots(others[0], others[1:]).against("obs_attention").to_dict())
    polls = np.stack([run.series("obs_attention") for run in others])
    band = [(row["low"], row["value"], row["high"]) for row in shown if row["what"] == "simulated"]
    assert band == list(zip(polls.min(axis=0), np.median(polls, axis=0), polls.max(axis=0), strict=True))


def test_a_report_of_several_runs_has_an_interval_over_runs_on_every_total(others: list[Run], tmp_path: Path) -> None:
    page = Page(write_report(others[0], tmp_path, others[1:]).read_text(encoding="utf-8"))
    years = [next(entry.value for entry in run.ledger if entry.id == "years_abroad") for run in others]
    line = next(row for row in rows(tmp_path / "figures" / "ledger-table.csv") if row["id"] == "years_abroad")
    assert (float(line["low"]), float(line["high"])) == (min(years), max(years))
    assert "over 3 runs" in page.text[: page.text.index("Five responses")]
    assert "One random seed" not in page.text
    assert "seeds 1 to 3" in (tmp_path / "figures" / "obs-detained.svg").read_text(encoding="utf-8")
    assert "the mean of 3 runs" in page.text, "published figures are judged by the mean, not by the run of one seed"
    assert "--seeds 3" in page.text[page.text.index("Run it again") :]


def test_a_band_of_another_scenario_is_refused(flagship: Run, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not this scenario with another seed"):
        write_report(flagship, tmp_path, [small("quiet-day", days=2, persons=4000)])


def test_a_run_draws_itself(flagship: Run) -> None:
    assert flagship.plot.responses().to_dict() and flagship.plot.ledger().to_dict()
    for series in OBSERVED:
        assert flagship.plot.against(series).to_dict()
    with pytest.raises(ValueError, match=r"series = .abroad., regions = .*: give one of"):
        flagship.plot.against("abroad")
    assert flagship.plot.map("detained").to_dict()
    with pytest.raises(ValueError, match="measure = 'held': give one of"):
        flagship.plot.map("held")
    with pytest.raises(ValueError, match="name = 'violence': give one of"):
        flagship.plot.response("violence")
