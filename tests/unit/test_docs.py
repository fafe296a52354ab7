"""The documentation tells of what there is: links lead somewhere, examples run, generated pages are current."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import typer

from groundswell import events
from groundswell import run as simulate
from groundswell.case import find
from groundswell.cli import app
from groundswell.process.person import Person
from groundswell.scenario.load import load

ROOT = Path(__file__).parents[2]
PAGES = {str(p.relative_to(ROOT)): p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]}
TESTS = {
    name for file in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())
}
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def code(page: str, language: str) -> list[str]:
    return [body for kind, body in _FENCE.findall(text(page)) if kind == language]


def joined(body: str) -> list[str]:
    """Return the lines of a shell block, those that a backslash continues as one."""
    return re.sub(r"\\\n\s*", " ", body).splitlines()


def commands() -> list[str]:
    blocks = [body for page in PAGES for body in code(page, "")]
    return [line for body in blocks for line in joined(body) if line.startswith("groundswell ")]


def anchors(page: Path) -> set[str]:
    if page.suffix == ".py":  # a source: what it defines
        return set(re.findall(r"^(?:def|class) (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text(page))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        to = (PAGES[page].parent / name).resolve() if name else PAGES[page]
        assert to.exists(), target
        assert not anchor or anchor in anchors(to), target


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_exists(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", text(page)))
    assert named <= TESTS


def test_generated_pages_are_what_the_code_says() -> None:
    for name, page in module(ROOT / "docs" / "generate.py").pages().items():
        assert text(f"docs/{name}") == page, f"docs/{name} is out of date: make docs"


@pytest.mark.parametrize("page", ["README.md", "docs/python.md", "docs/compare.md", "docs/data.md"])
def test_examples_in_python_run(page: str, tmp_path: Path) -> None:
    for number, example in enumerate(code(page, "python")):
        done = subprocess.run(
            [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{page}, example {number}: {done.stderr}"
        assert done.stdout


def test_there_are_commands_in_the_pages() -> None:
    assert len(commands()) > 5


@pytest.mark.parametrize("line", commands())
def test_commands_in_the_pages_are_understood(line: str) -> None:
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = typer.main.get_command(app).commands[name]  # pyright: ignore[reportAttributeAccessIssue]
    while arguments and arguments[0] in getattr(command, "commands", ()):
        name, *arguments = arguments
        command = command.commands[name]
    if (default := getattr(command, "default", "")) and name not in command.commands:  # `crate RUN`: `crate write RUN`
        command = command.commands[default]
    context = command.make_context(name, arguments)
    assert context.allow_extra_args or not context.args  # nothing of the line is left over


def test_the_scenario_of_the_page_is_valid_and_so_is_its_variant(tmp_path: Path) -> None:
    for number, example in enumerate(code("docs/scenario.md", "toml")):
        file = tmp_path / f"example-{number}.toml"
        file.write_text(example, encoding="utf-8")
        assert load(file).events


@pytest.mark.parametrize("number", [0, 1], ids=["simple", "expert"])
def test_the_behaviours_of_the_page_run_from_outside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (tmp_path / f"lab_{number}").mkdir()
    (tmp_path / f"lab_{number}" / "marcher.py").write_text(
        code("docs/behaviour.md", "python")[number], encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "marchers.toml").write_text(
        'scenario = {case = "russia-2022", days = 3, persons = 100_000}\n'
        f'behaviour = {{kind = "lab_{number}.marcher"}}\n'
        'events.word = {kind = "announcement", day = 0}\nevents.day = {kind = "rally", day = 0, reach = 0.0}\n'
    )
    scenario = load(tmp_path / "marchers.toml", trust=True)
    turnout = simulate(scenario).series("participants")
    adults = 117e6
    assert turnout[0] == pytest.approx(0.001 * adults, rel=0.35)  # an announced day
    assert turnout[1] == 0


def test_the_page_of_behaviours_names_all_that_a_person_sees() -> None:
    page = text("docs/behaviour.md")
    said = {"opposition_share", "opposition_around"}  # what `opposition(me)` is made of
    assert not [name for name in Person._fields if name not in said and f"`{name}`" not in page]


def test_the_event_of_the_page_changes_what_it_says() -> None:
    made: dict[str, object] = {"__name__": "groundswell.events.night_curfew"}
    exec(compile(code("docs/own-code.md", "python")[0], "own-code.md", "exec"), made)
    curfew = made["NightCurfew"](name="curfew", day=2, strictness=0.25)  # type: ignore[operator]
    codes = find("russia-2022").population.codes
    regions = type("Regions", (), {"codes": codes})()
    calm = events.calm(len(codes), ())
    env = events.environment(2, (curfew,), regions, np.ones(len(codes)), ())  # type: ignore[arg-type]
    assert np.all(env.connected == 0.75 * calm.connected)
    assert np.all(env.policing == 1.25 * calm.policing)
    before = events.environment(1, (curfew,), regions, np.ones(len(codes)), ())  # type: ignore[arg-type]
    assert np.array_equal(before.connected, calm.connected)


def test_the_answers_of_the_readme_are_those_of_the_last_verification() -> None:
    table = module(ROOT / "verification" / "readme_table.py").table()
    assert f"<!-- begin claims -->\n{table}\n<!-- end claims -->" in text("README.md")
    assert "foregone" not in table
