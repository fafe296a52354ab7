"""What several tests of world tables share."""

import pytest

from groundswell.world import countries
from groundswell.world.build import Population, build


@pytest.fixture(scope="session")
def every() -> dict[str, Population]:
    """The population of every country in 2020, by alpha-3 code."""
    return {iso3: build(iso3) for iso3 in countries()}
