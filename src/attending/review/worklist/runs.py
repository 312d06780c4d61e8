"""Reviews that are due, asked of the model steward, or of the platform owner where nobody is steward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.policies.model import Policy
from attending.program.models import Deployment, Person, Seat
from attending.program.models.use_cases import WRITING
from attending.program.queries.seats import holders_of
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.review.queries.runs import running_deployments, with_newest_review
from attending.review.rules.schedule import due_at, is_asked

SEATS = (Seat.MODEL_STEWARD, Seat.PLATFORM_OWNER)


class ReviewsDue:
    """A first review of what runs, and the next one shortly before the newest becomes stale."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries, whatever the number of deployments."""
        policy = policy_of(person.organisation_id)
        asked = [each for each in running_deployments(person) if _asked(each, policy)]
        holders = holders_of([each.use_case for each in asked]) if asked else {}
        return [
            _item(each, policy, seat, holders.get(each.use_case_id, {}), to=person)
            for each in asked
            if (seat := _seat(holders.get(each.use_case_id, {}))) is not None
            and holders[each.use_case_id][seat].pk == person.pk
        ]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Three queries."""
        policy = policy_of(deployment.use_case.organisation_id)
        asked = [each for each in with_newest_review(deployment) if _asked(each, policy)]
        holders = holders_of([deployment.use_case]).get(deployment.use_case_id, {}) if asked else {}
        return [_item(each, policy, _seat(holders), holders, to=None) for each in asked]


def _asked(deployment: Any, policy: Policy) -> bool:
    every = policy.tier(deployment.use_case.risk_tier).review_every
    return is_asked(deployment.state, every, deployment.newest_run_at, timezone.now())


def _seat(holders: Mapping[Seat, Person]) -> Seat | None:
    return next((seat for seat in SEATS if seat in holders), None)


def _item(
    deployment: Any, policy: Policy, seat: Seat | None, holders: Mapping[Seat, Person], *, to: Person | None
) -> WorkItem:
    newest, writes = deployment.newest_run_at, deployment.use_case.kind in WRITING
    due = due_at(policy.tier(deployment.use_case.risk_tier).review_every, deployment.state_since, newest)
    name = holders[seat].printed_name if seat else "Model steward"
    if to is not None and seat is not None:
        why = f"You are {seat.label.lower()}."
    else:
        why = f"Asked: {name}, {seat.label.lower()}." if seat else "Nobody is model steward or platform owner."
    return WorkItem(
        title="The next review is due" if newest else "The first review is due",
        subject=str(deployment),
        asked="Close a round of peer review of what it writes, and look at what it says."
        if writes
        else "Review the newest log, and look at what it says.",
        why=why,
        if_nothing="Nobody will know whether it still works, and the review counts as stale."
        if newest
        else "It runs, and nobody knows how well it works here.",
        due=due,
        since=newest or deployment.state_since,
        urgency=Urgency.WARN if timezone.now() >= due else Urgency.ASKED,
        link=reverse("review:peer", args=[deployment.pk]) if writes else url_of(deployment),
        action="Go to peer review" if writes else "Go to the review",
        waits_for=name,
    )
