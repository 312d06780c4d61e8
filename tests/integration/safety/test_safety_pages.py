"""Every page of safety: who may open it, what is refused, what is shown; and what leaves as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.program.models import Unit
from attending.safety.actions.concerns import answer_concern
from attending.safety.actions.incidents.doing import report_done
from attending.safety.models import Concern, ConcernCode, Incident, Outcome
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.safety.world import WORDS, acted_on, opened, raised, ready, report

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def first_concern(house: House) -> tuple[Any, ...]:
    found = Concern.objects.first() or raised(house)
    return (found.pk,)


def nameless(house: House) -> tuple[Any, ...]:
    found = Concern.objects.first() or raised(house, deployment=None)
    return (found.pk,)


def first_incident(*rest: Any) -> Callable[[House], tuple[Any, ...]]:
    return lambda house: ((Incident.objects.first() or report(house)).number, *rest)


def an_action(house: House) -> tuple[Any, ...]:
    incident = Incident.objects.first() or report(house)
    action = incident.actions.first() or acted_on(house, incident)
    return incident.number, action.pk


def a_done_action(house: House) -> tuple[Any, ...]:
    number, pk = an_action(house)
    action = Incident.objects.get().actions.get(pk=pk)
    if action.done_at is None:
        report_done(house.operations, action, proof="Alarm tested.")
    return number, pk


def one_ready(house: House) -> tuple[Any, ...]:
    return ((Incident.objects.first() or ready(house)).number,)


def reported(house: House) -> dict[str, Any]:
    return {
        "what": "No alert came.",
        "happened_on": timezone.localdate(),
        "aware_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "deployment": house.deployment.pk,
        "kind": "incident",
        "harm": "mild",
    }


def judged(_house: House) -> dict[str, Any]:
    return {"kind": "near_miss", "harm": "", "factors": ["data"], "hazards": "late-alert, down", "found": "The feed."}


PAGES = [
    Page(name="safety:home", may="nurse"),
    Page(name="safety:concerns", may="nurse"),
    Page(name="safety:concern", may="owner", args=first_concern),
    Page(
        name="safety:answer",
        may="owner",
        may_not="administrator",
        args=first_concern,
        valid=lambda _: {"outcome": "changed", "text": "It is higher at night now."},
        invalid={"outcome": "", "text": ""},
    ),
    Page(
        name="safety:name-ai",
        may="safety",
        may_not="administrator",
        args=nameless,
        valid=lambda house: {"deployment": house.deployment.pk},
        invalid={"deployment": "0"},
    ),
    Page(name="safety:report-from", may="nurse", args=first_concern, valid=reported, invalid={"what": ""}),
    Page(name="safety:codes", may="nurse"),
    Page(
        name="safety:close-code",
        may="nurse",
        args=lambda house: ((ConcernCode.objects.first() or opened(house)[0]).pk,),
        valid=lambda _: {},
    ),
    Page(name="safety:incidents", may="nurse"),
    Page(name="safety:report", may="administrator", valid=reported, invalid={"what": "", "kind": "incident"}),
    Page(name="safety:incident", may="nurse", args=first_incident()),
    Page(
        name="safety:judge",
        may="safety",
        may_not="administrator",
        args=first_incident(),
        valid=judged,
        invalid={"kind": "incident", "harm": "", "factors": [], "found": ""},
    ),
    Page(
        name="safety:investigator",
        may="owner",
        may_not="administrator",
        args=first_incident(),
        valid=lambda house: {"person": house.safety.pk},
        invalid={"person": ""},
    ),
    Page(
        name="safety:add-action",
        may="owner",
        may_not="administrator",
        args=first_incident(),
        valid=lambda house: {"what": "Watch the feed.", "owner": house.nurse.pk, "due_on": timezone.localdate()},
        invalid={"what": ""},
    ),
    Page(
        name="safety:action-done",
        may="operations",
        may_not="administrator",
        args=an_action,
        valid=lambda _: {"proof": "Alarm tested."},
        invalid={"proof": "MRN 1234567"},
    ),
    Page(name="safety:close-action", may="owner", may_not="operations", args=a_done_action, valid=lambda _: {}),
    Page(
        name="safety:duty",
        may="safety",
        may_not="administrator",
        args=first_incident("pso"),
        valid=lambda _: {"state": "done", "reason": "Number 7"},
        invalid={"state": "", "reason": ""},
    ),
    Page(
        name="safety:close-incident",
        may="owner",
        may_not="safety",
        args=one_ready,
        valid=lambda _: {"learnt": "Watch feeds."},
        invalid={"learnt": ""},
    ),
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_open_to_whom_it_should(house: House, page: Page) -> None:
    try_page(page, house)


def test_the_poster_is_shown_once_and_its_file_only_with_the_secret(house: House) -> None:
    nurse, unit = visitor(house.nurse), house.deployment.unit
    page = nurse.post(reverse("safety:open-code", args=[unit.pk]))
    html, code = page.content.decode(), ConcernCode.objects.get()
    secret = page.context["secret"]
    assert page["Cache-Control"].count("no-store") == 1
    assert "data:image/svg+xml;base64," in html
    assert f"/safety/c/{secret}/" in html
    assert secret not in nurse.get(reverse("safety:codes")).content.decode()
    address = reverse("safety:poster-pdf", args=[code.pk])
    paper = nurse.post(address, {"secret": secret})
    assert paper.content.startswith(b"%PDF-1.7")
    assert nurse.post(address, {"secret": "forged"}).status_code == 404
    assert nurse.get(address).status_code == 405
    again = nurse.post(reverse("safety:open-code", args=[unit.pk]))
    assert again.status_code == 422
    assert "has an open code" in again.content.decode()


def test_a_unit_whose_letters_a_pdf_may_lack_is_told_to_print_the_page(house: House) -> None:
    Unit.objects.filter(pk=house.deployment.unit_id).update(name="وحدة العناية")
    page = visitor(house.nurse).post(reverse("safety:open-code", args=[house.deployment.unit_id]))
    html = page.content.decode()
    assert "print this page from your browser" in html
    assert "Is the AI on وحدة العناية right?" in html
    assert "Poster as PDF" in html, "many letters that are not sure are there"


def test_the_words_are_for_those_who_answer(house: House) -> None:
    concern = raised(house)
    address = reverse("safety:concern", args=[concern.pk])
    assert WORDS in visitor(house.owner).get(address).content.decode()
    hidden = visitor(house.administrator).get(address).content.decode()
    assert WORDS not in hidden
    assert "Shown to those who may answer it." in hidden


def test_files_hold_rows_but_no_words_and_run_no_formula(house: House) -> None:
    concern = raised(house)
    answer_concern(house.owner, concern, outcome=Outcome.CHANGED, text="=cmd()")
    report(house, what="+1 alert was missing.")
    nurse = visitor(house.nurse)
    text = nurse.get(reverse("safety:concerns"), {"export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[0]["What happened"], rows[0]["State"], rows[0]["Answer"]) == ("It was wrong", "Answered", "'=cmd()")
    assert WORDS not in text
    assert "nurse" not in text.lower()
    text = nurse.get(reverse("safety:incidents"), {"export": "csv"}).content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["Harm"], row["State"], row["What happened"]) == (
        "Mild harm",
        "Nobody investigates it",
        "'+1 alert was missing.",
    )


@pytest.mark.parametrize("name", ["home", "concerns", "codes", "incidents"])
def test_lists_cost_as_much_for_many_as_for_one(house: House, name: str) -> None:
    code, _ = opened(house)

    def more() -> None:
        for happened in ("wrong", "late"):
            concern = raised(house, code, happened=happened)
            answer_concern(house.owner, concern, outcome=Outcome.LOOKING, text="We look.")
        raised(house, code, deployment=None)
        acted_on(house, report(house))
        Unit.objects.create(site=house.deployment.unit.site, name=f"Ward {Unit.objects.count()}")

    more()
    url = reverse(f"safety:{name}")
    one = queries_of(house.owner, url)
    more()
    assert queries_of(house.owner, url) == one


def test_an_incident_shows_its_deadlines_and_what_is_not_verified(house: House) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    incident = report(house, aware_at=long_ago, happened_on=timezone.localdate(long_ago))
    html = visitor(house.nurse).get(reverse("safety:incident", args=[incident.number])).content.decode()
    assert "The report is overdue: Serious incident, EU AI Act." in html
    assert "Not verified" in html
    assert "Have counsel confirm both." in html
    assert "A reminder, not legal advice." in html
