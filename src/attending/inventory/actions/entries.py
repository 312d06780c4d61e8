"""Write down an AI that is here, say how far it is answered for, and link it to its use case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.inventory.models import EntrySource, EntryStatus, InventoryEntry
from attending.inventory.queries.entries import facts_of
from attending.inventory.rules.entries import EntryFacts, check_facts, check_status
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log, log_all
from attending.program.models import AiModel, Person, UseCase
from attending.program.rules import Act, Refused

_BATCH = 500


@transaction.atomic
def add_entry(acting: Person, facts: EntryFacts) -> InventoryEntry:
    """Write down an AI that nobody reviewed yet. Refused where it is here already."""
    check(acting, Act.KEEP_INVENTORY)
    check_facts(facts, timezone.localdate())
    take_turn()
    standing = InventoryEntry.objects.filter(organisation=acting.organisation, identity=facts.identity).first()
    if standing is not None:
        raise Refused(f"{standing} is in the inventory already; open it, or tell the places apart.")
    return write_entries(acting, [(facts, None)], EntrySource.HAND)[0]


def write_entries(
    acting: Person, told: Sequence[tuple[EntryFacts, UseCase | None]], source: EntrySource, source_name: str = ""
) -> list[InventoryEntry]:
    """Write entries that are known to be new, in the caller's transaction and turn."""
    now = timezone.now()
    records = InventoryEntry.objects.bulk_create(
        [
            InventoryEntry(
                organisation=acting.organisation,
                identity=facts.identity,
                status=EntryStatus.REGISTERED if use_case else EntryStatus.DISCOVERED,
                source=source,
                source_name=source_name,
                use_case=use_case,
                added_by=acting,
                added_at=now,
                changed_at=now,
                **asdict(facts),
            )
            for facts, use_case in told
        ],
        batch_size=_BATCH,
    )
    log_all(acting, [("inventory.added", record, _payload(record)) for record in records])
    return records


@transaction.atomic
def change_entry(acting: Person, entry: InventoryEntry, facts: EntryFacts) -> InventoryEntry:
    """Say anew what is known of an AI."""
    record = _held(acting, entry)
    check_facts(facts, timezone.localdate())
    others = InventoryEntry.objects.filter(organisation=acting.organisation, identity=facts.identity)
    if others.exclude(pk=record.pk).exists():
        raise Refused(f"There is another entry named {facts.name} of the same vendor at the same place; open that one.")
    before, after = asdict(facts_of(record)), asdict(facts)
    changed = {name: after[name] for name in after if after[name] != before[name]}
    if not changed:
        return record
    record.identity = facts.identity
    for name, value in changed.items():
        setattr(record, name, value)
    _save(record, "identity", *changed)
    log(acting, "inventory.changed", record, {name: _plain(value) for name, value in changed.items()})
    return record


@transaction.atomic
def set_status(acting: Person, entry: InventoryEntry, to: EntryStatus, *, reason: str) -> InventoryEntry:
    """Say how far an AI is known and answered for; setting it aside and taking it out of use need a reason."""
    record = _held(acting, entry)
    before = EntryStatus(record.status)
    check_status(before, to, reason=reason, has_use_case=record.use_case_id is not None)
    record.status, record.status_reason = to, reason.strip()
    _save(record, "status", "status_reason")
    log(acting, "inventory.status", record, {"before": str(before), "after": str(to), "reason": reason.strip()})
    return record


@transaction.atomic
def link_entry(
    acting: Person, entry: InventoryEntry, use_case: UseCase | None, ai_model: AiModel | None
) -> InventoryEntry:
    """Link an AI to the use case that answers for it, which registers it, and to its model; None takes a link off.

    An entry whose use case is taken off is one that nobody reviewed, until somebody says otherwise.
    """
    record = _held(acting, entry)
    for linked in (use_case, ai_model):
        if linked is not None:
            check_organisation(acting, linked.organisation_id)
    before = {"use_case": record.use_case_id, "ai_model": record.ai_model_id, "status": record.status}
    record.use_case, record.ai_model = use_case, ai_model
    if use_case is not None and record.status in (EntryStatus.DISCOVERED, EntryStatus.IN_REVIEW):
        record.status, record.status_reason = EntryStatus.REGISTERED, ""
    elif use_case is None and record.status == EntryStatus.REGISTERED:
        record.status, record.status_reason = EntryStatus.DISCOVERED, ""
    after = {"use_case": record.use_case_id, "ai_model": record.ai_model_id, "status": str(record.status)}
    if after == before:
        return record
    _save(record, "use_case", "ai_model", "status", "status_reason")
    log(acting, "inventory.linked", record, {"before": before, "after": after})
    return record


def _held(acting: Person, entry: InventoryEntry) -> InventoryEntry:
    check(acting, Act.KEEP_INVENTORY)
    check_organisation(acting, entry.organisation_id)
    take_turn()
    return InventoryEntry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)


def _save(record: InventoryEntry, *names: str) -> None:
    record.changed_at = timezone.now()
    record.save(update_fields=[*names, "changed_at"])


def _payload(record: InventoryEntry) -> Mapping[str, Any]:
    told = {name: _plain(value) for name, value in asdict(facts_of(record)).items() if value}
    return {**told, "source": str(record.source), "use_case": record.use_case_id}


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
