"""The lab's models in JavaScript are those of the replicated papers: the same cases give the same numbers in both."""

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundswell.classics import epstein_2002, exit_voice_2017, granovetter_1978, kuran_1991, watts_2002
from groundswell.classics.granovetter_1978.crowds import sampled_sizes
from groundswell.classics.lab import FOLDER

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="no node: the models cannot be run here outside a browser")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a function that evaluates an expression over the lab's modules (g, e, k, w, x) in node."""
    folder = tmp_path_factory.mktemp("lab")
    for module in FOLDER.glob("*.js"):
        shutil.copy(module, folder / f"{module.stem}.mjs")
    for module in folder.glob("*.mjs"):
        module.write_text(module.read_text("utf-8").replace('.js";', '.mjs";'), encoding="utf-8")
    names = {"g": "granovetter", "e": "epstein", "k": "kuran", "w": "watts", "x": "exit_voice"}
    head = "".join(f'import * as {short} from "./{name}.mjs";\n' for short, name in names.items())

    def ask(expression: str) -> Any:
        script: Path = folder / "ask.mjs"
        script.write_text(f"{head}console.log(JSON.stringify({expression}));", encoding="utf-8")
        done = subprocess.run([str(NODE), str(script)], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


MEANS, SPREADS = (10, 25, 33.3, 60), (0, 0.5, 8, 11.9, 12.2, 12.25, 17, 40)


def test_crowds_at_the_quantiles_take_the_same_path(asked: Any) -> None:
    cases = [[m, s, n] for m in MEANS for s in SPREADS for n in (1, 10, 100, 137)]
    got = asked(f"{json.dumps(cases)}.map(([m, s, n]) => g.trajectory(g.quantileCrowd(m, s, n)))")
    assert got == [granovetter_1978.trajectory(granovetter_1978.quantile_crowd(*case)) for case in cases]


def test_the_continuous_crowd_rests_where_it_rests_in_python(asked: Any) -> None:
    cases = [[m, s] for m in (-3, 0, *MEANS, 120) for s in SPREADS]
    got = asked(f"{json.dumps(cases)}.map(([m, s]) => g.equilibrium(m, s))")
    assert got == pytest.approx([granovetter_1978.equilibrium(m, s) for m, s in cases], abs=1e-7)
    jumps = asked("[5, 25, 40, 50, 60].map((m) => g.criticalSd(m))")
    for mean, found in zip((5, 25, 40, 50, 60), jumps, strict=True):
        touch = granovetter_1978.critical_sd(mean)
        assert (found is None) == (touch is None)
        assert touch is None or [found["sd"], found["r"]] == pytest.approx(list(touch), abs=1e-7)


def test_drawn_crowds_are_the_same_crowds(asked: Any) -> None:
    got = asked("[10, 12.2, 16].map((s) => [0, 1, 2, 3, 4, 5, 6, 7].map("
                "(c) => g.trajectory(g.drawnCrowd(25, s, 100, c, 4294967295)).at(-1)))")  # fmt: skip
    assert got == [sampled_sizes(25.0, s, 100, 8, 2**32 - 1).tolist() for s in (10.0, 12.2, 16.0)]


def test_the_chance_of_a_riot_is_the_exact_one(asked: Any) -> None:
    def exact(sd: float) -> float:
        cdf = lambda j: granovetter_1978.normal_share_acting(j, 25.0, sd)  # noqa: E731
        return float(granovetter_1978.final_size_distribution(cdf, 100)[51:].sum())

    assert asked("[8, 12.2, 20].map((s) => g.riotProbability(25, s))") == pytest.approx(
        [exact(s) for s in (8.0, 12.2, 20.0)], abs=1e-10
    )


RUNS = (
    {},
    {"rounding": "floor", "self_count": "twice", "release": "site", "cop_moves_to_arrest": True, "term": "0..J-1"},
    {"shape": "diamond", "rounding": "half_even", "jailed": "stay", "term": "0..J", "move_first": False},
    {"shape": "square", "release": "vision", "term": "real", "self_count": "never", "vision": 3},
    {"width": 13, "height": 21, "vision": 1.7, "movement": False, "jail_max": math.inf, "legitimacy": 0.7},
    {"width": 17, "height": 17, "density": 0.9, "cop_density": 0.1, "legitimacy": 0.0, "vision": 4.2},
    {"model": "II", "vision": 1.7, "jail_max": 15, "cop_density": 0.0},
    {"model": "II", "vision": 2.5, "jail_max": 15, "jailed": "stay", "move_first": False, "max_age": 20},
)
COLUMNS = ("quiet", "actives", "jailed", "hidden", "cops", "arrests", "blue", "green", "killed", "born")


@pytest.mark.parametrize("switches", RUNS, ids=str)
def test_the_lattice_lives_through_the_same_history(asked: Any, switches: dict[str, Any]) -> None:
    given = json.dumps(switches).replace("Infinity", "1/0")
    got = asked(f"(() => {{ const s = new e.Society(77, {{ ...e.RUN_2, legitimacy: 0.7, ...{given} }});"
                "const rows = Array.from({ length: 25 }, () => s.tick());"
                "return { rows, picture: Array.from(s.picture()) }; })()")  # fmt: skip
    run = epstein_2002.run(77, **{"ticks": 25, "legitimacy": 0.7, "vision": 7, **switches})
    for column in COLUMNS:
        assert [row[column] for row in got["rows"]] == run.table[column].tolist(), column
    assert got["picture"] == run.lattice.ravel().tolist()


def test_legitimacy_and_cops_that_change_while_it_runs_are_a_schedule(asked: Any) -> None:
    """What is moved on the page is what an array of one number a tick is in Python."""
    got = asked("(() => { const s = new e.Society(5, { ...e.RUN_2, legitimacy: 0.9, cop_density: 0.074 });"
                "return Array.from({ length: 20 }, (_, t) => { if (t === 8) s.rules.legitimacy = 0.6;"
                "if (t === 12) s.rules.cop_density = 0.01; if (t === 15) s.rules.cop_density = 0.05;"
                "return s.tick(); }); })()")  # fmt: skip
    ticks = np.arange(20)
    run = epstein_2002.run(5, ticks=20, legitimacy=np.where(ticks < 8, 0.9, 0.6),
                           cop_density=np.where(ticks < 12, 0.074, np.where(ticks < 15, 0.01, 0.05)))  # fmt: skip
    assert [[row[c] for c in COLUMNS] for row in got] == np.stack([run.table[c] for c in COLUMNS], 1).tolist()


def test_societies_that_hide_what_they_want_end_alike(asked: Any) -> None:
    crowds = [[(7 * i * i + 31 * j) % 126 - 5 for j in range(i + 1)] for i in range(30)]
    crowds += [[0, 20, 20, 30, 40, 50, 60, 70, 80, 100], [0, 10, 20, 30, 40, 50, 60, 70, 80, 100], [29] * 29 + [0]]
    got = asked(f"{json.dumps(crowds)}.map((c) => [k.trajectory(c), k.equilibria(c)])")
    assert got == [[kuran_1991.trajectory(c, 100), kuran_1991.equilibria(c, 100)] for c in crowds]


def test_what_is_hidden_is_counted_alike(asked: Any) -> None:
    crowd = [0, 20, 20, 30, 40, 50, 60, 70, 80, 100]
    for neutral in (1, 0.5):
        society = kuran_1991.Society(neutral=neutral)
        inside = [t for t in crowd if -1 <= neutral - t / 100 <= 1]
        private = [float(x) for x in kuran_1991.private_preferences([t / 100 for t in inside], society)]
        want = [kuran_1991.falsification_index(private, s) for s in kuran_1991.states(inside, 100)]
        got = asked(f"k.states({inside}).map((s) => k.falsification({inside}.map((t) => k.preference(t, "
                    f"{{ integrity: 1, reputation: 1, neutral: {100 * neutral} }})), s))")  # fmt: skip
        assert got == pytest.approx(want, abs=1e-12)


def test_one_spark_sets_off_the_same_cascade(asked: Any) -> None:
    cases = [[n, z, phi, seed] for n, z, phi in ((50, 0.0, 18), (300, 1.3, 18), (300, 4.0, 20), (1000, 6.14, 18),
                                                (40, 30.0, 50)) for seed in range(6)]  # fmt: skip
    got = asked(f"{json.dumps(cases)}.map(([n, z, p, s]) => w.simulate(n, z, p, s).size)")
    assert got == [watts_2002.simulate(n, z, phi / 100, seed).size for n, z, phi, seed in cases]


def test_the_window_and_the_giant_component_are_where_they_are(asked: Any) -> None:
    percents = (5, 11, 14, 18, 20, 25, 26, 50, 100)
    for percent, got in zip(percents, asked(f"{list(percents)}.map(w.window)"), strict=True):
        window = watts_2002.window(percent / 100)
        assert (got is None) == (window is None)
        assert window is None or got == pytest.approx(list(window), abs=1e-6)
    assert asked("[0, 1, 1.2, 3, 6].map(w.giantComponent)") == pytest.approx(
        [watts_2002.giant_component(z) for z in (0, 1, 1.2, 3, 6)], abs=1e-9
    )


def test_citizen_and_state_play_the_same_game(asked: Any) -> None:
    cases = [[e, c, ell] for e in range(-50, 201, 10) for c in (1, 30, 50, 70, 99) for ell in range(-20, 221, 20)]
    got = asked(f"{json.dumps(cases)}.map(([e, c, l]) => x.play(e, c, l))")
    for (e, c, ell), found in zip(cases, got, strict=True):
        want = exit_voice_2017.play(e / 100, c / 100, ell / 100)
        assert [found["citizen"], found["state"], found["afterIgnore"], tuple(found["path"])] == [
            want.citizen, want.state, want.after_ignore, want.path]  # fmt: skip
        assert found["payoffs"] == pytest.approx([100 * p for p in want.payoffs], abs=1e-9)
