"""HTML from parts: text stays text."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from attending.documents.markup import Markup, element, join, trusted


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_any_text_reads_back_as_text_and_attribute(text: str) -> None:
    reader = _Reader()
    reader.feed(element("p", text, title=text))
    reader.close()
    assert reader.tags == ["p"]
    assert reader.text == text
    assert reader.attributes == {"title": text}


def test_markup_is_kept_and_text_beside_it_escaped() -> None:
    assert join(element("b", "x"), "<i>") == "<b>x</b>&lt;i&gt;"
    assert element("div", trusted("<svg/>"), class_="a", aria_label='"', hidden=True, id=False) == (
        '<div class="a" aria-label="&quot;" hidden><svg/></div>'
    )
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'
    assert isinstance(join(), Markup)
