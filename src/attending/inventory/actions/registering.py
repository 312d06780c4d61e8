"""What a use case deploys stands in the inventory by itself: the system writes the entry, and where it is used."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.inventory.models import EntryKind, EntrySource, EntryStatus, InventoryEntry
from attending.inventory.queries.entries import Deployed, deployed
from attending.inventory.rules.entries import identity_of
from attending.ledger.actions import append, take_turn
from attending.program.actions.record import name_of
from attending.program.models import Organisation, UseCase


@transaction.atomic
def register_deployed(organisation: Organisation, use_case: UseCase | None = None) -> list[InventoryEntry]:
    """Write an entry for every AI model that a use case deploys and that has none; doing it again changes nothing.

    An entry that somebody found earlier, of the same name, vendor and place, or linked to the use case without a model,
    is the same one: it is linked, and registered. Returns what was written or linked.
    """
    found = deployed(organisation, use_case)
    if not found:
        return []
    linked = InventoryEntry.objects.filter(organisation=organisation, use_case__isnull=False)
    entries = linked if use_case is None else linked.filter(use_case=use_case)
    standing = {(each.use_case_id, each.ai_model_id): each for each in entries}
    missing = [each for each in found if (each.use_case.pk, each.ai_model.pk) not in standing]
    moved = [each for each in found if _elsewhere(each, standing.get((each.use_case.pk, each.ai_model.pk)))]
    if not missing and not moved:
        return []
    take_turn()
    for each in moved:
        _move(standing[each.use_case.pk, each.ai_model.pk], each)
    return [_register(organisation, each) for each in missing]


def _elsewhere(found: Deployed, entry: InventoryEntry | None) -> bool:
    return (
        entry is not None
        and entry.source == EntrySource.USE_CASE
        and (entry.place, entry.version) != (found.place, found.version)
    )


def _move(entry: InventoryEntry, found: Deployed) -> None:
    identity = identity_of(entry.name, entry.vendor, found.place)
    if _taken(entry.organisation, identity, entry):
        return
    entry.identity, entry.place, entry.version, entry.changed_at = identity, found.place, found.version, timezone.now()
    entry.save(update_fields=["identity", "place", "version", "changed_at"])
    payload = {"place": found.place, "version": found.version}
    append("inventory.changed", object=name_of(entry), actor="system", payload=payload)


def _register(organisation: Organisation, found: Deployed) -> InventoryEntry:
    model, now = found.ai_model, timezone.now()
    identity = identity_of(model.name, model.maker, found.place)
    rows = InventoryEntry.objects.select_for_update(no_key=True, of=("self",)).filter(organisation=organisation)
    entry = (
        rows.filter(use_case=found.use_case, ai_model=None).first()
        or rows.filter(identity=identity, use_case=None).first()
        or InventoryEntry(
            organisation=organisation,
            identity=identity
            if not _taken(organisation, identity)
            else identity_of(model.name, model.maker, _apart(found)),
            name=model.name,
            vendor=model.maker,
            version=found.version,
            kind=found.use_case.kind if found.use_case.kind in EntryKind.values else EntryKind.OTHER,
            place=found.place if not _taken(organisation, identity) else _apart(found),
            purpose=model.intended_use,
            source=EntrySource.USE_CASE,
            source_name=found.use_case.title,
            added_at=now,
        )
    )
    if entry.status in (EntryStatus.DISCOVERED, EntryStatus.IN_REVIEW):
        entry.status, entry.status_reason = EntryStatus.REGISTERED, ""
    entry.use_case, entry.ai_model, entry.changed_at = found.use_case, model, now
    entry.save()
    append(
        "inventory.registered",
        object=name_of(entry),
        actor="system",
        payload={"use_case": found.use_case.key, "ai_model": model.pk, "place": entry.place},
    )
    return entry


def _taken(organisation: Organisation, identity: str, entry: InventoryEntry | None = None) -> bool:
    others = InventoryEntry.objects.filter(organisation=organisation, identity=identity)
    return (others.exclude(pk=entry.pk) if entry else others).exists()


def _apart(found: Deployed) -> str:
    """The place of one of two uses of the same model on the same unit."""
    return f"{found.place} ({found.use_case.title})"[:200]
