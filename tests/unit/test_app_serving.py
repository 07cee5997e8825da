"""What is made ready while the server starts."""

import pytest
import streamlit as st

from frontlines.app import serving, world
from frontlines.errors import FrontlinesError


def test_the_world_is_gathered_once_for_the_first_visitor(small_data):
    st.cache_resource.clear()
    serving.make_ready()
    made = world.load_world()
    assert made.events
    serving.make_ready()
    assert world.load_world() is made
    st.cache_resource.clear()


def test_what_is_wrong_with_the_data_is_left_for_the_page_to_tell(small_data):
    st.cache_resource.clear()
    (small_data / "ledger" / "control.csv").write_text("not a ledger\n", "utf-8")
    serving.make_ready()
    with pytest.raises(FrontlinesError, match=r"control\.csv"):
        world.load_world()
    st.cache_resource.clear()
