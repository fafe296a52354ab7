"""The page of the model against the code: its numbers, its keys, and its households built again from its words."""

import ast
import re
import runpy
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell import rng
from groundswell.params import declared
from groundswell.scenario import SECTIONS
from groundswell.society import people
from groundswell.society.spec import Params
from groundswell.society.synthesize import size_steps
from groundswell.types import ADULT_BAND, BAND_BITS, MALE_BIT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")


def test_numbers_of_the_page_are_the_codes():
    assert f"the nation's {1.2:g} %" in PAGE


def test_every_draw_that_the_page_names_exists():
    named = set(re.findall(r"\[([A-Z]+) \d", PAGE))
    assert len(named) > 8
    assert all(hasattr(rng, name) for name in named)


def test_every_key_that_the_page_writes_is_a_parameter_or_a_file():
    base = gs.load("mobilization-2022")
    known = {p.key for name in SECTIONS for p in declared(type(getattr(base, name))).values()}
    known |= {p.key for p in declared(type(base.behaviour.params)).values()}
    written = set(
        re.findall(r"`((?:society|opinion|perception|call|attention|concession|border|lives|behaviour)\.\w+)`", PAGE)
    )
    assert len(written) > 15
    assert {key.rpartition(".")[2] for key in written} - {"py"} <= {key.rpartition(".")[2] for key in known}


def pick(left, ages, sexes, u):
    """Draw (sex, band) in proportion to who is left, males first, by band."""
    cells = [(sex, band) for sex in sexes for band in ages]
    k = int(u * sum(left[cell] for cell in cells))
    for cell in cells:
        k -= left[cell]
        if k < 0:
            return cell
    return None


def test_households_built_from_the_pages_words_are_the_societys(society_of, two_regions):
    society = society_of(persons=4_000)
    p = Params()
    steps, minors, adults = size_steps(p.household_mean), range(ADULT_BAND), range(ADULT_BAND, people.BANDS)
    mean = 1.0 + np.sum(1.0 - steps[:-1])
    band, male = society.kind & BAND_BITS, (society.kind & MALE_BIT) != 0
    for region in range(2):
        start, end = society.region_start[region : region + 2]
        left = np.zeros((2, people.BANDS), int)  # males first
        np.add.at(left, (np.where(male[start:end], 0, 1), band[start:end]), 1)
        i, head = start, (0, 0)
        while i < end:
            place = np.searchsorted(society.place_start, i, side="right") - 1
            draws = [[rng.unit(w) for w in rng.words(np.uint64(1), rng.PEOPLE, 0, i)]]
            size = 1 + int(np.sum(steps < draws[0][2]))
            size = min(size, people.LARGEST, int(society.place_start[place + 1] - i))
            for k in range(size):
                u, _, _, v = (rng.unit(w) for w in rng.words(np.uint64(1), rng.PEOPLE, 0, i + k))
                others = (end - i - k) * (1.0 - 1.0 / mean)
                chance = left[:, minors].sum() / max(others, 1.0) * (p.child_second if k == 1 else p.child_later)
                who = None
                if k > 0 and v < chance:
                    who = pick(left, minors, (0, 1), u)
                elif k == 1 and v > 1.0 - p.couples * (1.0 - min(chance, 1.0)):
                    near = range(max(ADULT_BAND, head[1] - 1), min(people.BANDS, head[1] + 2))
                    who = pick(left, near, (1 - head[0],), u)
                who = who or pick(left, adults, (0, 1), u) or pick(left, minors, (0, 1), u)
                head = who if k == 0 else head
                left[who] -= 1
                assert who == (0 if male[i + k] else 1, band[i + k])
                assert society.household[i + k] == (k | size << 4)
            i += size


def test_every_function_that_the_page_links_to_exists():
    links = re.findall(r"\]\(\.\./(src/groundswell/[\w/]+\.py)#(\w+)\)", PAGE)
    assert len(links) > 60
    for file, name in links:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}, (
            file,
            name,
        )


def test_diagrams_of_the_page_are_what_their_script_draws():
    script = runpy.run_path(str(ROOT / "docs" / "diagrams.py"))
    for name, text in script["drawn"]().items():
        assert (ROOT / "docs" / "img" / name).read_text(encoding="utf-8") == text, "python docs/diagrams.py"
        assert "<title" in text and "<desc" in text


def test_numbers_of_purposes_on_the_page_are_those_of_the_code():
    said = PAGE.partition("Numbers of purposes:")[2].partition("For a region")[0].replace("\n", " ")
    named = re.findall(r"([A-Z]{3,}) (\d+)[,.]", said)
    assert len(named) == 16
    assert all(int(getattr(rng, name)) == int(number) for name, number in named)
