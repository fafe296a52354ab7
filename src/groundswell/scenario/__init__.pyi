from .model import SECTIONS as SECTIONS
from .model import Chosen as Chosen
from .model import Scenario as Scenario
