"""A character that no embedded font has is said by its number; it never keeps a paper from being made."""

from pathlib import Path

import pytest

from attending.documents import pdf
from attending.documents.characters import numbered, numbered_data

TEMPLATE = """#import "attending.typ": *
#show: report.with(title: data.title)
#data.text
#picture("chart", alt: data.text)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><text x="1" y="12">%s</text></svg>'


@pytest.mark.parametrize("text", ["\u5185\u79d1", "\x1b[31m", "\U0001f3e5", "\u0642\u0633\u0645", "\u202eevil"])
def test_a_paper_is_made_of_any_text(text: str, tmp_path: Path) -> None:
    template = tmp_path / "paper.typ"
    template.write_text(TEMPLATE)
    paper = pdf(template, {"title": "Paper", "text": text}, {"chart": SVG % "".join(filter(str.isprintable, text))})
    assert paper.startswith(b"%PDF")


def test_what_every_font_has_stays_as_it_is() -> None:
    plain = "Größe ≥ 65, 5 %\u00a0“naïve” O:E 1.2 → Łódź, Ω, Кардиология"
    assert numbered(plain) == plain
    assert numbered("\u5185\u79d1 1") == "[U+5185][U+79D1] 1"
    assert numbered_data(b'{"name\\u5185": ["\\u5185", 1, null]}').decode() == '{"name\u5185": ["[U+5185]", 1, null]}'
