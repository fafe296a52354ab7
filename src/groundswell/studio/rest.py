"""The parts of the studio that the first screen does not need: their libraries take seconds to import."""

from contextlib import ExitStack

from starlette.routing import BaseRoute

from groundswell.studio import (
    claims,
    compares,
    judging,
    keep,
    labs,
    owndata,
    pairs,
    parameters,
    posteriors,
    runs,
    worlds,
)
from groundswell.studio.jobs import Jobs
from groundswell.studio.state import Studio


def routes(studio: Studio, jobs: Jobs, stack: ExitStack) -> list[BaseRoute]:
    """Return what these parts answer; what must be closed at the end is left to `stack`."""
    return [
        *runs.routes(studio, jobs),
        *labs.routes(),
        *claims.routes(studio),
        *judging.routes(studio, jobs),
        *posteriors.routes(studio),
        *owndata.routes(studio, jobs),
        *parameters.routes(studio),
        *pairs.routes(stack.enter_context(pairs.Pairs(studio))),
        *compares.routes(studio, jobs),
        *worlds.routes(studio),
        *keep.routes(studio, jobs),
    ]
