"""Files of code that a scenario names: found from the file that names them, run only if trusted, known by content."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from groundswell import codefiles
from groundswell.comparisons.compare import compare
from groundswell.computing.fork import Variant
from groundswell.computing.job import Job
from groundswell.computing.record import recorded
from groundswell.errors import InputError
from groundswell.fingerprint import fingerprint
from groundswell.process.count import Tally
from groundswell.running.live import Keeping
from groundswell.running.resume import resume
from groundswell.running.run import run
from groundswell.scenario import own_code
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text

RULE = """
from pathlib import Path
from typing import Annotated, NamedTuple
from groundswell.behaviour import PROTEST, P, daily, otherwise
Path({mark!r}).touch()
SOURCE = "here"
class Params(NamedTuple):
    willing: Annotated[float, P("share", "share", 0, 1)] = 0.1
def rule(me, p, draw):
    if me.day >= {day} and daily(draw, PROTEST) < p.willing:
        return PROTEST
    return otherwise(me)
"""
STRIKE = """
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
import numpy as np
from groundswell.events import Event
from groundswell.params import P
Path({mark!r}).touch()
@dataclass(frozen=True, kw_only=True)
class Strike(Event):
    share: Annotated[float, P("share of places on strike", "share", 0, 1)] = 1.0
    def apply(self, day, env, regions, liable):
        return env._replace(issue=np.where(self.where(regions), 1.0, env.issue), rally=env.rally + self.share)
"""
FILE = """
[scenario]
case = "toyland"
days = 4
persons = 2_000
[behaviour]
kind = "rules/marcher.py"
[events.strike]
kind = "rules/strike.py"
day = 1
share = 0.5
"""


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario that names a rule and an event of its own; each leaves the file RAN when it is run."""
    monkeypatch.delenv("GROUNDSWELL_TRUSTED", raising=False)
    rules = tmp_path / "lab" / "rules"
    rules.mkdir(parents=True)
    mark = str(tmp_path / "RAN")
    (rules / "marcher.py").write_text(RULE.format(mark=mark, day=0))
    (rules / "strike.py").write_text(STRIKE.format(mark=mark))
    (tmp_path / "lab" / "mine.toml").write_text(FILE)
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    return tmp_path / "lab"


def ran(lab: Path) -> bool:
    return (lab.parent / "RAN").exists()


def digest(lab: Path, name: str) -> str:
    return codefiles.read(str(lab / "rules" / name)).digest


def test_files_that_a_scenario_names_are_run_only_if_they_are_trusted(lab: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(lab / "mine.toml")
    message = str(caught.value)
    assert "mine.toml:7, behaviour.kind" in message and "mine.toml:9, events.strike.kind" in message
    assert "--trust" in message and "GROUNDSWELL_TRUSTED" in message
    assert not ran(lab)
    made = load(lab / "mine.toml", trust=True)
    assert ran(lab)
    assert made.behaviour.params.willing == 0.1
    assert made.events[-1].share == 0.5


@pytest.mark.parametrize("folder", ["here", "elsewhere", "relative", "link"])
def test_a_folder_of_the_environment_is_trusted_with_what_really_lies_in_it(
    lab: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    folders = {"here": lab, "elsewhere": lab / "safe", "relative": Path("../lab"), "link": lab / "linked"}
    (lab / "safe").mkdir()
    (lab / "linked").mkdir()
    monkeypatch.setenv("GROUNDSWELL_TRUSTED", os.pathsep.join(["/nowhere", str(folders[folder])]))
    if folder == "link":  # a link inside a trusted folder leads out of it
        (lab / "linked" / "rules").symlink_to(lab / "rules")
        (lab / "linked" / "mine.toml").write_text(FILE)
        with pytest.raises(InputError, match="names code"):
            load(lab / "linked" / "mine.toml")
    elif folder == "here":
        assert load(lab / "mine.toml").behaviour.params.willing == 0.1
        return
    with pytest.raises(InputError, match="names code"):
        load(lab / "mine.toml")
    assert not ran(lab)


def test_a_path_in_python_begins_at_the_working_folder_and_is_the_callers_word(lab: Path) -> None:
    made = load("toyland").with_({"behaviour.kind": "../lab/rules/marcher.py", "behaviour.willing": 0.2})
    assert made.behaviour.kind == f"{lab / 'rules' / 'marcher.py'}#{digest(lab, 'marcher.py')}"
    assert made.with_(days=3).behaviour == made.behaviour


def test_a_scenario_is_the_same_wherever_its_code_lies_and_another_when_the_code_changes(lab: Path) -> None:
    made = load(lab / "mine.toml", trust=True)
    before, sources = made.hash, fingerprint(*own_code.modules(made))
    assert str(lab) not in lock_text(made)
    moved = lab.rename(lab.with_name("moved"))
    again = load(moved / "mine.toml", trust=True)
    assert again.hash == before
    assert fingerprint(*own_code.modules(again)) == sources
    rule = moved / "rules" / "marcher.py"
    rule.write_text(rule.read_text().replace(">= 0", ">= 2"))
    with pytest.raises(InputError, match="names code"):  # other code than was trusted
        load(moved / "mine.toml")
    changed = load(moved / "mine.toml", trust=True)
    assert changed.hash != before
    assert fingerprint(*own_code.modules(changed)) != sources
    assert again.with_(days=3).behaviour == again.behaviour  # what was loaded stays what it was


def test_a_run_keeps_its_code_and_goes_on_with_it_alone(lab: Path, tmp_path: Path) -> None:
    made = load(lab / "mine.toml", trust=True)
    lived = run(made, out=tmp_path / "run")
    assert lived.series("participants").sum() > 0.0
    lab.rename(tmp_path / "gone")
    script = f"""
import groundswell as gs
from groundswell.trust import trusting
with trusting():
    r = gs.open_run({str(tmp_path / "run")!r})
    print(r.scenario.hash, gs.run(r.scenario).daily.equals(r.daily))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [made.hash, "True"], done.stderr
    (copy,) = (tmp_path / "run" / "code").glob("*/marcher.py")
    copy.write_text(copy.read_text().replace(">= 0", ">= 2"))
    refused = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "is not the code that is meant" in refused.stderr


def test_an_interrupted_run_goes_on_with_its_own_copy_and_refuses_one_that_was_edited(
    lab: Path, tmp_path: Path
) -> None:
    made = load(lab / "mine.toml", trust=True)
    whole = run(made).daily

    def interrupt(tally: Tally, days: int) -> None:
        if tally.day == 1:
            raise KeyboardInterrupt

    run(made, out=tmp_path / "cut", keeping=Keeping(checkpoint_every=1), progress=interrupt)
    shutil.copytree(tmp_path / "cut", tmp_path / "edited")
    rule = lab / "rules" / "marcher.py"
    rule.write_text(rule.read_text().replace(">= 0", ">= 2"))  # the original changes, the run does not
    again, _ = resume(tmp_path / "cut")
    assert again.complete
    assert again.daily.equals(whole)
    (copy,) = (tmp_path / "edited" / "code").glob("*/marcher.py")
    copy.write_text(copy.read_text().replace(">= 0", ">= 2"))
    answer = subprocess.run(
        [sys.executable, "-m", "groundswell", "resume", str(tmp_path / "edited"), "--trust"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 2
    assert "is not the code that is meant" in answer.stderr


def test_a_rule_gives_the_same_bits_in_a_worker_and_in_a_fork_as_in_one_run(lab: Path) -> None:
    made = load(lab / "mine.toml", trust=True)
    arms = ["later: events.strike.day = 2"]
    found = compare(made, arms, [made.seed], workers=1)
    here = found.scenario.with_({"events.strike.day": 2})
    at = list(recorded(made)).index("participants")
    for scenario, values in ((made, found.level), (here, found.level + found.daily["later"].mean)):
        assert np.array_equal(values[:, at, -1], run(scenario).series("participants"))


def test_what_others_sent_is_not_run_by_opening_their_run(lab: Path, tmp_path: Path) -> None:
    run(load(lab / "mine.toml", trust=True), out=tmp_path / "run")
    (tmp_path / "RAN").unlink()
    words = [sys.executable, "-m", "groundswell", "report", str(tmp_path / "run")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "names code" in done.stderr and not ran(lab)


def test_a_worker_is_sent_the_code_and_names_it_as_its_parent_does(lab: Path, tmp_path: Path) -> None:
    made = load(lab / "mine.toml", trust=True)
    job = Job((Variant("base", made),))
    (tmp_path / "packed").write_bytes(pickle.dumps(tuple(map(tuple, job.code))) + pickle.dumps(job))
    lab.rename(tmp_path / "gone")
    script = f"""
import pickle
from groundswell import codefiles
with open({str(tmp_path / "packed")!r}, "rb") as file:
    codefiles.take(codefiles.Code(*code) for code in pickle.load(file))
    print(pickle.load(file).key)
"""
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=False)
    assert done.stdout.strip() == job.key, done.stderr


BROKEN = {
    "absent": (None, "cannot be read: No such file"),
    "empty": ("", "has no Params, SOURCE"),
    "syntax": ("def rule(:", "marcher.py:1: SyntaxError"),
    "fails": (RULE + "\n1 / 0\n", "marcher.py:14: ZeroDivisionError"),
    "leaves": (RULE + "\nraise SystemExit(3)\n", "marcher.py:14: SystemExit"),
    "two": (RULE.replace("def rule(me, p, draw)", "def rule(me, p)"), "is no behaviour"),
    "odd": (RULE.replace('Annotated[float, P("share", "share", 0, 1)]', "NoSuch"), "fails at"),
    "binary": ("\0\1\2", "marcher.py"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_with_a_file_is_reported_with_its_line(lab: Path, what: str) -> None:
    text, said = BROKEN[what]
    (lab / "rules" / "marcher.py").unlink()
    if text is not None:
        (lab / "rules" / "marcher.py").write_text(text.replace("{mark!r}", repr(str(lab / "x"))).replace("{day}", "0"))
    with pytest.raises(InputError) as caught:
        load(lab / "mine.toml", trust=True)
    assert said in str(caught.value)
    assert "mine.toml:7, behaviour.kind" in str(caught.value)


NO_EVENT = {
    "none": ("X = 1\n", "holds 0 events"),
    "unfrozen": (STRIKE.replace("frozen=True, ", ""), "fails at"),
    "idle": (STRIKE.split("    def apply")[0], "holds 0 events"),
    "two": (STRIKE + STRIKE.split("Path(")[1].split("\n", 1)[1].replace("Strike", "Other"), "holds 2 events"),
}


@pytest.mark.parametrize("what", NO_EVENT)
def test_a_file_of_an_event_defines_one_frozen_class_with_an_effect(lab: Path, what: str) -> None:
    text, said = NO_EVENT[what]
    (lab / "rules" / "strike.py").write_text(text.replace("{mark!r}", repr(str(lab / "x"))))
    with pytest.raises(InputError) as caught:
        load(lab / "mine.toml", trust=True)
    assert said in str(caught.value)
    assert "mine.toml:9, events.strike.kind" in str(caught.value)


def test_an_installed_distribution_brings_behaviours_and_events_by_name(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "lab_plugins").mkdir(parents=True)
    (site / "lab_plugins" / "__init__.py").write_text("")
    for name in ("marcher", "strike"):
        (site / "lab_plugins" / f"{name}.py").write_text((lab / "rules" / f"{name}.py").read_text())
    meta = site / "lab_plugins-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: lab-plugins\nVersion: 1.0\n")
    (meta / "entry_points.txt").write_text(
        "[groundswell.behaviours]\nmarching = lab_plugins.marcher\n"
        "[groundswell.events]\nstriking = lab_plugins.strike\n"
    )
    monkeypatch.syspath_prepend(site)
    file = lab / "named.toml"
    file.write_text(FILE.replace("rules/marcher.py", "marching").replace("rules/strike.py", "striking"))
    made = load(file)
    assert made.behaviour.kind == "lab_plugins.marcher"
    (lab / "lock.toml").write_text(lock_text(made))
    assert load(lab / "lock.toml") == made
    file.write_text(FILE.replace("rules/marcher.py", "marchin"))
    with pytest.raises(InputError, match="did you mean 'marching'"):
        load(file, trust=True)
    for name in [m for m in sys.modules if m.split(".")[0] == "lab_plugins"]:
        del sys.modules[name]
