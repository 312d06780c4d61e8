"""What the public register tells now, and what a publication could begin with."""

from __future__ import annotations

from django.db.models import QuerySet

from attending.decisions.models import Decision
from attending.inventory.models import InventoryEntry, Publication
from attending.program.models import Seat
from attending.program.queries.seats import holder


def published() -> QuerySet[Publication]:
    """Every publication that stands, by name. One query."""
    return Publication.objects.filter(end=None).select_related("entry__organisation").order_by("name", "pk")


def standing_publication(entry: InventoryEntry) -> Publication | None:
    """What is told of an entry now."""
    return Publication.objects.filter(entry=entry, end=None).select_related("published_by").first()


def answering_seat(entry: InventoryEntry) -> str:
    """The seat that answers for an entry: the clinical owner of its use case where there is one."""
    if entry.use_case is None or holder(entry.use_case, Seat.CLINICAL_OWNER) is None:
        return ""
    return str(Seat.CLINICAL_OWNER.label)


def last_decision(entry: InventoryEntry) -> Decision | None:
    """The newest decision about the use case of an entry."""
    if entry.use_case_id is None:
        return None
    return Decision.objects.filter(proposal__use_case=entry.use_case_id).order_by("-decided_at", "-pk").first()
