"""Posteriors that lie in the folder: of what, how much they are worth, and which claims they can weigh."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.case import find
from groundswell.errors import GroundswellError, InputError
from groundswell.files import read_own
from groundswell.inference.posterior_folder import MANIFEST, POSTERIOR
from groundswell.scenario.presets import presets
from groundswell.studio.answers import Fields, got
from groundswell.studio.state import Studio, checked, is_name


def routes(studio: Studio) -> list[BaseRoute]:
    """Return what this part answers."""

    def one(request: Request) -> Fields:
        name = checked(request.path_params["name"])
        found = described(studio.below(name))
        if found is None:
            raise InputError(f"no posterior '{name}'", place="posterior", remedy="look at the list of runs")
        return found

    return [got("/api/posteriors", lambda _: listed(studio)), got("/api/posteriors/{name}", one)]


def listed(studio: Studio) -> list[Fields]:
    """Return the folder's posteriors by name, each with its scenario, case and worth; damaged ones are left out."""
    return [found for path in _folders(studio) if (found := described(path)) is not None]


def _folders(studio: Studio) -> Iterable[Path]:
    found = [path for path in studio.folder.iterdir() if is_name(path.name) and path.is_dir() and not path.is_symlink()]
    return sorted(path for path in found if (path / POSTERIOR).is_file())


def described(folder: Path) -> Fields | None:
    """Return what a posterior says of itself, None where there is none; the command checks it again when it is used."""
    try:
        kept: Any = json.loads(read_own(folder / MANIFEST))
        learned = cast(dict[str, float], kept["contraction"])
        if kept["kind"] != "posterior":
            return None
        name = str(kept["scenario"])
        case = next((each.case for each in presets() if each.name == name), "")
        people = find(case).population.total if case else int(kept["persons"])
        return {
            "name": folder.name, "scenario": name, "case": case,
            "scale": f"1:{round(people / int(kept['persons']))}", "budget": str(kept["budget"]),
            "persons": int(kept["persons"]), "runs": int(kept["runs"]), "method": str(kept["method"]),
            "worth": float(kept["ess"] or 0.0), "usable": bool(kept["usable"]), "why_not": str(kept["why_not"]),
            "used": [str(each) for each in kept["used"]], "parameters": len(learned),
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, GroundswellError):
        return None
