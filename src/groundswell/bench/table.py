"""Measurements as text: what `groundswell bench` prints and benchmarks/README.md holds."""

from collections.abc import Iterator
from typing import Any

from groundswell.bench.engine import REGIMES
from groundswell.process.count import ALWAYS

Result = dict[str, Any]


def as_text(found: Result) -> str:
    """Return all measurements as Markdown."""
    parts = (_machine, _engine, _regimes, _growth, _draws, _whole)
    return "\n\n".join("\n".join(part(found)) for part in parts)


def regimes_text(found: Result) -> str:
    """Return how speed falls with who is in the street as Markdown."""
    return "\n".join([*_processor(found), "", *_regimes(found)])


def peers_text(found: Result) -> str:
    """Return the comparison with other packages as Markdown."""
    lines = ["| grid | program | agent-steps/s | times slower | peak MB |", "|---|---|---|---|---|"]
    for row in found["speed"]:
        grid = f"{row['width']}x{row['width']}"
        if "failed" in row:
            lines.append(f"| {grid} | {row['program']} | {row['failed']} | | |")
            continue
        slower = f"{row['slower']:,.0f}" if row.get("slower") else ""
        lines.append(f"| {grid} | {row['program']} | {row['rate']:,.0f} | {slower} | {row['megabytes']:,.0f} |")
    lines += ["", "| program | number of a run | there | here | p | |", "|---|---|---|---|---|---|"]
    for row in found["docking"]:
        if "failed" in row:
            lines.append(f"| {row['program']} | {row['failed']} | | | | |")
            continue
        verdict = "agree" if row["agree"] else "DIFFER"
        means = f"{row['theirs']:.1f} | {row['ours']:.1f}"
        lines.append(f"| {row['program']} | {row['number']} | {means} | {row['p']:.3f} | {verdict} |")
    return "\n".join([*lines, "", *_thresholds(found)])


def _thresholds(found: Result) -> Iterator[str]:
    yield "| thresholds | program | persons | M person-days/s | times slower | peak MB | off the recursion | |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in found["thresholds"]:
        if "failed" in row:
            yield f"| {row.get('regime', '')} | {row['program']} | {row['failed']} | | | | | |"
            continue
        speed = f"{row['rate'] / 1e6:,.2f} | {row['slower']:,.1f} | {row['megabytes']:,.0f}"
        docked = f"{row['off']:.2g} | {'agree' if row['agree'] else 'DIFFER'}"
        yield f"| {row['regime']} | {row['program']} | {row['persons']:,} | {speed} | {docked} |"


def _processor(found: Result) -> Iterator[str]:
    m = found["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in m["versions"].items())
    yield f"{m['processor']}, {m['cpus']} threads, {m['memory_gb']} GB; {versions}; commit {m['commit'] or 'unknown'}"
    yield f"load average {m['load']} before, {found['load_after']} after (more than 0 before: others were working too)"


def _machine(found: Result) -> Iterator[str]:
    yield from _processor(found)
    yield ""
    yield "| threads | triad GB/s | gathers near, M/s | gathers far, M/s |"
    yield "|---|---|---|---|"
    for threads, limit in found["limits"].items():
        near, far = limit["gather_near_m_per_s"], limit["gather_far_m_per_s"]
        yield f"| {threads} | {limit['triad_gb_per_s']:.1f} | {near:,.0f} | {far:,.0f} |"


def _regimes(found: Result) -> Iterator[str]:
    """Tell speed by who acts, beside the calm of the same run: a ratio that holds on other machines too."""
    rows = found.get("regimes", [])
    if rows:
        yield "| regime | persons | in the street | M person-days/s | times the cost of calm | visits |"
        yield "|---|---|---|---|---|---|"
    for name, r in zip(REGIMES, rows, strict=False):  # an interrupt leaves fewer
        t = r["task"]
        rate = t["persons"] * t["days"] / r["processor"] / 1e6
        cost = r["processor"] / rows[0]["processor"]
        yield f"| {name} | {t['persons']:,} | {r['street']:.2g} | {rate:,.1f} | {cost:.1f} | {r['visits']:.2g} |"


def _engine(found: Result) -> Iterator[str]:
    yield "| persons | threads | engine | build s | first day s | later day s | M person-days/s | visits | of bandwidth | columns B/person | peak B/person |"  # noqa: E501
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for r in found["runs"]:
        t = r["task"]
        kind = "plain" if t["plain"] else "pruned"
        share = f"{r['of_bandwidth']:.1%}" if t["plain"] else ""
        yield (
            f"| {t['persons']:,} | {t['threads']} | {kind} | {r['build']:.2f} | {r['first_day']:.3f} "
            f"| {r['later_day']:.4f} | {r['person_days_per_s'] / 1e6:,.1f} | {r['visits']:.2g} | {share} "
            f"| {r['bytes_a_person']:.1f} | {r['peak_bytes_a_person']:.1f} |"
        )
    swept = [r for r in found["runs"] if r["task"]["plain"]]
    for r in swept:
        t = r["task"]
        rate = f"{r['swept_per_s'] / 1e6:,.1f} M persons/s"
        yield (
            f"- the decisions alone, everybody evaluated, {t['persons']:,} persons, {t['threads']} threads: {rate}; "
            f"counting {len(ALWAYS)} measures takes {r['count'] / r['later_day']:.1%} of such a day"
        )
    yield f"- pruned and plain, one thread and all, give the same counts: {'yes' if found['same'] else 'NO'}"


def _growth(found: Result) -> Iterator[str]:
    for name, power in found["growth"].items():
        yield (
            f"- {name}: seconds grow with persons to the power {power['all']:.2f} over all sizes, "
            f"{power['beyond']:.2f} beyond the smallest, which takes {power['smallest']:.4f} s"
        )
    for r in found.get("days", []):
        first, second = r["halves"]
        yield f"- days: the second half of {r['task']['days']} days takes {second / first:.2f} times the first"
    for name, key in (("ties", "society.friends"), ("activity", "events.decree.target")):
        for r in found.get(name, []):
            taken = f"{r['task']['changes'][key]:,.0f} take {r['days']:.2f} s"
            yield f"- {name}: {r['task']['persons']:,} persons, {key} = {taken}"
    for r in found.get("recording", []):
        kept = ", ".join(f"{name} {value:,}" for name, value in r["task"]["keep"].items()) or "all measures"
        yield (
            f"- recording {kept}: {r['task']['days']} days of {r['task']['persons']:,} persons {r['seconds']:.2f} s, "
            f"peak {r['peak_bytes'] / 1e6:,.0f} MB"
        )


def _draws(found: Result) -> Iterator[str]:
    yield "| persons | draws at once | draws an hour and processor | seconds a draw | of which asking and reading |"
    yield "|---|---|---|---|---|"
    for r in found.get("draws", []):
        t, taken = r["task"], r["asking"] + r["running"]
        each = f"{taken / t['draws']:.3f} | {r['asking'] / taken:.1%}"
        yield f"| {t['persons']:,} | {t['draws']} | {r['an_hour']:,.0f} | {each} |"


def _whole(found: Result) -> Iterator[str]:
    for r in found.get("whole", []):
        t = r["task"]
        how = "society in the cache" if t["warm"] else "from nothing"
        yield (
            f"- {t['persons']:,} persons, {t['days']} days, with all files, {how}: {r['seconds']:.1f} s, "
            f"peak {r['peak_bytes'] / 1e9:.2f} GB"
        )
    if cold := found.get("cold"):
        yield (
            f"- first run after installation {cold['first']:.1f} s, of which compiling {cold['compiling']:.1f} s; "
            f"the same again {cold['later']:.1f} s; groundswell --help {cold['help']:.2f} s"
        )
