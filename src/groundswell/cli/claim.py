"""The commands `claim`, `claims` and `sensitivity`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import (
    Address,
    ClaimName,
    Days,
    Executor,
    Force,
    Persons,
    Scale,
    Seed,
    Workers,
    add,
    collect,
    refuse_idle,
)
from groundswell.cli.outcome import Report, can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.parts import Merge, ShardText, part_of, tell_part
from groundswell.cli.progress import Eta
from groundswell.errors import InputError

if TYPE_CHECKING:
    from groundswell.computing.shard import Shard
    from groundswell.verdicts.claim import Claim
    from groundswell.verdicts.sensitivity import Indices


Draws = Annotated[
    int | None,
    typer.Option(help="Sets of parameters drawn from their priors (200); with --could-fail, its points (64)."),
]
Fix = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="Fix a parameter: it is then not drawn (may be repeated)."),
]
Weighing = Annotated[
    Path | None, typer.Option(help="Folder of a posterior that weighs the draws (groundswell calibrate).")
]
CouldFail = Annotated[
    bool | None,
    typer.Option(
        "--could-fail/--no-could-fail",
        show_default=False,
        help="Ask only whether it could come out otherwise, over all allowed values; or leave that out.",
    ),
]
Cases = Annotated[list[str] | None, typer.Option(help="Test it on this case's base scenario; repeated: side by side.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(app, claim, sensitivity, loads=True)
    add(app, claims)


def claim(
    name: ClaimName,
    draws: Draws = None,
    pairs: Annotated[
        int | None, typer.Option(help="Pairs of runs a draw (1); with 1, every fourth draw gets a second.")
    ] = None,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    seed: Seed = None,
    fix: Fix = None,
    out: Annotated[Path | None, typer.Option(help="Folder of runs and report; default: runs/claim-NAME.")] = None,
    with_report: Report = True,
    posterior: Weighing = None,
    could_fail: CouldFail = None,
    case: Cases = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    shard: ShardText = None,
    merge: Merge = False,
    force: Force = False,
) -> None:
    """Test a claim over draws of its stated assumptions: a verdict, how often it holds, and what it depends on.

    A design over all allowed values tells whether it could have come out otherwise; else it is foregone. With --case it
    is tested on the base scenario of each case named, and the verdicts stand side by side.
    """
    from groundswell.verdicts.could_fail import POINTS

    where: dict[str, Any] = {"executor": executor, "workers": workers, "address": address}
    changes = collect(None, scale=scale, persons=persons, days=days, seed=seed)[0]
    fixed = collect(fix, option="--fix")[0]
    part = part_of(shard, merge, executor, "--case" if case else "--could-fail" if could_fail else "")
    if could_fail:
        refuse_idle({"--posterior": posterior, "--pairs": pairs is not None}, "--could-fail")
        _could_fail(name, case, out, changes, fixed, POINTS if draws is None else draws, **where)
        return
    if posterior and case:
        remedy = "a posterior is of one case: leave out --case"
        raise InputError("both --posterior and --case", place="--posterior", remedy=remedy)
    where["points"], draws = 0 if could_fail is False else POINTS, 200 if draws is None else draws
    pairs = 1 if pairs is None else pairs
    if case:
        _across(name, case, out, changes, fixed, draws, pairs, with_report, force, **where)
    else:
        where |= {"part": part, "merge": merge}
        _one(name, posterior, out, changes, fixed, draws, pairs, with_report, force, **where)


def _one(name: str, posterior: Path | None, out: Path | None, changes: dict[str, Any], fixed: dict[str, Any],
         draws: int, pairs: int, with_report: bool, force: bool, *, points: int, part: "Shard | None", merge: bool,
         workers: int | None, **where: Any) -> None:  # fmt: skip
    """Test a claim on its own scenario, and write verdict and page; or run a part of its runs."""
    from groundswell.computing import pool
    from groundswell.inference.posterior_folder import open_posterior
    from groundswell.verdicts import format_verdict, judgement, verdict_folder
    from groundswell.verdicts.claim_file import read
    from groundswell.verdicts.evidence import identity

    pool.check(where["executor"], workers, where["address"])  # before the joint prior is solved and kept
    chosen = read(name, changes)
    folder = out or Path("runs", f"claim-{chosen.name}")
    evidence = open_posterior(posterior) if posterior else None
    verdict_folder.refuse_other(folder, chosen.with_(fixed), force, identity(evidence) if evidence else "")
    drawn = can_report(with_report and not part)
    ready = judgement.prepare(chosen, folder / "store", draws, pairs, fix=fixed, posterior=evidence, points=points)
    if part:
        with going_on(folder / "store"), Eta() as eta:
            ended = ready.run_part(part, workers, eta)
        return tell_part(ended, folder)
    with going_on(folder / "store"), Eta() as eta:
        found = ready.merge() if merge else ready.run(workers=workers, progress=eta, **where)
    verdict = found.save(folder)
    page: Path | None = None
    if drawn:
        from groundswell.files import as_input_errors
        from groundswell.report.claim import write_claim_report

        with as_input_errors(folder):
            page = write_claim_report(found, folder)
    places = {"folder": folder, "file": verdict, "report": page}
    last = f"\n\nSaved: {verdict}" + (f"; report: {page}" if page else "")
    answer(lambda: format_verdict.as_dict(found) | places, lambda: format_verdict.as_text(found) + last)
    if found.failures:
        raise typer.Exit(1)


def _could_fail(name: str, cases: list[str] | None, out: Path | None, changes: dict[str, Any], fixed: dict[str, Any],
                points: int, **where: Any) -> None:  # fmt: skip
    """Say of a claim, on each case named, whether it could come out otherwise; nothing is written but the runs."""
    from groundswell.verdicts import could_fail, format_could_fail
    from groundswell.verdicts.claim_file import read

    found: list[could_fail.CouldFail] = []
    for case in cases or [""]:
        chosen = read(name, changes, case).with_(fixed)
        folder = out or Path("runs", f"claim-{chosen.name}")
        with going_on(folder / "store"), Eta() as eta:
            found.append(could_fail.could_fail(chosen, folder / "store", points, progress=eta, **where))
    answer(lambda: {"could_fail": [format_could_fail.as_dict(each) for each in found]},
           lambda: "\n\n".join(map(format_could_fail.as_text, found)))  # fmt: skip
    if any(each.failures for each in found):
        raise typer.Exit(1)


def _across(name: str, cases: list[str], out: Path | None, changes: dict[str, Any], fixed: dict[str, Any], draws: int,
            pairs: int, with_report: bool, force: bool, **where: Any) -> None:  # fmt: skip
    """Test a claim on several cases, and write a page for each beside the table of all."""
    from groundswell.verdicts import across
    from groundswell.verdicts.claim_file import read

    chosen = [read(name, changes, case) for case in cases]
    folder = out or Path("runs", f"claim-{chosen[0].name}-cases")
    across.refuse_other(folder, [claim.with_(fixed) for claim in chosen], force)
    drawn = can_report(with_report)
    with going_on(folder), Eta() as eta:
        found = across.judge_cases(name, cases, folder, draws, pairs, changes=changes, fix=fixed,
                                   progress=eta.of, **where)  # fmt: skip
    table, pages = found.save(folder), dict[str, Path]()
    for case, j in found.judgements.items():
        j.save(folder / case)
        if drawn:
            pages[case] = j.report(folder / case)
    last = "".join(f"\nReport of {case}: {page}" for case, page in pages.items())
    answer(lambda: found.as_dict() | {"file": table, "reports": pages},
           lambda: f"{found.as_text()}\n\nSaved: {table}{last}")  # fmt: skip
    if any(j.failures for j in found.judgements.values()):
        raise typer.Exit(1)


def claims() -> None:
    """List the claims of all cases, and those that apply to any case: what is said, by whom, and what is tested."""
    from groundswell.verdicts.claim_names import claims as names
    from groundswell.verdicts.claim_names import described

    found = list[dict[str, str]]()
    for name in names():
        try:
            found.append(described(name))
        except InputError as error:
            say(f"note: the claim {name} is left out: {error}")
    answer(
        lambda: {"claims": found},
        lambda: "\n".join(map(_listed, found)),
    )


def _listed(claim: dict[str, str]) -> str:
    """Return a claim's lines in the list: what was tested is narrower than what was said, so both stand there."""
    name, title, about, who = (claim[key] for key in ("name", "title", "about", "said"))
    said, tested = (" ".join(claim[key].split()) for key in ("text", "reading"))
    return f'{name}  {title} ({about})\n    "{said}" ({who})\n    Tested: {tested}'


def sensitivity(
    name: ClaimName,
    method: Annotated[str, typer.Option(help="morris or sobol.")] = "morris",
    size: Annotated[int, typer.Option(help="Trajectories (morris) or base sample, a power of 2 (sobol).")] = 8,
    pairs: Annotated[int, typer.Option(help="Pairs of runs at each point; 2 separate noise from effect.")] = 2,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    out: Annotated[Path | None, typer.Option(help="Folder of runs; default: runs/sensitivity-NAME.")] = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    with_report: Report = True,
    force: Force = False,
) -> None:
    """Find which uncertain parameters a claim's paired effect depends on, by Morris or Sobol."""
    from groundswell.overwrite import refuse_existing
    from groundswell.verdicts.claim_file import read
    from groundswell.verdicts.sensitivity import sensitivity as sensitivity_

    chosen = read(name, collect(None, scale=scale, persons=persons, days=days)[0])
    folder = out or Path("runs", f"sensitivity-{chosen.name}")
    if with_report:
        refuse_existing(folder / "sensitivity.html", force)
    drawn = can_report(with_report)
    with going_on(folder), Eta() as eta:
        found = sensitivity_(chosen, folder, method, size, pairs, executor=executor, workers=workers, address=address,
                             progress=eta)  # fmt: skip
    page: Path | None = None
    if drawn:
        from groundswell.report.sensitivity import write_sensitivity_report

        page = write_sensitivity_report(found, chosen, folder, pairs)
    last = f"\nReport: {page}" if page else ""
    answer(lambda: found.as_dict() | {"report": page}, lambda: _as_text(found, chosen, pairs) + last)


def _as_text(found: "Indices", of: "Claim", pairs: int) -> str:
    from groundswell.comparisons.format_comparison import number
    from groundswell.resolution import sentence, weight
    from groundswell.scenario.meanings import meaning

    first = of.conditions[0]
    people = float(of.scenario.case.population.total)
    morris = found.method == "morris"
    columns = ("mean change", "sd") if morris else ("alone", "with interactions")
    ends = [f"{'+-':>12}", "" if morris else f"{'+-':>12}"]  # Morris's standard deviation has no interval
    lines = [
        f"{of.name}: what the change in {first.outcome.about} depends on, arm '{first.arm}' against '{first.against}'",
        f"{found.method}, {found.points} points; {f'in {found.unit}' if morris else 'shares of variance'}; "
        "+- half of the 90 % bootstrap interval",
        *filter(None, [sentence(weight(people, of.scenario.persons), pairs)]),
        "",
        f"{'parameter':<34}{columns[0]:>14}{ends[0]}{columns[1]:>19}{ends[1]}   meaning",
    ]
    for i in found.indices:
        last = "" if morris else f"{number(i.total_error):>12}"
        values = f"{number(i.first):>14}{number(i.first_error):>12}{number(i.total):>19}{last}"
        lines.append(f"{i.key:<34}{values}   {meaning(i.key, of.scenario)}")
    return "\n".join([*lines, "", f"noise of pairs: {found.noise_in_words}"])
