"""Centola, Willer and Macy (2005): a population can enforce a norm that almost nobody believes in.

People comply in public against their belief when neighbours press them, and some go on to press others in order to look
sincere. A few true believers can tip a neighbourhood, and neighbourhoods tip each other, where the same few would be
lost in a crowd in which everybody sees everybody.
"""

from groundswell.classics.emperors_dilemma_2005.model import Norm as Norm
from groundswell.classics.emperors_dilemma_2005.model import believers_at_random as believers_at_random
from groundswell.classics.emperors_dilemma_2005.model import believers_in_a_block as believers_in_a_block
from groundswell.classics.emperors_dilemma_2005.model import complete_response as complete_response
from groundswell.classics.emperors_dilemma_2005.model import respond as respond
from groundswell.classics.emperors_dilemma_2005.model import simulate as simulate
