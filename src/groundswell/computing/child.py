"""Processes that do part of the work: they import what their parent imports, and end when it does.

A child starts with a safe path (no folder comes before Python's own modules), then gets the parent's import path, so
that a behaviour beside the user's script is found too. It watches its parent and ends with it, whatever it is doing.
"""

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from groundswell.computing.child import begin; begin()"
)
_WATCH = 0.5  # seconds between two looks at the parent
_PR_SET_PDEATHSIG = 1  # prctl(2)


def search_path() -> list[str]:
    """Return the import path for a child: Python's own modules first, then all else in the order it has here.

    So a `csv.py` in the working folder, or beside a script, never takes the place of the standard library's.
    """
    library = Path(sysconfig.get_path("stdlib"))
    own = {str(library), str(library / "lib-dynload"), sysconfig.get_path("platstdlib")}
    own.add(str(library.parent / f"python{sys.version_info.major}{sys.version_info.minor}.zip"))
    here = [os.path.abspath(entry) if os.path.isdir(entry or os.curdir) else entry for entry in sys.path]
    return [entry for entry in here if entry in own] + [entry for entry in here if entry not in own]


def start(module: str, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None,
          stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start `main()` of a module in a process of its own, its input a pipe. Raises OSError."""
    command = [sys.executable, "-P", "-W", "ignore", "-c", _BOOT, json.dumps(search_path()), module, str(os.getpid())]
    return subprocess.Popen([*command, *arguments], stdin=subprocess.PIPE, stdout=stdout,
                            env={**os.environ, **(environment or {})})  # fmt: skip


def close(process: subprocess.Popen[bytes]) -> None:
    """End a child now, and wait until it is gone."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(BrokenPipeError):  # half a message was still to be handed over
                pipe.close()


def begin() -> None:
    """Be a child: what `start` named, for as long as the parent lives."""
    module, parent = sys.argv[1:3]
    del sys.argv[1:3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _end_with(int(parent))
    # Imports make many objects, all of which stay: the collector of cycles need not look at them, now or later.
    gc.disable()
    main = import_module(module).main
    gc.freeze()
    gc.enable()
    main()


def _end_with(parent: int) -> None:
    """End this process when its parent ends: at once on Linux, within a second elsewhere, even while a kernel runs."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)
