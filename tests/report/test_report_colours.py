"""Colours of charts stay apart for the colour-blind, and where they do not, dashes do."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from groundswell.report.axes import COLOURS, DASHES
from groundswell.report.counts import HUES, RESPONSES

# Machado, Oliveira and Fernandes (2009), severity 1: linear RGB seen by protanopes and deuteranopes.
SEEN = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
APART = 11.0  # CIELAB distance; 2.3 is just noticeable
LAB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = LAB @ np.clip(rgb, 0.0, 1.0) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16.0 / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SEEN)
def test_arms_that_look_alike_to_the_colour_blind_differ_in_their_dashes(sight: str) -> None:
    assert len({tuple(dash) for dash in DASHES}) == len(COLOURS)
    shown = [lab(np.array(SEEN[sight]) @ linear(colour)) for colour in COLOURS]
    apart = [float(np.linalg.norm(a - b)) for a, b in combinations(shown[:4], 2)]
    assert min(apart) > APART  # four arms and their baseline are told apart by colour alone


@pytest.mark.parametrize("response", HUES)
def test_classes_of_a_map_grow_darker_step_by_step_so_that_a_grey_printer_keeps_their_order(response: str) -> None:
    light = [lab(linear(colour))[0] for colour in HUES[response]]
    assert all(a - b > 6.0 for a, b in pairwise(light))


def test_lines_and_words_stand_out_from_white_paper() -> None:
    for colour in (*COLOURS, *(response.colour for response in RESPONSES)):
        luminance = float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))
        assert 1.05 / (luminance + 0.05) > 3.0, colour  # contrast that WCAG 2.1 asks of graphics
