"""Running: scenario and seed in, daily counts with their provenance out; saved whole or not at all."""

from groundswell.running.model import Run as Run
from groundswell.running.run import run as run
from groundswell.running.store import open_run as open_run
