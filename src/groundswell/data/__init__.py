"""Aggregate facts shipped with the package: what there is, on what terms, and checked reading."""

from groundswell.data.sources import DataFile, Source, path, read_csv, source, sources

__all__ = ["DataFile", "Source", "path", "read_csv", "source", "sources"]
