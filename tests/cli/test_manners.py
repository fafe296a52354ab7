"""How every command behaves: JSON, help, quiet and verbose, interrupts, terminals."""

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

import groundswell as gs
from groundswell.cli import app, output
from groundswell.cli.progress import Eta, Progress
from groundswell.kernel_cache import _tell_once

ROOT = Path(__file__).parents[2]
GROUP: Any = typer.main.get_command(app)
RUN = ("run", "mobilization-2022", "--persons", "20000", "--days", "2", "--no-report")
ANSWERS = [
    (*RUN, "--out", "r"),
    ("new", "mine"),
    ("check", "mobilization-2022"),
    ("scenarios",),
    ("params", "--section", "policing"),
    ("classics",),
    ("classics", "play", "exit_voice_2017"),
    ("case",),
    ("case", "show", "russia-2022"),
    ("cache",),
    ("cache", "prune", "--older-than", "1e6"),
    ("claims",),
]
ERRORS = {
    "scenario": ("check", "mobilization-2022", "--set", "policing.pmax=85"),
    "input": ("report", "nothing"),
    "usage": ("run", "mobilization-2022", "--days", "soon"),
    "command": ("rnu",),
    "claim": ("claim", "H66"),
    "sweep": ("sweep", "mobilization-2022", "--over", "behaviour.othrs", "--out", "s"),
    "extra": ("gallery", "g", "--only", "granovetter_1987"),
}


def commands() -> dict[str, Any]:
    inner = {f"{group} {name}": command for group in ("cache", "case", "classics", "crate")
             for name, command in GROUP.commands[group].commands.items()}  # fmt: skip
    return {**GROUP.commands, **inner}


@pytest.mark.parametrize("name", commands())
def test_every_command_takes_json_quiet_verbose_and_a_short_help(name: str, groundswell: Callable) -> None:
    options = {option for parameter in commands()[name].params for option in parameter.opts}
    assert options >= {"--json", "--quiet", "-q", "--verbose", "-v"}
    code, out, err = groundswell(*name.split(), "-h")
    assert (code, err) == (0, "")
    assert out == groundswell(*name.split(), "--help").out


@pytest.mark.parametrize("asked", ANSWERS, ids=lambda asked: " ".join(asked[:2]))
def test_an_answer_is_one_json_object_that_every_reader_takes(asked: tuple[str, ...], groundswell: Callable) -> None:
    code, out, _ = groundswell(*asked, "--json")
    assert code == 0
    assert isinstance(json.loads(out, parse_constant=pytest.fail), dict)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_one_json_object_with_place_and_remedy(name: str, groundswell: Callable) -> None:
    code, out, err = groundswell(*ERRORS[name], "--json")
    printed = json.loads(out, parse_constant=pytest.fail)
    assert code == 2
    assert printed.keys() >= {"error", "kind", "place", "value", "allowed", "remedy"}
    assert printed["place"] and printed["remedy"]
    assert "error: " in err and "Traceback" not in err
    assert groundswell(*ERRORS[name]).out == ""


def test_the_error_names_the_value_and_what_is_allowed(groundswell: Callable) -> None:
    printed = json.loads(groundswell(*ERRORS["scenario"], "--json").out)
    assert (printed["kind"], printed["value"], printed["allowed"]) == ("scenario", 85, "0..1 (share)")
    assert printed["place"] == "command line, policing.pmax"
    printed = json.loads(groundswell(*ERRORS["usage"], "--json").out)
    assert (printed["place"], printed["value"]) == ("--days", "soon")


def test_all_problems_are_in_the_object(groundswell: Callable, tmp_path: Path) -> None:
    (tmp_path / "war.toml").write_text('extends = "mobilization-2022"\n[policing]\npmax = 85\npmx = 1\n')
    printed = json.loads(groundswell("check", "war.toml", "--json").out)
    assert [p["place"] for p in printed["problems"]] == ["war.toml:3, policing.pmax", "war.toml:4, policing.pmx"]


def test_the_bare_command_shows_its_help_and_has_not_failed(groundswell: Callable) -> None:
    code, out, err = groundswell()
    assert (code, err) == (0, "")
    assert out.startswith("Usage: groundswell")


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_no_summary_is_cut(columns: str, groundswell: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = " ".join(groundswell("--help").out.split())
    assert "..." not in shown.split("Commands:")[1]
    for name, command in GROUP.commands.items():
        assert " ".join(command.help.split("\n\n")[0].split()) in shown, name


def test_the_module_can_be_run_by_name() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "groundswell", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"groundswell {gs.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    environment = os.environ | {"_GROUNDSWELL_COMPLETE": f"complete_{shell}", "COMP_WORDS": "groundswell sens",
                                "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "groundswell sens",
                                "_TYPER_COMPLETE_FISH_ACTION": "get-args"}  # fmt: skip
    command = [sys.executable, "-m", "groundswell"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert "sensitivity" in done.stdout


def test_quiet_leaves_the_answer_and_errors_alone(groundswell: Callable) -> None:
    code, out, err = groundswell(*RUN, "-q", "--out", "r")
    assert (code, err) == (0, "")
    assert "Saved in r" in out
    assert groundswell(*RUN, "-q", "--out", "r").err.startswith("error: ")


def test_verbose_says_what_is_done_with_times(groundswell: Callable) -> None:
    err = groundswell(*RUN, "-v", "--out", "r").err
    assert re.search(
        r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ INFO groundswell\.running\.run: society of 20000", err, re.MULTILINE
    )
    assert "2 of 2 days lived" in err
    assert "INFO" not in groundswell(*RUN, "--out", "r2").err


def test_what_cannot_be_kept_is_said_as_a_note(groundswell: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def listing() -> list[str]:
        _tell_once.cache_clear()
        _tell_once("no place")
        return []

    monkeypatch.setattr("groundswell.storage.kept.entries", listing)
    assert groundswell("cache").err.startswith("note: compiled code cannot be kept")
    assert groundswell("cache", "-q").err == ""


class Terminal:
    """A standard error that says that somebody watches."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None: ...


@pytest.mark.parametrize(
    ("environment", "escapes"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_no_escape_codes_where_none_are_wanted(
    environment: dict[str, str], escapes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "40")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    output.rewrite("x" * 100)
    assert ("\033" in screen.text) == escapes
    assert len(screen.text) < 50 or not escapes  # a longer line would wrap and could not be rewritten


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_before_the_first_day_says_that_nothing_is_kept(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("groundswell.running.run"), "build", interrupt)
    code, out, err = groundswell(*RUN, "--out", "r")
    assert (code, out) == (130, "")
    assert "interrupted: nothing" in err and "Traceback" not in err


def test_an_interrupt_says_what_is_kept_and_how_to_go_on(
    groundswell: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Progress, "__call__", interrupt)
    code, _, err = groundswell(*RUN, "--out", "r")
    assert code == 130
    assert "interrupted: 1 of 2 days are kept; to go on: groundswell resume r" in err
    monkeypatch.setattr(Eta, "__call__", interrupt)
    asked = ("run", "mobilization-2022", "--persons", "20000", "--days", "2", "--seeds", "2", "--workers", "1")
    code, out, err = groundswell(*asked, "--out", "e", "--json")
    again = " ".join(["groundswell", *asked, "--out", "e", "--json"])
    assert code == 130
    assert f"interrupted: 1 results are kept in e/store; to go on: {again}" in err
    assert json.loads(out)["kind"] == "interrupted"
    shut = ("compare", "mobilization-2022", "--arm", "a: policing.pmax=0.1", "--persons", "20000", "--days", "2")
    monkeypatch.setattr(import_module("groundswell.comparisons.compare"), "run_jobs", interrupt)
    assert "nothing is kept; to keep results give --keep FOLDER" in groundswell(*shut).err


def called(name: str) -> Any:
    """Return what a dotted name of the page names."""
    path, _, last = name.rpartition(".")
    if path.startswith("groundswell"):
        return getattr(import_module(path), last)
    found: Any = gs
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def table() -> dict[str, list[str]]:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z][^`]*)` \| (.+) \|$", text.split("## Commands and calls")[1], re.MULTILINE)
    return {name: re.findall(r"`([^`]+)`", calls) for name, calls in rows}


SAID_BY_THE_SCENARIO = {"scale", "persons", "days", "seed", "set", "trust"}  # gs.load(..., trust=), Scenario.with_
HOW_TO_PRINT = {"json", "quiet", "verbose", "markdown", "all", "every", "by"}
AS = {
    "shard": {"prepare", "part"}, "merge": {"prepare"}, "lab": {"write"},
    "could-fail": {"points"}, "leave-one-case-out": {"transfer"},
    "case": {"cases", "scenarios"}, "out": {"out", "folder", "path"}, "keep": {"folder"}, "file": {"source"},
    "set": {"changes"},
    "checkpoint-every": {"keeping"}, "keep-checkpoints": {"keeping"}, "panel": {"keeping"},
    "report": {"more", "report", "write_claim_report", "write_sensitivity_report"},
    "design": {"kind"}, "arm": {"arms"}, "add-event": {"event_files"}, "outcome": {"also", "kind"},
    **{key: {"kind"} for key in ("behaviour", "event", "measure", "claim")},
}  # fmt: skip


def test_every_command_has_a_call() -> None:
    named = {name.split()[0] for name in table()}
    assert named == set(GROUP.commands)
    assert all(callable(called(name)) for calls in table().values() for name in calls)


@pytest.mark.parametrize("name", [name for name in GROUP.commands if name not in ("bench", "cache", "case")])
def test_a_call_takes_what_its_command_takes(name: str) -> None:
    calls = [call for row, calls in table().items() if row.split(" --")[0] == name for call in calls]
    taken = {p for call in calls for p in inspect.signature(called(call)).parameters}
    taken |= {call.rsplit(".", 1)[1] for call in calls}
    for parameter in GROUP.commands[name].params:
        option = max(parameter.opts, key=len).lstrip("-")
        if option in SAID_BY_THE_SCENARIO | HOW_TO_PRINT or parameter.param_type_name == "argument":
            continue
        if option == "force" and name in ("report", "compare", "claim", "score", "sensitivity", "prior"):
            continue  # these calls return a value: who then names a folder for its page means it
        assert taken & {option.replace("-", "_"), *AS.get(option, ())}, f"{name} {option}"
