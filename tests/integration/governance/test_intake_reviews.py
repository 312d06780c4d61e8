"""Five reviewers look at a use case side by side, and everybody sees who holds it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Condition
from attending.decisions.queries import newest_packet
from attending.governance.actions.gates import ask_gate, withdraw_gate
from attending.governance.actions.intake_reviews import (
    answer_review,
    ask_again,
    ask_reviewers,
    hand_back,
    take_review,
)
from attending.governance.evidence.intake_reviews import findings
from attending.governance.models import Gate, ReviewAnswer, ReviewRequest
from attending.governance.worklist.intake_reviews import OverdueReviews, ReviewsToAnswer
from attending.ledger.models import Entry
from attending.program.actions import deployments, people, use_cases
from attending.program.models import Discipline, Person, RiskTier, Seat
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.committee import seat
from tests.integration.house import House, outcome, sign
from tests.integration.pages import visitor
from tests.integration.passing import except_missing, pass_gate, sign_gate

SEATS = (Seat.PRIVACY_REVIEWER, Seat.SECURITY_REVIEWER)
IN_TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def reviewers(house: House) -> tuple[Person, Person]:
    return (
        seat(house, "Pia Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER),
        seat(house, "Stan Security", Discipline.TECHNOLOGY, Seat.SECURITY_REVIEWER),
    )


def asked(house: House, *seats: Seat) -> list[ReviewRequest]:
    return ask_reviewers(
        house.cmio,
        house.use_case,
        [str(each) for each in seats or SEATS],
        due_on=timezone.localdate() + IN_TWO_WEEKS,
        question="Does anything stand against it?",
    )


def state(house: House) -> FindingState:
    (finding,) = findings(house.use_case)
    return finding.state


def test_one_request_fans_out_and_is_met_when_every_seat_is_clear(
    house: House, reviewers: tuple[Person, Person]
) -> None:
    pia, stan = reviewers
    assert state(house) is FindingState.MISSING
    privacy, security = asked(house)
    assert state(house) is FindingState.PARTIAL
    (item,) = ReviewsToAnswer().for_person(pia)
    assert item.action == "Take it"
    take_review(pia, privacy)
    (item,) = ReviewsToAnswer().for_person(pia)
    assert item.action == "Answer"
    answer_review(pia, privacy, "clear", text="")
    take_review(stan, security)
    answer_review(stan, security, "conditions", text="Encrypt the feed.")
    (finding,) = findings(house.deployment)
    assert finding.summary == "2 of 2 clear, 1 of them on conditions (Security)."
    assert (finding.state, finding.conditions) == (FindingState.MET, ("Security: Encrypt the feed.",))
    again = ask_again(house.cmio, security, reason="It is encrypted now.", due_on=timezone.localdate())
    take_review(stan, again)
    assert state(house) is FindingState.PARTIAL
    answer_review(stan, again, "clear", text="Seen.")
    (finding,) = findings(house.use_case)
    assert (finding.state, finding.conditions) == (FindingState.MET, ())
    assert list(ReviewsToAnswer().for_person(stan)) == []
    assert Entry.objects.filter(verb="intake_review.answered").count() == 3


def answered(house: House, stan: Person, request: ReviewRequest, verdict: str, text: str = "") -> None:
    take_review(stan, request)
    answer_review(stan, request, verdict, text=text)


def before_controls(house: House) -> None:
    """A use case of moderate risk that is ready: its next gate asks for the intake reviews."""
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    house.use_case = use_cases.assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="It steers.")
    pass_gate(house, house.use_case, "readiness")
    house.use_case.refresh_from_db()


@pytest.mark.usefixtures("demonstration")
def test_a_gate_goes_on_with_a_reviewers_conditions_and_takes_them_over(
    house: House, reviewers: tuple[Person, Person]
) -> None:
    _, stan = reviewers
    before_controls(house)
    (security,) = asked(house, Seat.SECURITY_REVIEWER)
    answered(house, stan, security, "clear")
    except_missing(house, house.use_case, "controls")
    gate = ask_gate(house.operations, house.use_case, "controls", "It is ready.")
    again = ask_again(house.cmio, security, reason="The feed is new.", due_on=timezone.localdate())
    answered(house, stan, again, "conditions", "Encrypt the feed.")
    with pytest.raises(Refused, match=r"on conditions, which an approval takes over: Security: Encrypt the feed\."):
        sign_gate(house, gate, "approve")
    assert Gate.objects.get(pk=gate.pk).decision is None
    withdraw_gate(house.operations, gate, reason="The reviewer set a condition.")
    gate = ask_gate(house.operations, house.use_case, "controls", "It is ready.")
    assert gate.proposal is not None
    assert [each["key"] for each in gate.proposal.options] == ["approve_with_conditions", "return", "decline"]
    assert "Security: Encrypt the feed." in newest_packet(gate.proposal).document
    page = visitor(house.nurse).get(reverse("governance:gate-of-use-case", args=[house.use_case.key])).content.decode()
    assert "Conditions to take over" in page
    assert "Security: Encrypt the feed." in page
    condition = {
        "text": "Encrypt the feed",
        "owner": house.operations.pk,
        "due_on": (timezone.localdate() + IN_TWO_WEEKS).isoformat(),
    }
    for person, place in ((house.owner, Seat.CLINICAL_OWNER), (house.cmio, Seat.CMIO)):
        sign(gate.proposal, person, place, "approve_with_conditions", conditions=[condition])
    house.use_case.refresh_from_db()
    assert house.use_case.stage == "controls"
    assert {each.owner for each in Condition.objects.filter(decision__proposal=gate.proposal)} == {house.operations}


def test_a_new_version_of_the_model_makes_the_answer_stale(house: House, reviewers: tuple[Person, Person]) -> None:
    pia, _ = reviewers
    (privacy,) = asked(house, Seat.PRIVACY_REVIEWER)
    take_review(pia, privacy)
    answer_review(pia, privacy, "clear", text="")
    assert state(house) is FindingState.MET
    deployments.register_version(
        house.cmio,
        house.use_case,
        name="Sepsis model",
        maker="In-house",
        intended_use="Alert",
        version="3.0",
        released_on=date(2026, 6, 1),
    )
    assert state(house) is FindingState.STALE


def test_nobody_reviews_what_they_proposed_nor_without_the_seat(house: House, reviewers: tuple[Person, Person]) -> None:
    pia, stan = reviewers
    people.seat_person(house.administrator, house.cmio, Seat.PRIVACY_REVIEWER)
    (privacy,) = asked(house, Seat.PRIVACY_REVIEWER)
    for person, says in ((house.cmio, "nobody reviews what they proposed"), (stan, "Privacy reviewer")):
        with pytest.raises(NotAllowed, match=says):
            take_review(person, privacy)
        with pytest.raises(NotAllowed, match=says):
            answer_review(person, privacy, "clear", text="")
        with pytest.raises(Error), transaction.atomic():
            ReviewRequest.objects.filter(pk=privacy.pk).update(taken_by=person, taken_at=timezone.now())
        with pytest.raises(Error), transaction.atomic():
            answer_row(privacy, person)
    assert list(ReviewsToAnswer().for_person(house.cmio)) == []
    with pytest.raises(Error), transaction.atomic():
        answer_row(privacy, pia)
    take_review(pia, privacy)
    answer_review(pia, privacy, "clear", text="")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        ReviewAnswer.objects.update(verdict="objection", text="Otherwise")
    with pytest.raises(Error), transaction.atomic():
        ReviewRequest.objects.filter(pk=privacy.pk).update(answered=False)


def answer_row(request: ReviewRequest, person: Person) -> ReviewAnswer:
    return ReviewAnswer.objects.create(request=request, verdict="clear", answered_by=person, answered_at=timezone.now())


def test_what_cannot_be_asked_or_answered_is_refused(house: House, reviewers: tuple[Person, Person]) -> None:
    pia, _ = reviewers
    today = timezone.localdate()
    for seats, due_on, question, says in (
        ([], today, "What?", "at least one of the reviewers"),
        (["cmio"], today, "What?", "at least one of the reviewers"),
        (["privacy_reviewer", "nobody"], today, "What?", "at least one of the reviewers"),
        (["privacy_reviewer"], today - timedelta(days=1), "What?", "has passed"),
        (["privacy_reviewer"], today, " ", "Write what the reviewers are asked"),
    ):
        with pytest.raises(Refused, match=says):
            ask_reviewers(house.cmio, house.use_case, seats, due_on=due_on, question=question)
    assert not ReviewRequest.objects.exists()
    with pytest.raises(NotAllowed):
        ask_reviewers(house.nurse, house.use_case, ["privacy_reviewer"], due_on=today, question="What?")
    (privacy,) = asked(house, Seat.PRIVACY_REVIEWER)
    with pytest.raises(Refused, match="asked already"):
        asked(house, Seat.PRIVACY_REVIEWER)
    with pytest.raises(Refused, match="Take the review first"):
        answer_review(pia, privacy, "clear", text="")
    with pytest.raises(Refused, match="not answered yet"):
        ask_again(house.cmio, privacy, reason="Why not", due_on=today)
    take_review(pia, privacy)
    with pytest.raises(Refused, match="hold this review already"):
        take_review(pia, privacy)
    with pytest.raises(Refused, match="why you hand"):
        hand_back(pia, privacy, reason="")
    hand_back(pia, privacy, reason="On leave")
    with pytest.raises(Refused, match="Only whoever holds"):
        hand_back(pia, privacy, reason="Again")
    take_review(pia, privacy)
    with pytest.raises(Refused, match="clear, clear with conditions"):
        answer_review(pia, privacy, "perhaps", text="")
    with pytest.raises(Refused, match="Write the conditions"):
        answer_review(pia, privacy, "objection", text="")
    answer_review(pia, privacy, "objection", text="No agreement with the vendor.")
    with pytest.raises(Refused, match="is answered"):
        answer_review(pia, privacy, "clear", text="")
    assert state(house) is FindingState.PARTIAL


def test_what_is_overdue_is_told_to_the_cmio(house: House, reviewers: tuple[Person, Person]) -> None:
    asked(house, Seat.PRIVACY_REVIEWER)
    assert list(OverdueReviews().for_person(house.cmio)) == []
    late = ReviewRequest(
        use_case=house.use_case,
        seat=Seat.LEGAL_REVIEWER,
        question="Is there a contract?",
        asked_by=house.cmio,
        asked_at=timezone.now() - timedelta(days=20),
        due_on=timezone.localdate() - timedelta(days=1),
    )
    late.save()
    (item,) = OverdueReviews().for_person(house.cmio)
    assert item.title == "Legal review is overdue"
    assert "Nobody has taken it" in item.asked
    assert list(OverdueReviews().for_person(house.owner)) == []
