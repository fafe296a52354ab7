"""Epstein 2002, civil violence: rebellion and its repression on a lattice, and violence between two groups.

The paper claims that citizens who weigh grievance against the risk of arrest they see around them, watched by cops,
produce deception, sudden outbursts after long calm, tolerance of gradual but not of sudden loss of legitimacy, and
that peacekeepers delay genocide. Read literally its rule yields no outburst at all: see NOTES.md.
"""

from groundswell.classics.epstein_2002.bursts import outbursts as outbursts
from groundswell.classics.epstein_2002.bursts import waits as waits
from groundswell.classics.epstein_2002.model import Run as Run
from groundswell.classics.epstein_2002.model import run as run
from groundswell.classics.epstein_2002.model import run_many as run_many
from groundswell.classics.epstein_2002.model import traits as traits
from groundswell.classics.epstein_2002.rule import active_share as active_share
from groundswell.classics.epstein_2002.rule import arrest_probability as arrest_probability
from groundswell.classics.epstein_2002.rule import grievance as grievance
from groundswell.classics.epstein_2002.rule import is_active as is_active
from groundswell.classics.epstein_2002.runs import RUNS as RUNS
from groundswell.classics.epstein_2002.runs import jump as jump
from groundswell.classics.epstein_2002.runs import ramp as ramp
from groundswell.classics.epstein_2002.sight import offsets as offsets
from groundswell.classics.epstein_2002.sight import site_count as site_count
from groundswell.classics.epstein_2002.sweep import Reading as Reading
from groundswell.classics.epstein_2002.sweep import genocide_times as genocide_times
from groundswell.classics.epstein_2002.sweep import sweep as sweep
