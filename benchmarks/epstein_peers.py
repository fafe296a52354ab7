"""Epstein (2002), run 2, the same rules and sizes in Mesa, in agentpy and here: speed, memory, and docking.

Each peer is installed with pip into a virtual environment of its own under a cache folder (a Python of 3.12 or newer is
needed for Mesa), and runs epstein_mesa.py or epstein_agentpy.py. Everybody reads the paper as Mesa's example does:
diamond vision of radius 7, C/A rounded half to even, act before moving, the jailed stay on their site, term U{0..30}.

Docking: per seed, four numbers of a run (mean and most actives, mean and last jailed); two-sample Kolmogorov-Smirnov
tests at level 0.05, shared among all tests (Bonferroni).
"""

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

HERE = Path(__file__).resolve().parent
READING: dict[str, Any] = {
    "shape": "diamond", "rounding": "half_even", "move_first": False, "jailed": "stay", "term": "0..J", "vision": 7.0,
    "legitimacy": 0.82, "jail_max": 30, "density": 0.7, "cop_density": 0.04,
}  # fmt: skip
LEVEL = 0.05


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
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "groundswell" / "peers"


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
    """Run one program in a process of its own; return its JSON line, or why it failed."""
    arguments = [*command, str(width), str(ticks), *map(str, seeds)]
    done = subprocess.run(arguments, capture_output=True, text=True)
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
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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


def speed_table(commands: dict[str, Sequence[str]], sizes: Sequence[tuple[int, int, int]]) -> None:
    """Print speed and memory; a size is (width, our ticks, the peers' ticks)."""
    print(f"{'grid':>11} {'program':>12} {'agent-steps/s':>14} {'times slower':>13} {'peak MB':>8}")
    for width, our_ticks, peer_ticks in sizes:
        mine: float | None = None
        for name, command in commands.items():
            result = measure(command, width, our_ticks if name == "groundswell" else peer_ticks, [1])
            place = f"{f'{width}x{width}':>11} {name:>12}"
            if isinstance(result, str):
                print(f"{place} {result}")
                continue
            speed = rate(result)
            mine = mine or (speed if name == "groundswell" else None)
            slower = f"{mine / speed:13.0f}" if mine and name != "groundswell" else f"{'':>13}"
            print(f"{place} {speed:14,.0f} {slower} {result['megabytes']:8.0f}", flush=True)


def docking_table(commands: dict[str, Sequence[str]], seeds: int, ticks: int) -> bool:
    """Print the Kolmogorov-Smirnov tests at 40 x 40; return whether none rejects."""
    peers = [name for name in commands if name != "groundswell"]
    level = LEVEL / max(1, 4 * len(peers))
    reference = measure(commands["groundswell"], 40, ticks, range(10_000, 10_000 + 10 * seeds))
    if isinstance(reference, str):
        print(reference)
        return False
    print(f"\ndocking at 40x40: {seeds} seeds a peer, {10 * seeds} here, {ticks} ticks; each test at {level:.4f}")
    agree = True
    for name in peers:
        result = measure(commands[name], 40, ticks, range(1, seeds + 1))
        if isinstance(result, str):
            print(f"{name:>12} {result}")
            agree = False
            continue
        mine = numbers(reference)
        for what, theirs in numbers(result).items():
            p = ks_p_value(theirs, mine[what])
            agree &= p >= level
            verdict = "agree" if p >= level else "DIFFER"
            means = f"{np.mean(theirs):7.1f} against {np.mean(mine[what]):7.1f}"
            print(f"{name:>12} {what:>13}: {means}, p = {p:.3f} {verdict}")
    return agree


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; return 0 when every docking test agrees, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer seeds and ticks, no 1000x1000 for the peers")
    parser.add_argument("--ours", nargs="+", type=int, metavar="N", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.ours:
        width, ticks, *seeds = options.ours
        print(json.dumps(ours(width, ticks, seeds)))
        return 0
    commands: dict[str, Sequence[str]] = {"groundswell": [sys.executable, str(HERE / "epstein_peers.py"), "--ours"]}
    for peer in PEERS:
        python = environment(peer)
        if isinstance(python, str):
            print(f"{peer.name}: left out, {python}")
        else:
            commands[peer.name] = [str(python), str(HERE / f"epstein_{peer.name}.py")]
    sizes = [(40, 3000, 100), (250, 100, 5), (1000, 20, 1)]
    speed_table(commands, sizes[:2] if options.quick else sizes)
    return 0 if docking_table(commands, *((8, 60) if options.quick else (20, 100))) else 1


if __name__ == "__main__":
    sys.exit(main())
