"""An inventory that came as a spreadsheet: kept while its columns are told, then loaded whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from attending.inventory.actions.entries import write_entries
from attending.inventory.models import EntrySource, InventoryImport
from attending.inventory.queries.importing import judged, read_as_mapped, rows_of, sheet_of
from attending.inventory.rules.importing import check_places, guess
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.imported_rows import counts_of
from attending.program.models import Person, UseCase
from attending.program.rules import Act, NotAllowed, Refused
from attending.sources.spreadsheet import RawSheet, Spreadsheet, to_document


@transaction.atomic
def keep_import(acting: Person, sheet: RawSheet, *, file_name: str) -> InventoryImport:
    """Keep what was read, with what its columns seem to be; what the same person left unloaded before goes."""
    check(acting, Act.KEEP_INVENTORY)
    InventoryImport.objects.filter(person=acting, loaded_at=None).delete()
    return InventoryImport.objects.create(
        organisation=acting.organisation,
        person=acting,
        file_name=file_name[-200:],
        sha256=sheet.sha256,
        sheet=to_document(sheet),
        mapping={str(number): key for number, key in guess(sheet.columns).items()},
        read_at=timezone.now(),
    )


@transaction.atomic
def map_columns(acting: Person, held: InventoryImport, places: Mapping[int, str]) -> InventoryImport:
    """Say which column is what; a column without a key is left out. The name has a column, and none has two."""
    held = _own(acting, held)
    _unloaded(held)
    chosen = check_places(sheet_of(held).columns, places)
    held.mapping = {str(number): key for number, key in chosen.items()}
    held.save(update_fields=["mapping"])
    return held


@transaction.atomic
def load_import(acting: Person, held: InventoryImport) -> InventoryImport:
    """Add every row, or none; what was loaded already stays as it is.

    Raises Refused, and adds nothing, while any row is bad or every row is here already.
    """
    held = _own(acting, held)
    if held.loaded_at is not None:
        return held
    return _load(acting, held, rows_of(held))


@transaction.atomic
def bring_sheet(acting: Person, sheet: RawSheet, places: Mapping[int, str], *, file_name: str) -> InventoryImport:
    """Add every row of a sheet at once, or none, as ``load_import`` does; what waits on a page stays there."""
    check(acting, Act.KEEP_INVENTORY)
    take_turn()
    chosen = check_places(sheet.columns, places)
    held = InventoryImport(
        organisation=acting.organisation,
        person=acting,
        file_name=file_name[-200:],
        sha256=sheet.sha256,
        mapping={str(number): key for number, key in chosen.items()},
        read_at=timezone.now(),
    )
    return _load(acting, held, read_as_mapped(sheet, chosen))


def _load(acting: Person, held: InventoryImport, read: Spreadsheet) -> InventoryImport:
    found = judged(held.organisation, read)
    if found.blocked:
        raise Refused(f"{found.blocked} Nothing was loaded.")
    use_cases = UseCase.objects.in_bulk({row.use_case for row in found.ready if row.use_case is not None})
    told = [(row.facts, use_cases[row.use_case] if row.use_case is not None else None) for row in found.ready]
    write_entries(acting, told, EntrySource.IMPORT, held.file_name)
    held.account = counts_of(found)
    held.loaded_at, held.sheet = timezone.now(), {}
    held.save()
    log(acting, "inventory.imported", held, {"file_sha256": held.sha256, **held.account})
    return held


@transaction.atomic
def discard_import(acting: Person, held: InventoryImport) -> None:
    """Forget what was read and not loaded."""
    held = _own(acting, held)
    _unloaded(held)
    held.delete()


def _unloaded(held: InventoryImport) -> None:
    if held.loaded_at is not None:
        raise Refused("This file was loaded; its account stays.")


def _own(acting: Person, held: InventoryImport) -> InventoryImport:
    check(acting, Act.KEEP_INVENTORY)
    if held.person_id != acting.pk:
        raise NotAllowed("Somebody else handed over this file; only they may load it.")
    take_turn()
    rows = InventoryImport.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    found = rows.filter(pk=held.pk).first()
    if found is None:
        raise Refused("This file was discarded, or replaced by one read later; hand it over again.")
    return found
