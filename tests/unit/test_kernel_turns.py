"""Who compiles a kernel that two processes need."""

import subprocess
import sys
from pathlib import Path

from groundswell.kernel_turns import Turns

HOLDER = """
import sys
from pathlib import Path
from groundswell.kernel_turns import Turns
turns = Turns(Path(sys.argv[1]))
print(turns.begin("one"), flush=True)
sys.stdin.read()
"""


def test_what_another_process_has_in_hand_is_waited_for_until_it_is_done_dead_or_too_slow(tmp_path: Path) -> None:
    file = tmp_path / "turns"
    command = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "False\n"
        turns = Turns(file)
        assert not turns.begin("two")
        assert turns.begin("one", patience=0.1)
        holder.kill()
        holder.wait()
        assert not turns.begin("one")
    turns.end("one")
    turns.end("never begun")
