"""Proposals by people without an account: links opened and closed, drafts by their secret, taken up or declined."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.accounts.rules import sha256_hex
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import people, use_cases
from attending.program.models import Seat, UseCase
from attending.program.models.use_cases import Question
from attending.program.registries import worklist
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.intake_links import close_link, open_link
from attending.strategy.actions.outside import LinkClosed, begin_outside, discard_outside, save_outside, send_outside
from attending.strategy.actions.taking_up import decline, take_up
from attending.strategy.models import DraftState, IntakeDraft, IntakeLink
from attending.strategy.rules.intake import ASKED, BEGUN_FOR_EACH, OUTSIDE, Step
from tests.integration.house import House
from tests.integration.pages import stranger, visitor
from tests.integration.strategy.proposing import WHO, WRITTEN, opened_link, posted, sent

pytestmark = pytest.mark.usefixtures("demonstration")


def go(client: Client, name: str, *args: str) -> str:
    response = client.get(reverse(f"strategy:{name}", args=args), follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_somebody_without_an_account_is_led_from_the_link_to_the_answer(house: House) -> None:
    visiting, chief = Client(), visitor(house.cmio)
    shown = chief.post(
        reverse("strategy:open-link"), {"label": "Night shifts", "expires_on": timezone.localdate(), "most": "3"}
    ).content.decode()
    link = IntakeLink.objects.get()
    address = shown.partition('value="http://testserver')[2].partition('"')[0]
    assert sha256_hex(address.rstrip("/").rpartition("/")[2]) == link.secret_sha256
    assert address not in go(chief, "intake-links"), "shown only once"

    moved = visiting.get(address)
    assert moved["Location"] == reverse("strategy:bring")
    html = visiting.get(moved["Location"]).content.decode()
    assert "Harbour Health" in html
    assert "Sepsis" not in html
    assert 'aria-label="Main"' not in html
    mine = visiting.post(moved["Location"], follow=True).content.decode()
    own = mine.partition('value="http://testserver')[2].partition('"')[0]
    draft = IntakeDraft.objects.get()
    assert sha256_hex(own.rstrip("/").rpartition("/")[2]) == draft.secret_sha256
    for step in OUTSIDE:
        page = visiting.get(reverse("strategy:bring-step", args=[step]))
        assert page["Cache-Control"].startswith("max-age=0")
        html = page.content.decode()
        assert f"{OUTSIDE.index(step) + 1} of {len(OUTSIDE)}" in html
        assert visiting.post(reverse("strategy:bring-step", args=[step]), posted(step)).status_code == 302

    elsewhere = Client()
    assert elsewhere.get(reverse("strategy:bring-mine")).status_code == 404
    assert elsewhere.get(own)["Location"] == reverse("strategy:bring-mine")
    html = go(elsewhere, "bring-check")
    assert "Nora Night" in html
    assert "Is it there already?" not in html, "nothing of the inside is shown"
    assert elsewhere.post(reverse("strategy:bring-check"))["Location"] == reverse("strategy:bring-mine")
    assert "The answer will stand here" in go(elsewhere, "bring-mine")
    assert UseCase.objects.count() == 1

    [waiting] = worklist.for_person(house.cmio)
    html = chief.get(waiting.link).content.decode()
    assert "Nora Night, nursing, Ward 5, nights. Through the link Night shifts." in html
    uid = str(draft.uid)
    taken = {"title": "Falls in the first night", "priority": "", "answer": "The night sister calls you."}
    response = chief.post(reverse("strategy:take-up", args=[uid]), taken)
    proposed = UseCase.objects.get(title="Falls in the first night")
    assert response["Location"] == reverse("strategy:use-case", args=[proposed.key])
    assert proposed.proposed_by == house.cmio
    assert [each.question for each in proposed.answers.all()] == [Question.VALUE]
    assert "Brought by Nora Night, nursing, Ward 5, nights, through the link Night shifts." in go(
        visitor(house.nurse), "use-case", proposed.key
    )
    html = go(visiting, "bring-mine")
    assert "The night sister calls you." in html
    assert "Cleo" not in html
    assert worklist.for_person(house.cmio) == ()
    assert visiting.post(reverse("strategy:bring-leave"))["Location"] == reverse("strategy:bring-left")
    assert visiting.get(reverse("strategy:bring-mine")).status_code == 404
    assert verify().ok


def test_a_link_that_has_ended_says_so_and_nothing_else(house: House) -> None:
    link, secret = opened_link(house, most=1)
    url = reverse("strategy:bring-link", args=[secret])
    client = Client()
    assert client.get(url).status_code == 302
    unknown = client.get(reverse("strategy:bring-link", args=["not-a-secret"]))
    assert unknown.status_code == 404
    sent(link)
    states = {
        "taken all": {},
        "last day": {"expires_on": timezone.localdate() - timedelta(days=1)},
        "was closed": {"closed_at": timezone.now(), "closed_by": house.cmio},
    }
    for said, changes in states.items():
        IntakeLink.objects.update(**changes)
        for address in (url, reverse("strategy:bring")):
            response = client.get(address)
            html = response.content.decode()
            assert response.status_code == 410
            assert said in html
            assert not any(word in html for word in ("Night shifts", "Harbour", "Nora", "Sepsis"))
        assert client.post(reverse("strategy:bring")).status_code == 410


def test_a_draft_begun_in_time_is_kept_but_not_sent_after_the_end(house: House) -> None:
    link, _ = opened_link(house)
    draft, _ = begin_outside(link)
    for step in OUTSIDE:
        save_outside(draft, step, {field: {**WRITTEN, **WHO}[field] for field in ASKED[step]})
    close_link(house.cmio, link)
    before = Entry.objects.count()
    with pytest.raises(LinkClosed, match="What you wrote is kept"):
        send_outside(draft)
    assert IntakeDraft.objects.get().state == DraftState.DRAFT
    assert Entry.objects.count() == before


def test_a_link_takes_so_many_and_lets_so_many_be_begun(house: House) -> None:
    link, _ = opened_link(house, most=1)
    drafts = [begin_outside(link)[0] for _ in range(BEGUN_FOR_EACH)]
    with pytest.raises(LinkClosed, match="taken all"):
        begin_outside(link)
    for draft in drafts[:2]:
        for step in OUTSIDE:
            save_outside(draft, step, {field: {**WRITTEN, **WHO}[field] for field in ASKED[step]})
    first = send_outside(drafts[0])
    assert send_outside(drafts[0]).sent_at == first.sent_at, "sent twice is sent once"
    with pytest.raises(LinkClosed, match="taken all"):
        send_outside(drafts[1])


def test_what_is_incomplete_is_not_sent_and_what_is_discarded_is_gone(house: House) -> None:
    link, _ = opened_link(house)
    draft, secret = begin_outside(link)
    save_outside(draft, Step.TITLE, {"title": "Falls"})
    with pytest.raises(Refused, match="Still to be answered: problem, alternative, burden, sort, who"):
        send_outside(draft)
    client = Client()
    client.get(reverse("strategy:bring-again", args=[secret]))
    assert client.post(reverse("strategy:bring-check")).status_code == 422
    assert client.post(reverse("strategy:bring-step", args=["title"]), {"title": ""}).status_code == 422
    kept = client.post(reverse("strategy:bring-step", args=["title"]), {"title": "", "later": "yes"})
    assert kept["Location"] == reverse("strategy:bring-mine")
    assert client.post(reverse("strategy:bring-discard"))["Location"] == reverse("strategy:bring-left")
    gone = IntakeDraft.objects.get()
    assert (gone.answers, gone.name, gone.state) == ({}, "", DraftState.DISCARDED)
    assert client.get(reverse("strategy:bring-again", args=[secret])).status_code == 404
    with pytest.raises(Refused, match="was discarded"):
        discard_outside(draft)


def test_what_looks_like_a_patient_is_kept_of_nobody_without_an_account(house: House) -> None:
    link, _ = opened_link(house)
    _, secret = begin_outside(link)
    client = Client()
    client.get(reverse("strategy:bring-again", args=[secret]))
    address = reverse("strategy:bring-step", args=["title"])
    refused = client.post(address, {"title": "Falls, as of MRN 1234567"})
    assert refused.status_code == 422
    assert "“MRN 1234567” looks like a record number. Take it out and save again" in refused.content.decode()
    assert IntakeDraft.objects.get().answers == {}
    assert client.post(address, {"title": "Falls of 1 in 200"}).status_code == 302


def test_a_proposal_is_declined_with_an_answer_that_its_writer_reads(house: House) -> None:
    link, _ = opened_link(house)
    draft, secret = begin_outside(link)
    for step in OUTSIDE:
        save_outside(draft, step, {field: {**WRITTEN, **WHO}[field] for field in ASKED[step]})
    send_outside(draft)
    with pytest.raises(Refused, match="Write an answer"):
        decline(house.cmio, draft, answer=" ")
    chief = visitor(house.cmio)
    url = reverse("strategy:decline", args=[draft.uid])
    assert chief.post(url, {"answer": ""}).status_code == 422
    assert chief.post(url, {"answer": "Low beds come first."})["Location"] == reverse(
        "strategy:proposal", args=[draft.uid]
    )
    client = Client()
    client.get(reverse("strategy:bring-again", args=[secret]))
    html = go(client, "bring-mine")
    assert "Low beds come first." in html
    assert "Not taken up" in html
    for act in (
        lambda: decline(house.cmio, draft, answer="Again."),
        lambda: take_up(house.cmio, draft, title="Falls", priority=None),
    ):
        with pytest.raises(Refused, match="does not wait any more"):
            act()


def test_a_title_that_is_taken_can_be_told_apart_when_taking_it_up(house: House) -> None:
    link, _ = opened_link(house)
    draft = sent(link, title="Sepsis alert", problem=house.use_case.problem)
    chief = visitor(house.cmio)
    assert "Is it there already?" in go(chief, "proposal", str(draft.uid))
    url = reverse("strategy:take-up", args=[draft.uid])
    assert chief.post(url, {"title": "Sepsis alert"}).status_code == 422
    assert IntakeDraft.objects.get().state == DraftState.WAITING
    priority = use_cases.set_priority(house.cmio, title="Deterioration", statement="x")
    assert chief.post(url, {"title": "Sepsis at night", "priority": priority.pk}).status_code == 302
    assert UseCase.objects.get(title="Sepsis at night").priority == priority


def test_who_opens_and_who_takes_up(house: House) -> None:
    link, _ = opened_link(house)
    draft = sent(link)
    nurse, elsewhere = house.nurse, stranger()
    today = timezone.localdate()
    for act in (
        lambda p: open_link(p, label="Mine", expires_on=today, most=1),
        lambda p: close_link(p, link),
        lambda p: take_up(p, draft, title="Falls", priority=None),
        lambda p: decline(p, draft, answer="No."),
    ):
        with pytest.raises(NotAllowed):
            act(nurse)
    for act in (
        lambda p: close_link(p, link),
        lambda p: take_up(p, draft, title="Falls", priority=None),
        lambda p: decline(p, draft, answer="No."),
    ):
        with pytest.raises(NotAllowed, match="another organisation"):
            act(elsewhere)
    for name, args in (
        ("intake-links", []),
        ("open-link", []),
        ("proposal", [draft.uid]),
        ("take-up", [draft.uid]),
        ("decline", [draft.uid]),
    ):
        url = reverse(f"strategy:{name}", args=args)
        assert visitor(nurse).get(url).status_code == 403
        assert visitor(elsewhere).get(url).status_code == (404 if args else 200)
    close = reverse("strategy:close-link", args=[link.pk])
    assert visitor(nurse).post(close).status_code == 422
    assert visitor(elsewhere).post(close).status_code == 404
    people.seat_person(house.administrator, nurse, Seat.COMMITTEE_MEMBER)
    assert visitor(nurse).get(reverse("strategy:proposal", args=[draft.uid])).status_code == 200
    assert visitor(house.cmio).post(close).status_code == 302
    assert visitor(house.cmio).post(close).status_code == 422, "closed already"


@pytest.mark.parametrize(
    ("label", "days", "most"), [(" ", 0, 1), ("Nights", -1, 1), ("Nights", 367, 1), ("Nights", 0, 0), ("N", 0, 1_001)]
)
def test_a_link_without_an_end_is_not_opened_link(house: House, label: str, days: int, most: int) -> None:
    with pytest.raises(Refused):
        open_link(house.cmio, label=label, expires_on=timezone.localdate() + timedelta(days=days), most=most)
    assert not IntakeLink.objects.exists()


def test_beginning_again_and_again_is_slowed_down(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "intake", "2/h/ip")
    _, secret = opened_link(house, most=50)
    client = Client(REMOTE_ADDR="10.9.8.7")
    client.get(reverse("strategy:bring-link", args=[secret]))
    answers = [client.post(reverse("strategy:bring")).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    assert IntakeDraft.objects.count() == 2


def test_a_form_without_its_token_changes_nothing(house: House) -> None:
    _, secret = opened_link(house)
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("strategy:bring-link", args=[secret]))
    assert client.post(reverse("strategy:bring")).status_code == 403
    assert not IntakeDraft.objects.exists()
