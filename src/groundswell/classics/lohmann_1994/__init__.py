"""Lohmann (1994): turnout as a signal, and the Monday demonstrations in Leipzig 1989-91.

Each citizen has a private experience of the regime; marching makes it visible. Moderates learn from turnout, but only
from what exceeds the turnout they would have expected anyway: those who always march tell them nothing. The regime
falls when turnout reveals that discontent is wide; it survives when turnout disappoints.
"""

from groundswell.classics.lohmann_1994.leipzig import Monday as Monday
from groundswell.classics.lohmann_1994.leipzig import growth as growth
from groundswell.classics.lohmann_1994.leipzig import leipzig as leipzig
from groundswell.classics.lohmann_1994.model import Cascade as Cascade
from groundswell.classics.lohmann_1994.model import Crowd as Crowd
from groundswell.classics.lohmann_1994.model import expected_turnout as expected_turnout
from groundswell.classics.lohmann_1994.model import run as run
from groundswell.classics.lohmann_1994.model import update as update
