"""Memory is told before a run starts, with the scale that would fit."""

import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.running import memory

NATION = 146_780_720


def test_a_nation_at_full_size_is_forecast_within_what_was_measured() -> None:
    assert 1.1e9 < memory.forecast(73_390_360) < 1.6e9  # measured at 1:2: 1.11 GB


def test_too_little_memory_is_refused_with_a_scale_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.LIMIT, "1000000000")
    with pytest.raises(InputError, match=r"need about 2\.2 GB, 1\.0 GB are free; take --scale 1:4") as caught:
        memory.check(NATION, NATION)
    assert caught.value.place == "memory"
    memory.check(NATION // 4, NATION)


def test_no_scale_is_proposed_when_none_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.LIMIT, "1000")
    with pytest.raises(InputError, match="free some memory"):
        gs.run(gs.load("mobilization-2022"))


def test_a_limit_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.LIMIT, "much")
    with pytest.raises(InputError, match="whole number of bytes"):
        memory.available()


def test_this_machine_has_some_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(memory.LIMIT, raising=False)
    assert memory.available() > 10**8
