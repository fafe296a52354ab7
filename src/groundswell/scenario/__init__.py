"""A scenario: what is assumed, in one validated value."""

from groundswell.scenario.model import SECTIONS as SECTIONS
from groundswell.scenario.model import Chosen as Chosen
from groundswell.scenario.model import Scenario as Scenario
