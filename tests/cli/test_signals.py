"""SIGTERM and SIGHUP: an interrupt, with an exit code of its own."""

import os
import signal
import time

import pytest

from groundswell.cli import signals

ENDING = (signal.SIGTERM, signal.SIGHUP)


def send(number):
    """Send this process a signal, and wait until it is there."""
    os.kill(os.getpid(), number)
    time.sleep(1.0)


@pytest.fixture(autouse=True)
def as_before():
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ENDING}  # nohup ignores SIGHUP
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_command_asked_to_end_is_interrupted_and_the_second_time_ended(number, code):
    signals.heed()
    assert signals.exit_code() == 130
    with pytest.raises(KeyboardInterrupt):
        send(number)
    assert signals.exit_code() == code
    assert [signal.getsignal(each) for each in ENDING] == [signal.SIG_DFL, signal.SIG_DFL]


def test_a_command_that_ignores_hangups_goes_on_ignoring_them():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals.heed()
    os.kill(os.getpid(), signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
