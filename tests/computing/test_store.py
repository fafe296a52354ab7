"""Kept results: found again when they are what was written, and made again when not."""

import os
import sys

import pytest

from groundswell.comparisons.compare import compare
from groundswell.computing import store
from groundswell.computing.pool import run_jobs
from groundswell.errors import InputError
from groundswell.locks import hold
from groundswell.scenario.load import load
from groundswell.seals import DamagedError


def flip(content):
    """One bit in the middle, where the counts lie."""
    at = len(content) // 3
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.fixture(scope="module")
def kept(jobs, tmp_path_factory):
    """A store with one result."""
    folder = tmp_path_factory.mktemp("store")
    (end,) = run_jobs(jobs(1, days=4), folder, workers=1)
    assert end.error == ""
    return folder


@pytest.mark.parametrize("damage", [flip, lambda content: content[:100], lambda content: b""])
def test_a_damaged_result_is_run_again_and_a_line_says_so(jobs, kept, caplog, damage):
    (job,) = jobs(1, days=4)
    file = store.path(kept, job.key)
    before = file.read_bytes()
    assert [end.found for end in run_jobs([job], kept, workers=1)] == [True]
    file.write_bytes(damage(before))
    with pytest.raises(DamagedError):
        store.read(kept, job.key, job.variants)
    assert [(end.found, end.error) for end in run_jobs([job], kept, workers=1)] == [(False, "")]
    assert file.read_bytes() == before
    assert [record.getMessage() for record in caplog.records] == [f"note: {file} is damaged: it is run again"]


def test_a_store_in_use_is_refused_until_nothing_is_left_to_run(jobs, kept):
    with hold(kept):
        assert [end.found for end in run_jobs(jobs(1, days=4), kept, workers=1)] == [True]
        with pytest.raises(InputError, match="running in"):
            list(run_jobs(jobs(2, days=4), kept, workers=1))


@pytest.mark.parametrize("name", ["journal.txt", "KEY.arrow"])
def test_a_link_in_a_store_is_not_followed(jobs, tmp_path, name):
    (job,) = jobs(1, days=4)
    letter, folder = tmp_path / "letter.txt", tmp_path / "store"
    letter.write_text("dear")
    folder.mkdir()
    os.symlink(letter, folder / name.replace("KEY", job.key))
    with pytest.raises(InputError, match="link"):
        list(run_jobs([job], folder, workers=1))
    assert letter.read_text() == "dear"


def test_results_are_not_found_again_once_the_rule_is_another(rules, tmp_path):
    text = (
        "[scenario]\ncase = 'russia-2022'\ndays = 4\npersons = 20000\n"
        "[behaviour]\nkind = 'marching.rule'\nwilling = 0.01\n"
        "[events.rally]\nkind = 'rally'\nday = 1\nuntil = 3\n"
    )
    (tmp_path / "march.toml").write_text(text)

    def voice(folder):
        march = load(tmp_path / "march.toml", trust=True)
        found = compare(march, ["no rally: -rally"], seeds=1, folder=folder, workers=1)
        return found.totals["no rally"]["voice"].mean

    first = voice(tmp_path / "K")
    rule = rules / "marching" / "rule.py"
    rule.write_text(rule.read_text().replace("< willing", "< 5.0 * willing"))
    with pytest.raises(InputError, match=r"rule\.py: has been changed since it was loaded"):
        voice(tmp_path / "K")

    for name in ("marching", "marching.rule"):
        del sys.modules[name]
    again = voice(tmp_path / "K")
    assert again == voice(tmp_path / "K2")
    assert again < 2.0 * first < 0.0


def test_what_another_writer_is_renaming_and_a_clock_that_is_ahead_stop_nobody(tmp_path, monkeypatch):
    fresh, gone = tmp_path / ".beside-1-a.parquet", tmp_path / ".beside-2-b.parquet"
    (tmp_path / ".beside-folder").mkdir()
    fresh.touch()
    monkeypatch.setattr("time.time", lambda: 1e11)  # this machine's clock is not the disk's
    there = type(tmp_path).glob
    monkeypatch.setattr(type(tmp_path), "glob", lambda self, like: [*there(self, like), gone])
    store.prepare(tmp_path, ())
    assert fresh.exists()
    os.utime(fresh, (0, 0))
    store.prepare(tmp_path, ())
    assert [path.name for path in tmp_path.iterdir()] == [".beside-folder"]
