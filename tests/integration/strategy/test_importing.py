"""Use cases from a spreadsheet: handed over, looked at, loaded once; refused whole, or row by row, leaving nothing."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from attending.ledger.models import Entry, Payload
from attending.ledger.queries import verify
from attending.program.actions import people, use_cases
from attending.program.models import StrategicAnswer, UseCase
from attending.program.rules import NotAllowed, Refused
from attending.sources.spreadsheet import read_spreadsheet
from attending.strategy.actions.importing import discard_import, load_import
from attending.strategy.models import SpreadsheetImport
from attending.strategy.rules.importing import HEADINGS
from tests.integration.house import House, thesis
from tests.integration.pages import stranger, visitor
from tests.integration.strategy.proposing import kept, table
from tests.unit.strategy.test_importing_rules import row

pytestmark = pytest.mark.usefixtures("demonstration")


def hand_over(client: Client, content: bytes, name: str = "cases.csv", **more: str) -> HttpResponse:
    return client.post(reverse("strategy:import-file"), {"spreadsheet": SimpleUploadedFile(name, content), **more})


def test_a_filled_in_template_is_looked_at_and_loaded_once(house: House) -> None:
    priority = use_cases.set_priority(house.cmio, title="Deterioration", statement="Seen in time.")
    nurse = visitor(house.nurse)
    template = nurse.get(reverse("strategy:import-template")).content
    empty = read_spreadsheet(template, "use-cases.xlsx", HEADINGS)
    assert [each.number for each in empty.rows] == [2]
    assert empty.notes == ("Read was the sheet Use cases; not read: Choices.",)

    workbook = load_workbook(BytesIO(template))
    for number, title in enumerate(("Falls", "Beds"), 3):
        for column, value in enumerate(row(title=title).values.values(), 1):
            workbook["Use cases"].cell(number, column).value = value or None
    filled = BytesIO()
    workbook.save(filled)
    address = hand_over(nurse, filled.getvalue(), "cases.xlsx")["Location"]
    html = nurse.get(address).content.decode()
    assert "Load 2 use cases" in html
    assert "Row 2 is the example of the template" in html
    assert UseCase.objects.count() == 1

    assert nurse.post(address)["Location"] == address
    assert "Handing over the same file again changes nothing" in nurse.get(address).content.decode()
    assert {
        (each.title, each.priority, each.proposed_by) for each in UseCase.objects.exclude(pk=house.use_case.pk)
    } == {(title, priority, house.nurse) for title in ("Falls", "Beds")}
    assert StrategicAnswer.objects.count() == 2
    before = Entry.objects.count()
    nurse.post(address)
    assert Entry.objects.count() == before
    payload = json.loads(Payload.objects.get(entry__verb="use_cases.imported").body or "")
    assert {name: payload[name] for name in ("read", "loaded", "duplicate", "refused")} == {
        "read": 2,
        "loaded": 2,
        "duplicate": 0,
        "refused": 0,
    }
    again = nurse.get(hand_over(nurse, filled.getvalue(), "cases.xlsx")["Location"]).content.decode()
    assert "Every row is here already" in again
    assert verify().ok


def test_a_bad_row_is_listed_downloaded_corrected_and_loaded(house: House) -> None:
    nurse = visitor(house.nurse)
    content = table({"title": "Beds"}, {"title": "Falls", "kind": "Magic"}, {"title": "Sepsis alert"})
    address = hand_over(nurse, content)["Location"]
    html = nurse.get(address).content.decode()
    for said in ("Magic", "There is no such sort of AI", "Write one of: Predictive model", "Nothing can be loaded"):
        assert said in html
    assert "Sepsis alert is here already with other content" in html
    nurse.post(address)
    assert UseCase.objects.count() == 1, "more than 1 % are bad"
    listed = nurse.get(f"{address}bad-rows.csv")
    assert "attachment" in listed["Content-Disposition"]
    corrected = (
        listed.content.decode("utf-8-sig").replace("Magic", "Imaging").replace('"Sepsis alert"', '"Night shift"')
    )
    address = hand_over(nurse, corrected.encode())["Location"]
    nurse.post(address)
    assert set(UseCase.objects.values_list("title", flat=True)) == {"Sepsis alert", "Falls", "Night shift"}


def test_one_bad_row_in_a_hundred_stays_behind_and_is_shown(house: House) -> None:
    rows = [{"title": f"Case {number}"} for number in range(99)]
    held = load_import(house.nurse, kept(house, table(*rows, {"title": "Bad", "problem": ""})))
    assert held.account == {"read": 100, "loaded": 99, "duplicate": 0, "refused": 1}
    html = visitor(house.nurse).get(reverse("strategy:import", args=[held.uid])).content.decode()
    assert "Every use case names it; fill it in" in html
    listed = visitor(house.nurse).get(reverse("strategy:import-bad-rows", args=[held.uid])).content.decode()
    assert listed.count("\r\n") == 2
    more = [{"title": f"More {number}"} for number in range(99)]
    held = kept(house, table(*more, {"title": "Bad", "problem": ""}), all_or_nothing=True)
    with pytest.raises(Refused, match="You asked for all or nothing"):
        load_import(house.nurse, held)
    assert UseCase.objects.count() == 100


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"Title\nFalls\n", "cases.csv", "lacks the headings Problem"),
        (b"PK\x03\x04", "cases.xlsx", "cannot be unpacked"),
        (b"anything", "cases.ods", "is not read"),
        (b"", "cases.csv", "empty"),
    ],
)
def test_a_file_refused_whole_says_why_and_leaves_nothing(house: House, content: bytes, name: str, said: str) -> None:
    response = hand_over(visitor(house.nurse), content, name)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not SpreadsheetImport.objects.exists()


def test_a_file_that_is_too_large_is_stopped_on_the_way(house: House) -> None:
    response = hand_over(visitor(house.nurse), b"Title," * (2 * 2**20))
    assert response.status_code == 422
    assert "larger than 10 MB" in response.content.decode()


def test_the_token_is_checked_before_anything_is_read(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.nurse.user)
    assert hand_over(client, table({"title": "Beds"})).status_code == 403
    assert not SpreadsheetImport.objects.exists()


def test_an_import_is_nobody_elses_and_one_waits_at_a_time(house: House) -> None:
    first = kept(house, table({"title": "Beds"}))
    second = kept(house, table({"title": "Falls"}))
    assert list(SpreadsheetImport.objects.all()) == [second]
    with pytest.raises(Refused, match="discarded, or replaced"):
        load_import(house.nurse, first)
    for act in (load_import, discard_import):
        with pytest.raises(NotAllowed, match="Somebody else"):
            act(house.cmio, second)
    for other in (house.cmio, stranger()):
        for name in ("import", "import-bad-rows", "import-discard"):
            assert visitor(other).get(reverse(f"strategy:{name}", args=[second.uid])).status_code == 404
    nurse = visitor(house.nurse)
    assert nurse.post(reverse("strategy:import-discard", args=[second.uid])).status_code == 302
    assert not SpreadsheetImport.objects.exists()
    loaded = load_import(house.nurse, kept(house, table({"title": "Beds"})))
    with pytest.raises(Refused, match="was loaded"):
        discard_import(house.nurse, loaded)


def test_what_is_in_the_way_since_the_file_was_read_is_seen_when_it_is_loaded(house: House) -> None:
    held = kept(house, table({"title": "Beds"}))
    use_cases.propose_use_case(house.cmio, thesis("Beds"))
    before = Entry.objects.count()
    with pytest.raises(Refused, match="Nothing was loaded"):
        load_import(house.nurse, held)
    assert Entry.objects.count() == before
    people.deactivate_person(house.administrator, house.nurse, reason="Left")
    house.nurse.refresh_from_db()
    with pytest.raises(NotAllowed, match="no longer active"):
        load_import(house.nurse, held)
