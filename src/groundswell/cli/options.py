"""Options that several commands share, and how they become changes of a scenario."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from typer.models import OptionInfo

from groundswell.cli import output

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output, errors too.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; errors are printed.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done, with times.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a key, such as behaviour.others=0.5 (may be repeated)."),
]
Value = TypeVar("Value")
ScenarioName = Annotated[str, typer.Argument(help="A shipped scenario (`groundswell scenarios`) or a file.")]
ClaimName = Annotated[str, typer.Argument(help="A shipped claim (`groundswell claims`) or a file.")]
Scale = Annotated[str, typer.Option(help="1:N, a simulated person stands for N.")]
Persons = Annotated[int | None, typer.Option(help="Simulated persons, in place of --scale.")]
Days = Annotated[int | None, typer.Option(help="Days to run.")]
Seed = Annotated[int | None, typer.Option(help="The first seed.")]
Executor = Annotated[str, typer.Option(help="Where runs are done: processes, ray, dask or slurm.")]
Workers = Annotated[int | None, typer.Option(help="Processes at once; default: as processors and memory allow.")]
Address = Annotated[
    str, typer.Option(help="The cluster's address (ray, dask), or settings of sbatch (slurm); docs/cluster.md.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace what this program wrote there before.")]
OutFolder = Annotated[Path | None, typer.Option("--out", help="Folder to write to.")]

Trust = Annotated[
    bool, typer.Option("--trust", help="Run code of your own that the file names (own-code.md): you wrote or read it.")
]

_EVERY = {"as_json": Json, "quiet": Quiet, "verbose": Verbose}


def common(function: Callable[..., None], loads: bool = False) -> Callable[..., None]:
    """Return a command with the options that every command has: --json, -q and -v; and --trust if it loads files."""
    every = _EVERY | ({"trust": Trust} if loads else {})

    @wraps(function)
    def called(*, as_json: bool, quiet: bool, verbose: bool, trust: bool = False, **own: Any) -> None:
        from groundswell.errors import InputError
        from groundswell.trust import trusting

        output.ask(as_json, quiet, verbose)
        try:
            with trusting(trust):
                function(**own)
        except InputError as error:
            error.move(_option(function, error.place))
            raise
        except KeyboardInterrupt:  # before there was anything to keep: commands that keep something say so themselves
            raise output.Interrupted("nothing was begun that could be kept", "") from None

    signature = inspect.signature(function)
    more = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=a) for n, a in every.items()]
    setattr(called, "__signature__", signature.replace(parameters=[*signature.parameters.values(), *more]))  # noqa: B010
    called.__annotations__ = {**function.__annotations__, **every}
    return called


def _option(function: Callable[..., None], place: str) -> str:
    """Return the place of an error as the command line has it: the argument `at_day` is the option --at-day."""
    name, comma, rest = place.partition(",")
    asked = inspect.signature(function).parameters.get(name)
    is_option = any(isinstance(note, OptionInfo) for note in getattr(asked and asked.annotation, "__metadata__", ()))
    return f"--{name.replace('_', '-')}{comma}{rest}" if is_option else place


def refuse_idle(options: Mapping[str, object], beside: str, remedy: str = "") -> None:
    """Refuse options that were given and would do nothing here. Raises InputError.

    `beside`: the option beside which they do nothing; "": without one, and `remedy` says what they go with.
    """
    from groundswell.errors import InputError

    if given := [name for name, value in options.items() if value]:
        several = " and ".join(given)
        problem = f"{several} {'does' if len(given) == 1 else 'do'} nothing {f'beside {beside}' if beside else 'here'}"
        raise InputError(problem, place="command line", remedy=remedy or f"leave out {several}, or {beside}")


def add(app: typer.Typer, *commands: Callable[..., None], loads: bool = False) -> None:
    """Add commands to the command line; the first sentence of each stands uncut in the list of commands.

    `loads`: they read scenarios, claims or runs, which may name a behaviour of the user's own (--trust).
    """
    for function in commands:
        about = (function.__doc__ or "").strip().split("\n\n")[0]
        name = function.__name__.rstrip("_").replace("_", "-")  # `import_` is the command "import"
        app.command(name, short_help=" ".join(about.split()))(common(function, loads))


def once(pairs: Iterable[tuple[str, Value]], option: str) -> dict[str, Value]:
    """Return pairs of a repeated option by their key. Raises InputError for a key that is given twice."""
    found: dict[str, Value] = {}
    for key, value in pairs:
        if key in found:
            from groundswell.errors import InputError

            raise InputError(f"'{key}' is given twice", place=option, remedy=f"give {option} once for each key")
        found[key] = value
    return found


def collect(sets: Sequence[str] | None, scale: str = "", *, option: str = "--set",
            **more: Any) -> tuple[dict[str, Any], str]:  # fmt: skip
    """Return the changes that the options ask for, by dotted key, and the place that errors name.

    `option` is the one that `sets` came with. Raises InputError, also for a key that is given twice.
    """
    from groundswell.errors import InputError
    from groundswell.scenario.document import parse_set

    if scale and more.get("persons") is not None:
        raise InputError("both --scale and --persons", place="command line", remedy="give one of the two")
    changes = once((parse_set(text, option) for text in sets or ()), option)
    given = {"scenario.scale": scale} if scale else {}
    given |= {f"scenario.{key}": value for key, value in more.items() if value is not None}
    for key in given:
        name = key.removeprefix("scenario.")
        if key in changes:
            raise InputError(f"'{key}' is given twice", place=option, remedy=f"give it by {option} or by --{name}")
    return {**changes, **given}, "command line"
