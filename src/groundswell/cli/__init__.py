"""The command line: `groundswell --help`. Heavy imports wait inside the commands, so that help appears at once."""

import atexit
import gc
import sys
from typing import Any

import typer

from groundswell import __version__
from groundswell.cli import (
    bench,
    cache,
    calibrate,
    case,
    check,
    claim,
    classics,
    compare,
    crate,
    describe,
    misuse,
    new,
    odd,
    output,
    prior,
    resume,
    run,
    score,
    signals,
    streams,
    studio,
    sweep,
)
from groundswell.cli.options import common
from groundswell.errors import GroundswellError, InputError

__all__ = ["app", "main"]

app = typer.Typer(
    name="groundswell",
    help="Collective action in whole societies: run scenarios, read reports, replicate the classic models.",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (run, resume, new, check, describe, odd, case, classics, compare, score, claim, sweep, prior, calibrate,
             crate, studio, cache, bench):  # fmt: skip
    part.register(app)

# typer brings click's errors along without a name of its own for their root
_UsageError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundswell {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.callback(invoke_without_command=True)(common(_root))


def main() -> None:
    """Run the command line; what the user can mend is said in words, with exit code 2."""
    # Python would look for cycles once more as it ends, among objects that all go anyway: .4 s after a first run.
    atexit.register(gc.freeze)
    streams.guard()
    output.begin(sys.argv[1:])
    signals.heed()
    try:
        code = app(prog_name="groundswell", standalone_mode=False)
    except GroundswellError as error:
        code = output.refuse(error)
    except typer.Abort:
        code = 130
    except _UsageError as error:
        code = misuse.tell(error)
    except MemoryError:
        code = output.refuse(InputError("not enough of it", place="memory", remedy="take a smaller --scale"))
    except OSError as error:  # the disk's or the system's doing, met where no command has words of its own
        problem = f"cannot be read or written: {error.strerror or error}"
        code = output.refuse(InputError(problem, place=str(error.filename or "disk"), remedy="mend that"))
    sys.exit(signals.exit_code() if code == 130 else code if isinstance(code, int) else 0)
