"""Watts (2002): whether one spark sets off a global cascade depends on how many neighbours people have.

Between a lower density, below which the network falls apart, and an upper one, above which nobody is moved by a single
neighbour, a rare and unpredictable spark turns nearly the whole network on; almost all other sparks die at once.
"""

from groundswell.classics.watts_2002.degrees import FAMILIES as FAMILIES
from groundswell.classics.watts_2002.degrees import degree_probabilities as degree_probabilities
from groundswell.classics.watts_2002.degrees import largest_power_law_mean as largest_power_law_mean
from groundswell.classics.watts_2002.model import Cascade as Cascade
from groundswell.classics.watts_2002.model import cascade as cascade
from groundswell.classics.watts_2002.model import needed_neighbours as needed_neighbours
from groundswell.classics.watts_2002.model import pick_initiators as pick_initiators
from groundswell.classics.watts_2002.model import random_network as random_network
from groundswell.classics.watts_2002.model import simulate as simulate
from groundswell.classics.watts_2002.model import sizes as sizes
from groundswell.classics.watts_2002.theory import Window as Window
from groundswell.classics.watts_2002.theory import cascade_condition as cascade_condition
from groundswell.classics.watts_2002.theory import giant_component as giant_component
from groundswell.classics.watts_2002.theory import largest_vulnerable_degree as largest_vulnerable_degree
from groundswell.classics.watts_2002.theory import poisson_cdf as poisson_cdf
from groundswell.classics.watts_2002.theory import steady_state as steady_state
from groundswell.classics.watts_2002.theory import window as window
