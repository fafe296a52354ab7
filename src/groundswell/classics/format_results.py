"""What the checks gave, in words for a terminal and as JSON values."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from groundswell.classics.power import POWER, words
from groundswell.classics.replicate import KINDS, STATUSES, Check, Replication, Target, tally

__all__ = ["as_dict", "show", "show_finds", "show_source", "show_test", "tally_words", "text", "totals"]


def totals(replications: Iterable[Replication]) -> dict[str, int]:
    """Return how many checks of models pass, fail and are not reproduced, over all papers."""
    papers = tuple(replications)
    return {status: sum(done.count(status) for done in papers) for status in STATUSES}


def tally_words(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return the counts in words: "published numbers reproduced: 12 of 24; closed forms met: 50 of 50"."""
    return "; ".join(f"{KINDS[kind][0]}: {n} of {m}" for kind, (n, m) in counts.items() if m)


def show_finds(check: Check) -> str:
    """Return in words what a check would find, "" for one without chance."""
    words_of = words(check.finds)
    return words_of and f"would find {words_of}, {10 * POWER:.0f} times in 10"


def show(value: Any) -> str:
    """Return a value as a reader wants it: six significant digits, tables as `name: value; ...`."""
    if isinstance(value, Mapping):
        return "; ".join(f"{str(key).replace('_', ' ')}: {show(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "[" + ", ".join(show(item) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def show_source(target: Target) -> str:
    """Return the source with its evidence tag, which stands there once."""
    source, tag = target.source.replace("`", ""), f"[{target.tag}]"
    return source if source.endswith(tag) else f"{source} {tag}"


def show_test(target: Target) -> str:
    """Return the test in words: "within 0.0001", "z test at level 0.01"."""
    level = f" at level {target.level:g}" if target.level is not None else ""
    slack = show(target.tolerance) if target.tolerance else ""
    if target.test in ("absolute", "relative"):
        return f"within {slack or 0}" + (" of its size" if target.test == "relative" else "")
    return f"{target.test}{' test' if level else ''}{level}" + (f", within {slack}" if slack else "")


def text(replications: Iterable[Replication]) -> str:
    """Return the checks as a table for a terminal, one block a check, and a line of totals."""
    papers = tuple(replications)
    lines: list[str] = []
    for done in papers:
        p = done.paper
        lines += [f"{p.name}: {p.authors} ({p.year}). {p.title} [{p.status}]", f"  {tally_words(done.tally())}"]
        for c in done.checks:
            t = c.target
            lines += [
                f"  {c.word:<15}{t.kind:<13}{t.id:<6}{t.quantity}",
                f"{'':36}expected {show(t.expected)} ({show_test(t)}); obtained {show(c.obtained)}",
                f"{'':36}source {show_source(t)}" + (f"; {c.why}" if c.why else ""),
            ]
            lines += [f"{'':36}{show_finds(c)}"] if c.finds is not None else []
        lines += [""]
    counts = ", ".join(f"{count} {status}" for status, count in totals(papers).items())
    seconds = sum(d.seconds for d in papers)
    return "\n".join([*lines, tally_words(tally(papers)), f"checks of models: {counts}; {seconds:.1f} s"])


def as_dict(replications: Iterable[Replication]) -> dict[str, Any]:
    """Return the checks as JSON values."""
    papers = tuple(replications)
    return {
        "papers": [_as_table(done) for done in papers], "kinds": _as_kinds(tally(papers)), "totals": totals(papers),
        "ok": all(d.ok for d in papers),
    }  # fmt: skip


def _as_table(done: Replication) -> dict[str, Any]:
    head = {key: value for key, value in asdict(done.paper).items() if key != "targets"}
    rows = [
        {**asdict(c.target), "obtained": c.obtained, "status": c.status, "why": c.why, "finds": c.finds,
         "finds_words": show_finds(c), "seconds": round(c.seconds, 3)}
        for c in done.checks
    ]  # fmt: skip
    kinds = _as_kinds(done.tally())
    return {**head, "kinds": kinds, "checks": rows, "seconds": round(done.seconds, 3), "ok": done.ok}


def _as_kinds(counts: Mapping[str, tuple[int, int]]) -> dict[str, dict[str, Any]]:
    return {kind: {"came_out": n, "of": m, "about": KINDS[kind][1]} for kind, (n, m) in counts.items()}
