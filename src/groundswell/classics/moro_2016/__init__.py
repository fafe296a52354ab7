"""Moro 2016, violent political revolutions: a reconstruction from the paper's public description only.

The paper claims that riots of the poorest can grow into a revolution, and that its outcome - success, anarchy or a
return to the status quo - turns on how precisely police and revolutionaries shoot.
"""

from groundswell.classics.moro_2016.model import OUTCOMES as OUTCOMES
from groundswell.classics.moro_2016.model import Run as Run
from groundswell.classics.moro_2016.model import outcome_shares as outcome_shares
from groundswell.classics.moro_2016.model import run as run
