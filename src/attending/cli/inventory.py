"""``attending inventory``: bring the inventory you have from a spreadsheet.

Exit code 0: every row came in, or would; 2: the file cannot be read, or some row is bad, and nothing came in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attending.documents.terminal import printable

if TYPE_CHECKING:
    from attending.inventory.rules.importing import Judged
    from attending.program.models import Person
    from attending.sources.spreadsheet import RawSheet, Spreadsheet

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Bring the inventory you have.",
)

BAD_INPUT = 2


@app.callback()
def inventory() -> None:
    """Bring the inventory you have."""


@app.command(name="import")
def bring(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .xlsx or .csv file with a row of headings.")],
    login: Annotated[str, typer.Option("--as", help="The login of the person who brings it.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="HEADING=FIELD",
            help="Which field a heading is: name, vendor, version, kind, place, purpose, owner, used_since, use_case; "
            "empty leaves it out. Headings that speak for themselves need none.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in, and change nothing.")] = False,
) -> None:
    """Add every row of a spreadsheet to the inventory, or none where one is bad."""
    import django

    django.setup()
    from attending.inventory.actions.importing import bring_sheet
    from attending.inventory.queries.importing import judged, read_as_mapped
    from attending.inventory.rules.importing import check_places
    from attending.program.rules import Refused
    from attending.sources.spreadsheet import read_sheet

    try:
        person = _person(login)
        sheet = read_sheet(file.read_bytes(), file.name)
        places = check_places(sheet.columns, _places(sheet, column or []))
        read = read_as_mapped(sheet, places)
        found = judged(person.organisation, read)
        _tell(read, found)
        if not dry_run and not found.faults and found.ready:
            bring_sheet(person, sheet, places, file_name=file.name)
            typer.echo(f"{len(found.ready)} added.")
    except (OSError, ValueError, Refused) as problem:
        typer.echo(f"attending inventory: {printable(str(problem))}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    if found.faults:
        typer.echo("Nothing came in. Mend these rows and bring the file again.", err=True)
        raise typer.Exit(BAD_INPUT)
    if dry_run:
        typer.echo("Nothing was changed: this was a dry run.")


def _tell(read: Spreadsheet, found: Judged) -> None:
    """What was read, every bad cell, and what became of the rows."""
    from attending.program.imported_rows import counts_of

    for note in read.notes:
        typer.echo(printable(note))
    for number, faults in found.faults.items():
        for each in faults:
            where = f"row {number}, {each.column or 'the row'}"
            typer.echo(printable(f"{where}: {each.value[:60]!r}. {each.rule}. {each.fix}."), err=True)
    counts = counts_of(found)
    typer.echo(
        f"{counts['read']} rows read: {counts['loaded']} to add, {counts['duplicate']} here already, "
        f"{counts['refused']} bad."
    )


def _places(sheet: RawSheet, told: list[str]) -> dict[int, str]:
    """The key of each column by its number, as guessed and as told. Raises ValueError for a heading not there."""
    from attending.inventory.rules.importing import LABELS, guess

    places = guess(sheet.columns)
    numbers = {column.label.casefold(): column.number for column in sheet.columns}
    for each in told:
        heading, equals, key = each.rpartition("=")
        number = numbers.get(" ".join(heading.split()).casefold())
        if not equals or number is None:
            raise ValueError(f"--column {each}: the file has no heading {heading!r}; it has {', '.join(numbers)}.")
        if key and key not in LABELS:
            raise ValueError(f"--column {each}: there is no field {key!r}; choose one of {', '.join(LABELS)}.")
        places = {at: field for at, field in places.items() if field != key}
        places[number] = key
    return places


def _person(login: str) -> Person:
    from attending.program.models import Person

    person = Person.objects.select_related("organisation").filter(user__username=login, active=True).first()
    if person is None:
        raise ValueError(f"There is no active person with the login {login!r}; name yours with --as.")
    return person
