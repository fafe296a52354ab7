"""A case of two regions that any test may write into a folder, and scenarios that stand on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """
title = "Two regions"
description = "A country of 150,000 that does not exist."
country = "XX"
start = 2020-01-01
days = 5
scale = "1:5"
licence = "CC0"
"""
REGIONS = "code,name,poverty\nXX-N,North,10\nXX-S,South,20\n"
TOWNS = "region,name,population\nXX-N,City,60000\nXX-S,Town,9000\n"


@pytest.fixture(scope="session")
def written_case() -> Callable[..., Path]:
    """Write a case without gates, observers or a call-up; `parameters` and `timeline` are texts of its files."""

    def write(folder: Path, parameters: str = "", timeline: str = "") -> Path:
        people = folder / "population"
        people.mkdir(parents=True)
        bands = [f"age_{age}" for age in range(0, 85, 5)]
        rows = [",".join(["region", "sex", *bands])]
        rows += [
            ",".join([code, sex, *[str(each)] * 17])
            for code, each in (("XX-N", 3600), ("XX-S", 820))
            for sex in ("male", "female")
        ]
        (people / "age_sex.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        (people / "regions.csv").write_text(REGIONS, encoding="utf-8")
        (people / "towns.csv").write_text(TOWNS, encoding="utf-8")
        (folder / "case.toml").write_text(HEAD, encoding="utf-8")
        (folder / "parameters.toml").write_text(parameters, encoding="utf-8")
        (folder / "timeline.toml").write_text(timeline, encoding="utf-8")
        return folder

    return write
