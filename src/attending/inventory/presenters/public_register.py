"""The public register, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from attending.inventory.models import Publication
from attending.inventory.presenters.entries import publication_summary
from attending.ui import formats
from attending.ui.parts import SummaryRow


@dataclass(frozen=True, slots=True)
class PublicCard:
    """One AI as everybody may read it."""

    anchor: str
    name: str
    vendor: str
    rows: Sequence[SummaryRow]
    published: str


def public_cards(publications: Iterable[Publication]) -> list[PublicCard]:
    """Every publication that stands."""
    return [
        PublicCard(
            f"ai-{each.entry_id}",
            each.name,
            each.vendor,
            publication_summary(each),
            formats.date(each.published_at),
        )
        for each in publications
    ]


def register_document(publications: Iterable[Publication]) -> dict[str, Any]:
    """The register as JSON: the same fields as the page, and nothing of whoever published."""
    return {
        "title": "Register of AI in use",
        "version": 1,
        "entries": [
            {
                "id": each.entry_id,
                "organisation": each.entry.organisation.name,
                "name": each.name,
                "vendor": each.vendor,
                "purpose": each.purpose,
                "where": each.place,
                "used_since": each.used_since,
                "answers": each.answers,
                "overseen": each.overseen,
                "last_decision_on": each.decided_on.isoformat() if each.decided_on else None,
                "contact": each.contact,
                "published_on": each.published_at.date().isoformat(),
            }
            for each in publications
        ],
    }
