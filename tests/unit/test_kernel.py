"""How a loop is shared out between threads, and what a helper of a kernel may do."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.kernel import device, kernel, parallel_for, use_threads


@pytest.fixture(autouse=True)
def two_threads():
    use_threads(2)
    yield
    use_threads(None)


@given(st.integers(0, 500), st.integers(1, 50))
def test_every_item_is_done_once(count, grain):
    done = np.zeros(count, np.int64)

    def loop(first, end):
        done[first:end] += 1
        return end - first

    assert sum(parallel_for(loop, count, grain=grain)) == count
    assert (done == 1).all()


def test_what_parts_give_comes_in_their_order():
    parts = parallel_for(lambda first, end: (first, end), 160)  # one part where there is one thread
    assert [end for _, end in parts] == [*(first for first, _ in parts[1:]), 160]
    assert parts == sorted(parts)
    assert parts[0][0] == 0


def test_an_error_in_one_part_is_raised_when_no_part_runs_any_more():
    running = threading.Semaphore(2)

    def loop(first, end):
        with running:
            if first == 0:
                raise ValueError("a part")

    with pytest.raises(ValueError, match="a part"):
        parallel_for(loop, 1000)
    assert running.acquire(blocking=False)
    assert running.acquire(blocking=False)


@device
def _at_most_three(n):
    if n > 3:
        raise ValueError("more than three", n)
    return n


@device
def _at_most_six(n):
    return _at_most_three(n // 2) * 2


@kernel
def _through_a_helper(n):
    return _at_most_three(n)


@kernel
def _through_two(n):
    return _at_most_six(n) + _at_most_three(n // 2)


@pytest.mark.parametrize(("call", "most"), [(_through_a_helper, 3), (_through_two, 6)])
def test_a_helper_of_any_kernel_raises_an_error_that_holds_a_number_of_its_own(call, most):
    assert call(2)
    with pytest.raises(ValueError, match=r"more than three.*7"):
        call(7 * most // 3)
