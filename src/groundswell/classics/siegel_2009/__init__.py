"""Siegel (2009, 2011): what a network does to collective action depends on its kind and on people's motivation.

More acquaintances can lower participation as well as raise it, and repression that removes a few people can end a
movement in one kind of network, stay local in another, and backfire where the removed leave angry friends.
"""

from groundswell.classics.siegel_2009.families import hierarchy as hierarchy
from groundswell.classics.siegel_2009.families import levels as levels
from groundswell.classics.siegel_2009.families import opinion_leader as opinion_leader
from groundswell.classics.siegel_2009.families import small_world as small_world
from groundswell.classics.siegel_2009.families import village as village
from groundswell.classics.siegel_2009.model import CLASSES as CLASSES
from groundswell.classics.siegel_2009.model import Participation as Participation
from groundswell.classics.siegel_2009.model import Repression as Repression
from groundswell.classics.siegel_2009.model import clique_distribution as clique_distribution
from groundswell.classics.siegel_2009.model import mean_field as mean_field
from groundswell.classics.siegel_2009.model import motivations as motivations
from groundswell.classics.siegel_2009.model import simulate as simulate
