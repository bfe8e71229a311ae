"""Work beside: the same result, and the same error, as without a fork."""

import os

import pytest

from generator import forks


def test_a_fork_gives_what_its_work_gives_however_long():
    given = [{"a": (1, None)}, b"x" * 1_000_000]
    assert forks.beside(lambda: given)() == given


@pytest.mark.skipif(not forks.AVAILABLE, reason="one processor, or no safe forks")
def test_the_work_is_done_in_another_process():
    assert forks.beside(os.getpid)() != os.getpid()


def test_an_error_comes_from_this_process():
    def fail() -> int:
        raise ValueError(os.getpid())

    with pytest.raises(ValueError, match=str(os.getpid())):
        forks.beside(fail)()


def test_without_forks_the_work_is_done_here(monkeypatch):
    monkeypatch.setattr(forks, "AVAILABLE", False)
    assert forks.beside(os.getpid)() == os.getpid()
