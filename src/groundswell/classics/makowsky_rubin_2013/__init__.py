"""Makowsky and Rubin (2013): central and local authorities, the reach of networks, and revolutions that surprise.

Citizens express what costs them least, given what they think, what authorities want and what their neighbours say. The
more central the authority, the more they falsify; the farther they see, the sooner a shock makes them stop together.
"""

from groundswell.classics.makowsky_rubin_2013.model import Outcome as Outcome
from groundswell.classics.makowsky_rubin_2013.model import People as People
from groundswell.classics.makowsky_rubin_2013.model import Society as Society
from groundswell.classics.makowsky_rubin_2013.model import express as express
from groundswell.classics.makowsky_rubin_2013.model import falsification as falsification
from groundswell.classics.makowsky_rubin_2013.model import populate as populate
from groundswell.classics.makowsky_rubin_2013.model import run as run
from groundswell.classics.makowsky_rubin_2013.model import tipping_shock as tipping_shock
