"""Many runs in parts that share nothing but a folder."""

import os
import signal
import warnings
from pathlib import Path

import pytest

from groundswell.comparisons import sweep_folder
from groundswell.comparisons.over import parse_over
from groundswell.comparisons.sweep import Prepared, prepare
from groundswell.computing import shard, store
from groundswell.computing.shard import Shard, parse
from groundswell.errors import InputError
from groundswell.files import BESIDE
from groundswell.locks import hold
from groundswell.scenario.load import load

pytestmark = pytest.mark.usefixtures("in_this_process")
FILES = (sweep_folder.DESIGN, *sweep_folder._RESULTS)


@pytest.fixture
def toyland():
    return load("toyland").with_(persons=2_000, days=5)


def asked(scenario, folder, **more) -> Prepared:
    over = dict([parse_over("behaviour.others=-0.1..0.3", scenario)])
    return prepare(scenario, over, folder, points=6, seeds=2, **more)


def begin(of: Prepared, part: Shard, ends_after: int = 99) -> int:
    """Run a part in a process of its own, which is killed, unasked, after so many runs."""

    def kill_in_time(done, number, count):
        if number == ends_after:
            os.kill(os.getpid(), signal.SIGKILL)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no thread of this process is needed in the other
        child = os.fork()
    if child == 0:
        try:
            of.run_part(part, 1, kill_in_time)
        finally:
            os._exit(0)
    return child


def test_four_parts_two_of_them_killed_and_begun_again_give_the_bytes_of_one_run(toyland, tmp_path):
    asked(toyland, tmp_path / "whole").run(workers=1)  # compiles, which the processes below then need not
    of = asked(toyland, tmp_path / "parts")
    parts = [Shard(number, 4) for number in (1, 2, 3, 4)]
    large = sorted(parts, key=lambda part: len(part.own(of.jobs)))[-2:]
    children = [begin(of, part, ends_after=1 if part in large else 99) for part in parts]
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert sorted(ends) == [-signal.SIGKILL, -signal.SIGKILL, 0, 0]
    with pytest.raises(InputError) as refused:
        of.merge()
    assert all(f"of shard {part}" in str(refused.value) for part in large)
    assert not any(f"of shard {part}" in str(refused.value) for part in parts if part not in large)
    for child in [begin(of, part) for part in large]:
        os.waitpid(child, 0)
    merged = of.merge()
    assert not merged.failures and len(merged.jobs) == 12
    for name in FILES:
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert not [left for left in (tmp_path / "parts").rglob(f"{BESIDE}*") if left.parent != of.store]


def test_every_run_falls_to_one_part_of_however_many(toyland, tmp_path):
    jobs = asked(toyland, tmp_path).jobs
    for of in (1, 2, 5, 1000):
        some = [job.key for number in range(1, of + 1) for job in Shard(number, of).own(jobs)]
        assert sorted(some) == sorted(job.key for job in jobs)


def test_a_part_runs_nothing_twice_and_is_kept_from_running_twice_at_once(toyland, tmp_path):
    of, part = asked(toyland, tmp_path), Shard(1, 2)
    first = of.run_part(part, 1)
    again = of.run_part(part, 1)
    assert (first.found, again.found) == (0, first.runs) and first.runs == again.runs == len(part.own(of.jobs))
    Shard(2, 2).lock(of.store).mkdir()
    with hold(Shard(2, 2).lock(of.store)):
        with pytest.raises(InputError, match="it is running in this process"):
            of.run_part(Shard(2, 2), 1)
        with pytest.raises(InputError, match="of shard 2/2, running now"):
            of.merge()


def test_a_run_that_failed_is_a_hole_in_what_is_merged_as_in_one_run(toyland, tmp_path):
    of = asked(toyland, tmp_path)
    of.run_part(Shard(1, 1), 1)
    lost = of.jobs[3].key
    store.path(of.store, lost).unlink()
    store.save_failure(of.store, lost, "no memory")
    assert of.merge().failures == {lost: "no memory"}


def test_parts_of_runs_that_follow_from_one_another_help_each_other_out(toyland, tmp_path):
    jobs = asked(toyland, tmp_path).jobs
    ends = {done.key: done for done in shard.run_all(jobs, tmp_path, Shard(2, 3), 1, None)}
    assert ends.keys() == {job.key for job in jobs} and not any(done.error for done in ends.values())
    later = list(shard.run_all(jobs, tmp_path, Shard(1, 3), 1, None))
    assert len(later) == len(jobs) and all(done.found for done in later)


def test_parts_of_another_design_are_refused(toyland, tmp_path):
    asked(toyland, tmp_path).run_part(Shard(1, 4), 1)
    other = prepare(toyland, dict([parse_over("behaviour.others=0,1", toyland)]), tmp_path)
    with pytest.raises(InputError, match="holds another design"):
        other.run_part(Shard(1, 4), 1)


@pytest.mark.parametrize("text", ["", "0/4", "5/4", "1", "1/0", "a/b", "-1/4", "1/4/2", "1.0/4"])
def test_what_is_no_part_of_a_whole_is_refused(text):
    with pytest.raises(InputError, match="no part of a whole"):
        parse(text)


def test_a_part_is_read_as_it_is_written():
    assert [parse(str(Shard(number, 7))) for number in (1, 7)] == [Shard(1, 7), Shard(7, 7)]
    assert parse(" 2/4 ") == Shard(2, 4) and Shard(2, 4).lock(Path("x")) == Path("x/shards/2-of-4")


@pytest.mark.parametrize("names", [["1-of-999999999999"], ["1-of-0"], ["1-of-0000002x"], ["1-of-999999", "a-of-b"]])
def test_foreign_folders_among_the_parts_neither_stop_a_merge_nor_are_believed(toyland, tmp_path, names):
    of = asked(toyland, tmp_path)
    for name in names:
        (of.store / "shards" / name).mkdir(parents=True)
    with pytest.raises(InputError, match=r"12 of 12 runs are not there: (no shard was begun|1 of shard \d+/999999)"):
        of.merge()
