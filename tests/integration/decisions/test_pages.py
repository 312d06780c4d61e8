"""The pages: what is shown, the two steps to a signature, and every refusal as a person meets it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.decisions import actions, queries
from attending.decisions.models import Condition, Decision, Proposal, Recusal, Signature
from attending.ledger import keys, verifier
from attending.program.models import SeatHolding
from tests.integration.decisions.world import DOCUMENT, World, sign

pytestmark = pytest.mark.usefixtures("demonstration")


class Visitor:
    """Somebody at the pages, who fills in what the page holds."""

    def __init__(self, world: World, who: str) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(world.people[who].user)

    def get(self, name: str, *args: object) -> str:
        response = self.client.get(reverse(f"decisions:{name}", args=args))
        assert response.status_code == 200, response.content
        return response.content.decode()

    def choose(self, proposal: Proposal, choice: str, **changes: str) -> Any:
        """Fill in an option's form from the proposal page and go on."""
        page = self.get("proposal", proposal.pk)
        data = {**fields(form_of(page, choice)), **changes} if f'value="{choice}"' in page else changes
        return self.client.post(reverse("decisions:sign", args=[proposal.pk]), {"choice": choice, **data})

    def sign(self, proposal: Proposal, sheet: str, **changes: str) -> Any:
        """Sign the sheet."""
        data = {**fields(sheet), "signing_method": "demonstration", **changes}
        return self.client.post(reverse("decisions:sign", args=[proposal.pk]), data)


def form_of(page: str, choice: str) -> str:
    return next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{choice}"' in form)


def fields(html: str) -> dict[str, str]:
    """The values a browser would send for the inputs and selects of a page's forms, the first reason tapped."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' in tag and name[1] in found:
            continue  # the first of the ready reasons is the one that is tapped
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'<option value="([^"]*)"', body)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def signed(world: World, who: str, proposal: Proposal, choice: str, **changes: str) -> Signature:
    visitor = Visitor(world, who)
    sheet = visitor.choose(proposal, choice, **changes)
    assert sheet.status_code == 200, sheet.content.decode()
    response = visitor.sign(proposal, sheet.content.decode())
    assert response.status_code == 302, response.content.decode()
    return Signature.objects.latest("pk")


def test_the_page_asks_one_thing(world: World) -> None:
    page = Visitor(world, "owner").get("proposal", world.propose().pk)
    for text in (
        "Should the sepsis alert go on?",
        "By when",
        "If nobody answers",
        "The alert stays live and the breach stays open.",
        "1.41 (1.22 to 1.63), n 4,301",
        "Observed to expected deaths rose",
        "2 distinct people, 1 of them a clinician; Pause takes one person alone",
        "Continue to sign: Pause",
    ):
        assert text in page


def test_a_reason_that_could_tell_who_a_patient_is_is_asked_about_once_and_then_signed(world: World) -> None:
    proposal, reason = world.propose(), "Device 1234567 is silent"
    visitor = Visitor(world, "owner")
    asked = visitor.choose(proposal, "pause", reason=reason)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "“1234567” looks like a record number. Take it out; or tick the box below" in page
    assert "I have looked: nobody could know a patient by these words" in page
    assert reason in signed(world, "owner", proposal, "pause", reason=reason, nobody_known="on").reason


def test_a_sheet_shows_the_exact_statement_and_is_kept_as_it_was_shown(world: World) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    packet = queries.newest_packet(proposal)
    statement = (
        f"I, {world.owner.printed_name}, in the seat of Clinical owner, decide: Pause. "
        f"I have read packet {packet.sha256} version 1. Meaning of my signature: approval."
    )
    assert statement in sheet
    response = visitor.sign(proposal, sheet)
    signature = Signature.objects.get()
    assert response["Location"] == reverse("decisions:receipt", args=[signature.pk])
    assert signature.statement == statement
    for text in (statement, "Observed to expected deaths rose", "2026-03 | 1.12 | 701", "The stop limit was breached"):
        assert text in signature.rendered
    assert hashlib.sha256(signature.rendered.encode()).hexdigest() == signature.rendered_sha256
    assert signature.rendered_sha256 == fields(sheet)["rendered_sha256"]
    assert Decision.objects.get().outcome == "pause"
    page = visitor.get("proposal", proposal.pk)
    for text in (statement, "Decided: Pause", "Meaning: Approval", f"{signature.signed_at:%Y-%m-%d %H:%M:%S} UTC"):
        assert text in page


@pytest.mark.django_db(transaction=True)
def test_the_receipt_verifies_offline(tmp_path: Path, transactional_db: None) -> None:
    from tests.integration.decisions.world import build

    world = build()
    signature = signed(world, "owner", world.propose(), "pause")
    visitor = Visitor(world, "owner")
    page = visitor.get("receipt", signature.pk)
    for text in (world.owner.printed_name, "Meaning of the signature", "UTC", signature.statement, "verifier.py"):
        assert text in page
    url = reverse("decisions:receipt-file", args=[signature.pk])
    (tmp_path / "signature.tlog-proof").write_bytes(visitor.client.get(url).content)
    key = keys.verifier()
    assert key is not None
    assert key.to_text() in unescape(page)
    command = [sys.executable, "-I", str(verifier.__file__), "signature.tlog-proof", "--vkey", key.to_text()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_packet_that_changed_since_the_page_was_read_is_refused(world: World) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    shown = queries.newest_packet(proposal).sha256
    sheet = visitor.choose(proposal, "pause").content.decode()
    actions.seal(proposal, {**DOCUMENT, "asked": "With the newest month: continue?"})
    for response in (visitor.sign(proposal, sheet), visitor.choose(proposal, "pause", packet_sha256=shown)):
        assert response.status_code == 422
        assert "Read it again, then sign." in response.content.decode()
    assert not Signature.objects.exists()


def test_another_screen_than_the_one_shown_is_refused(world: World) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    for change in ({"reason": "Words added after reading"}, {"rendered_sha256": "0" * 64}):
        response = visitor.sign(proposal, sheet, **change)
        assert response.status_code == 422
        assert "Read it again, then sign." in response.content.decode()
    assert not Signature.objects.exists()


def test_a_form_sent_twice_shows_the_first_receipt(world: World) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    first, again = visitor.sign(proposal, sheet), visitor.sign(proposal, sheet)
    assert first["Location"] == again["Location"]
    assert Signature.objects.count() == 1
    other = visitor.sign(proposal, sheet, reason="Other words")
    assert other.status_code == 422
    assert "sent already with other content" in other.content.decode()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("signed", "signed this packet already"),
        ("recused", "recused yourself"),
        ("lapsed", "no longer hold"),
        ("stranger", "none of the seats"),
        ("closed", "takes no more changes"),
    ],
)
def test_who_may_not_sign_sees_why_and_no_button(world: World, case: str, words: str) -> None:
    proposal = world.propose()
    who = "platform" if case == "stranger" else "owner"
    ready = fields(form_of(Visitor(world, "owner").get("proposal", proposal.pk), "pause"))
    if case == "signed":
        sign(world, proposal, "owner", "continue")
    elif case == "recused":
        actions.recuse(proposal, acting=world.owner, reason="I wrote the model")
    elif case == "lapsed":
        SeatHolding.objects.filter(person=world.owner).update(ended_on=timezone.localdate())
    elif case == "closed":
        sign(world, proposal, "cmio", "pause")
    visitor = Visitor(world, who)
    page = visitor.get("proposal", proposal.pk)
    assert "Continue to sign" not in page
    if case != "closed":
        assert words in page
    before = Signature.objects.count()
    response = visitor.client.post(reverse("decisions:sign", args=[proposal.pk]), ready)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Signature.objects.count() == before


def test_who_proposed_signs_as_author_and_then_no_more(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner)
    assert "you sign as its author. After you, 1 more person must sign." in Visitor(world, "owner").get(
        "proposal", proposal.pk
    )
    signature = signed(world, "owner", proposal, "continue")
    assert signature.meaning == "authorship"
    assert not Decision.objects.exists()
    assert "signed this packet already" in Visitor(world, "owner").get("proposal", proposal.pk)
    signed(world, "operations", proposal, "continue")
    assert Decision.objects.get().outcome == "continue"


def test_conditions_are_signed_shown_and_closed_by_somebody_else(world: World) -> None:
    proposal = world.propose(quorum=1)
    visitor = Visitor(world, "owner")
    missing = visitor.choose(proposal, "change")
    assert missing.status_code == 422
    assert "There is a problem" in missing.content.decode()
    signed(
        world,
        "owner",
        proposal,
        "change",
        condition_1_text="Recalibrate",
        condition_1_owner=str(world.operations.pk),
        condition_1_due_on=timezone.localdate().isoformat(),
    )
    condition = Condition.objects.get()
    url = reverse("decisions:condition", args=[condition.pk])
    assert "Nobody closes a condition of their own" in Visitor(world, "operations").get("condition", condition.pk)
    refused = Visitor(world, "operations").client.post(url, {"proof": "Done"})
    assert refused.status_code == 422
    assert visitor.client.post(url, {"proof": "Report 12"}).status_code == 302
    assert "Report 12" in visitor.get("proposal", proposal.pk)


def test_a_reason_is_asked_for_where_the_option_needs_one(world: World) -> None:
    response = Visitor(world, "owner").choose(world.propose(), "pause", ready_reason="", reason="")
    assert response.status_code == 422
    assert "Give a reason for Pause." in response.content.decode()


def test_stepping_aside_and_taking_back(world: World) -> None:
    proposal = world.propose(proposed_by=world.cmio)
    owner, cmio = Visitor(world, "owner"), Visitor(world, "cmio")
    assert owner.client.post(reverse("decisions:recuse", args=[proposal.pk]), {"reason": ""}).status_code == 422
    assert owner.client.post(reverse("decisions:recuse", args=[proposal.pk]), {"reason": "Mine"}).status_code == 302
    assert Recusal.objects.get().person == world.owner
    assert owner.client.post(reverse("decisions:withdraw", args=[proposal.pk]), {"reason": "No"}).status_code == 422
    assert cmio.client.post(reverse("decisions:withdraw", args=[proposal.pk]), {"reason": "Error"}).status_code == 302
    assert "Taken back" in owner.get("proposal", proposal.pk)


def test_downloads_are_the_bytes_that_were_signed(world: World) -> None:
    proposal = world.propose()
    signature = signed(world, "owner", proposal, "pause")
    client = Visitor(world, "nurse").client
    content = client.get(reverse("decisions:packet-json", args=[proposal.pk, 1])).content
    assert hashlib.sha256(content).hexdigest() == json.loads(signature.intent)["record_sha256"]
    pdf = client.get(reverse("decisions:packet-pdf", args=[proposal.pk, 1]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert client.get(reverse("decisions:packet", args=[proposal.pk, 1])).status_code == 200
    assert client.get(reverse("decisions:packet", args=[proposal.pk, 2])).status_code == 404


def test_nothing_of_another_organisation_is_shown(world: World) -> None:
    from tests.integration.decisions.world import build

    other = build("Elsewhere")
    proposal = world.propose()
    signature = sign(world, proposal, "owner", "continue").signature
    client = Visitor(other, "owner").client
    for name, args in (
        ("proposal", [proposal.pk]),
        ("packet", [proposal.pk, 1]),
        ("packet-json", [proposal.pk, 1]),
        ("packet-pdf", [proposal.pk, 1]),
        ("recuse", [proposal.pk]),
        ("withdraw", [proposal.pk]),
        ("receipt", [signature.pk]),
        ("receipt-file", [signature.pk]),
    ):
        assert client.get(reverse(f"decisions:{name}", args=args)).status_code == 404
    assert client.post(reverse("decisions:sign", args=[proposal.pk]), {"choice": "pause"}).status_code == 404
    assert "Should the sepsis alert go on?" not in client.get(reverse("decisions:list")).content.decode()


def test_a_login_without_a_person_sees_nothing(world: World, django_user_model: Any) -> None:
    client = Client()
    client.force_login(django_user_model.objects.create_user("nobody"))
    assert client.get(reverse("decisions:list")).status_code == 403


def test_the_list_and_a_proposal_take_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    proposals = [world.propose() for _ in range(12)]
    for who in ("owner", "operations"):
        sign(world, proposals[0], who, "continue")
    visitor = Visitor(world, "nurse")
    visitor.get("list")
    with django_assert_max_num_queries(10):
        assert "12 proposals" in visitor.get("list")
    with django_assert_max_num_queries(25):
        visitor.get("proposal", proposals[0].pk)
