"""Clark, Golder and Golder (2017): an exit, voice and loyalty game between a citizen and the state.

The citizen may leave, bear the loss, or complain at a cost; the state may respond or ignore. Voice is used only where
it works: by citizens who could credibly leave, against a state that depends on them, when leaving is not better still.
Silence is therefore no sign of contentment.
"""

from groundswell.classics.exit_voice_2017.emigration import peak_exit as peak_exit
from groundswell.classics.exit_voice_2017.emigration import protest as protest
from groundswell.classics.exit_voice_2017.model import Outcomes as Outcomes
from groundswell.classics.exit_voice_2017.model import Play as Play
from groundswell.classics.exit_voice_2017.model import Reply as Reply
from groundswell.classics.exit_voice_2017.model import backward_induction as backward_induction
from groundswell.classics.exit_voice_2017.model import equilibria as equilibria
from groundswell.classics.exit_voice_2017.model import outcomes as outcomes
from groundswell.classics.exit_voice_2017.model import play as play
from groundswell.classics.exit_voice_2017.model import regions as regions
from groundswell.classics.exit_voice_2017.model import solve as solve
