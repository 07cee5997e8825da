"""The page: ``frontlines app`` starts it."""

import streamlit as st

from frontlines.app.changes import change_page
from frontlines.app.header import header
from frontlines.app.importing import importing_page
from frontlines.app.method import method_page
from frontlines.app.over_time import over_time_page
from frontlines.app.pages import map_page
from frontlines.app.reader import read_page
from frontlines.app.style import apply_style
from frontlines.app.words import markdown_text, sentence_case
from frontlines.errors import FrontlinesError
from frontlines.settings import settings

st.set_page_config(page_title="Frontlines", layout="wide", initial_sidebar_state="collapsed")
open_to_writing = not settings().read_only
pages = [
    st.Page(map_page, title="Map", url_path="map", default=True),
    *([st.Page(read_page, title="Read a report", url_path="read")] if open_to_writing else []),
    st.Page(change_page, title="Change", url_path="change"),
    st.Page(over_time_page, title="Over time", url_path="over-time"),
    *([st.Page(importing_page, title="Data sets", url_path="data-sets")] if open_to_writing else []),
    st.Page(method_page, title="Method", url_path="method"),
]
page = st.navigation(pages, position="hidden")
apply_style()
header(pages, page)
st.session_state["map_page"] = pages[0]
try:
    page.run()
except FrontlinesError as error:
    st.error(markdown_text(sentence_case(str(error))), icon=":material/error:")
