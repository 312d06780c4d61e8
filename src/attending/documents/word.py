"""A paper as a Word file (DOCX) with real headings, lists and tables, so that a screen reader finds its way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from attending.documents.grid import Grid

LANGUAGE: Final = "en-GB"
_FONT: Final = "Calibri"
_INK: Final = RGBColor(0x18, 0x22, 0x2A)
_ACCENT: Final = RGBColor(0x0F, 0x5B, 0x63)
_SIZES: Final = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}
_FORBIDDEN: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, parted by line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with their texts, as a table of two columns whose first is a heading."""

    caption: str
    rows: Sequence[tuple[str, str]]


Part: TypeAlias = Heading | Text | Pairs | Grid


def word(title: str, parts: Sequence[Part], *, subtitle: str = "", created: datetime | None = None) -> bytes:
    """The DOCX of a paper: A4, its title and language set, heads of tables repeated on every page.

    Characters that XML forbids are left out. ``created`` is the date the file carries, with time zone; None: the start
    of 1980, so that equal input gives equal text.
    """
    paper = Document()
    _set_up(paper, title, created)
    paper.add_paragraph(_clean(title), style="Title")
    if subtitle:
        paper.add_paragraph(_clean(subtitle), style="Subtitle")
    for part in parts:
        _add(paper, part)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _set_up(paper: WordDocument, title: str, created: datetime | None) -> None:
    at = (created or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    properties = paper.core_properties
    properties.title, properties.author, properties.language = _clean(title), "Attending", LANGUAGE
    properties.created = properties.modified = at
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    normal = paper.styles["Normal"]
    _font(normal, 10.5)
    _say_language(normal.element)
    for name, size in _SIZES.items():
        _font(paper.styles[name], size, _ACCENT if name == "Title" else _INK)
    _font(paper.styles["Subtitle"], 11.5)


def _font(style: Any, size: float, colour: RGBColor = _INK) -> None:
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def _say_language(element: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    element.get_or_add_rPr().append(language)


def _add(paper: WordDocument, part: Part) -> None:
    match part:
        case Heading(text, level):
            paper.add_heading(_clean(text), level)
        case Text(text):
            for line in text.splitlines():
                if line.strip():
                    paper.add_paragraph(_clean(line.strip()))
        case Pairs(caption, rows):
            _table(paper, caption, (), rows)
        case Grid():
            _table(paper, part.heading, part.columns, part.rows)
            if part.note:
                paper.add_paragraph(_clean(part.note))


def _table(paper: WordDocument, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table under its caption; without ``columns`` its first column holds the headings."""
    if not rows:
        return
    if columns:
        paper.add_paragraph(_clean(caption), style="Caption")
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    _describe(table, caption, by_row=bool(columns))
    for at, row in enumerate((columns, *rows) if columns else rows):
        cells = table.add_row().cells
        for place, text in enumerate(row):
            paragraph = cells[place].paragraphs[0]
            run = paragraph.add_run(_clean(text))
            run.bold = (at == 0) if columns else (place == 0)
    if columns:
        _repeat(table.rows[0])
    else:
        for line in table.rows:
            line.cells[0].width, line.cells[1].width = Cm(4.6), Cm(12.2)
    paper.add_paragraph()


def _describe(table: Any, caption: str, *, by_row: bool) -> None:
    """The table's title for a screen reader, and where its headings stand."""
    properties = table._tbl.tblPr
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), _clean(caption))
    properties.append(title)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1" if by_row else "0")
        look.set(qn("w:firstColumn"), "0" if by_row else "1")


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _clean(text: str) -> str:
    return text.translate(_FORBIDDEN)
