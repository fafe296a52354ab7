"""Exposure counts while people protest, and not once they went home."""

import numpy as np
import pytest

import groundswell as gs
from groundswell.comparisons import outcomes
from groundswell.comparisons.outcomes import exposed_voice


def exposed(participants, called):
    return exposed_voice.outcome({"participants": np.array(participants), "called": np.array(called)})


def test_calls_after_the_last_protest_count_for_nothing_and_those_before_it_count_by_who_was_there():
    assert exposed([10.0, 30.0, 0.0], [100.0, 100.0, 0.0]) == pytest.approx(175.0)
    assert exposed([10.0, 30.0, 0.0], [100.0, 100.0, 1e9]) == pytest.approx(175.0)
    assert exposed([0.0, 0.0], [5.0, 5.0]) == 0.0


def test_more_called_expose_those_who_protest_only_if_they_are_called_in_time(flagship):
    lively = flagship(days=8, **{"behaviour.protest": -9.0, "events.decree.target": 1e6})
    slow, soon = (gs.run(lively.with_({"events.decree.front_loading": load})) for load in (0.3, 6.0))
    of = outcomes.outcome("exposed_voice")
    assert 0.0 < outcomes.value(of, slow) < outcomes.value(of, soon)
