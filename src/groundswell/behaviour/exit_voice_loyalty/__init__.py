"""Exit, voice and loyalty under a call-up: random utility over the alternatives that a person's status leaves open.

Fixed tastes and a small bounded daily draw; `utilities.py` has the theory, `plain.py` the sweep over everybody,
`pruned.py` the same result from the few who could switch.
"""

from groundswell.behaviour import Chooser, Setting
from groundswell.behaviour.exit_voice_loyalty.params import Params as Params
from groundswell.behaviour.exit_voice_loyalty.plain import Plain
from groundswell.behaviour.exit_voice_loyalty.pruned import Pruned

SOURCE = "Hirschman (1970), Exit, Voice, and Loyalty; utilities as in docs/model.md"


def start(setting: Setting, params: Params, plain: bool = False) -> Chooser:
    """Return the chooser of a run; `plain` evaluates every person every day, with the same result."""
    return (Plain if plain else Pruned)(setting, params)
