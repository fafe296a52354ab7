"""What a run says of itself while it goes on."""

import numpy as np
import pytest

from groundswell.cli import output
from groundswell.cli.progress import Progress
from groundswell.process.count import Tally


def lines_after(asked: list[float], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told of days on which so many are asked for."""
    lines: list[str] = []
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setattr(output, "is_quiet", lambda: False)
    monkeypatch.setattr(output, "rewrite", lines.append)
    progress = Progress()
    for day, persons in enumerate(asked):
        counts = {"participants": 3.0, "called": persons, "abroad": 1.0, "asked": persons}
        progress(Tally(day, {name: np.array([value]) for name, value in counts.items()}), len(asked))
    return lines


def test_nothing_is_said_of_a_call_up_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("called" in line for line in lines_after([0.0, 0.0], monkeypatch))


def test_who_was_called_is_said_from_the_first_quota_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before, first, after = lines_after([0.0, 40.0, 0.0], monkeypatch)
    assert "called" not in before
    assert "called today 40" in first and "called today 0" in after
