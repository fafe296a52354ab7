"""Granovetter (1978): two crowds with almost the same wishes can end in a riot of all or of one.

Each person joins once the number already acting reaches a threshold of their own. The outcome depends on the whole
distribution of thresholds, not on its average, so collective action cannot be read back into individual preferences.
"""

from groundswell.classics.granovetter_1978.city import city_distribution as city_distribution
from groundswell.classics.granovetter_1978.city import city_share as city_share
from groundswell.classics.granovetter_1978.city import no_riot_probability as no_riot_probability
from groundswell.classics.granovetter_1978.city import simulate_city as simulate_city
from groundswell.classics.granovetter_1978.crowds import COUNTING as COUNTING
from groundswell.classics.granovetter_1978.crowds import ROUNDING as ROUNDING
from groundswell.classics.granovetter_1978.crowds import Counting as Counting
from groundswell.classics.granovetter_1978.crowds import CrowdJump as CrowdJump
from groundswell.classics.granovetter_1978.crowds import RiotProbability as RiotProbability
from groundswell.classics.granovetter_1978.crowds import crowd_critical_sd as crowd_critical_sd
from groundswell.classics.granovetter_1978.crowds import quantile_crowd as quantile_crowd
from groundswell.classics.granovetter_1978.crowds import riot_probability as riot_probability
from groundswell.classics.granovetter_1978.crowds import sampled_sizes as sampled_sizes
from groundswell.classics.granovetter_1978.finite import beta_window as beta_window
from groundswell.classics.granovetter_1978.finite import final_size_distribution as final_size_distribution
from groundswell.classics.granovetter_1978.finite import mean_share_beta as mean_share_beta
from groundswell.classics.granovetter_1978.friends import friends_sizes as friends_sizes
from groundswell.classics.granovetter_1978.friends import perceived_share as perceived_share
from groundswell.classics.granovetter_1978.model import Tangency as Tangency
from groundswell.classics.granovetter_1978.model import critical_sd as critical_sd
from groundswell.classics.granovetter_1978.model import equilibrium as equilibrium
from groundswell.classics.granovetter_1978.model import needed_counts as needed_counts
from groundswell.classics.granovetter_1978.model import normal_share_acting as normal_share_acting
from groundswell.classics.granovetter_1978.model import run as run
from groundswell.classics.granovetter_1978.model import trajectory as trajectory
