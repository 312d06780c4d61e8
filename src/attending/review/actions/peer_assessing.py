"""What a reviewer does in a round: keep answers as a draft, and hand them in for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.review.models import Assessment, PeerReviewRound, RoundState
from attending.review.queries.peer_review import criteria_of, reviewer_of
from attending.review.rules.rubric import Criterion


def is_complete(assessment: Assessment, criteria: Sequence[Criterion]) -> bool:
    """Whether everything is answered, or the document could not be opened."""
    return assessment.missing or all(each.key in assessment.answers for each in criteria)


@transaction.atomic
def save_draft(
    acting: Person, round_: PeerReviewRound, number: int, *, answers: Mapping[str, str], missing: bool
) -> Assessment:
    """Keep what a reviewer has answered so far about a document; nobody else sees it before the round is closed.

    The draft is replaced as a whole: an answer that is left out is taken back.
    """
    own = _own(acting, round_).get(number)
    if own is None:
        raise NotAllowed("This document is not among those you were asked to read.")
    if own.submitted_at is not None:
        raise Refused("You have handed this document in; it stays as it is.")
    known = {each.key: {answer.key for answer in each.answers} for each in criteria_of(round_.rubric)}
    for criterion, answer in answers.items():
        if answer not in known.get(criterion, ()):
            raise Refused("The rubric has no such answer; choose one of those on the page.")
    own.answers, own.missing, own.saved_at = dict(answers), missing, timezone.now()
    own.save(update_fields=["answers", "missing", "saved_at"])
    return own


@transaction.atomic
def hand_in(acting: Person, round_: PeerReviewRound) -> int:
    """Hand in for good every document whose answers are complete; gives how many these were."""
    take_turn()
    found = _own(acting, round_)
    criteria = criteria_of(round_.rubric)
    ready = [each for each in found.values() if each.submitted_at is None and is_complete(each, criteria)]
    if not ready:
        raise Refused("There is nothing complete to hand in: answer every question of at least one document.")
    Assessment.objects.filter(pk__in=[each.pk for each in ready]).update(submitted_at=timezone.now())
    missing = sum(each.missing for each in ready)
    log(acting, "peer_review.handed_in", round_, {"documents": len(ready), "could_not_be_opened": missing})
    return len(ready)


def _own(acting: Person, round_: PeerReviewRound) -> dict[int, Assessment]:
    """The reviewer's own assessments by document, held until this is over."""
    reviewer = reviewer_of(round_, acting)
    if reviewer is None or not acting.active:
        raise NotAllowed("Only the reviewers named when the round was opened answer in it.")
    standing = PeerReviewRound.objects.select_for_update(no_key=True).only("state").get(pk=round_.pk)
    if standing.state != RoundState.OPEN:
        raise Refused("The round is closed; its answers stay as they are.")
    held = reviewer.assessments.select_for_update(of=("self",), no_key=True).select_related("item")
    return {each.item.number: each for each in held}
