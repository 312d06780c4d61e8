"""What one person says in an assessment of readiness: kept as they go, handed in for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.strategy.models import ReadinessAssessment, ReadinessAssessor, ReadinessRating
from attending.strategy.models.readiness import GRADES
from attending.strategy.queries.readiness import items_of, own_ratings


@dataclass(frozen=True, slots=True)
class Given:
    """What is said about one item: a grade from 0 to 4, or that one cannot say, or nothing but a note so far."""

    grade: int | None = None
    cannot_say: bool = False
    note: str = ""


@transaction.atomic
def save_grades(acting: Person, assessment: ReadinessAssessment, given: Mapping[int, Given]) -> ReadinessAssessor:
    """Keep what somebody has said so far, by the item's primary key; items that are not named stay as they are.

    Nobody else sees it before it is handed in.
    """
    own = _own(acting, assessment)
    asked = {item.pk: item for item in assessment.items.all()}
    now = timezone.now()
    for pk, said in given.items():
        if pk not in asked:
            raise Refused(f"Item {pk} is not asked in this assessment; go back to its page.")
        if said.grade is not None and said.grade not in GRADES:
            raise Refused(f"Grade {said.grade} of {asked[pk].statement!r} is none of 0 to 4.")
        if said.grade is not None and said.cannot_say:
            raise Refused(f"{asked[pk].statement!r} has a grade and a cannot say; choose one.")
    _keep(
        [
            ReadinessRating(
                assessor=own,
                item=asked[pk],
                grade=said.grade,
                cannot_say=said.cannot_say,
                note=said.note.strip(),
                saved_at=now,
            )
            for pk, said in given.items()
        ],
        ["grade", "cannot_say", "note", "saved_at"],
    )
    return own


@transaction.atomic
def save_pull(acting: Person, assessment: ReadinessAssessment, pull: int | None) -> ReadinessAssessor:
    """Keep how much somebody wants it here, from 1 to 5; it never counts as readiness."""
    own = _own(acting, assessment)
    if pull is not None and not 1 <= pull <= 5:
        raise Refused(f"How much you want it is a number from 1 to 5, not {pull}.")
    own.pull = pull
    own.save(update_fields=["pull"])
    return own


@transaction.atomic
def hand_in(acting: Person, assessment: ReadinessAssessment, *, blanks_cannot_say: bool = False) -> ReadinessAssessor:
    """Hand in for good. What is blank has to be confirmed as ``cannot say``; it is never guessed."""
    take_turn()
    own = _own(acting, assessment)
    said = own_ratings(own)
    items = items_of(assessment)
    blank = [item for item in items if item.pk not in said or is_blank(said[item.pk])]
    if blank and not blanks_cannot_say:
        names = "; ".join(item.statement for item in blank)
        raise Refused(
            f"{len(blank)} of {len(items)} items are blank. Grade them, or confirm that you cannot say: {names}"
        )
    now = timezone.now()
    silent = [ReadinessRating(assessor=own, item=item, cannot_say=True, saved_at=now) for item in blank]
    _keep(silent, ["cannot_say", "saved_at"])
    own.handed_in_at = now
    own.save(update_fields=["handed_in_at"])
    log(acting, "readiness.handed_in", assessment, {"items": len(items), "blank_as_cannot_say": len(blank)})
    return own


def is_blank(rating: ReadinessRating) -> bool:
    """Whether nothing is said yet; a note alone says nothing."""
    return rating.grade is None and not rating.cannot_say


def _keep(ratings: list[ReadinessRating], changed: list[str]) -> None:
    ReadinessRating.objects.bulk_create(
        ratings, update_conflicts=True, unique_fields=["assessor", "item"], update_fields=changed
    )


def _own(acting: Person, assessment: ReadinessAssessment) -> ReadinessAssessor:
    """Somebody's own sheet, held until this is over; raises where they were not asked, or it is too late."""
    own = ReadinessAssessor.objects.select_for_update(no_key=True).filter(assessment=assessment, person=acting).first()
    if own is None or not acting.active or own.withdrawn_at is not None:
        raise NotAllowed("Only the people who are asked answer in this assessment.")
    if own.handed_in_at is not None:
        raise Refused("You have handed in; what you said stays as it is.")
    if ReadinessAssessment.objects.filter(pk=assessment.pk, closed_at__isnull=False).exists():
        raise Refused("This assessment is closed; nothing more is taken.")
    return own
