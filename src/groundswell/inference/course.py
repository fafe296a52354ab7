"""The turnout that is expected after some days in which turnout, fear and anger act on the day that follows.

Places take the mean of what their people would do, with the functions of a run: no draw of a person is made.
"""

from dataclasses import dataclass

import numpy as np

from groundswell.behaviour.exit_voice_loyalty.params import Params
from groundswell.inference import shares
from groundswell.inference.eve import Eve, Morning, calm_fields, perception, ties_of
from groundswell.process import perceive, policing
from groundswell.scenario import Scenario
from groundswell.types import Fields, Floats


@dataclass(frozen=True)
class Course:
    """Days on which people are in the street or not, the last being the one that is asked about."""

    scenario: Scenario
    eve: Eve
    days: list[Morning]
    p: Params

    def share(self, constant: float) -> float:
        """Return the share of all adults in the street on the last day, given the constant term of protest."""
        return of_all(self.eve, self.places(constant))

    def places(self, constant: float) -> Floats:
        """Return the share of each place's adults in the street on the last day (P,)."""
        eve, share, fields = self.eve, np.zeros_like(self.eve.adults), calm_fields(self.scenario, self.eve)
        for m in self.days:
            fields = fields._replace(salience=m.seen.attention)
            seen = perception(self.scenario, eve, m.day, fields, m.env)
            ties = ties_of(self.scenario) * share * eve.adults / eve.society.inhabitants
            share = shares.turnout(shares.street(self.scenario, eve, seen, self.p, m.day, ties), constant)
            if m is not self.days[-1]:
                self._end(m, fields, seen.rally, share * eve.adults / eve.society.place_count)
        return share

    def _end(self, m: Morning, fields: Fields, rally: Floats, present: Floats) -> None:
        """Leave for the next day what a run leaves: fear, anger, and what is expected."""
        society, s = self.eve.society, self.scenario
        there = policing.Turnout(present, np.zeros_like(present))  # single persons: no lumps
        detained = policing.detained_share(society, there, m.env, s.policing)
        policing.feel(society, fields, m.env, present, detained, s.policing)
        perceive.learn(society, fields, m.env, rally, present, s.perception)


def of_all(eve: Eve, share: Floats) -> float:
    """Return the share of all adults, given that of each place (P,)."""
    return float((share * eve.adults).sum() / eve.adults.sum())
