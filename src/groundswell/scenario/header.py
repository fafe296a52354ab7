"""What [scenario] holds: the run's frame, beside the sections of parameters."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from groundswell.params import P

# The signs that stay free unless a scenario fixes them, which its report then says.
FREE_SIGNS = {
    "behaviour.others": "others' turnout encourages or replaces mine",
    "behaviour.exit_signal_voice": "exit on voice: signal or valve",
    "behaviour.exit_hump": "exit from the region on voice: a hump or a dip",
    "behaviour.border_signal": "closing the border on voice",
    "policing.backlash": "repression on voice",
    "behaviour.provocation": "believed detention beyond its cost: provocation or deterrence",
    "attention.trend": "slow change of attention",
    "behaviour.protest_trend": "slow change of voice",
    "behaviour.leave_trend": "slow change of exit",
    "concession.appeasement": "a concession appeases or emboldens",
    "perception.call_repeat": "a repeated call weighs less or more",
    "behaviour.rest_day": "days of rest on voice",
    "behaviour.leave_opposition": "exit takes those first who would protest, or last",
    "behaviour.voice_threat": "a believed number of called on voice",
}


@dataclass(frozen=True, kw_only=True)
class Header:
    """[scenario] in a scenario file; exactly one of `persons` and `scale` is given."""

    start: date
    days: Annotated[int, P("days simulated", "days", 1, 3650, source="set by the scenario")]
    name: str = ""
    title: str = ""
    description: str = ""
    case: Annotated[str, '"toyland", or another that `groundswell case` lists, or the path of a case\'s folder']
    case_digest: str = ""  # of the population, in a scenario as it ran: another one is refused
    seed: Annotated[int, P("seed of every draw", "number", 0, 2**63 - 1, source="set by the scenario")] = 1
    persons: Annotated[
        int | None, P("simulated persons", "persons", 1, 4_000_000_000, source="set by the scenario")
    ] = None
    scale: str | None = None
    fixed_signs: tuple[str, ...] = ()
