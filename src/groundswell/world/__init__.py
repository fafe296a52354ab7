"""A complete case for any of 184 countries, from world tables: `write_case("CHL", "chile")`."""

from groundswell.world.assumptions import Assumption
from groundswell.world.tables import Country, countries
from groundswell.world.write import write_case

__all__ = ["Assumption", "Country", "countries", "write_case"]
