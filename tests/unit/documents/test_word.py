"""A Word file has real headings, its language, and tables with their heads."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from attending.documents.grid import Grid
from attending.documents.word import Heading, Pairs, Text, word

PARTS = (
    Heading("Present"),
    Grid("Votes", ("Name", "Choice"), [("Mia", "Approve"), ("Noa", "Decline")], note="Two votes."),
    Heading("Said", 2),
    Text("First line.\n\nSecond\x07 line."),
    Pairs("About", [("Chair", "Cleo")]),
    Grid("Nothing", ("Name",), []),
)


def test_headings_texts_and_tables_are_what_they_are_called() -> None:
    paper = Document(io.BytesIO(word("Minutes", PARTS, subtitle="Harbour Health")))
    styles = [(each.style.name, each.text) for each in paper.paragraphs if each.style and each.text]
    assert styles == [
        ("Title", "Minutes"),
        ("Subtitle", "Harbour Health"),
        ("Heading 1", "Present"),
        ("Caption", "Votes"),
        ("Normal", "Two votes."),
        ("Heading 2", "Said"),
        ("Normal", "First line."),
        ("Normal", "Second line."),
    ]
    votes, about = paper.tables
    assert [[cell.text for cell in row.cells] for row in votes.rows] == [
        ["Name", "Choice"],
        ["Mia", "Approve"],
        ["Noa", "Decline"],
    ]
    assert about.rows[0].cells[0].paragraphs[0].runs[0].bold
    assert paper.core_properties.title == "Minutes"


def test_a_screen_reader_finds_language_heads_and_names_of_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(word("Minutes", PARTS))) as file:
        body, styles = file.read("word/document.xml").decode(), file.read("word/styles.xml").decode()
    assert body.count("<w:tblHeader/>") == 1, "the head of the votes is repeated on every page"
    assert 'w:tblCaption w:val="Votes"' in body
    assert 'w:val="en-GB"' in styles


def test_the_same_paper_says_the_same() -> None:
    first, second = (zipfile.ZipFile(io.BytesIO(word("Minutes", PARTS))) for _ in range(2))
    assert [first.read(name) for name in first.namelist()] == [second.read(name) for name in second.namelist()]
