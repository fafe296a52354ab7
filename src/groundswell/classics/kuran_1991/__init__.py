"""Kuran (1989, 1991): people hide what they want, so a revolution surprises even those who make it.

Everybody weighs the standing that a public position brings, which grows with its followers, against the discomfort of
denying a private preference. A small shift in one person's mind can do nothing, or bring a whole society over.
"""

from groundswell.classics.kuran_1991.model import Society as Society
from groundswell.classics.kuran_1991.model import equilibria as equilibria
from groundswell.classics.kuran_1991.model import falsification_index as falsification_index
from groundswell.classics.kuran_1991.model import private_preferences as private_preferences
from groundswell.classics.kuran_1991.model import revolutionary_thresholds as revolutionary_thresholds
from groundswell.classics.kuran_1991.model import run as run
from groundswell.classics.kuran_1991.model import states as states
from groundswell.classics.kuran_1991.model import trajectory as trajectory
