"""The minutes as files: PDF with its embedded fonts, and Word with real headings and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attending.documents import pdf
from attending.documents.grid import Grid
from attending.documents.word import Heading, Pairs, Part, Text, word
from attending.governance.minutes_document import PRESENT, VOTES, MinutesDocument, rows_of

TEMPLATE = Path(__file__).parent / "minutes.typ"
_LOOKS = {"ok": "good", "pending": "warn"}
NOTHING = "Nothing was written down."


def minutes_pdf(document: MinutesDocument, *, subtitle: str, state: tuple[str, str, str]) -> bytes:
    """PDF/UA of the minutes; ``state`` is kind, word and sentence of where their approval stands."""
    kind, name, text = state
    data: dict[str, Any] = {
        "title": document.title,
        "subtitle": subtitle,
        "state": {"kind": _LOOKS.get(kind, "info"), "word": name, "text": text},
        "facts": [list(row) for row in document.facts],
        "columns": {"present": list(PRESENT), "votes": list(VOTES)},
        "present": [list(row) for row in document.present],
        "items": [
            {
                "heading": item.heading,
                "rows": [list(row) for row in rows_of(item)],
                "said": item.said,
                "votes": [list(vote) for vote in item.votes],
            }
            for item in document.items
        ],
        "taken_off": [list(row) for row in document.taken_off],
    }
    return pdf(TEMPLATE, data)


def minutes_word(document: MinutesDocument, *, subtitle: str, state: tuple[str, str, str]) -> bytes:
    """The same as DOCX."""
    _, name, text = state
    parts: list[Part] = [Text(f"{name}. {text}"), Pairs("The meeting", document.facts), Heading("Present")]
    parts.append(Grid("Present", PRESENT, document.present) if document.present else Text("Nobody was recorded."))
    parts.append(Heading("Items"))
    for item in document.items:
        parts += [Heading(item.heading, 2), Pairs(f"About item {item.number}", rows_of(item))]
        parts.append(Text(item.said or NOTHING))
        if item.votes:
            parts.append(Grid(f"Votes on item {item.number}", VOTES, item.votes))
    if document.taken_off:
        parts += [Heading("Taken off the agenda"), Pairs("Taken off, and why", document.taken_off)]
    return word(document.title, parts, subtitle=subtitle)
