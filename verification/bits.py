"""The same bits under other processors' kernels of numpy and BLAS: writes results/bits.md.

Run: python verification/bits.py (see the table for its time). numpy chooses its loops by what the processor can do;
NPY_DISABLE_CPU_FEATURES and OPENBLAS_CORETYPE make it choose others, as another machine would. Each run is a process of
its own. Ends with code 1 if a measure of any day has other bits.
"""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "bits.md"
RUN = """
import hashlib, numpy as np, groundswell as gs
from groundswell.case import find
from groundswell.simulate import simulate
from groundswell.society import synthesize
changes = {"behaviour.others": 0.7, "behaviour.ties_protested": 5.0, "events.decree.published": 0.7,
           "policing.fear": 1.3, "concession.disruption": 1e-3, "concession.exponent": 0.7}
s = gs.load("mobilization-2022").with_({"persons": 200_000, "days": 25, **changes})
society = synthesize(s.case.population, s.persons, 1, s.society)
digest = hashlib.sha256()
for column in (*society, *society.regions):
    if isinstance(column, np.ndarray):
        digest.update(column.tobytes())
for tally in simulate(s, society):
    for name in sorted(tally.regional):
        digest.update(tally.regional[name].astype(float).tobytes())
    digest.update(repr(sorted(tally.national.items())).encode())
print(digest.hexdigest())
"""


def digest(**env: str) -> str:
    """Return the SHA-256 of a society and of every measure of 25 days, run with these environment variables."""
    given = [sys.executable, "-c", RUN]
    return subprocess.run(given, env=os.environ | env, capture_output=True, text=True, check=True).stdout.strip()


def features() -> list[str]:
    """Return the features of this processor for which numpy has loops of its own."""
    code = (
        "from numpy._core._multiarray_umath import __cpu_dispatch__ as d, __cpu_features__ as f;"
        "print(*(n for n in d if f.get(n)))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def ways() -> dict[str, dict[str, str]]:
    """Return the ways to run, by name: as it is, without each feature and all later ones, with old BLAS kernels."""
    has = features()
    fewer = {
        f"numpy without {' '.join(has[k:])}": {"NPY_DISABLE_CPU_FEATURES": " ".join(has[k:])} for k in range(len(has))
    }
    blas = {f"OpenBLAS as on {core}": {"OPENBLAS_CORETYPE": core} for core in ("Nehalem", "Haswell")}
    return {"as it is": {}, **fewer, **blas}


def main() -> int:
    """Compare all ways and write the table."""
    begun = time.perf_counter()
    found = {name: digest(**env) for name, env in ways().items()}
    first = found["as it is"]
    minutes = (time.perf_counter() - begun) / 60.0
    lines = [
        "# The same bits on other processors",
        "",
        f"`python verification/bits.py`, {date.today()}, {minutes:.1f} minutes. SHA-256 of society and measures.",
        "",
        "| way | digest | as the first |",
        "|---|---|---|",
        *(f"| {name} | `{value[:16]}` | {'yes' if value == first else 'NO'} |" for name, value in found.items()),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return 0 if set(found.values()) == {first} else 1


if __name__ == "__main__":
    sys.exit(main())
