"""Saved web pages."""

from datetime import date

import pytest

from frontlines.errors import InputError
from frontlines.reading import read

PARAGRAPHS = "".join(
    f"<p>Paragraph {n}: the army said on Tuesday that it had taken the village of Tadef after two days of fighting.</p>"
    for n in range(5)
)


def page(tmp_path, head="", body=PARAGRAPHS):
    path = tmp_path / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html lang=en><head><title>Army takes Tadef | A Paper</title>{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/x>Sport</a></nav><article><h1>Army takes Tadef</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>",
        "utf-8",
    )
    return path


def test_text_without_menus(tmp_path):
    article = read(page(tmp_path))
    assert article.text.count("village of Tadef") == 5
    assert "Sport" not in article.text
    assert "<p>" not in article.text
    assert "Army takes Tadef" in article.title


HEADS = [
    '<script type="application/ld+json">{"@graph": [{"datePublished": "2017-02-22T08:00:00Z"}]}</script>',
    '<meta property="article:published_time" content="2017-02-22T08:00:00+03:00">',
    '<meta name="pubdate" content="2017-02-22"><meta name="date" content="2019-01-01">',
    '<script type="application/ld+json">{broken</script><meta itemprop="datePublished" content="2017-02-22">',
]


@pytest.mark.parametrize("head", HEADS)
def test_the_date_that_a_page_states(tmp_path, head):
    article = read(page(tmp_path, head))
    assert (article.published, article.published_rule) == (date(2017, 2, 22), "page metadata")


@pytest.mark.parametrize("stated", ["2017-02-31", "soon", "9999-01-01", ""])
def test_a_broken_page_date_is_passed_over(tmp_path, stated):
    article = read(page(tmp_path, f'<meta property="article:published_time" content="{stated}">'))
    assert (article.published, article.published_rule) == (None, "not known")


def test_outlet_and_address(tmp_path):
    head = '<meta property="og:site_name" content="A Paper"><link rel="canonical" href="https://example.org/tadef">'
    article = read(page(tmp_path, head))
    assert (article.outlet, article.url) == ("A Paper", "https://example.org/tadef")


def test_hostile_markup_becomes_plain_text(tmp_path):
    body = (
        PARAGRAPHS + "<p>Then <script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }} said the army of it.</p>"
    )
    article = read(page(tmp_path, body=body))
    assert "{{ 7*7 }}" in article.text
    assert "alert" not in article.text


def test_deep_nesting_ends(tmp_path):
    body = "<div>" * 20_000 + "the army said that it is in the town" + "</div>" * 20_000
    path = page(tmp_path, '<script type="application/ld+json">' + "[" * 50_000 + "</script>", body)
    try:
        assert read(path).text
    except InputError as error:
        assert "page.html" in str(error)
