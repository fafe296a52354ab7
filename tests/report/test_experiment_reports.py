"""Reports and cards of sweeps, sensitivity analyses and ensembles: every number in its CSV, nothing from outside."""

import csv
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

import groundswell as gs
from groundswell.case import find
from groundswell.comparisons.ensemble import Ensemble
from groundswell.comparisons.ensemble import ensemble as ensemble_of
from groundswell.comparisons.over import parse_over
from groundswell.comparisons.sweep import Sweep
from groundswell.comparisons.sweep import sweep as sweep_of
from groundswell.report.sensitivity import write_sensitivity_report
from groundswell.scenario.card import framed, notice
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.format_verdict import quotable
from groundswell.verdicts.judgement import Judgement, judge_claim
from groundswell.verdicts.sensitivity import Index, Indices

pytestmark = pytest.mark.usefixtures("in_this_process")


def small() -> gs.Scenario:
    return gs.load("mobilization-2022").with_(persons=20_000, days=6)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def closed(page: str) -> bool:
    """Whether a page runs nothing and asks no host for anything."""
    fetched = re.findall(r'\b(?:src|srcset|data)="[^"#]|url\((?!#)|@import', page)
    return not fetched and "<script" not in page and "default-src 'none'" in page


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    base, folder = small(), tmp_path_factory.mktemp("sweep")
    over = dict(parse_over(text, base) for text in ("behaviour.leave=-6,-3", "call.served=0.7,0.9"))
    return sweep_of(base, over, folder, seeds=2, arms=["shut: border.gates.georgia.capacity *= 0"], workers=1)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    return ensemble_of(small(), 3, out=tmp_path_factory.mktemp("several") / "e", workers=1)


@pytest.fixture(scope="module")
def compared() -> gs.Comparison:
    hostile = {"scenario.title": "<script>t</script>", "scenario.description": '<img src=x> & "q"'}
    arms = ["a million: events.decree.target=1000000", "shut: border.gates.georgia.capacity *= 0"]
    return gs.compare(small().with_(hostile), arms, 2, workers=1)


def test_the_report_of_a_sweep_draws_every_run_against_each_parameter(swept: Sweep, tmp_path: Path) -> None:
    page = swept.report(tmp_path).read_text(encoding="utf-8")
    assert closed(page)
    assert "baseline propensity to leave" in page
    for name in ("voice", "exit", "lives"):
        for key in ("behaviour-leave", "call-served"):
            shown = rows(tmp_path / "figures" / f"{name}-{key}.csv")
            assert [float(row["y"]) for row in shown] == [row[name] for row in swept.rows]
            assert {row["scenario"] for row in shown} == {"mobilization-2022"}
            assert {row["seed"] for row in shown} == {"1 to 2"}
            assert shown[0]["scale_1_to"] == "7339.04"
    assert len(rows(tmp_path / "figures" / "runs.csv")) == len(swept.rows) == 16
    assert "Not a slope as an effect" in (tmp_path / "limits.html").read_text(encoding="utf-8")


def test_the_report_of_a_sensitivity_analysis_has_each_index_with_its_interval(tmp_path: Path) -> None:
    keys = ("behaviour.leave_threat", "behaviour.leave", "call.served")
    found = Indices("sobol", "log ratio", tuple(Index(key, 0.4 - 0.2 * n, 0.1, 0.5, 0.2) for n, key in enumerate(keys)),
                    {(keys[0], keys[1]): (0.2, 0.1), (keys[0], keys[2]): (0.05, 0.1)}, 0.03, 64, 0)  # fmt: skip
    page = write_sensitivity_report(found, read("H14"), tmp_path, 2).read_text(encoding="utf-8")
    assert closed(page)
    shown = rows(tmp_path / "figures" / "indices.csv")
    assert [float(row["low"]) for row in shown if row["end"] == "alone"] == pytest.approx([0.3, 0.1, -0.1])
    assert {float(row["zero"]) for row in shown} == {0.0}  # the line that the eye compares with
    assert "how strongly the threat of a call-up makes people leave" in page
    pairs = page[page.index('id="pairs"') :]
    assert "0.200 ± 0.100" in pairs and "0.050" not in pairs  # what may be nothing is no interaction
    quoted = (tmp_path / "limits.html").read_text(encoding="utf-8").split("What may not")[0]
    assert "0.400 ± 0.100" in quoted and "0.000" not in quoted


def test_the_report_of_a_comparison_has_each_effect_with_its_interval_and_marks_what_rests_on_few(
    compared: gs.Comparison, tmp_path: Path
) -> None:
    page = compared.report(tmp_path).read_text(encoding="utf-8")
    assert "a million: events.decree.target = 1000000" in page[page.index("Run it again") :]
    assert re.search(r"Changed: [^<]+ \(event decree\) \(events.decree.target\) = 1000000\.", page)
    assert closed(page)
    called = compared.totals["a million"]["called"]
    found = next(row for row in rows(tmp_path / "figures" / "effects.csv") if row["measure"] == "called")
    assert (float(found["estimate"]), float(found["low"])) == (called.mean, called.low90)
    change = rows(tmp_path / "figures" / "called-change.csv")
    low, high = compared.interval("a million", "called")
    change = [row for row in change if row["arm"] == "a million"]
    assert [float(row["median"]) for row in change] == compared.effect("a million", "called").tolist()
    assert [(float(row["low"]), float(row["high"])) for row in change] == list(zip(low, high, strict=True))
    may, may_not = (tmp_path / "limits.html").read_text(encoding="utf-8").split("What may not")
    assert "the change in notices served" in may and "90 % interval over 2 pairs of runs" in may
    assert "Not as a finding before the parameters were varied" in may_not
    few = [name for name, e in compared.totals["a million"].items() if e.is_coarse]
    assert few and page.count(" *</td>") >= len(few)
    assert "RU-" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)  # regions have names


def test_what_a_scenario_calls_itself_stays_text_in_pages_pictures_and_cards(
    compared: gs.Comparison, tmp_path: Path
) -> None:
    compared.report(tmp_path)
    texts = [file.read_text(encoding="utf-8") for file in tmp_path.rglob("*") if file.suffix in (".html", ".svg")]
    assert len(texts) > 4
    for text in (*texts, compared._repr_html_()):
        assert not re.search(r"<script|<img", text)
    assert any("&lt;script&gt;t" in text for text in texts)


def test_an_ensemble_writes_a_report_with_bands(several: Ensemble, tmp_path: Path) -> None:
    page = several.report(tmp_path).read_text(encoding="utf-8")
    assert closed(page) and "3 runs with a random seed each" in page
    low, middle, high = several.band("called")
    shown = rows(tmp_path / "figures" / "response-comply.csv")
    assert all(float(row["low"]) <= float(row["value"]) <= float(row["high"]) for row in shown)
    assert (low <= middle).all() and (middle <= high).all() and len(shown) == several.days


def test_cards_carry_the_banner_the_scale_and_escape_what_they_show(
    swept: Sweep, several: Ensemble, compared: gs.Comparison
) -> None:
    run = next(iter(several.runs.values()))
    for card in (each._repr_html_() for each in (swept, several, compared, run)):
        text = unescape(card)
        assert notice(run.scenario.case) in text
        assert "A simulated person stands for 7,339 people" in text
        assert "<script" not in card
    assert "-6 to -3" in swept._repr_html_()
    assert "90 % interval of the mean" in several._repr_html_()
    assert "notices served" in compared._repr_html_()
    assert "&lt;b&gt;" in framed("<b>", "", run.scenario.case) and "<b>" not in framed("<b>", "", run.scenario.case)


def test_no_page_tells_where_a_case_of_ones_own_lies(tmp_path: Path) -> None:
    home = tmp_path / "home"
    case = shutil.copytree(find("toyland").folder, home / "mine")
    own = gs.load(case).with_(persons=1_000, days=6)
    gs.run(own).report(tmp_path / "run")
    gs.compare(own, ["x: behaviour.others=0.7"], 2, workers=1).report(tmp_path / "compare")
    given = case / "claims" / "saturdays.toml"
    judge_claim(given, tmp_path / "store", 4, persons=1_000, days=9, workers=1).report(tmp_path / "claim")
    pages = [*tmp_path.glob("run/*.html"), *tmp_path.glob("compare/*.html"), *tmp_path.glob("claim/*.html")]
    assert len(pages) >= 4
    for page in pages:
        assert str(home) not in page.read_text(encoding="utf-8"), page.name
    assert "groundswell claim saturdays.toml" in (tmp_path / "claim" / "claim.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    return judge_claim("H6", tmp_path_factory.mktemp("judged"), 18, persons=20_000, days=9, points=8, workers=1)


def test_a_claim_report_speaks_of_meanings_and_names_not_of_keys_and_codes(judged: Judgement, tmp_path: Path) -> None:
    page = judged.report(tmp_path).read_text(encoding="utf-8")
    assert closed(page)
    first = page[: page.index('id="rests"')]
    text = unescape(re.sub(r"<[^>]+>", " ", first[first.index("<body") :]))
    assert "whether a closed border encourages or discourages protest" in text
    for private in (
        "behaviour.",
        "RU-",
        "participant-days",
        "Somebody said",
        "made-up",
        "draw of luck",
        "hangs on",
        "too near",
    ):
        assert private not in text, private
    assert "All 166 uncertain parameters are drawn from the joint prior." in text
    assert "A simulated person stands for 7,339 people" in text
    assert "Could it fail?" in text and "A Latin hypercube of 8 points" in unescape(page)


def test_a_claim_below_the_resolution_quotes_nothing(judged: Judgement, tmp_path: Path) -> None:
    assert judged.coarse  # 1 % of voice is less than a person who stands for 7,339
    judged.report(tmp_path)
    may = (tmp_path / "limits.html").read_text(encoding="utf-8").split("What may not")[0]
    assert "Nothing: no figure here is sure enough to be quoted." in may


def test_the_card_of_a_judgement_has_the_banner_and_the_sentence_that_may_be_quoted(judged: Judgement) -> None:
    card = unescape(judged._repr_html_())
    assert notice(judged.claim.scenario.case) in card and quotable(judged) in card and judged.claim.text in card
