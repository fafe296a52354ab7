"""Riots as an epidemic, after Burbeck, Raine and Stark (1978) and Bonnasse-Gahot and others (2018).

Rioting is joined in proportion to the rioting one sees and is given up at a constant rate, from a finite stock of
people who might join. Whether a riot takes off, how large it gets and how high it peaks then depend on one number, R0;
coupled towns whose influence falls with distance see it pass as a wave.
"""

from groundswell.classics.riot_sir.closed_form import final_size as final_size
from groundswell.classics.riot_sir.closed_form import peak as peak
from groundswell.classics.riot_sir.closed_form import wave_speed as wave_speed
from groundswell.classics.riot_sir.model import Course as Course
from groundswell.classics.riot_sir.model import Saturating as Saturating
from groundswell.classics.riot_sir.model import exponential_kernel as exponential_kernel
from groundswell.classics.riot_sir.model import power_kernel as power_kernel
from groundswell.classics.riot_sir.model import simulate as simulate
from groundswell.classics.riot_sir.model import single_site as single_site
from groundswell.classics.riot_sir.stochastic import Events as Events
from groundswell.classics.riot_sir.stochastic import simulate_events as simulate_events
from groundswell.classics.riot_sir.wave import measured_speed as measured_speed
from groundswell.classics.riot_sir.wave import rank_correlation as rank_correlation
from groundswell.classics.riot_sir.wave import shape_agreement as shape_agreement
