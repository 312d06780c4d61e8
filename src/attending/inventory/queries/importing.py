"""What an import of the inventory is held against; a constant number of queries."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from attending.inventory.models import InventoryImport
from attending.inventory.queries.entries import known_entries
from attending.inventory.rules.importing import DATES, HEADINGS, Judged, Known, is_example, judge
from attending.program.models import Organisation, Person, UseCase
from attending.sources.spreadsheet import RawSheet, Spreadsheet, from_document, mapped


def own_import(person: Person, uid: UUID) -> InventoryImport:
    """A person's own import; raises InventoryImport.DoesNotExist for anybody else's."""
    return InventoryImport.objects.select_related("organisation").get(person=person, uid=uid)


def known(organisation: Organisation) -> Known:
    """Entries and use cases as they are now."""
    titles = UseCase.objects.filter(organisation=organisation).values_list("title", "pk")
    return Known(known_entries(organisation), {title.casefold(): pk for title, pk in titles})


def sheet_of(held: InventoryImport) -> RawSheet:
    """The sheet of an import that was not loaded yet."""
    return from_document(held.sheet)


def read_as_mapped(sheet: RawSheet, places: dict[int, str]) -> Spreadsheet:
    """The rows under the mapping, without the example of the template. Raises SpreadsheetRefused as ``mapped`` does."""
    read = mapped(sheet, HEADINGS, places, dates=DATES)
    examples = {row.number for row in read.rows if is_example(row)}
    notes = [f"Row {number} is the example of the template; it was passed over." for number in sorted(examples)]
    rows = tuple(row for row in read.rows if row.number not in examples)
    return Spreadsheet(rows, (*read.notes, *notes), read.sha256)


def rows_of(held: InventoryImport) -> Spreadsheet:
    """The rows of an import, under its mapping."""
    return read_as_mapped(sheet_of(held), {int(number): key for number, key in held.mapping.items() if key})


def judged(organisation: Organisation, read: Spreadsheet) -> Judged:
    """Every row, as things stand now."""
    return judge(read.rows, known(organisation), timezone.localdate())
