"""The garbage collector: at rest for a while, and told what is here to stay."""

import gc

import pytest

from frontlines.collector import at_rest, pass_over


def test_the_collector_rests_and_goes_on_as_it_was_also_after_an_error():
    with at_rest():
        assert not gc.isenabled()
        with at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="on the way"), at_rest():
        raise ValueError("on the way")
    assert gc.isenabled()


def test_what_is_here_to_stay_is_passed_over_once_however_often_it_is_said():
    try:
        pass_over()
        first = gc.get_freeze_count()
        assert first > 0
        pass_over()
        assert gc.get_freeze_count() < 2 * first
    finally:
        gc.unfreeze()
