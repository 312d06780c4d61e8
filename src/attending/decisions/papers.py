"""The packet on paper: evidence, decision, and every signature with its printed name, time and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attending.decisions.models import Packet, Proposal
from attending.decisions.presenters import pages
from attending.decisions.presenters.packets import Section, packet_paper
from attending.documents import pdf
from attending.program.models import Person
from attending.ui.parts import Status, SummaryRow

TEMPLATE = Path(__file__).parent / "packet.typ"
_LOOK = {"ok": "good", "watch": "warn", "pending": "info", "neutral": "info"}


def packet_pdf(proposal: Proposal, packet: Packet, people: dict[int, Person]) -> bytes:
    """PDF/UA of one packet version of ``proposal`` (as ``queries.proposal`` gives it)."""
    view = packet_paper(packet)
    decision = getattr(proposal, "decision", None)
    images: dict[str, str] = {}
    sections = [_section(section, f"chart-{at}", images) for at, section in enumerate(view.sections)]
    signatures = [each for each in proposal.signatures.all() if each.packet_id == packet.pk]
    others = [(f"{each.person.printed_name} stepped aside", each.reason) for each in proposal.recusals.all()]
    data: dict[str, Any] = {
        "title": view.title,
        "subtitle": f"{proposal.subject_label}. {view.asked}",
        "question": proposal.question,
        "status": _status(pages.state_of(proposal, decision)),
        "asked": _pairs(pages.ask_rows(proposal, people)),
        "summary": list(view.summary),
        "decision": _pairs(pages.decision_rows(decision)) if decision else [],
        "conditions": [
            [card.text, card.owner, card.due, card.proof or "Open"]
            for card in (pages.condition_cards(decision.conditions.all()) if decision else [])
        ],
        "signatures": [_signature(card) for card in pages.signature_cards(signatures, proposal.options, packet)],
        "others": [*others, *(_pairs(pages.dissent_rows(decision)) if decision else [])],
        "sections": sections,
        "packet": {"version": f"Version {view.version}", "sealed": view.sealed, "sha256": view.sha256},
    }
    return pdf(TEMPLATE, data, images)


def _status(status: Status) -> dict[str, str]:
    return {"kind": _LOOK.get(status.kind, "info"), "word": status.word}


def _pairs(rows: list[SummaryRow]) -> list[tuple[str, str]]:
    return [(row.label, str(row.value)) for row in rows]


def _signature(card: pages.SignatureCard) -> dict[str, Any]:
    rows = [
        ("Printed name", card.printed_name),
        ("On behalf of", card.on_behalf_of),
        ("Date and time", card.signed),
        ("Meaning of the signature", card.meaning),
        ("Seat", f"{card.seat}, {card.discipline}"),
        ("Decision", card.choice),
        ("Reason", card.reason),
        ("Dissent", card.dissent),
        ("Entry of the record", card.entry),
    ]
    return {"name": card.printed_name, "statement": card.statement, "rows": [row for row in rows if row[1]]}


def _section(section: Section, name: str, images: dict[str, str]) -> dict[str, Any]:
    chart = None
    if section.chart is not None and section.chart.svg:
        images[name] = section.chart.svg
        chart = {"image": name, "title": section.chart.title, "alt": section.chart.title or section.heading}
    table = None
    if section.table is not None:
        columns = [
            {"label": label, "numeric": at in section.table.numeric} for at, label in enumerate(section.table.headers)
        ]
        rows = [[str(cell) for cell in row] for row in section.table.rows]
        table = {"columns": columns, "rows": rows, "caption": section.table.caption or None}
    missing = section.chart.note if section.chart is not None and not section.chart.svg else ""
    return {
        "heading": section.heading,
        "text": section.text or missing,
        "rows": [*section.rows, *((link.text, link.url) for link in section.links)],
        "chart": chart,
        "table": table,
    }
