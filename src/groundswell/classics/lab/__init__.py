"""The classics lab: five founding models as pages that a lecturer projects, each with what did not reproduce.

The models run in the browser with the draws of the replications (tests run both); claims, equations, published numbers
and parameters are read from the papers' own `paper.toml`, `hands_on.py` and the kept results, so that nothing is stated
twice. The studio serves the same modules as files.
"""

from groundswell.classics.lab.bundle import FOLDER as FOLDER
from groundswell.classics.lab.pages import LABS as LABS
from groundswell.classics.lab.pages import Lab as Lab
from groundswell.classics.lab.pages import Served as Served
from groundswell.classics.lab.pages import body as body
from groundswell.classics.lab.pages import index as index
from groundswell.classics.lab.pages import page as page
from groundswell.classics.lab.pages import write as write
