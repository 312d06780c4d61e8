"""Entries of the inventory as rows and as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from attending.inventory.models import EntryStatus, InventoryEntry, Publication
from attending.program.models import Person
from attending.program.registries.pages import url_of
from attending.ui import formats
from attending.ui.parts import Link, Stat, Status, SummaryRow

MARKS: Final[Mapping[str, str]] = {
    EntryStatus.DISCOVERED: "watch",
    EntryStatus.IN_REVIEW: "pending",
    EntryStatus.REGISTERED: "ok",
    EntryStatus.SET_ASIDE: "neutral",
    EntryStatus.RETIRED: "neutral",
}
_UNKNOWN: Final = "Not known"


@dataclass(frozen=True, slots=True)
class EntryRow:
    name: Link
    plain_name: str
    vendor: str
    version: str
    kind: str
    place: str
    purpose: str
    owner: str
    used_since: date | None
    status: Status
    use_case: Link | str
    source: str


def status_of(entry: InventoryEntry) -> Status:
    """The mark of how an entry stands."""
    return Status(MARKS[entry.status], entry.get_status_display())


def answering(entry: InventoryEntry, owners: Mapping[int, Person]) -> str:
    """Who answers for an entry: whoever is named, else the clinical owner of its use case; empty where nobody does."""
    owner = owners.get(entry.use_case_id) if entry.use_case_id is not None else None
    return entry.owner or (f"{owner.printed_name}, clinical owner" if owner else "")


def entry_rows(entries: Sequence[InventoryEntry], owners: Mapping[int, Person]) -> list[EntryRow]:
    """``entries`` come from ``queries.entries.entries``; ``owners`` are clinical owners by use case."""
    use_cases = {each.use_case_id: each.use_case for each in entries if each.use_case is not None}
    links = {pk: Link(use_case.title, url_of(use_case)) for pk, use_case in use_cases.items()}
    return [
        EntryRow(
            Link(entry.name, reverse("inventory:entry", args=[entry.pk]), entry.vendor),
            entry.name,
            entry.vendor,
            entry.version,
            entry.get_kind_display(),
            entry.place or _UNKNOWN,
            entry.purpose,
            answering(entry, owners) or _UNKNOWN,
            entry.used_since,
            status_of(entry),
            links.get(entry.use_case_id, "None"),
            entry.get_source_display(),
        )
        for entry in entries
    ]


def stats(counts: Mapping[str, int]) -> list[Stat]:
    """How much is known, and how much nobody reviewed."""
    total = sum(counts.values())
    used = total - counts.get(EntryStatus.SET_ASIDE, 0) - counts.get(EntryStatus.RETIRED, 0)
    waiting = counts.get(EntryStatus.DISCOVERED, 0)
    return [
        Stat("AI in use", formats.count(used), denominator=f"of {formats.count(total)} entries"),
        Stat(
            "Nobody reviewed",
            formats.count(waiting),
            denominator=f"of {formats.count(used)} in use",
            status=Status("watch", "To look at") if waiting else Status("ok", "None"),
        ),
        Stat(
            "Registered",
            formats.count(counts.get(EntryStatus.REGISTERED, 0)),
            denominator=f"of {formats.count(used)} in use",
        ),
    ]


def entry_summary(entry: InventoryEntry, owners: Mapping[int, Person]) -> list[SummaryRow]:
    """What is known of an entry."""
    added = f"{entry.get_source_display()}{f', {entry.source_name}' if entry.source_name else ''}"
    by = entry.added_by.printed_name if entry.added_by else "the system"
    return [
        SummaryRow("How it stands", status_of(entry), note=entry.status_reason),
        SummaryRow("Sort of AI", entry.get_kind_display()),
        SummaryRow("Vendor", entry.vendor or _UNKNOWN),
        SummaryRow("Version", entry.version or _UNKNOWN),
        SummaryRow("Where it is used", entry.place or _UNKNOWN),
        SummaryRow("What it is used for", entry.purpose or _UNKNOWN),
        SummaryRow("Who answers for it", answering(entry, owners) or _UNKNOWN),
        SummaryRow("Used since", formats.date(entry.used_since) if entry.used_since else _UNKNOWN),
        SummaryRow("Use case", Link(entry.use_case.title, url_of(entry.use_case)) if entry.use_case else "None"),
        SummaryRow("AI model", str(entry.ai_model) if entry.ai_model else "None"),
        SummaryRow("Came in", formats.date(entry.added_at), note=f"{added}, by {by}"),
    ]


def publication_summary(publication: Publication) -> list[SummaryRow]:
    """What the public is told of an entry."""
    decided = formats.date(publication.decided_on) if publication.decided_on else "No decision yet"
    return [
        SummaryRow("What it is used for", publication.purpose),
        SummaryRow("Where it is used", publication.place),
        SummaryRow("Since when", publication.used_since),
        SummaryRow("Who answers for it", publication.answers),
        SummaryRow("How it is overseen", publication.overseen),
        SummaryRow("Last decision", decided),
        SummaryRow("How to ask about it", publication.contact),
    ]
