"""report.html: one page that opens without a network, prints, and holds its pictures; a CSV beside every chart."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from groundswell.errors import GroundswellError
from groundswell.extras import need
from groundswell.files import write_text
from groundswell.report.into_folder import into_folder
from groundswell.running import Run
from groundswell.running.ledger import OUTSIDE


@into_folder
def write_report(run: Run, folder: Path, others: Sequence[Run] = ()) -> Path:
    """Write report.html and figures/*.svg, *.csv into `folder` and return the page.

    `others`: runs of the same scenario with other seeds: lines are then medians, bands and intervals those over runs.
    Writes limits.html too. Raises GroundswellError when the extra "report" is not installed or the run holds no day,
    ValueError for `others` of another scenario.
    """
    _check(run, others)
    from groundswell.report import limits, origin
    from groundswell.report.counts import population
    from groundswell.report.evidence import cited_by_tag, fits
    from groundswell.report.geography import map_note
    from groundswell.report.sections import against_evidence, lives, period, regions, responses
    from groundswell.report.tables import MODEL_SOURCES, STATUSES, assumption_rows, cited, fit_rows, happenings, ledger
    from groundswell.report.words import headline, standing
    from groundswell.scenario.lock import page_text

    figures = folder / "figures"
    rows = assumption_rows(run)
    case = run.scenario.case
    named = [row.source for some in rows.values() for row in some] + [event.source for event in run.scenario.events]
    page = template("report.html").render(
        run=run, banner=origin.of_run(run, others).notice, outside=OUTSIDE,
        headline=headline(run, others), standing=standing(run, len(others)),
        responses=responses(run, others, figures), evidence=against_evidence(run, others, figures),
        maps=regions(run, others, figures), lives=lives(run, others, figures), ledger=ledger(run, others),
        runs=len(others) + 1, seeds=origin.of_run(run, others).seed_text,
        statuses=STATUSES, assumptions=rows, marks=_counted(rows), happenings=happenings(run.scenario, run.days),
        fit=fit_rows(run, others),
        period=period(run), population=population(run), sources=cited(run), model_sources=MODEL_SOURCES,
        evidence_cited=cited_by_tag(named + [each.target.source for each in fits(run)], case),
        lock=page_text(run.scenario), version=version("groundswell"), units_note=map_note(case),
    )  # fmt: skip
    _write_tables(figures, rows, run, others)
    limits.write_limits(folder, title(run), origin.of_run(run, others), *limits.of_run(run, others))
    out = folder / "report.html"
    write_text(out, page)
    return out


def title(run: Run) -> str:
    """Return a run's title, or its scenario's name."""
    return run.scenario.title or run.scenario.name


def _check(run: Run, others: Sequence[Run]) -> None:
    need("report")
    if run.days == 0:
        raise GroundswellError("the run holds no day: nothing to report")
    for other in others:
        if other.scenario.with_(seed=run.seed).hash != run.scenario.hash:
            raise ValueError(
                f"others: {other!r} is not this scenario with another seed: give runs of {run.scenario.name!r}"
            )


def template(name: str) -> Any:
    """Return a page's template, with the filters that pages share."""
    import jinja2

    from groundswell.report import numbers, tables

    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"amount": numbers.amount, "shown": tables.shown}
    return environment.get_template(name)


def _counted(rows: dict[Any, list[Any]]) -> dict[str, int]:
    """Return how many assumptions carry which mark."""
    marks = [mark for some in rows.values() for row in some for mark in row.marks]
    starts = ("fitted", "changed", "outside", "sign fixed", "sign free")
    return {start: sum(mark.startswith(start) for mark in marks) for start in starts}


def _write_tables(folder: Path, rows: dict[Any, list[Any]], run: Run, others: Sequence[Run]) -> None:
    from dataclasses import asdict

    from groundswell.report import origin
    from groundswell.report.figures import write_csv
    from groundswell.report.tables import fit_rows, ledger

    of = origin.of_run(run, others)
    fitted = of.columns("published figures and the run's", "as each quantity says")
    write_csv(folder / "fit.csv", [row._asdict() for row in fit_rows(run, others)], fitted)
    costs = of.columns("the ledger", "as each line says")
    write_csv(folder / "ledger-table.csv", [line._asdict() for line in ledger(run, others)], costs)
    flat = [asdict(row) | {"marks": "; ".join(row.marks)} for some in rows.values() for row in some]
    write_csv(folder / "assumptions.csv", flat, of.columns("assumptions", "as each parameter says"))
