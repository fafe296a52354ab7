"""The commands `resume` and `branch`: going on with a run, to the same end or to another."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import Force, Set, add, collect
from groundswell.cli.outcome import Cache, Out, Report, Threads, new_folder, reporter, tell, telling_whether_saved
from groundswell.cli.output import say


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(app, resume, branch, loads=True)


def resume(
    run: Annotated[Path, typer.Argument(help="The folder of a run that was killed (NAME.partial) or interrupted.")],
    threads: Threads = None,
    cache: Cache = True,
    with_report: Report = True,
) -> None:
    """Continue a run from its newest good checkpoint; its results are to the bit those of an uninterrupted run."""
    from groundswell.cli.progress import Progress
    from groundswell.running.resume import resume as resume_

    with Progress() as progress:
        done, folder = resume_(run, threads, progress, cache, reporter(with_report), say)
    tell(done, folder)


def branch(
    run: Annotated[Path, typer.Argument(help="The folder of a finished run, best one with checkpoints.")],
    at_day: Annotated[int, typer.Option(help="First day that is the branch's own.")],
    set_: Set = None,
    add_event: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A file with [events.NAME] tables (may be repeated).")
    ] = None,
    out: Out = None,
    force: Force = False,
    threads: Threads = None,
    cache: Cache = True,
    with_report: Report = True,
) -> None:
    """Run a variant of a run from a given day on; the days before are shared, not run again."""
    from groundswell.cli.progress import Progress
    from groundswell.running.branch import branch as branch_
    from groundswell.running.store import open_run

    changes, _ = collect(set_)
    folder = out or new_folder(open_run(run).scenario)
    with telling_whether_saved(folder), Progress() as progress:
        done = branch_(run, at_day, folder, changes, tuple(add_event or ()), threads, progress, cache,
                       reporter(with_report), say, force)  # fmt: skip
    tell(done, folder)
