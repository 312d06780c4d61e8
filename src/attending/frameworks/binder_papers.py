"""A binder as files that can be handed over: a paper, a workbook, and one sheet of HTML."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from attending.documents import pdf, sheet
from attending.documents.grid import Grid
from attending.documents.markup import element, join
from attending.frameworks.presenters.binder import (
    NOT_A_VERDICT,
    OUR_MAPPING,
    EvidenceView,
    ItemView,
    Section,
    about,
    sections,
    stats,
)
from attending.frameworks.queries.binders import Binder
from attending.sources.spreadsheet import FiledTable, workbook

TEMPLATE = Path(__file__).parent / "binder.typ"
COLUMNS = (
    "Section",
    "Identifier",
    "Title",
    "How it is known",
    "Answer",
    "Kind of evidence",
    "On record",
    "From when",
    "Who answers for it",
    "Kept elsewhere",
)


def name_of(binder: Binder) -> str:
    """The title of the file."""
    whose = binder.use_case.title if binder.use_case else "the whole organisation"
    return f"{binder.framework.short} binder: {whose}"


def binder_pdf(binder: Binder) -> bytes:
    """PDF/UA: what the framework is, how far it is answered, and each item with its evidence."""
    return pdf(
        TEMPLATE,
        {
            "title": name_of(binder),
            "subtitle": binder.framework.title,
            "notice": f"{NOT_A_VERDICT} {OUR_MAPPING}",
            "about": about(binder),
            "stats": [[each.label, f"{each.value} {each.denominator}"] for each in stats(binder)],
            "sections": [
                {"heading": section.heading, "rows": [_paper_row(item) for item in section.items]}
                for section in sections(binder)
            ],
        },
    )


def _paper_row(item: ItemView) -> list[str]:
    known = f" ({item.note})" if item.note else ""
    lines = [_line(each) for each in item.evidence] or ["Nothing in this program answers it."]
    return [item.id, f"{item.title}{known}", item.answer.label, "\n".join(lines)]


def _line(evidence: EvidenceView) -> str:
    said = [evidence.records, evidence.age, evidence.owners]
    kept = "".join(f" Kept elsewhere: {each}." for each in evidence.elsewhere)
    return f"{evidence.title}: {'; '.join(each for each in said if each)}.{kept}"


def binder_xlsx(binder: Binder, *, created: datetime) -> bytes:
    """A sheet about the framework, and one with a row for each item and kind of evidence."""
    told = [*about(binder), ("What this is", NOT_A_VERDICT), ("Mapping", OUR_MAPPING)]
    rows = [row for section in sections(binder) for item in section.items for row in _rows(section, item)]
    return workbook(
        name_of(binder),
        [FiledTable("About", ("What", "Said"), told), FiledTable("Items", COLUMNS, rows)],
        created=created,
    )


def _rows(section: Section, item: ItemView) -> list[list[object]]:
    head = [section.heading, item.id, item.title, item.note, item.answer.label]
    if not item.evidence:
        return [[*head, "", "", "", "", ""]]
    return [
        [*head, each.title, each.records, each.age, each.owners, "; ".join(each.elsewhere)] for each in item.evidence
    ]


def binder_html(binder: Binder) -> str:
    """One file that refers to nothing outside itself."""
    counts = [f"{each.label}: {each.value} {each.denominator}" for each in stats(binder)]
    return sheet.sheet(
        name_of(binder),
        element("header", element("h1", name_of(binder)), sheet.answers(counts)),
        element(
            "main",
            sheet.warnings([NOT_A_VERDICT, OUR_MAPPING]),
            sheet.section("About", sheet.pairs(about(binder))),
            join(*(sheet.section(each.heading, sheet.grid_table(_grid(each))) for each in sections(binder))),
        ),
    )


def _grid(section: Section) -> Grid:
    return Grid(
        section.heading,
        ("Identifier", "What is asked", "Answer", "Evidence"),
        [_paper_row(item) for item in section.items],
    )
