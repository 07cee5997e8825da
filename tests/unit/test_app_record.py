"""Records as HTML: whole, marked and harmless."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from app_world import AL_SUR, ARTICLE, TEXT, day, event, passage

from frontlines.app.evidence import claim_html, front_html, zone_html
from frontlines.app.markup import MAX_PASSAGE, marked
from frontlines.app.record import accounts_words, event_html, head_html, same_event
from frontlines.app.words import by_whom, exactness_words, km2_words, markdown_text, party_words
from frontlines.model import Citation, ControlClaim, MatchStatus, Placement, Range, Span, When

HOSTILE = '<script>alert(1)</script> {{ 7*7 }} <img src=x onerror="alert(1)"> `x` ${1}'


def claim(**changes):
    given = {
        "id": "c1",
        "where": AL_SUR,
        "holder": "ISIL",
        "status": "held",
        "when": day(2014, 7, 3),
        "origin": "ledger",
        "sources": (Citation("A source", "https://example.org/c"),),
        "note": "It held the town.",
    }
    return ControlClaim(**(given | changes))


def test_a_record_tells_all_that_is_owed():
    html = event_html(event(), ARTICLE)
    for owed in (
        "11 or more",
        "killed · “at least 11”",
        "21 Feb 2017",
        "the day named",
        "al-Sur",
        '<span lang="ar" dir="rtl" class="fl-ar">الصور</span>',
        "Deir ez-Zor governorate",
        "to about 2 km",
        "not known by whom",
        "according to the Observatory",
        "<mark>air strikes</mark>",
        "<mark>at least 11</mark>",
        'href="https://example.org/1"',
        "A paper · 22 Feb 2017",
        "Tyre: another country",
        "the report names Deir ez-Zor",
    ):
        assert owed in html, owed


@pytest.mark.parametrize("place", ["title", "source", "name", "words", "text", "outlet", "note"])
def test_nothing_from_outside_reaches_the_page_as_code(place):
    told, article = event(), ARTICLE
    if place in {"title", "source"}:
        told = replace(told, **{place: HOSTILE})
    elif place == "name":
        told = replace(told, where=replace(AL_SUR, name=HOSTILE, reason=HOSTILE, name_ar=HOSTILE, flags=(HOSTILE,)))
    elif place == "words":
        told = replace(told, when=replace(told.when, words=HOSTILE, rule=HOSTILE), affected_how=HOSTILE)
    elif place == "text":
        article = replace(article, text=TEXT.replace("a garage", HOSTILE))
    elif place == "outlet":
        article = replace(article, outlet=HOSTILE, url="javascript:alert(1)")
    else:
        told = replace(told, notes=(HOSTILE,))
    html = head_html(told, "data:image/svg+xml;base64,") + event_html(told, article)
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "{{" not in html
    assert "javascript:" not in html
    assert 'onerror="' not in html


def test_a_record_without_its_report_shows_the_sentence():
    assert "killing at least 11 people." in event_html(event(), None)


def test_marks_keep_to_their_passage_and_do_not_overlap():
    text = "one two three four"
    html = marked(text, Span(4, 13), [Span(0, 5), Span(4, 7), Span(5, 9)])
    assert html == "<mark>t</mark><mark>wo</mark><mark> t</mark>hree"


def test_a_long_passage_is_cut_around_its_mark():
    text = "a" * 5000 + "MARK" + "b" * 5000
    cut = marked(text, Span(0, len(text)), [Span(5000, 5004)])
    assert "<mark>MARK</mark>" in cut
    assert len(cut) < MAX_PASSAGE + 100


def test_the_same_event_in_another_report_is_found():
    mine, theirs = event("e1"), event("e2", article_id="a2", when=day(2017, 2, 22), killed=None)
    far, later = (
        event("e3", article_id="a2", where=replace(AL_SUR, place_id="x")),
        event("e4", article_id="a2", when=day(2017, 2, 25)),
    )
    assert same_event(mine, [mine, theirs, far, later]) == [theirs]
    html = event_html(mine, ARTICLE, [(theirs, None)])
    assert "One other report" in html
    assert "differs on date and toll" in html


def test_what_others_say_of_the_event_is_quoted_and_the_list_counts_them():
    mine, theirs = event("e1"), event("e2", article_id="a2", when=day(2017, 2, 22), killed=None)
    html = event_html(mine, ARTICLE, [(theirs, replace(ARTICLE, id="a2", outlet="Another paper"))])
    assert html.count("On Tuesday <mark>air strikes</mark> hit a garage") == 2
    assert accounts_words(mine, [theirs]) == "told by 2 reports, which differ on date"
    ledger = event("x1", origin="ledger", article_id="", killed=Range(40, None), actors=("Russia",))
    assert accounts_words(mine, [theirs, ledger]).endswith("2 reports and the ledger, which differ on date and toll")
    assert accounts_words(mine, [ledger]).startswith("told by 1 report and the ledger")
    assert (accounts_words(mine, []), accounts_words(ledger, [])) == ("", "")


def test_a_claim_tells_what_it_says_and_where_to_look_it_up():
    html = claim_html(claim(status="captured", previous="Syrian opposition"), None)
    assert "captured by ISIL, before opposition" in html
    assert 'href="https://example.org/c"' in html
    assert "It held the town." in html


def test_a_zone_and_a_front_name_their_claims():
    zone = SimpleNamespace(
        status="held",
        holder="isil",
        other=None,
        since=day(2014, 7, 3).start,
        confidence=0.62,
        area_km2=1234.0,
        basis="c1;c2",
    )
    html = zone_html(zone, {"c1": claim(), "c2": claim(id="c2", note="Second.")}, {})
    assert "62%" in html
    assert "fairly sure" in html
    assert "1,200 km²" in html
    assert "3 Jul 2014" in html
    assert "Rests on 2 claims" in html
    assert "Second." in html
    front = SimpleNamespace(a="sdf", b="isil", since=None, length_km=81.6, basis="c1", status="held")
    told = front_html(front, {"c1": claim()}, {})
    assert "SDF and ISIL" in told
    assert "82 km" in told
    assert "not known" in told


def test_an_unplaced_event_says_why():
    nowhere = Placement(status=MatchStatus.AMBIGUOUS, name="Tal", reason="not placed: two places of this name")
    assert exactness_words(nowhere) == "not placed: two places of this name"
    assert "not placed: two places of this name" in event_html(event(where=nowhere, when=When()), ARTICLE).lower()


def test_words():
    assert party_words(["SDF", "Turkey", "A militia"], none="-") == "SDF, Turkey and A militia"
    assert party_words(["Unknown"], none="not known") == "not known"
    assert by_whom(event(type="displacement", status="reported")) == ""
    assert by_whom(event()) == "not known by whom"
    assert km2_words(7.4) == "7 km²"
    assert km2_words(15_234) == "15,000 km²"
    assert passage("air strikes", "air strikes").end - passage("air strikes", "air strikes").start == 11


def test_markdown_is_shown_and_not_obeyed():
    assert markdown_text("**bold** [x](y) :red[z] $1\n\n# a") == (r"\*\*bold\*\* \[x\]\(y\) \:red\[z\] \$1 \# a")
