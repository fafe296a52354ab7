"""SIGTERM and SIGHUP end a command as Ctrl-C does: what is finished is kept, and the way to go on is said."""

import signal
from contextlib import suppress
from types import FrameType

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_received: list[int] = []


def heed() -> None:
    """Take these signals for an interrupt from now on; a second one ends the process at once.

    One that is ignored (nohup) stays so. Without effect outside the main thread.
    """
    _received.clear()
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(ValueError):
                signal.signal(number, _interrupt)


def exit_code() -> int:
    """Return the exit code of a command that was interrupted: 128 and the signal's number."""
    return 128 + (_received[0] if _received else signal.SIGINT)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del frame
    _received.append(number)
    for each in _ENDING:
        signal.signal(each, signal.SIG_DFL)
    raise KeyboardInterrupt
