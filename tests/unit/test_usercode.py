"""Code that a file names: found without running anything, run only if the user says so, told in words if it fails."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.trust import CodeError
from groundswell.verdicts.claim_file import build

BEHAVIOUR = """
from pathlib import Path
from typing import Annotated, NamedTuple
from groundswell.params import P
Path("RAN").write_text("x")
SOURCE = "here"
class Params(NamedTuple):
    willing: Annotated[float, P("share", "share", 0, 1)] = 0.1
def start(setting, params, plain=False):
    raise NotImplementedError
"""
PARENT = 'extends = "mobilization-2022"\n[behaviour]\nkind = "{}"\n'


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a package of behaviours that leave a trace when they run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    rules = tmp_path / "labrules"
    rules.mkdir()
    (rules / "__init__.py").write_text('from pathlib import Path\nPath("RAN").write_text("x")\n')
    (rules / "rule.py").write_text(BEHAVIOUR)
    (rules / "deep").mkdir()
    (rules / "deep" / "rule.py").write_text(BEHAVIOUR)
    for name, text in {"syntax": "x = (", "boom": f"{BEHAVIOUR}\n1 / 0\n", "leave": f"{BEHAVIOUR}\nraise SystemExit(3)",
                       "empty": "import os\n", "odd": "Params = SOURCE = start = 1\n",
                       "later": f"{BEHAVIOUR}\nimport nosuchlibrary\n"}.items():  # fmt: skip
        (rules / f"{name}.py").write_text(text)
    (tmp_path / "lone.py").write_text(BEHAVIOUR)
    yield tmp_path
    for name in [m for m in sys.modules if m.split(".")[0] == "labrules"]:
        del sys.modules[name]


def scenario(lab: Path, kind: str) -> Path:
    file = lab / "mine.toml"
    file.write_text(PARENT.format(kind))
    return file


@pytest.mark.parametrize("kind", ["labrules.rule", "labrules.deep.rule"])
def test_a_module_that_a_file_names_is_run_only_if_it_is_trusted(lab: Path, kind: str) -> None:
    file = scenario(lab, kind)
    with pytest.raises(InputError, match="names code") as caught:
        load(file)
    assert isinstance(caught.value.problems[0], CodeError)
    assert "mine.toml:3, behaviour.kind" in str(caught.value)
    assert "--trust" in str(caught.value)
    assert not (lab / "RAN").exists()
    made = load(file, trust=True)
    assert made.behaviour.params.willing == 0.1
    assert (lab / "RAN").exists()
    # Imported once, it may be named: a lock, a variant, a change.
    (lab / "lock.toml").write_text(lock_text(made))
    assert load(lab / "lock.toml") == made == made.with_()


def test_a_kind_that_the_callers_own_code_names_is_the_callers_word(lab: Path) -> None:
    made = load("mobilization-2022").with_({"behaviour.kind": "labrules.rule", "behaviour.willing": 0.2})
    assert made.behaviour.params.willing == 0.2


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("labrules.nosuch", "module 'labrules' has no 'nosuch'"),
        ("nolab.rule", "no module 'nolab' can be imported"),
        ("lone", 'write kind = "lone.py"'),
        ("labrules.", "is no name of a module"),
        ("..rule", "is no name of a module"),
        ("exit_voice_loyalt", "did you mean 'exit_voice_loyalty'?"),
        ("labrules.empty", "names code"),
    ],
)
def test_what_is_wrong_with_a_module_is_reported_without_running_it(lab: Path, kind: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(scenario(lab, kind))
    assert said in str(caught.value)
    assert not (lab / "RAN").exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("labrules.empty", "'labrules.empty' has no Params, SOURCE"),
        ("os.path", "has no Params, SOURCE"),
        ("labrules.syntax", "syntax.py:1: SyntaxError"),
        ("labrules.boom", "boom.py:12: ZeroDivisionError"),
        ("labrules.leave", "leave.py:12: SystemExit"),
        ("labrules.later", "later.py:12: ModuleNotFoundError"),
        ("labrules.odd", "is no behaviour"),
    ],
)
def test_a_module_that_fails_is_reported_with_its_line(lab: Path, kind: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(scenario(lab, kind), trust=True)
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_claims_arms_and_settings_run_nothing_either(lab: Path) -> None:
    good = dict.fromkeys(("title", "text", "said", "reading", "literature", "refuted_if"), "t") | {
        "scenario": "mobilization-2022", "days": 5, "arms": {"a": ["behaviour.kind=labrules.rule"]},
        "conditions": [{"text": "voice rises", "arm": "a", "outcome": "voice", "direction": "rises"}],
    }  # fmt: skip
    for content in (good, {**good, "set": {"behaviour.kind": "labrules.rule"}, "arms": {"a": ["-rally-24"]}}):
        with pytest.raises(InputError, match="names code"):
            build(content, "mine.toml", lab / "mine.toml", {"scenario.persons": 20_000})
    assert not (lab / "RAN").exists()


def test_the_command_line_asks_first_and_runs_what_is_trusted(groundswell: Callable, lab: Path) -> None:
    file = scenario(lab, "labrules.rule")
    others = ["compare", file, "--arm", "a: -rally-24"], ["sweep", file, "--over", "x", "--out", "y"]
    for command in (["check", file], ["run", file], ["new", "x", "--extends", file], ["claim", file], *others):
        answer = groundswell(*command)
        assert (answer.code, (lab / "RAN").exists()) == (2, False)
    assert "nothing else is wrong, as far as can be told" in groundswell("check", file).err
    assert groundswell("check", file, "--trust").code == 0
    assert (lab / "RAN").exists()


@pytest.mark.parametrize("beside", [True, False])
def test_a_script_has_the_code_that_lies_beside_it_and_no_other(lab: Path, beside: bool) -> None:
    script = (lab if beside else lab / "elsewhere") / "use.py"
    script.parent.mkdir(exist_ok=True)
    file = scenario(lab, "labrules.rule")
    script.write_text(f"import sys, groundswell as gs\nsys.path.append({str(lab)!r})\ngs.load({str(file)!r})\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == beside, done.stderr
    assert (lab / "RAN").exists() == beside
    assert beside or "names code" in done.stderr
