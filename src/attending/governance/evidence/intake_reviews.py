"""What the intake reviewers said about a use case, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.governance.queries import intake_reviews as queries
from attending.governance.rules.intake_reviews import ReviewStanding, short, standing, summed
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState

ITEM = "intake-reviews"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding: met when every seat that was asked is clear, on conditions or without. Two queries."""
    use_case = subject if isinstance(subject, UseCase) else subject.use_case
    requests = queries.newest_of([use_case.pk]).get(use_case.pk, {})
    newest = queries.newest_versions([use_case.pk]).get(use_case.pk)
    now, today = timezone.now(), timezone.localdate()
    reviews = {seat: queries.as_review(request, newest) for seat, request in requests.items()}
    states = {seat: standing(review, now, today) for seat, review in reviews.items()}
    together = summed(list(states.items()))
    conditions = tuple(
        f"{short(seat)}: {requests[seat].answer.text}"
        for seat, state in states.items()
        if state is ReviewStanding.CONDITIONS
    )
    answered = [each.answered_at for each in reviews.values() if each.answered_at is not None]
    state = FindingState.PARTIAL
    if not reviews:
        state = FindingState.MISSING
    elif together.met:
        state = FindingState.MET
    elif together.stale:
        state = FindingState.STALE
    link = reverse("governance:use-case-reviews", args=[use_case.key])
    as_of = min(answered, default=None)
    return [Finding(ITEM, "Intake reviews", state, together.sentence, as_of, link, conditions)]
