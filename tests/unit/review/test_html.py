"""The HTML file: whole in itself, in order, accessible, and nothing from a file but text."""

from __future__ import annotations

import re
from html import unescape

import pytest

from attending.review.report.html import review_html
from tests.unit.review.papers import paper


@pytest.fixture(scope="module")
def html() -> str:
    return review_html(paper())


def test_it_refers_to_nothing_outside_and_runs_nothing(html: str) -> None:
    without_style = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", without_style)
    assert not re.search(r'\s(src|href|srcset|on\w+|style)="', without_style)
    assert not re.search(r"@import|url\((?!#)", html)
    assert "default-src 'none'" in unescape(html)


def test_it_answers_first_then_draws_then_lists_every_number(html: str) -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert headings == ["What stands out", "Charts", "Every number", "What was read", "How it was computed"]
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Sepsis alert on 4 West"]


def test_every_table_has_a_caption_and_headers_and_every_chart_a_title(html: str) -> None:
    assert '<html lang="en">' in html
    assert html.count("<table") == html.count("<caption>") == html.count("<thead>") >= 10
    assert not re.search(r"<th(?![^>]*scope=)[ >]", html)
    figures = html.count("<figure")
    assert html.count("<figcaption>") == html.count("<details>") == figures >= 6
    assert html.count('role="img"') == 2 * figures
    for name in set(re.findall(r'\sid="([^"]+)"', html)):
        assert html.count(f' id="{name}"') == 1, name


def test_every_account_is_in_it(html: str) -> None:
    assert "402 rows read = 400 loaded + 1 duplicate + 1 quarantined" in html
    assert "ab" * 32 in html
    assert "carries nothing that would show a changed byte" in html
    assert "Exact: 84 distinct scores." in html
    assert "3.11.7" in html
    assert "&lt;b&gt;1.5&lt;/b&gt;" in html
    assert "<b>" not in html


def test_what_cannot_be_estimated_says_why_and_how_many_more(html: str) -> None:
    assert re.search(r"AUROC: No events among \d+ labelled; at least 1 needed\.", html)
    assert re.search(r"Slope: No events among \d+ labelled; at least 10 needed\.", html)


def test_it_is_titled_with_its_source_when_it_has_no_title() -> None:
    assert "<h1>Review of &lt;log&gt;.csv</h1>" in review_html(paper(title="", source="<log>.csv"))


def test_what_it_is_about_comes_first() -> None:
    told = review_html(paper(about=(("Deployment", "Sepsis alert, 4 West"),)))
    assert told.index("Sepsis alert, 4 West") < told.index("What stands out")
