"""Epstein (2002), run 2, the same rules and sizes in Mesa, in agentpy and here: speed, memory, and docking.

Each peer is installed with pip into a virtual environment of its own under a cache folder (a Python of 3.12 or newer is
needed for Mesa), and runs epstein_mesa.py or epstein_agentpy.py. Everybody reads the paper as Mesa's example does:
diamond vision of radius 7, C/A rounded half to even, act before moving, the jailed stay on their site, term U{0..30}.

Docking: per seed, four numbers of a run (mean and most actives, mean and last jailed); two-sample Kolmogorov-Smirnov
tests at level 0.05, shared among all tests (Bonferroni).
"""

import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell.caches import root
from groundswell.platforms import peak_memory

HERE = Path(__file__).resolve().parent
READING: dict[str, Any] = {
    "shape": "diamond", "rounding": "half_even", "move_first": False, "jailed": "stay", "term": "0..J", "vision": 7.0,
    "legitimacy": 0.82, "jail_max": 30, "density": 0.7, "cop_density": 0.04,
}  # fmt: skip
LEVEL = 0.05
OURS = "groundswell"


class Peer(NamedTuple):
    """A package to compare with, what pip needs for it, and the Pythons it can live in, best first."""

    name: str
    packages: tuple[str, ...]
    pythons: tuple[str, ...]


PEERS = (
    Peer("mesa", ("mesa==3.5.1", "networkx"), ("python3.12", "python3.13")),
    Peer("agentpy", ("agentpy==0.1.5",), ("python3.11", "python3.12", "python3.10")),
)


def cache_folder() -> Path:
    """Return where the peers' environments are kept."""
    return root() / "peers"


def find_python(names: Sequence[str]) -> str | None:
    """Return the first of these Pythons that starts: on the PATH (where a shim may stand for nothing), or in pyenv."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for name in names:
        kept = sorted(versions.glob(f"{name.removeprefix('python')}.*/bin/python"))
        for path in (shutil.which(name), *map(str, kept)):
            if path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
                return path
    return None


def environment(peer: Peer) -> Path | str:
    """Return the Python of a peer's environment, made when it is missing, or why there is none."""
    folder = cache_folder() / peer.name
    python = folder / "bin" / "python"
    if (folder / "complete").exists():
        return python
    base = find_python(peer.pythons)
    if base is None:
        return f"needs one of {', '.join(peer.pythons)} on the PATH or in pyenv"
    subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", *peer.packages], capture_output=True, text=True)
    if done.returncode:
        return f"pip could not install {' '.join(peer.packages)}: {done.stderr.strip().splitlines()[-1]}"
    (folder / "complete").touch()
    return python


def measure(command: Sequence[str], width: int, ticks: int, seeds: Sequence[int]) -> dict[str, Any] | str:
    """Run one program of Epstein's model; see `run_program`."""
    return run_program([*command, str(width), str(ticks), *map(str, seeds)])


def run_program(command: Sequence[str]) -> dict[str, Any] | str:
    """Run a program in a process of its own, on one thread; return its JSON line, or why it failed."""
    single = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | single)
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    return json.loads(done.stdout.splitlines()[-1])


def ours(width: int, ticks: int, seeds: Sequence[int]) -> dict[str, Any]:
    """Measure this package the same way: one thread, processor time, once compiled; setting up is included."""
    from groundswell.classics import epstein_2002

    epstein_2002.run(0, ticks=1, **READING)
    start = time.process_time()
    runs = [epstein_2002.run(seed, width=width, height=width, ticks=ticks + 1, **READING) for seed in seeds]
    seconds = time.process_time() - start
    agents = int(0.7 * width * width + 0.5) + int(0.04 * width * width + 0.5)
    series = [np.stack([r.actives[1:], r.jailed[1:]], axis=1).tolist() for r in runs]
    memory = peak_memory() / 2**20
    return {"seconds": seconds, "agents": agents, "megabytes": memory, "series": series}


def rate(result: dict[str, Any]) -> float:
    """Return agent-steps a second: everybody in the society, times ticks, times seeds."""
    return result["agents"] * sum(map(len, result["series"])) / result["seconds"]


def ks_p_value(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the two-sample Kolmogorov-Smirnov p-value by the asymptotic law with Stephens' correction (1970)."""
    x, y = np.sort(a), np.sort(b)
    both = np.concatenate([x, y])
    distance = np.max(np.abs(np.searchsorted(x, both, "right") / len(x) - np.searchsorted(y, both, "right") / len(y)))
    root = math.sqrt(len(x) * len(y) / (len(x) + len(y)))
    z = (root + 0.12 + 0.11 / root) * float(distance)
    if z < 0.2:  # the series needs many terms there, and the value is 1 to twelve digits
        return 1.0
    return min(1.0, max(0.0, 2.0 * sum((-1) ** (k - 1) * math.exp(-2.0 * k * k * z * z) for k in range(1, 101))))


def numbers(result: dict[str, Any]) -> dict[str, list[float]]:
    """Return the docking numbers, one a seed."""
    series = np.array(result["series"], dtype=np.float64)  # seeds, ticks, (actives, jailed)
    return {
        "mean actives": series[:, :, 0].mean(axis=1).tolist(),
        "most actives": series[:, :, 0].max(axis=1).tolist(),
        "mean jailed": series[:, :, 1].mean(axis=1).tolist(),
        "last jailed": series[:, -1, 1].tolist(),
    }


def speeds(commands: dict[str, Sequence[str]], sizes: Sequence[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """Return a row a grid and program: speed, memory, how many times slower; a size is (width, our ticks, theirs)."""
    rows: list[dict[str, Any]] = []
    for width, our_ticks, peer_ticks in sizes:
        mine: float | None = None
        for name, command in commands.items():
            result = measure(command, width, our_ticks if name == OURS else peer_ticks, [1])
            if isinstance(result, str):
                rows.append({"width": width, "program": name, "failed": result})
                continue
            speed = rate(result)
            mine = speed if name == OURS else mine
            slower = None if name == OURS or mine is None else mine / speed
            row = {"width": width, "program": name, "rate": speed, "slower": slower, "megabytes": result["megabytes"]}
            rows.append(row)
    return rows


def docking(commands: dict[str, Sequence[str]], seeds: int, ticks: int) -> list[dict[str, Any]]:
    """Return a row a peer and number: means there and here, p-value, whether they agree (40 x 40)."""
    peers = [name for name in commands if name != OURS]
    level = LEVEL / max(1, 4 * len(peers))
    reference = measure(commands[OURS], 40, ticks, range(10_000, 10_000 + 10 * seeds))
    if isinstance(reference, str):
        return [{"program": OURS, "failed": reference}]
    mine = numbers(reference)
    rows: list[dict[str, Any]] = []
    for name in peers:
        result = measure(commands[name], 40, ticks, range(1, seeds + 1))
        if isinstance(result, str):
            rows.append({"program": name, "failed": result})
            continue
        for what, theirs in numbers(result).items():
            p = ks_p_value(theirs, mine[what])
            means = {"theirs": float(np.mean(theirs)), "ours": float(np.mean(mine[what]))}
            rows.append({"program": name, "number": what, **means, "p": p, "agree": p >= level})
    return rows


def compare(quick: bool = False, say: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Return speed and docking of every peer that can be installed; `quick`: fewer seeds and ticks, no 1000 x 1000."""
    commands: dict[str, Sequence[str]] = {OURS: [sys.executable, "-m", "groundswell.bench.peers"]}
    left_out: dict[str, str] = {}
    for peer in PEERS:
        say(f"{peer.name}: environment")
        python = environment(peer)
        if isinstance(python, str):
            left_out[peer.name] = python
            say(f"{peer.name}: left out, {python}")
        else:
            commands[peer.name] = [str(python), str(HERE / f"epstein_{peer.name}.py")]
    sizes = [(40, 3000, 100), (250, 100, 5), (1000, 20, 1)]
    say("speed")
    speed = speeds(commands, sizes[:2] if quick else sizes)
    say("docking")
    return {"speed": speed, "docking": docking(commands, *((8, 60) if quick else (20, 100))), "left_out": left_out}


def main() -> None:
    """Run our own program as a peer's is run: WIDTH TICKS SEED...; prints one JSON line."""
    width, ticks, *seeds = map(int, sys.argv[1:])
    print(json.dumps(ours(width, ticks, seeds)))


if __name__ == "__main__":
    main()
