"""The list of questions to a vendor as a Word document, with room for the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Final

from docx import Document

from attending.inventory.rules.questions import Question

# What a Word file, which is XML, cannot hold.
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def question_paper(title: str, lede: str, asked: Iterable[Question], *, created: datetime) -> bytes:
    """A .docx file: a heading for each section, each question numbered, why it is asked, and a place for the answer."""
    document = Document()
    document.core_properties.title, document.core_properties.author = _plain(title), "Attending"
    document.core_properties.created = document.core_properties.modified = created.replace(tzinfo=None)
    document.add_heading(_plain(title), level=0)
    document.add_paragraph(_plain(lede))
    section = None
    for number, each in enumerate(asked, 1):
        if each.section != section:
            section = each.section
            document.add_heading(_plain(section), level=1)
        document.add_heading(f"{number}. {_plain(each.title)}", level=2)
        document.add_paragraph(_plain(each.question))
        why = document.add_paragraph()
        why.add_run(f"{_plain(each.why)} ({_plain(each.reference)})").italic = True
        table = document.add_table(rows=1, cols=1)
        table.style = "Table Grid"
        table.cell(0, 0).text = "Answer:"
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _plain(text: str) -> str:
    return _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
