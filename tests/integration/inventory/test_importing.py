"""A hospital's own sheet: its headings are understood, all rows come in or none, and each bad cell is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from attending.cli.inventory import app
from attending.inventory.actions.entries import add_entry
from attending.inventory.actions.importing import (
    bring_sheet,
    discard_import,
    keep_import,
    load_import,
    map_columns,
)
from attending.inventory.models import EntryKind, EntrySource, InventoryEntry, InventoryImport
from attending.inventory.queries.importing import judged, rows_of
from attending.inventory.rules.entries import EntryFacts
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.rules import NotAllowed, Refused
from attending.sources.spreadsheet import read_sheet
from tests.integration.house import House
from tests.integration.inventory.sheets import BAD, GOOD, as_csv, as_workbook, hospital, spoiled
from tests.integration.pages import visitor

demonstration = pytest.mark.usefixtures("demonstration")


def kept(empty: House, rows: list[list[object]], **more: object) -> InventoryImport:
    return keep_import(empty.cmio, read_sheet(as_workbook(rows, **more), "ai.xlsx"), file_name="ai.xlsx")


def test_300_rows_with_20_bad_ones_add_none_and_tell_20_then_all_once_mended(empty: House) -> None:
    rows, places = spoiled(hospital())
    held = kept(empty, rows)
    found = judged(held.organisation, rows_of(held))
    assert (found.read, len(found.ready), len(found.faults)) == (GOOD, GOOD - BAD, BAD)
    assert [(number, fault.column) for number, faults in found.faults.items() for fault in faults] == places
    assert all(fault.rule and fault.fix for faults in found.faults.values() for fault in faults)
    with pytest.raises(Refused, match=r"20 of 300 rows are bad, and all rows come in or none\. Nothing was loaded\."):
        load_import(empty.cmio, held)
    assert not InventoryEntry.objects.exists()

    mended = kept(empty, hospital())
    assert not InventoryImport.objects.filter(pk=held.pk).exists(), "what was read before is replaced"
    loaded = load_import(empty.cmio, mended)
    assert loaded.account == {"read": GOOD, "loaded": GOOD, "duplicate": 0, "refused": 0}
    assert loaded.sheet == {}
    assert InventoryEntry.objects.count() == GOOD
    entry = InventoryEntry.objects.get(name="Tool 5")
    assert (entry.vendor, entry.kind, entry.place) == ("Vendor 5", EntryKind.PREDICTIVE, "Department 5")
    assert (str(entry.used_since), entry.source, entry.source_name) == ("2025-06-06", EntrySource.IMPORT, "ai.xlsx")
    assert verify().ok

    again = kept(empty, hospital())
    with pytest.raises(Refused, match="Every row is here already"):
        load_import(empty.cmio, again)
    before = Entry.objects.count()
    assert load_import(empty.cmio, loaded) == loaded
    assert Entry.objects.count() == before


def test_columns_are_guessed_and_corrected(empty: House) -> None:
    held = kept(empty, [["Reads films", "Ann", "Deep Co"]], headings=("Function", "Lead", "Company"))
    assert held.mapping == {"0": "purpose", "1": "owner", "2": "vendor"}
    with pytest.raises(Refused, match="Choose the column that is \u201cName\u201d"):
        map_columns(empty.cmio, held, {0: "purpose", 1: "owner"})
    with pytest.raises(Refused, match="Two columns are \u201cName\u201d"):
        map_columns(empty.cmio, held, {0: "name", 1: "name"})
    with pytest.raises(Refused, match="no such column"):
        map_columns(empty.cmio, held, {0: "name", 7: "vendor"})
    with pytest.raises(Refused, match="no such field"):
        map_columns(empty.cmio, held, {0: "name", 1: "price"})
    mapped = map_columns(empty.cmio, held, {0: "name", 1: "owner", 2: ""})
    read = rows_of(mapped)
    assert read.notes == ("Left out: the column Company.",)
    assert read.rows[0].values["owner"] == "Ann"


def test_a_row_that_is_here_with_other_content_is_a_conflict(empty: House) -> None:
    add_entry(empty.cmio, EntryFacts(name="Reader", vendor="Deep Co", place="X-ray", owner="Bea"))
    headings = ("Name", "Vendor", "Where", "Owner", "Use case")
    same = ["Reader", "Deep Co", "X-ray", "Bea", ""]
    rows = [same, ["Reader", "Deep Co", "X-ray", "Cat", ""]]
    found = judged(empty.cmio.organisation, rows_of(kept(empty, rows[1:], headings=headings)))
    assert found.faults[2][0].rule == "It is here already with other content: Who answers for it"
    found = judged(empty.cmio.organisation, rows_of(kept(empty, rows, headings=headings)))
    assert [each[0].rule for each in found.faults.values()] == [
        "The same name, vendor and place come again in this file with other content"
    ] * 2
    found = judged(empty.cmio.organisation, rows_of(kept(empty, [same, same], headings=headings)))
    assert (found.duplicates, found.faults, found.ready) == ([2, 3], {}, [])


def test_a_use_case_is_named_by_its_title(empty: House) -> None:
    headings = ("Name", "Use case")
    held = kept(empty, [["Alarm", "sepsis ALERT"], ["Other", "Nothing of the kind"]], headings=headings)
    found = judged(held.organisation, rows_of(held))
    assert found.ready[0].use_case == empty.use_case.pk
    assert found.faults[3][0].rule == "There is no such use case"
    loaded = load_import(empty.cmio, kept(empty, [["Alarm", "sepsis ALERT"]], headings=headings))
    assert loaded.account is not None
    assert InventoryEntry.objects.get().use_case == empty.use_case


def test_whose_file_and_who_may(empty: House) -> None:
    held = kept(empty, hospital(3))
    sheet = read_sheet(as_csv([["a", "b"]], ("Name", "Vendor")), "a.csv")
    for refused in (
        lambda: keep_import(empty.nurse, sheet, file_name="a.csv"),
        lambda: bring_sheet(empty.nurse, sheet, {0: "name"}, file_name="a.csv"),
        lambda: load_import(empty.administrator, held),
        lambda: discard_import(empty.administrator, held),
    ):
        with pytest.raises(NotAllowed):
            refused()
    discard_import(empty.cmio, held)
    with pytest.raises(Refused, match="was discarded"):
        load_import(empty.cmio, held)
    loaded = load_import(empty.cmio, kept(empty, hospital(3)))
    with pytest.raises(Refused, match="its account stays"):
        discard_import(empty.cmio, loaded)


def command(empty: House, file: Path, *more: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["import", str(file), "--as", "cleo-cmio", *more])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_the_command_tells_20_bad_rows_and_adds_all_once_mended(empty: House, tmp_path: Path) -> None:
    file = tmp_path / "ai.xlsx"
    waiting = kept(empty, hospital(2))
    rows, places = spoiled(hospital())
    file.write_bytes(as_workbook(rows))
    for more in ((), ("--dry-run",)):
        told = command(empty, file, *more, code=2)
        assert "300 rows read: 280 to add, 0 here already, 20 bad." in told
        assert all(f"row {number}, {column}: " in told for number, column in places)
        assert "Nothing came in. Mend these rows" in told
    file.write_bytes(as_workbook(hospital()))
    assert "Nothing was changed: this was a dry run." in command(empty, file, "--dry-run")
    assert not InventoryEntry.objects.exists()
    assert "300 added." in command(empty, file)
    assert InventoryEntry.objects.count() == GOOD
    assert "300 rows read: 0 to add, 300 here already, 0 bad." in command(empty, file)
    assert InventoryImport.objects.filter(pk=waiting.pk).exists(), "what waits on a page stays"


@pytest.mark.parametrize(
    ("name", "content", "more", "told"),
    [
        ("a.txt", b"x", (), "A file named a.txt is not read"),
        ("a.csv", b"", (), "The file holds nothing"),
        ("a.csv", b"Name\nx\n", (), "has 1 heading"),
        ("a.csv", b"Name,name\nx,y\n", (), "The heading name comes twice"),
        ("a.csv", b"\xff\xfeN\x00", (), "not UTF-8"),
        ("a.xlsx", b"PK\x03\x04", (), "damaged"),
        ("a.xlsx", b"no", (), "no spreadsheet"),
        ("a.csv", b"Price,Cost\n1,2\n", (), "Choose the column"),
        ("a.csv", b"Name,Cost\n1,2\n", ("--column", "Size=vendor"), "the file has no heading 'Size'"),
        ("a.csv", b"Name,Cost\n1,2\n", ("--column", "Cost=price"), "there is no field 'price'"),
        ("a.csv", b"Name,Cost\n1,2\n", ("--as", "nobody"), "no active person with the login 'nobody'"),
    ],
)
def test_a_file_or_a_word_that_is_wrong_is_refused_whole(
    empty: House, tmp_path: Path, name: str, content: bytes, more: tuple[str, ...], told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert told in command(empty, file, *more, code=2)
    assert not InventoryEntry.objects.exists()


def test_a_column_is_told_on_the_command_line(empty: House, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(as_csv([["Reader", "R1"]], ("Device", "Name")))
    command(empty, file, "--column", "Device=name", "--column", "Name=")
    assert InventoryEntry.objects.get().name == "Reader"


def hand_over(client: Client, content: bytes, name: str = "ai.csv") -> HttpResponse:
    return client.post(reverse("inventory:import-file"), {"spreadsheet": SimpleUploadedFile(name, content)})


@demonstration
@pytest.mark.one_database
def test_the_pages_lead_from_the_file_to_its_entries(empty: House) -> None:
    chief = visitor(empty.cmio)
    answer = hand_over(
        chief, as_csv([["Reader", "Deep Co", "?", ""], ["", "x", "Imaging", ""]], ("Tool", "Maker", "Type", "Z"))
    )
    columns = answer["Location"]
    assert "Such as: Deep Co; x" in chief.get(columns).content.decode()
    page = chief.post(columns, {"column_0": "name", "column_1": "vendor", "column_2": "kind", "column_3": ""})[
        "Location"
    ]
    html = chief.get(page).content.decode()
    assert "2 of 2 rows are bad" in html
    assert "There is no such sort of AI" in html
    bad = chief.get(f"{page}bad-rows.csv").content.decode("utf-8-sig")
    assert bad.count("\r\n") == 3
    assert chief.post(page)["Location"] == page
    assert not InventoryEntry.objects.exists()

    page = hand_over(chief, as_csv([["Reader", "Deep Co"]], ("Tool", "Maker")))["Location"].replace("columns/", "")
    assert "Add 1 entry" in chief.get(page).content.decode()
    assert chief.post(page)["Location"] == page
    assert "Handing over the same file again changes nothing" in chief.get(page).content.decode()
    assert chief.get(f"{page}bad-rows.csv").status_code == 404
    assert chief.get(f"{page}columns/")["Location"] == page
    assert visitor(empty.administrator).get(page).status_code == 404


@demonstration
@pytest.mark.one_database
def test_the_template_is_read_again_without_its_example(empty: House) -> None:
    chief = visitor(empty.cmio)
    template = chief.get(reverse("inventory:import-template")).content
    columns = hand_over(chief, template, "inventory.xlsx")["Location"]
    html = chief.get(columns.replace("columns/", "")).content.decode()
    assert "is the example of the template; it was passed over" in html
    assert "There is no row below the headings." in html


@demonstration
@pytest.mark.one_database
def test_a_file_of_50_mb_is_stopped_on_the_way(empty: House) -> None:
    answer = hand_over(visitor(empty.cmio), b"x" * 50_000_000)
    assert answer.status_code == 422
    assert "The file is larger than 10 MB" in answer.content.decode()
    assert not InventoryImport.objects.exists()
