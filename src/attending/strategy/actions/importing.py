"""A spreadsheet of use cases: kept while its reader looks at what would come in, then loaded or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.actions.use_cases import Proposed, Thesis, propose_use_cases
from attending.program.imported_rows import counts_of
from attending.program.models import EnterprisePriority, Person
from attending.program.rules import Act, NotAllowed, Refused
from attending.sources.spreadsheet import Spreadsheet, SpreadsheetRow
from attending.strategy.models import SpreadsheetImport
from attending.strategy.queries.importing import judged
from attending.strategy.rules.importing import THESIS, Ready, is_example


@transaction.atomic
def keep_import(acting: Person, read: Spreadsheet, *, file_name: str, all_or_nothing: bool) -> SpreadsheetImport:
    """Keep what was read until it is loaded; what the same person left unloaded before goes."""
    check(acting, Act.PROPOSE_USE_CASE)
    SpreadsheetImport.objects.filter(person=acting, loaded_at=None).delete()
    examples = [row.number for row in read.rows if is_example(row)]
    notes = [*read.notes, *(f"Row {number} is the example of the template; it was passed over." for number in examples)]
    return SpreadsheetImport.objects.create(
        organisation=acting.organisation,
        person=acting,
        file_name=file_name[-200:],
        sha256=read.sha256,
        all_or_nothing=all_or_nothing,
        rows=_document([row for row in read.rows if row.number not in set(examples)]),
        notes=notes,
        read_at=timezone.now(),
    )


@transaction.atomic
def load_import(acting: Person, held: SpreadsheetImport) -> SpreadsheetImport:
    """Propose every good row as the acting person, once; what was loaded already stays as it is.

    Raises Refused, and loads nothing, while more than 1 % of the rows are bad, or any is and all or nothing was asked.
    """
    held = _own(acting, held)
    if held.loaded_at is not None:
        return held
    found = judged(held)
    if blocked := found.blocked(all_or_nothing=held.all_or_nothing):
        raise Refused(f"{blocked} Nothing was loaded.")
    priorities = {each.pk: each for each in EnterprisePriority.objects.filter(organisation=acting.organisation)}
    proposed = [
        Proposed(
            thesis=_thesis(row),
            priority=priorities[row.priority] if row.priority is not None else None,
            answers=row.answers,
        )
        for row in found.ready
    ]
    propose_use_cases(acting, proposed)
    account = counts_of(found)
    refused = [row for row in held.rows if row["number"] in found.faults]
    faults = {number: [asdict(fault) for fault in each] for number, each in found.faults.items()}
    held.rows = [{**row, "faults": faults[row["number"]]} for row in refused]
    held.account, held.loaded_at = account, timezone.now()
    held.save(update_fields=["rows", "account", "loaded_at"])
    log(acting, "use_cases.imported", held, {"file_sha256": held.sha256, **account})
    return held


@transaction.atomic
def discard_import(acting: Person, held: SpreadsheetImport) -> None:
    """Forget what was read and not loaded."""
    held = _own(acting, held)
    if held.loaded_at is not None:
        raise Refused("This file was loaded; its account stays.")
    held.delete()


def _own(acting: Person, held: SpreadsheetImport) -> SpreadsheetImport:
    check(acting, Act.PROPOSE_USE_CASE)
    if held.person_id != acting.pk:
        raise NotAllowed("Somebody else handed over this file; only they may load it.")
    take_turn()
    rows = SpreadsheetImport.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    found = rows.filter(pk=held.pk).first()
    if found is None:
        raise Refused("This file was discarded, or replaced by one read later; hand it over again.")
    return found


def _thesis(row: Ready) -> Thesis:
    return Thesis(title=row.values["title"], kind=row.kind, **{name: row.values[name] for name in THESIS})


def _document(rows: Sequence[SpreadsheetRow]) -> list[dict[str, Any]]:
    return [
        {"number": row.number, "values": dict(row.values), "faults": [asdict(fault) for fault in row.faults]}
        for row in rows
    ]
