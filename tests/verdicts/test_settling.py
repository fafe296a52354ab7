"""What is said of a claim while its draws come in is what the verdict of those draws would be."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from groundswell.verdicts.claim_file import read
from groundswell.verdicts.judgement import Judgement, judge_claim
from groundswell.verdicts.settling import Watch

pytestmark = pytest.mark.usefixtures("in_this_process")
SMALL = {"scenario.persons": 2_000, "scenario.days": 8}
DRAWS = 5


@pytest.fixture(scope="module")
def judged(in_this_process: None, tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    folder = tmp_path_factory.mktemp("settling")
    return judge_claim("saturdays", folder, DRAWS, persons=2_000, days=8, points=0)


@pytest.fixture
def watch(judged: Judgement, tmp_path: Path) -> Callable[[int], Watch]:
    """Watch a folder that holds the first runs of the judged claim."""

    def of(runs: int) -> Watch:
        folder = tmp_path / str(runs)
        for job in judged.jobs[:runs]:
            target = folder / f"{job.key}.arrow"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes((judged.folder / target.name).read_bytes())
        (folder / "draws").mkdir(parents=True)
        for file in (judged.folder / "draws").iterdir():
            (folder / "draws" / file.name).write_bytes(file.read_bytes())
        return Watch(read("saturdays", SMALL), folder, DRAWS, 1)

    return of


def test_when_all_draws_are_there_it_says_what_the_verdict_says(judged: Judgement, watch: Callable) -> None:
    seen = watch(len(judged.jobs)).look()
    assert seen.draws == DRAWS and seen.verdict == judged.verdict
    last = seen.steps[-1]
    assert (last.share, last.low, last.high) == (judged.verdict.share, judged.verdict.low, judged.verdict.high)


def test_a_draw_counts_once_all_its_pairs_are_there(judged: Judgement, watch: Callable) -> None:
    pairs = [len(draw.seeds) for draw in judged.draws]
    assert pairs[0] == 2  # every fourth draw has two
    assert [watch(runs).look().draws for runs in (0, 1, 2, 3)] == [0, 0, 1, 2]


def test_the_interval_narrows_as_agreeing_draws_come_in(judged: Judgement, watch: Callable) -> None:
    steps = watch(len(judged.jobs)).look().steps
    assert [step.draws for step in steps] == list(range(1, len(steps) + 1))
    for before, after in pairwise(steps):
        if before.share == after.share:
            assert after.high - after.low < before.high - before.low


def test_before_the_draws_are_solved_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert Watch(read("saturdays", SMALL), tmp_path / "none", DRAWS, 1).look().verdict is None


def test_it_goes_on_where_it_looked_last(judged: Judgement, watch: Callable) -> None:
    seen = watch(3)
    assert seen.look().draws == 2
    for job in judged.jobs:
        (seen.folder / f"{job.key}.arrow").write_bytes((judged.folder / f"{job.key}.arrow").read_bytes())
    assert seen.look().verdict == judged.verdict
