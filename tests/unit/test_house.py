"""The map of the house is true: it is drawn from imports, and shows those that are there now."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house() -> ModuleType:
    spec = importlib.util.spec_from_file_location("house", ROOT / "docs" / "house.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_drawing_shows_the_rooms_and_lines_that_there_are(house: ModuleType) -> None:
    without_sizes = re.compile(r">\d+ files, [\d,]+ lines<")
    drawn = (ROOT / "docs" / "img" / "house.svg").read_text(encoding="utf-8")
    assert without_sizes.sub("><", drawn) == without_sizes.sub("><", house.drawing()), "out of date: make docs"


def test_every_import_leads_downwards(house: ModuleType) -> None:
    height = {room: y for y, layer in enumerate(house.layers()) for room in layer}
    edges = [(a, b) for a, to in house.imports().items() for b in to]
    assert len(edges) > 50
    assert [(a, b) for a, b in edges if height[a] > height[b]] == []


def test_lines_that_are_left_out_follow_from_others(house: ModuleType) -> None:
    shown = house.needed({"a": {"b", "c"}, "b": {"c"}, "c": set()})
    assert shown == [("a", "b"), ("b", "c")]
