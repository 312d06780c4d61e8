"""Records of one's own organisation, or a page that says they are not there."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from attending.inventory.models import InventoryEntry, VendorClaim, VendorDocument
from attending.inventory.queries import claims, entries
from attending.inventory.queries.claims import StandingClaim, seats_around
from attending.program.acting import acting_person
from attending.program.models import ModelVersion, Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.ui.parts import Crumb

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def entry_or_404(request: HttpRequest, pk: int) -> InventoryEntry:
    """An entry."""
    try:
        return entries.entry_of(acting_person(request).organisation, pk)
    except InventoryEntry.DoesNotExist:
        raise Http404("There is no such entry of the inventory.") from None


def version_or_404(request: HttpRequest, pk: int) -> ModelVersion:
    """A version of an AI model."""
    try:
        return claims.version_of(acting_person(request).organisation, pk)
    except ModelVersion.DoesNotExist:
        raise Http404("There is no such version of an AI model.") from None


def document_or_404(request: HttpRequest, pk: int) -> VendorDocument:
    """What came from a vendor."""
    try:
        return claims.document_of(acting_person(request).organisation, pk)
    except VendorDocument.DoesNotExist:
        raise Http404("There is no such document of a vendor.") from None


def claim_or_404(request: HttpRequest, pk: int) -> StandingClaim:
    """A claim."""
    try:
        return claims.claim_of(acting_person(request).organisation, pk)
    except VendorClaim.DoesNotExist:
        raise Http404("There is no such claim.") from None


def may(person: Person, act: Act) -> bool:
    """Whether a button for this is worth showing."""
    return bool(seats_of(person) & RIGHTS[act])


def may_check(person: Person, version: ModelVersion) -> bool:
    """Whether a person may take in and check what is claimed about a version."""
    return bool(seats_around(person, version.ai_model) & RIGHTS[Act.CHECK_CLAIMS])


def entry_crumbs(entry: InventoryEntry | None = None) -> list[Crumb]:
    """The pages above one of an entry."""
    above = [Crumb("All AI", reverse("inventory:entries"))]
    return [*above, Crumb(entry.name, reverse("inventory:entry", args=[entry.pk]))] if entry else above


def version_crumbs(version: ModelVersion | None = None) -> list[Crumb]:
    """The pages above one of a version."""
    above = [Crumb("Vendor claims", reverse("inventory:versions"))]
    return [*above, Crumb(str(version), reverse("inventory:version", args=[version.pk]))] if version else above


def download(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file to keep; nothing of it stays in a cache."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
