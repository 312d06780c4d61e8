"""Reviews that leaders are to hold: asked of the clinical owner when the signed review falls due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.policies.model import Policy
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import holders_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.review.models import CycleState, ReviewCycle
from attending.review.queries.cycles import open_cycles, running_deployments, with_newest_signed
from attending.review.rules.schedule import ASKED_BEFORE, due_at


class ReviewsToHold:
    """The turn of review that is due, and the one that is open and waits for an outcome to be asked for."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries, whatever the number of deployments."""
        found = running_deployments(person, [Seat.CLINICAL_OWNER])
        policy = policy_of(person.organisation_id)
        opened = open_cycles([each.pk for each in found]) if found else {}
        return [
            _item(each, policy, opened.get(each.pk), "You are clinical owner.", person.printed_name)
            for each in found
            if _is_asked(each, policy, opened.get(each.pk))
        ]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Four queries."""
        found = with_newest_signed([deployment.pk])
        policy = policy_of(deployment.use_case.organisation_id)
        opened = open_cycles([deployment.pk]) if found else {}
        asked = [each for each in found if _is_asked(each, policy, opened.get(each.pk))]
        owner = holders_of([deployment.use_case]).get(deployment.use_case_id, {}).get(Seat.CLINICAL_OWNER)
        why = f"Asked: {owner.printed_name}, clinical owner." if owner else "Nobody is clinical owner."
        name = owner.printed_name if owner else "Clinical owner"
        return [_item(each, policy, opened.get(each.pk), why, name) for each in asked]


def _due(deployment: Any, policy: Policy) -> Any:
    return due_at(
        policy.tier(deployment.use_case.risk_tier).review_every, deployment.state_since, deployment.newest_signed_at
    )


def _is_asked(deployment: Any, policy: Policy, cycle: ReviewCycle | None) -> bool:
    if cycle is not None:
        return cycle.state == CycleState.OPEN
    return bool(timezone.now() >= _due(deployment, policy) - ASKED_BEFORE)


def _item(deployment: Any, policy: Policy, cycle: ReviewCycle | None, why: str, name: str) -> WorkItem:
    due = _due(deployment, policy)
    if cycle is None:
        link, action = reverse("review:hold", args=[deployment.pk]), "Hold the review"
    else:
        link, action = reverse("review:cycle", args=[cycle.pk]), "Go on with the review"
    return WorkItem(
        title="The post-launch review is to be signed",
        subject=str(deployment),
        asked="Read the one page, discuss it, and ask for its outcome: continue, change, pause or retire.",
        why=why,
        if_nothing="It keeps running, and nobody answers for whether it still works.",
        due=due,
        since=deployment.newest_signed_at or deployment.state_since,
        urgency=Urgency.WARN if timezone.now() >= due else Urgency.ASKED,
        link=link,
        action=action,
        waits_for=name,
    )
