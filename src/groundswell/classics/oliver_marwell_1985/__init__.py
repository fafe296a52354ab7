"""Oliver, Marwell and Teixeira (1985): who contributes to a collective good depends on the good's production function.

Where the first contributions do most (decelerating), a few interested people suffice and the rest ride free, and it
matters who goes first; where the last do most (accelerating), nobody starts, but once begun everybody joins.
"""

from groundswell.classics.oliver_marwell_1985.model import Contributions as Contributions
from groundswell.classics.oliver_marwell_1985.model import contributions as contributions
from groundswell.classics.oliver_marwell_1985.model import critical_mass as critical_mass
from groundswell.classics.oliver_marwell_1985.model import optimal_total as optimal_total
from groundswell.classics.oliver_marwell_1985.production import PRODUCTION as PRODUCTION
from groundswell.classics.oliver_marwell_1985.production import production as production
