"""Aggregate facts shipped with the package: what there is, on what terms, and checked reading.

`groundswell.data.census.load()` merges the regional tables into arrays.
"""

from groundswell.data.sources import DataFile, Source, path, source, sources
from groundswell.data.tables import Table, read_csv, read_table

__all__ = ["DataFile", "Source", "Table", "path", "read_csv", "read_table", "source", "sources"]
