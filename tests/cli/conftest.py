"""The command line called in this process: fast, and an exception that nobody caught fails the test."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from groundswell.cli import main


class Answer(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def groundswell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Answer]:
    """Call the command line in an empty folder; return exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*args: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["groundswell", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), *capsys.readouterr())

    return call
