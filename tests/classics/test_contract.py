"""Every classic, found by itself, keeps the contract that the runner and the gallery rely on."""

import importlib
import inspect
import re
from html import unescape
from pathlib import Path

import pytest

from groundswell.classics import FOLDER, gallery, judge, names, replicate

PAPERS = names()


def test_there_are_classics() -> None:
    assert PAPERS


@pytest.fixture(params=PAPERS)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_its_paper_is_stated_in_full(name: str) -> None:
    paper = replicate.paper(name)
    assert paper.title and paper.authors and paper.citation and paper.claim and paper.status
    assert paper.equations and paper.targets
    assert 1950 < paper.year < 2030
    ids = [target.id for target in paper.targets]
    assert len(ids) == len(set(ids))


def test_every_check_has_a_function_a_source_a_tag_and_a_known_test(name: str) -> None:
    checks = importlib.import_module(f"groundswell.classics.{name}.checks")
    for target in replicate.paper(name).targets:
        assert callable(getattr(checks, target.id.lower(), None)), f"{target.id} has no function"
        assert target.source and target.quantity, target.id
        tags = set(target.tag.replace(",", " ").split())
        assert tags and tags <= {"V", "V2", "C"}, f"{target.id}: a number from memory is no test"
        assert target.test in judge.TESTS, target.id
        assert target.outcome in {"reproduce", "report"}, target.id
        assert target.kind in replicate.KINDS, target.id
        if target.test in judge.STATISTICAL:
            assert target.level is not None and 0.0 < target.level <= 0.1, f"{target.id} states no level"
        if target.outcome == "report":
            assert target.note, f"{target.id} is reported without a word of why"


def test_no_check_states_its_own_expected_value(name: str) -> None:
    for target in replicate.paper(name).targets:
        function = getattr(importlib.import_module(f"groundswell.classics.{name}.checks"), target.id.lower())
        assert not inspect.signature(function).parameters, f"{target.id} takes an argument"


def test_its_figures_can_be_drawn_are_small_and_say_alone_what_they_are(name: str, tmp_path: Path) -> None:
    """Drawn from few runs where a page draws from many: `verification/classics.py` writes the pages themselves."""
    module, paper = importlib.import_module(f"groundswell.classics.{name}.figures"), replicate.paper(name)
    quick = {"quick": True} if "quick" in inspect.signature(module.figures).parameters else {}
    charts = module.figures(**quick)
    assert set(module.ORIGIN) == set(charts)
    for title, chart in charts.items():
        spec = chart.to_dict()
        rows = [len(table) for table in gallery.tables(spec)]
        assert title and rows and all(0 < count < 5_000 for count in rows), f"{title}: {rows} rows"
        figure = gallery.draw(spec, "figure", tmp_path, gallery.origin(paper, module.ORIGIN[title]))
        assert figure.title and "<svg" in figure.svg, f"{title}: a chart's title says what is seen"
        text = re.sub(r"<[^>]+>", " ", (tmp_path / figure.file).read_text(encoding="utf-8"))
        alone = " ".join(unescape(text).split())
        assert figure.title in alone, "the picture alone has no title"
        assert figure.origin in alone and paper.authors in figure.origin and module.ORIGIN[title] in figure.origin
        assert all(found in alone for found in _axis_titles(spec)), f"{title}: an axis without its title"
        assert paper.authors in (tmp_path / figure.tables[0]).read_text(encoding="utf-8")


def _axis_titles(node: object) -> set[str]:
    """Return the titles of a chart's axes; fails for an axis of numbers that has none."""
    if isinstance(node, list):
        return {title for item in node for title in _axis_titles(item)}
    if not isinstance(node, dict):
        return set()
    found = {title for key, item in node.items() if key != "datasets" for title in _axis_titles(item)}
    axes = [node[side] for side in ("x", "y") if isinstance(node.get(side), dict) and "field" in node[side]]
    return found | {axis["title"] for axis in axes if isinstance(axis.get("title"), str)}


def test_its_notes_exist(name: str) -> None:
    assert len((FOLDER / name / "NOTES.md").read_text()) > 200


def test_its_public_functions_are_documented_with_a_source(name: str) -> None:
    package = importlib.import_module(f"groundswell.classics.{name}")
    assert len(package.__doc__ or "") > 60
    public = {key: value for key, value in vars(package).items() if not key.startswith("_")}
    functions = {key: f for key, f in public.items() if inspect.isfunction(f) or hasattr(f, "py_func")}
    assert functions
    for key, function in functions.items():
        assert inspect.getdoc(function), f"{name}.{key} has no docstring"


def test_importing_it_needs_only_what_the_package_depends_on(name: str) -> None:
    """Charts and statistics libraries are extras: a model must run without them."""
    for source in (FOLDER / name).glob("*.py"):
        for number, line in enumerate(source.read_text().splitlines(), 1):
            extra = line.startswith(("import ", "from ")) and line.split()[1].split(".")[0] in {
                "altair", "scipy", "pandas", "xarray", "networkx", "numba",
            }  # fmt: skip
            assert not extra, f"{source.name}:{number}: {line}"


def test_the_counts_in_the_docs_are_those_of_the_last_verification() -> None:
    root = Path(__file__).parents[2]
    kinds = [target.kind for paper in PAPERS for target in replicate.paper(paper).targets]
    table = (root / "verification" / "results" / "classics.md").read_text(encoding="utf-8")
    page = (root / "docs" / "classics.md").read_text(encoding="utf-8").replace("\n", " ")
    for kind, (words, _) in replicate.KINDS.items():
        found = re.search(rf"\| {words} \| (\d+) \| (\d+) \|", table)
        assert found and int(found[2]) == kinds.count(kind), f"{kind}: run verification/classics.py again"
        assert f"{found[1]} of {found[2]} " in page, kind
        if kind == "published":
            assert f"{found[1]} of {found[2]} published" in (root / "README.md").read_text(encoding="utf-8")
