"""Locks: one process at a time in a folder."""

import os
import subprocess
import sys

import pytest

from groundswell.errors import InputError
from groundswell.locks import hold

HOLDER = (
    "import pathlib, sys, groundswell.locks as l\nwith l.hold(pathlib.Path(sys.argv[1])): print(flush=True); input()"
)


def test_a_folder_in_use_is_refused_with_the_name_of_who_uses_it_until_he_dies(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    other.stdout.readline()
    with pytest.raises(InputError, match=rf"running in another process \({other.pid}, since .*: -c"), hold(tmp_path):
        pass
    other.kill()
    other.communicate()
    with hold(tmp_path):
        pass


def test_a_folder_is_not_used_twice_in_one_process_either(tmp_path):
    with hold(tmp_path), pytest.raises(InputError, match="this process already"), hold(tmp_path):
        pass
    with hold(tmp_path):
        pass


def test_a_lock_that_is_a_link_is_not_followed(tmp_path):
    outside, folder = tmp_path / "letter.txt", tmp_path / "folder"
    outside.write_text("dear")
    folder.mkdir()
    os.symlink(outside, folder / ".lock")
    with pytest.raises(InputError), hold(folder):
        pass
    assert outside.read_text() == "dear"
