"""Ask the intake reviewers side by side, take a review, answer it, and ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.governance.models import ReviewAnswer, ReviewRequest, ReviewVerdict
from attending.governance.queries.intake_reviews import newest_version
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log, log_all
from attending.program.models import Person, Seat, UseCase
from attending.program.models.people import REVIEWER_SEATS
from attending.program.queries.seats import seats_of
from attending.program.registries.events import FactsChanged, publish
from attending.program.rules import Act, NotAllowed, Refused

LONGEST_TEXT = 5_000


@transaction.atomic
def ask_reviewers(
    acting: Person, use_case: UseCase, seats: Sequence[str], *, due_on: date, question: str
) -> list[ReviewRequest]:
    """Ask each of these reviewer seats about a use case, all at once and side by side."""
    check(acting, Act.ASK_REVIEWERS, use_case)
    take_turn()
    wanted = [Seat(seat) for seat in dict.fromkeys(str(seat) for seat in seats) if seat in Seat.values]
    if not wanted or any(seat not in REVIEWER_SEATS for seat in wanted) or len(wanted) < len(set(map(str, seats))):
        known = ", ".join(str(seat.label) for seat in REVIEWER_SEATS)
        raise Refused(f"Choose at least one of the reviewers: {known}.")
    _check_asking(due_on, question)
    asked = ReviewRequest.objects.filter(use_case=use_case, seat__in=[str(seat) for seat in wanted])
    known_seats = {Seat(seat).label for seat in asked.values_list("seat", flat=True)}
    if known_seats:
        raise Refused(f"{', '.join(sorted(known_seats))} was asked already. Ask again on that review, and say why.")
    made = [
        ReviewRequest.objects.create(
            use_case=use_case,
            seat=seat,
            question=question.strip(),
            asked_by=acting,
            asked_at=timezone.now(),
            due_on=due_on,
        )
        for seat in wanted
    ]
    log_all(acting, [("intake_review.asked", each, _asked(each)) for each in made])
    return made


@transaction.atomic
def take_review(acting: Person, request: ReviewRequest) -> ReviewRequest:
    """Take a review that waits, so that everybody sees who holds it; who holds it may also be relieved this way."""
    standing = _waiting(acting, request)
    if standing.taken_by_id == acting.pk:
        raise Refused("You hold this review already.")
    standing.taken_by, standing.taken_at = acting, timezone.now()
    standing.save(update_fields=["taken_by", "taken_at"])
    log(acting, "intake_review.taken", standing, {"use_case": standing.use_case_id, "seat": standing.seat})
    return standing


@transaction.atomic
def hand_back(acting: Person, request: ReviewRequest, *, reason: str) -> ReviewRequest:
    """Hand a review back that one has taken; the other holders of the seat are asked again."""
    standing = _waiting(acting, request)
    if standing.taken_by_id != acting.pk:
        raise Refused("Only whoever holds a review hands it back.")
    if not reason.strip():
        raise Refused("Write why you hand the review back.")
    standing.taken_by, standing.taken_at = None, None
    standing.save(update_fields=["taken_by", "taken_at"])
    log(acting, "intake_review.handed_back", standing, {"reason": reason.strip()})
    return standing


@transaction.atomic
def answer_review(acting: Person, request: ReviewRequest, verdict: str, *, text: str) -> ReviewAnswer:
    """Answer a review that one has taken: clear, clear with conditions, or an objection."""
    standing = _waiting(acting, request)
    if standing.taken_by_id != acting.pk:
        raise Refused("Take the review first, so that everybody sees who answers it.")
    if verdict not in ReviewVerdict.values:
        raise Refused("Answer: clear, clear with conditions, or objection.")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"An answer has at most {LONGEST_TEXT:,} characters; this has {len(text):,}.")
    if verdict != ReviewVerdict.CLEAR and not text.strip():
        raise Refused("Write the conditions, or what you object to.")
    answer = ReviewAnswer.objects.create(
        request=standing,
        verdict=verdict,
        text=text.strip(),
        answered_by=acting,
        answered_at=timezone.now(),
        seen_version=newest_version(standing.use_case),
    )
    standing.answered = True
    standing.save(update_fields=["answered"])
    log(
        acting,
        "intake_review.answered",
        standing,
        {"use_case": standing.use_case_id, "seat": standing.seat, "verdict": verdict, "text": answer.text},
    )
    publish(FactsChanged(standing.use_case))
    return answer


@transaction.atomic
def ask_again(acting: Person, request: ReviewRequest, *, reason: str, due_on: date) -> ReviewRequest:
    """Open an answered review again: conditions were met, something changed, or the answer has grown old."""
    check(acting, Act.ASK_REVIEWERS, request.use_case)
    take_turn()
    standing = ReviewRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if not standing.answered:
        raise Refused("This review is not answered yet; it is still being asked.")
    if ReviewRequest.objects.filter(follows=standing).exists():
        raise Refused("This review was opened again already.")
    _check_asking(due_on, reason)
    again = ReviewRequest.objects.create(
        use_case=standing.use_case,
        seat=standing.seat,
        question=reason.strip(),
        asked_by=acting,
        asked_at=timezone.now(),
        due_on=due_on,
        follows=standing,
    )
    log(acting, "intake_review.asked_again", again, {**_asked(again), "follows": standing.pk})
    return again


def _waiting(acting: Person, request: ReviewRequest) -> ReviewRequest:
    """The request, held until the transaction ends; raises Refused unless it waits and this person may answer it."""
    check_organisation(acting, request.use_case.organisation_id)
    if Seat(request.seat) not in seats_of(acting) or not acting.active:
        raise NotAllowed(f"This review is answered by whoever holds the seat {Seat(request.seat).label}.")
    if request.use_case.proposed_by_id == acting.pk:
        raise NotAllowed(
            "You proposed this use case, and nobody reviews what they proposed. Another holder of the seat does."
        )
    take_turn()
    standing = ReviewRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if standing.answered:
        raise Refused("This review is answered. To look at it anew, it has to be opened again.")
    return standing


def _check_asking(due_on: date, question: str) -> None:
    if due_on < timezone.localdate():
        raise Refused(f"The answer is due on {due_on:%-d %B %Y}, which has passed; choose today or later.")
    if not question.strip() or len(question) > LONGEST_TEXT:
        raise Refused(f"Write what the reviewers are asked, in at most {LONGEST_TEXT:,} characters.")


def _asked(request: ReviewRequest) -> dict[str, str | int]:
    return {"use_case": request.use_case_id, "seat": request.seat, "due_on": request.due_on.isoformat()}
