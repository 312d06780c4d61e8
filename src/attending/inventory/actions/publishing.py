"""Tell everybody about an AI, and take back what was told; a person decides both."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from attending.inventory.models import EntryStatus, InventoryEntry, Publication, PublicationEnd
from attending.inventory.rules.publications import PublicText, check_text
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused

REPLACED = "Published anew with other words."


@transaction.atomic
def publish(acting: Person, entry: InventoryEntry, text: PublicText) -> Publication:
    """Put an entry on the public register; what was told of it before is ended, and stays on record."""
    record = _held(acting, entry)
    check_text(text, EntryStatus(record.status), timezone.localdate())
    told = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(text).items()}
    for standing in Publication.objects.filter(entry=record, end=None):
        _end(acting, standing, REPLACED)
    published = Publication.objects.create(entry=record, published_by=acting, published_at=timezone.now(), **told)
    decided = text.decided_on.isoformat() if text.decided_on else None
    log(acting, "register.published", published, {**told, "entry": record.pk, "decided_on": decided})
    return published


@transaction.atomic
def take_back(acting: Person, entry: InventoryEntry, *, reason: str) -> PublicationEnd:
    """Take an entry off the public register."""
    record = _held(acting, entry)
    if not reason.strip():
        raise Refused("Write why; people may have read it.")
    standing = Publication.objects.filter(entry=record, end=None).first()
    if standing is None:
        raise Refused("This entry is not on the public register.")
    return _end(acting, standing, reason.strip())


def _end(acting: Person, publication: Publication, reason: str) -> PublicationEnd:
    ended = PublicationEnd.objects.create(
        publication=publication, reason=reason, ended_by=acting, ended_at=timezone.now()
    )
    log(acting, "register.taken_back", publication, {"entry": publication.entry_id, "reason": reason})
    return ended


def _held(acting: Person, entry: InventoryEntry) -> InventoryEntry:
    check(acting, Act.PUBLISH_REGISTER)
    check_organisation(acting, entry.organisation_id)
    take_turn()
    return InventoryEntry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)
