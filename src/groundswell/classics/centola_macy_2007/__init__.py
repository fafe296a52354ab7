"""Centola and Macy (2007): long ties speed up simple contagions and stop complex ones.

Risky action spreads only to those who see several others act. Then what matters is not how far a tie reaches but how
wide the bridge is: moving a few ties at random first speeds the contagion up, and moving many kills it.
"""

from groundswell.classics.centola_macy_2007.lattice import LATTICES as LATTICES
from groundswell.classics.centola_macy_2007.lattice import SEED_SHAPES as SEED_SHAPES
from groundswell.classics.centola_macy_2007.lattice import bridge_width as bridge_width
from groundswell.classics.centola_macy_2007.lattice import critical_threshold as critical_threshold
from groundswell.classics.centola_macy_2007.lattice import fills as fills
from groundswell.classics.centola_macy_2007.lattice import front_threshold as front_threshold
from groundswell.classics.centola_macy_2007.model import Contagion as Contagion
from groundswell.classics.centola_macy_2007.model import lattice_network as lattice_network
from groundswell.classics.centola_macy_2007.model import seed_persons as seed_persons
from groundswell.classics.centola_macy_2007.model import simulate as simulate
from groundswell.classics.centola_macy_2007.model import spread as spread
