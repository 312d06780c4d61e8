"""Use cases beyond their first stage whose tier was not assessed by the questions of now: their owners are asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.governance.models.tiering import TierAssessment
from attending.governance.queries.tiering import newest, owned_beyond_first_stage
from attending.governance.rules.tiering import Standing, in_words, standing
from attending.program.models import Deployment, Person, Seat, Stage, UseCase
from attending.program.queries.seats import holder
from attending.program.registries.worklist import Urgency, WorkItem


class TiersToAssess:
    """The questionnaire, asked of the clinical owner."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries, whatever the number of use cases."""
        owned = owned_beyond_first_stage(person)
        if not owned:
            return []
        policy, last = policy_of(person.organisation_id), newest(owned)
        stands = {each.pk: standing(policy, each.risk_tier, last.get(each.pk)) for each in owned}
        return [
            _item(each, stands[each.pk], last.get(each.pk), "You are clinical owner.", person.printed_name)
            for each in owned
            if stands[each.pk] is not Standing.HELD
        ]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """At most three queries."""
        use_case = deployment.use_case
        if use_case.stage == Stage.VALUE_THESIS:
            return []
        last = newest([use_case]).get(use_case.pk)
        stands = standing(policy_of(use_case.organisation_id), use_case.risk_tier, last)
        if stands is Standing.HELD:
            return []
        owner = holder(use_case, Seat.CLINICAL_OWNER)
        why = f"Asked: {owner.printed_name}, clinical owner." if owner else "Nobody is clinical owner."
        return [_item(use_case, stands, last, why, owner.printed_name if owner else "Clinical owner")]


def _item(use_case: UseCase, stands: Standing, last: TierAssessment | None, why: str, name: str) -> WorkItem:
    return WorkItem(
        title="The risk tier is to be assessed",
        subject=use_case.title,
        asked=f"{in_words(stands, use_case.risk_tier, last)} Answer the questions of the policy; it takes two minutes.",
        why=why,
        if_nothing="Its gates stay shut, and until it has a tier it is held to tier 3.",
        due=None,
        since=last.assessed_at if last else timezone.make_aware(datetime.combine(use_case.proposed_on, time())),
        urgency=Urgency.ASKED,
        link=reverse("governance:tier", args=[use_case.key]),
        action="Assess the risk",
        waits_for=name,
    )
