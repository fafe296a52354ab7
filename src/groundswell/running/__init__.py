"""A run: scenario and seed in, daily counts with their provenance out; saved whole or not at all.

The package has the name of its main function, and a package shadows a function of the same name as soon as any of its
modules is imported. It therefore answers to a call itself, so that `groundswell.run(scenario)` always works.
"""

import inspect
import sys
from types import ModuleType
from typing import Any

from groundswell.running.model import Run as Run
from groundswell.running.run import run as run
from groundswell.running.store import open_run as open_run


class _Callable(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Run:
        return run(*args, **kwargs)


__signature__ = inspect.signature(run)  # what help and editors show of the call
sys.modules[__name__].__class__ = _Callable
