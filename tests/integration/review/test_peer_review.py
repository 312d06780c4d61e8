"""Sampled peer review of an assistant that writes: planned, drawn, read blind, and closed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.analytics.peer_review import draw
from attending.ledger.models import Payload
from attending.program.actions.people import seat_person, vacate_seat
from attending.program.models import MeasureResult, Person, Seat, SeatHolding, UseCase
from attending.program.models.use_cases import Kind
from attending.program.registries import worklist
from attending.program.registries.evidence import FindingState, findings
from attending.program.rules import NotAllowed, Refused
from attending.review import peer_packet
from attending.review.actions.peer_assessing import hand_in, save_draft
from attending.review.actions.peer_review import agree_rubric, close_round, end_unread
from attending.review.models import Assessment, PeerReviewRound, RoundState, Rubric
from attending.review.one_page import one_page
from attending.review.queries.peer_review import plan_of, results_of
from attending.review.rules.peer_plan import plan_round
from attending.review.rules.rubric import HOUSE_TEXT
from tests.integration.house import House
from tests.integration.review.drafts import (
    PASSES,
    WRONG_DOSE,
    frame,
    house_rubric,
    last_months,
    opened,
    read,
    terms,
)


def standing(round_: PeerReviewRound) -> PeerReviewRound:
    return PeerReviewRound.objects.select_related("deployment__use_case", "rubric").get(pk=round_.pk)


def waits_for(person: Person) -> list[str]:
    return [item.title for item in worklist.for_person(person)]


def test_a_rubric_is_agreed_in_versions_and_never_edited(house: House) -> None:
    first = house_rubric(house)
    with pytest.raises(Refused, match="word for word"):
        agree_rubric(house.owner, house.deployment, name=first.name, text=HOUSE_TEXT)
    second = agree_rubric(
        house.owner,
        house.deployment,
        name=first.name,
        text=HOUSE_TEXT.replace("wordy", "long", 1) + "! minor: Not my style\n",
    )
    assert (first.version, second.version) == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.filter(pk=first.pk).update(name="Other")
    with pytest.raises(NotAllowed):
        agree_rubric(house.administrator, house.deployment, name="Mine", text=HOUSE_TEXT)


def test_the_draw_can_be_repeated_and_only_references_of_the_sample_are_kept(house: House) -> None:
    documents = frame(90)
    round_ = opened(house, documents=documents)
    plan = plan_of(round_)
    references = list(round_.items.values_list("reference", flat=True))
    assert len(references) == plan.sample < 90
    assert round_.frame["population"] == 90
    payload = json.loads(Payload.objects.get(entry__verb="peer_review.opened").body or "")
    assert payload["seed"] == str(round_.seed)
    assert not any(reference in json.dumps([round_.frame, round_.plan, payload]) for reference in references)
    again = draw(documents.references(by_user=False), plan.allocation, seed=str(round_.seed))
    assert [each.reference for each in again.items] == references
    assert again.frame == round_.frame_sha256


def test_nobody_reads_what_they_wrote(house: House) -> None:
    assert house.nurse.user is not None
    round_ = opened(
        house,
        documents=frame(30, author=house.nurse.user.get_username().upper()),
        reviewers=[house.nurse, house.safety, house.cmio],
    )
    readers = set(Assessment.objects.filter(item__round=round_).values_list("reviewer__person", flat=True))
    assert readers == {house.safety.pk, house.cmio.pk}


def test_a_draft_is_kept_blind_and_handed_in_for_good(house: House) -> None:
    round_ = opened(house)
    save_draft(house.nurse, round_, 1, answers={"accuracy": "2"}, missing=False)
    with pytest.raises(Refused, match="nothing complete"):
        hand_in(house.nurse, round_)
    save_draft(house.nurse, round_, 1, answers=WRONG_DOSE, missing=False)
    save_draft(house.nurse, round_, 2, answers={}, missing=True)
    assert hand_in(house.nurse, round_) == 2
    with pytest.raises(Refused, match="handed this document in"):
        save_draft(house.nurse, round_, 1, answers=PASSES, missing=False)
    with pytest.raises(Refused, match="no such answer"):
        save_draft(house.nurse, round_, 3, answers={"accuracy": "99"}, missing=False)
    with pytest.raises(NotAllowed):
        save_draft(house.cmio, round_, 1, answers=PASSES, missing=False)


def test_the_database_keeps_what_was_handed_in(house: House) -> None:
    round_ = opened(house)
    save_draft(house.nurse, round_, 1, answers=PASSES, missing=False)
    hand_in(house.nurse, round_)
    kept = Assessment.objects.filter(submitted_at__isnull=False)
    for change in (lambda: kept.update(answers=WRONG_DOSE), lambda: kept.update(submitted_at=None), kept.delete):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            change()
    draft = Assessment.objects.filter(submitted_at=None)
    assert draft.update(missing=True) == draft.count()


def test_a_round_drawn_by_user_knows_users_by_pseudonyms_only(house: House, visit: Callable[[Person], Client]) -> None:
    first, second = (opened(house, terms=terms(by_user=True), label=f"Round {at}") for at in (1, 2))
    plan, kept = plan_of(first), json.dumps([first.plan, first.frame])
    strata = set(first.items.values_list("stratum", flat=True))
    assert strata <= {f"{each.stratum.unit} / {each.stratum.user}" for each in plan.allocation}
    assert len(plan.allocation) == 8
    assert not strata & set(second.items.values_list("stratum", flat=True))
    assert not re.search(r"user[0-3]\b", kept + str(strata))
    # Whoever holds the list draws the same sample again from it.
    again = draw(frame().references(by_user=True), plan_round(plan.terms, frame()).allocation, seed=str(first.seed))
    assert [each.reference for each in again.items] == list(first.items.values_list("reference", flat=True))
    browser = visit(house.owner)
    address = reverse("review:peer-round", args=[first.pk])
    shown = browser.get(address).content.decode()
    for person in (house.nurse, house.safety):
        read(first, person)
    close_round(house.owner, first)
    assert set(first.items.values_list("stratum", flat=True)) == {"4 West", "ICU"}
    shown += browser.get(address).content.decode()
    for name in ("peer-csv", "peer-json"):
        shown += browser.get(reverse(f"review:{name}", args=[first.pk])).content.decode()
    payloads = "".join(str(each) for each in Payload.objects.values_list("body", flat=True))
    assert not re.search(r"\buser-?[0-9a-f]", shown + payloads)


def test_logins_that_earlier_rounds_kept_become_pseudonyms(house: House) -> None:
    round_ = opened(house, terms=terms(by_user=True))
    names = {each.stratum.user: f"login{at}" for at, each in enumerate(plan_of(round_).allocation)}

    def with_logins(kept: Any) -> Any:
        return json.loads(re.sub(r"user-[0-9a-f]{12}", lambda found: names[found[0]], json.dumps(kept)))

    round_.plan, round_.frame = with_logins(round_.plan), with_logins(round_.frame)
    round_.save()
    for item in round_.items.all():
        item.stratum = with_logins(item.stratum)
        item.save()
    import_module("attending.review.migrations.0008_peer_pseudonyms").put_pseudonyms(apps, connection.schema_editor())
    migrated = standing(round_)
    assert "login" not in json.dumps([migrated.plan, migrated.frame, list(migrated.items.values_list("stratum"))])
    read(migrated, house.nurse)
    read(migrated, house.safety)
    assert close_round(house.owner, migrated).state == RoundState.CLOSED


@pytest.mark.parametrize("kind", [Kind.DOCUMENTATION, Kind.PREDICTIVE])
def test_the_page_of_an_assistant_that_writes_leads_to_peer_review(
    house: House, visit: Callable[[Person], Client], kind: Kind
) -> None:
    UseCase.objects.filter(pk=house.use_case.pk).update(kind=kind)
    page = visit(house.platform).get(reverse("review:deployment", args=[house.deployment.pk])).content.decode()
    writes = kind == Kind.DOCUMENTATION
    assert ("its work is peer reviewed" in page) == writes
    assert ("Not reviewed yet" not in page) == writes
    assert ("Review a file" not in page) == writes


def test_from_opening_to_results(house: House) -> None:
    round_ = opened(house)
    asked = f"Read {plan_of(round_).sample} sampled documents"
    assert asked in waits_for(house.nurse)
    assert asked not in waits_for(house.owner)
    read(round_, house.nurse, frozenset({1, 2}))
    assert asked not in waits_for(house.nurse)
    read(round_, house.safety, frozenset({2}))
    assert "Close the round of peer review" in waits_for(house.owner)
    closed = close_round(house.owner, round_)
    found = results_of(closed)
    assert found is not None
    assert (found.reviewed, found.missing, found.unread, found.disagreements) == (plan_of(round_).sample, 0, 0, 1)
    assert found.rate.numerator == 2
    assert found.verdict == "open"
    assert found.failures.by_criterion["identity"].numerator == 2
    assert set(closed.items.values_list("reference", flat=True)) == {""}
    with pytest.raises(Refused, match="closed already"):
        close_round(house.owner, round_)
    with pytest.raises(Refused, match="is closed"):
        save_draft(house.nurse, standing(round_), 1, answers=PASSES, missing=False)
    recorded = MeasureResult.objects.get(measure="failure_rate", attribute="overall", level="all")
    assert recorded.value == found.rate.value
    assert (recorded.period_start, recorded.period_end) == last_months()


def test_a_closed_round_is_the_review_of_what_writes(house: House) -> None:
    def finding() -> FindingState:
        (found,) = [each for each in findings(house.deployment) if each.item == "post-launch-review"]
        return found.state

    def due() -> set[str]:
        return {each.link for each in worklist.for_person(house.platform) if "review is due" in each.title}

    UseCase.objects.filter(pk=house.use_case.pk).update(kind=Kind.DOCUMENTATION)
    house.deployment.refresh_from_db()
    assert due() == {reverse("review:peer", args=[house.deployment.pk])}
    round_ = opened(house)
    read(round_, house.nurse)
    assert finding() == FindingState.MISSING
    assert [each["text"] for each in peer_packet.sections(house.deployment)] == ["No round of peer review is closed."]
    close_round(house.owner, round_)
    assert finding() == FindingState.MET
    assert not due()
    (section,) = peer_packet.sections(house.deployment)
    assert section["table"]["rows"][0][0] == "Any failure"
    assert json.loads(json.dumps(section)) == section
    assert "No limits are agreed" in one_page(house.deployment).suggested.why
    PeerReviewRound.objects.update(closed_at=timezone.now() - timedelta(days=400))
    assert finding() == FindingState.STALE
    assert due()
    # What predicts is reviewed by its log; a round of peer review says nothing about that.
    PeerReviewRound.objects.update(closed_at=timezone.now())
    UseCase.objects.filter(pk=house.use_case.pk).update(kind=Kind.PREDICTIVE)
    house.deployment.refresh_from_db()
    assert finding() == FindingState.MISSING


def test_the_page_of_the_deployment_leads_leaders_where_they_may_go(
    house: House, visit: Callable[[Person], Client]
) -> None:
    round_ = opened(house)
    (waiting,) = [each for each in worklist.for_deployment(house.deployment) if each.waits_for == "Nia Nurse"]
    assert (waiting.link, waiting.action) == (reverse("review:peer-round", args=[round_.pk]), "See the round")
    assert visit(house.owner).get(waiting.link).status_code == 200
    (own,) = [each for each in worklist.for_person(house.nurse) if each.action == "Read"]
    assert visit(house.nurse).get(own.link).status_code == 200


def test_a_round_that_is_opened_twice_is_drawn_once(house: House) -> None:
    round_ = opened(house)
    with pytest.raises(Refused, match="being read already"):
        opened(house)
    assert [each.pk for each in PeerReviewRound.objects.all()] == [round_.pk]
    end_unread(house.owner, round_, reason="The list was the wrong one.")
    opened(house)


def test_nobody_sees_how_far_another_reviewer_is(house: House, visit: Callable[[Person], Client]) -> None:
    round_ = opened(house)
    asked = plan_of(round_).sample

    def of_the_nurse() -> worklist.WorkItem:
        (found,) = [each for each in worklist.for_deployment(house.deployment) if each.waits_for == "Nia Nurse"]
        return found

    before = of_the_nurse()
    read(round_, house.nurse, upto=4)
    assert of_the_nurse() == before
    assert before.title == f"Read {asked} sampled documents"
    assert f"4 of {asked} are handed in" in next(each.asked for each in worklist.for_person(house.nurse))
    page = visit(house.safety).get(reverse("review:deployment", args=[house.deployment.pk])).content.decode()
    assert before.title in page
    assert f"4 of {asked}" not in page


def test_whoever_may_is_asked_to_close_a_round_whose_opener_may_not_any_more(house: House) -> None:
    asked = "Close the round of peer review"
    round_ = opened(house)
    read(round_, house.nurse)
    PeerReviewRound.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert asked in waits_for(house.owner)
    assert asked not in waits_for(house.cmio)
    # The seat changes hands: its new holder is asked.
    held = SeatHolding.objects.get(seat=Seat.CLINICAL_OWNER, ended_on=None)
    vacate_seat(house.administrator, held, reason="Left")
    assert asked not in waits_for(house.owner)
    assert asked in waits_for(house.operations)
    seat_person(house.administrator, house.safety, Seat.CLINICAL_OWNER, house.use_case)
    (found,) = [each for each in worklist.for_person(house.safety) if each.title == asked]
    assert "may no longer close it; you are clinical owner" in found.why
    (found,) = [each for each in worklist.for_deployment(house.deployment) if each.title == asked]
    assert found.waits_for == "Sue Safety"
    # Nobody is left on the use case: the chief medical information officer answers.
    for holding in SeatHolding.objects.filter(use_case=house.use_case, ended_on=None):
        holding.ended_on = timezone.localdate()
        holding.save()
    assert asked in waits_for(house.cmio)
    close_round(house.cmio, standing(round_))


def test_a_round_that_nobody_read_is_ended_with_a_reason_and_is_no_review(
    house: House, visit: Callable[[Person], Client]
) -> None:
    UseCase.objects.filter(pk=house.use_case.pk).update(kind=Kind.DOCUMENTATION)
    round_ = opened(house)
    asked = "Close the round of peer review"
    assert asked not in waits_for(house.owner)
    PeerReviewRound.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert asked in waits_for(house.owner)
    with pytest.raises(Refused, match="end it unread"):
        close_round(house.owner, standing(round_))
    for reason in ("", "  "):
        with pytest.raises(Refused, match="Say why nobody read"):
            end_unread(house.owner, standing(round_), reason=reason)
    with pytest.raises(NotAllowed):
        end_unread(house.administrator, standing(round_), reason="Nobody had time.")
    browser, address = visit(house.owner), reverse("review:peer-close", args=[round_.pk])
    assert browser.post(address, {"reason": ""}).status_code == 422
    page = browser.post(address, {"reason": "Both reviewers were on leave."}, follow=True).content.decode()
    for part in ("Ended unread", "Both reviewers were on leave.", "does not count as a review"):
        assert part in page
    assert "Read your documents" not in visit(house.nurse).get(address.removesuffix("close/")).content.decode()
    assert "Ended unread" in browser.get(reverse("review:peer", args=[house.deployment.pk])).content.decode()
    assert browser.get(reverse("review:peer-csv", args=[round_.pk])).status_code == 404
    ended = standing(round_)
    assert (ended.state, ended.results) == (RoundState.ENDED, None)
    assert set(ended.items.values_list("reference", flat=True)) == {""}
    assert asked not in waits_for(house.owner)
    (found,) = [each for each in findings(house.deployment) if each.item == "post-launch-review"]
    assert found.state == FindingState.MISSING
    with pytest.raises(Refused, match="is closed"):
        save_draft(house.nurse, ended, 1, answers=PASSES, missing=False)
    with pytest.raises(Refused, match="closed already"):
        end_unread(house.owner, ended, reason="Again.")


def test_what_was_handed_in_is_not_ended_unread(house: House) -> None:
    round_ = opened(house)
    read(round_, house.nurse)
    with pytest.raises(Refused, match="Something was handed in"):
        end_unread(house.owner, round_, reason="It went badly.")
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerReviewRound.objects.update(state=RoundState.ENDED, closed_at=timezone.now(), ended_because="")


def test_a_seat_that_plans_but_does_not_record_closes_too(house: House) -> None:
    round_ = opened(house)
    read(round_, house.nurse)
    close_round(house.nurse, round_)
    assert MeasureResult.objects.filter(measure="failure_rate").exists()


def test_the_majority_decides_where_that_was_declared(house: House) -> None:
    round_ = opened(house, terms=terms(fails_when="majority"))
    read(round_, house.nurse, frozenset({1, 2}))
    read(round_, house.safety, frozenset({2}))
    found = results_of(close_round(house.owner, round_))
    assert found is not None
    assert found.rate.numerator == 1


def test_documents_that_were_not_judged_leave_the_question_open(house: House) -> None:
    round_ = opened(house)
    save_draft(house.nurse, round_, 1, answers={}, missing=True)
    save_draft(house.safety, round_, 1, answers={}, missing=True)
    read_but_first(round_, house)
    found = results_of(close_round(house.owner, round_))
    assert found is not None
    assert (found.missing, found.verdict) == (1, "open")
    assert "1 document was not judged" in found.words


def read_but_first(round_: PeerReviewRound, house: House) -> None:
    for person in (house.nurse, house.safety):
        for number in range(2, plan_of(round_).sample + 1):
            save_draft(person, round_, number, answers=PASSES, missing=False)
        hand_in(person, round_)


def test_a_plan_that_may_stop_early_counts_in_the_order_drawn(house: House) -> None:
    wide = terms(method="sequential", tolerable=Decimal("0.5"), expected=Decimal("0.05"))
    round_ = opened(house, documents=frame(200), terms=wide)
    read(round_, house.nurse)
    assert f"Read {plan_of(round_).sample} sampled documents" in waits_for(house.safety)
    read(round_, house.safety, upto=12)
    assert not [title for title in waits_for(house.safety) if title.startswith("Read")]
    told = next(item for item in worklist.for_person(house.owner) if item.title == "Close the round of peer review")
    assert "The plan has decided" in told.asked
    found = results_of(close_round(house.owner, round_))
    assert found is not None
    assert found.stopped is not None
    assert (found.stopped.decision, found.verdict) == ("accept", "within")
    assert found.stopped.reviewed <= 12
    assert found.rate.note is not None
    assert "Sequential" in found.rate.note


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reviewers": []}, "at least two reviewers"),
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "day that is past"),
        ({"last": timezone.localdate()}, "not over yet"),
        ({"label": " "}, "Name the round"),
        ({"terms": terms(method="sequential", expected=Decimal("0.19"))}, "To stop early"),
        ({"terms": terms(readers=3)}, "2 to 2"),
    ],
)
def test_a_round_that_cannot_be_is_refused(house: House, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        opened(house, **changes)
    assert not PeerReviewRound.objects.exists()
