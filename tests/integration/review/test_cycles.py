"""The post-launch review as leaders hold it: opened, discussed, signed, carried out, and learned from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.decisions import actions as decisions
from attending.decisions.models import Packet, Proposal
from attending.decisions.rules.refusals import NotEligible
from attending.ledger.models import Entry
from attending.program.actions.capabilities import name_capability
from attending.program.actions.deployments import change_state
from attending.program.actions.use_cases import assess_risk
from attending.program.models import Deployment, Person, RiskTier, Seat
from attending.program.models.capabilities import CapabilityKind, CapabilityState
from attending.program.models.deployments import State
from attending.program.registries import worklist
from attending.program.rules import NotAllowed, Refused
from attending.review.actions.claims import Claim, record_claim
from attending.review.actions.cycles import KIND, ask_for_outcome, learn, open_review, say
from attending.review.models import CycleState, Lesson, ModelClaim, ReviewCycle
from attending.review.one_page import one_page
from attending.review.queries.cycles import held_claims
from attending.review.rules.claims import Held
from attending.review.rules.cycle import Outcome
from tests.integration.house import House, sign
from tests.integration.review.logs import months_before, review

TITLE = "The post-launch review is to be signed"


def months() -> tuple[str, ...]:
    return months_before(timezone.localdate(), 3)


def asked(house: House, tmp_path: Path, outcome: Outcome = Outcome.CONTINUE, **changes: Any) -> Proposal:
    review(house, tmp_path, months(), **changes)
    cycle = open_review(house.platform, house.deployment)
    return ask_for_outcome(house.platform, cycle, outcome, reason="The numbers hold.")


def standing(cycle: ReviewCycle | None = None) -> ReviewCycle:
    return ReviewCycle.objects.get(pk=cycle.pk) if cycle else ReviewCycle.objects.get()


def waits_for(person: Person) -> list[str]:
    return [item.title for item in worklist.for_person(person) if item.title == TITLE]


def long_ago(house: House, days: int) -> None:
    Deployment.objects.filter(pk=house.deployment.pk).update(state_since=timezone.now() - timedelta(days=days))
    house.deployment.refresh_from_db()


def test_what_runs_is_to_be_signed_as_often_as_its_risk_asks(house: House) -> None:
    assert waits_for(house.owner) == []
    long_ago(house, 95)
    assert waits_for(house.owner) == [TITLE]
    assert waits_for(house.operations) == []
    assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="A nurse checks every alert.")
    assert waits_for(house.owner) == []
    long_ago(house, 200)
    assert waits_for(house.owner) == [TITLE]


def test_from_open_to_signed(house: House, tmp_path: Path) -> None:
    proposal = asked(house, tmp_path)
    assert standing().state == CycleState.ASKED
    with pytest.raises(NotEligible):
        sign(proposal, house.nurse, Seat.NURSING_LEAD, "continue")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "continue")
    cycle = standing()
    assert (cycle.state, cycle.decision and cycle.decision.outcome) == (CycleState.DECIDED, "continue")
    assert cycle.run is not None
    assert waits_for(house.owner) == []


def test_who_recommends_does_not_approve(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, months())
    cycle = open_review(house.owner, house.deployment)
    proposal = ask_for_outcome(house.owner, cycle, Outcome.CONTINUE, reason="It works.")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "continue")
    assert standing().state == CycleState.ASKED
    sign(proposal, house.cmio, Seat.CMIO, "continue")
    assert standing().state == CycleState.DECIDED


def test_what_was_said_and_what_the_page_showed_are_sealed(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, months())
    cycle = open_review(house.platform, house.deployment)
    say(house.nurse, cycle, "Alerts come after the handover.")
    ask_for_outcome(house.platform, cycle, Outcome.CHANGE, reason="Alert before the handover.")
    sealed = Packet.objects.latest("pk").document
    document = json.loads(sealed)
    headings = [section["heading"] for section in document["sections"]]
    assert headings[:4] == ["What changed", "What breached", "Who is affected", "Signals nobody has answered"]
    assert "Alerts come after the handover." in sealed
    assert "Alert before the handover." in sealed
    with pytest.raises(IntegrityError), transaction.atomic():
        cycle.notes.update(said="Nothing")


@pytest.mark.parametrize(("outcome", "signers", "state"), [("pause", 1, "paused"), ("retire", 2, "retired")])
def test_the_outcome_is_carried_out(house: House, tmp_path: Path, outcome: str, signers: int, state: str) -> None:
    proposal = asked(house, tmp_path, Outcome(outcome))
    people = [(house.owner, Seat.CLINICAL_OWNER), (house.cmio, Seat.CMIO)][:signers]
    for at, (person, seat) in enumerate(people, 1):
        sign(proposal, person, seat, outcome)
        house.deployment.refresh_from_db()
        assert house.deployment.state == (state if at == signers else "live")
    assert house.deployment.state_changes.latest("pk").decision == f"decision:{standing().decision_id}"


def test_a_deployment_that_was_retired_meanwhile_needs_no_pause(house: House, tmp_path: Path) -> None:
    proposal = asked(house, tmp_path)
    change_state(house.owner, house.deployment, State.RETIRED, reason="Something better takes its place.")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    house.deployment.refresh_from_db()
    assert (standing().state, house.deployment.state) == (CycleState.DECIDED, State.RETIRED)


def test_retirement_is_offered_only_where_it_is_recommended(house: House, tmp_path: Path) -> None:
    keys = [option["key"] for option in asked(house, tmp_path).options]
    assert keys == ["continue", "change", "pause"]


def test_a_question_taken_back_leaves_the_review_open(house: House, tmp_path: Path) -> None:
    proposal = asked(house, tmp_path)
    decisions.withdraw(proposal, acting=house.platform, reason="The log was the wrong one.")
    cycle = standing()
    assert (cycle.state, cycle.proposal, cycle.run) == (CycleState.OPEN, None, None)
    entry = Entry.objects.get(verb="review.reopened")
    assert (entry.object, entry.actor) == (f"reviewcycle:{cycle.pk}", f"person:{house.platform.pk}")
    ask_for_outcome(house.platform, cycle, Outcome.PAUSE, reason="The right log shows harm.")


def test_one_turn_at_a_time(house: House) -> None:
    assert open_review(house.platform, house.deployment) == open_review(house.owner, house.deployment)


def test_refusals_leave_nothing_behind(house: House) -> None:
    with pytest.raises(NotAllowed):
        open_review(house.operations, house.deployment)
    cycle = open_review(house.platform, house.deployment)
    with pytest.raises(Refused, match="never measured"):
        ask_for_outcome(house.platform, cycle, Outcome.CONTINUE, reason="I trust it.")
    with pytest.raises(Refused, match="Write why"):
        ask_for_outcome(house.platform, cycle, Outcome.PAUSE, reason=" ")
    with pytest.raises(Refused, match="goes"):
        learn(house.owner, cycle, "Nurses see it too late.")
    assert not Proposal.objects.filter(kind=KIND).exists()
    assert not Lesson.objects.exists()
    assert standing().state == CycleState.OPEN


def test_a_lesson_goes_to_a_capability(house: House) -> None:
    capability = name_capability(
        house.cmio,
        name="Deterioration feed",
        kind=CapabilityKind.DATA_FEED,
        state=CapabilityState.AVAILABLE,
        description="Vital signs every 15 minutes",
    )
    cycle = open_review(house.platform, house.deployment)
    learn(house.owner, cycle, "Scores need fresh vital signs.", capability=capability)
    assert [each.learned for each in capability.lessons.all()] == ["Scores need fresh vital signs."]


def claim(house: House, value: float, **changes: Any) -> None:
    told: dict[str, Any] = {"low": None, "high": None, "threshold": None, "population": "Adults", "source": "Card 2.1"}
    record_claim(house.owner, house.deployment, Claim(measure="auroc", value=value, **(told | changes)))


def test_a_claim_is_held_against_the_local_number(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, months(), sharp=False)
    claim(house, 0.97)
    claim(house, 0.5, low=0.4, high=0.6)
    claim(house, 0.2)
    page = one_page(house.deployment)
    assert [held for _, _, held in held_claims(house.deployment, page.review)] == [Held.WORSE, Held.LIKE, Held.BETTER]
    assert page.suggested.outcome is Outcome.CHANGE
    with pytest.raises(Refused, match="outside its own interval"):
        claim(house, 0.9, low=0.91, high=0.95)


def test_months_are_held_against_what_was_agreed_as_on_the_review_page(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, months())
    assert any("baseline 1.00" in sentence for sentence in one_page(house.deployment).stands_out)
    house.agree(measure="oe", warn_low=None, stop_low=None, warn_high=1.2, stop_high=1.5)
    told = " ".join(one_page(house.deployment).stands_out)
    assert "limit" in told
    assert "baseline" not in told


def test_the_same_claim_again_is_one_claim(house: House) -> None:
    for value in (0.9, 0.9, 0.91):
        claim(house, value)
    assert [each.value for each in ModelClaim.objects.all()] == [0.9, 0.91]
    assert Entry.objects.filter(verb="claim.recorded").count() == 2


def test_the_page_from_due_to_asked(house: House, visit: Callable[[Person], Client], tmp_path: Path) -> None:
    review(house, tmp_path, months())
    claim(house, 0.97)
    browser = visit(house.platform)
    page = browser.get(reverse("review:hold", args=[house.deployment.pk]))
    assert "risk not assessed, so as high" in page.content.decode()
    page = browser.post(reverse("review:hold", args=[house.deployment.pk]), follow=True)
    cycle = standing()
    assert page.redirect_chain[-1][0] == reverse("review:cycle", args=[cycle.pk])
    text = page.content.decode()
    for part in (
        "What the numbers speak for",
        "What changed",
        "Who is affected",
        "Card 2.1",
        "Nobody has said anything",
        "If nobody does, it keeps running",
    ):
        assert part in text
    shown = browser.get(reverse("review:deployment", args=[house.deployment.pk])).content.decode()
    assert "See the open review" in shown
    assert "Hold the review" not in shown
    assert "AUROC: worse than claimed" in shown
    empty = browser.post(reverse("review:say", args=[cycle.pk]), {"said": ""})
    assert empty.status_code == 422
    said = visit(house.nurse).post(reverse("review:say", args=[cycle.pk]), {"said": "Too late."}, follow=True)
    assert "Too late." in said.content.decode()
    page = browser.post(
        reverse("review:ask", args=[cycle.pk]), {"recommended": "change", "reason": "Alert earlier."}, follow=True
    )
    assert "may it go on?" in page.content.decode()
    waiting = browser.get(reverse("review:cycle", args=[cycle.pk])).content.decode()
    assert "Waiting for signatures" in waiting
    assert "If nobody signs: " in waiting
    assert f'href="{reverse("decisions:proposal", args=[standing().proposal_id])}">Read and decide</a>' in waiting
    assert "If nobody does, it keeps running" not in waiting
    kept = browser.post(
        reverse("review:lesson", args=[cycle.pk]), {"learned": "Alert earlier", "change": "Hourly scores"}, follow=True
    )
    assert "Hourly scores" in kept.content.decode()
