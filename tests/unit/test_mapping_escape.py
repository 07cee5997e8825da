import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from frontlines.mapping.escape import safe, safe_link, script_json, without_turns


@given(st.text())
def test_escaped_text_reads_as_it_was_and_jinja_leaves_it_alone(text: str) -> None:
    escaped = safe(text)

    assert html.unescape(escaped) == html.unescape(html.escape(without_turns(text)))
    assert not set(escaped) & set("<>\"'{}\\`")
    assert Template(f"[{escaped}]", keep_trailing_newline=True).render()[1:-1] == escaped.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


def test_a_mark_that_turns_the_direction_is_shown_and_arabic_stays() -> None:
    assert safe("a\u202eb\u2067c\u2069") == "a\ufffdb\ufffdc\ufffd"
    assert without_turns("سراقب\u200f") == "سراقب\u200f"


def test_an_expression_stays_text() -> None:
    assert Template(safe("{{ 7*7 }}{% raw %}")).render() == "&#123;&#123; 7*7 &#125;&#125;&#123;% raw %&#125;"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,<b>", None),
        ("//example.org/a", None),
        ("https://", None),
        ("http://[", None),
        ('https://example.org/"onmouseover="alert(1)', "https://example.org/&quot;onmouseover=&quot;alert(1)"),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    assert safe_link(url) == expected


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_json_in_a_script_reads_back_and_cannot_end_the_script(value: dict[str, object]) -> None:
    written = script_json(value)

    assert json.loads(written) == value
    assert not set(written) & set("<>&`\u2028\u2029")


def test_json_refuses_what_it_has_no_word_for() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json({"x": float("nan")})
