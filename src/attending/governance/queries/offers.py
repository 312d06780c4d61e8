"""What waits for the committee, read for an agenda; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from attending.decisions.models import Condition, Proposal, ProposalState
from attending.governance.models import Approval, Gate
from attending.program.models import Organisation
from attending.program.models.deployments import State


def open_proposals(organisation: Organisation) -> list[Proposal]:
    """Every open proposal, the longest waiting first. One query."""
    found = Proposal.objects.filter(organisation=organisation, state=ProposalState.OPEN)
    return list(found.select_related("use_case").order_by("proposed_at", "pk"))


def routes_of(proposals: Sequence[Proposal]) -> Mapping[int, str]:
    """The review route of each proposal that decides a gate, by the proposal's primary key. One query."""
    return dict(Gate.objects.filter(proposal__in=proposals).values_list("proposal", "route"))


def overdue_conditions(organisation: Organisation, today: date) -> list[Condition]:
    """Conditions whose day has passed without a proof, the oldest first. One query."""
    found = Condition.objects.filter(
        decision__proposal__organisation=organisation, closure=None, due_on__lt=today
    ).select_related("decision__proposal__use_case", "owner")
    return list(found.order_by("due_on", "pk"))


def ending_approvals(organisation: Organisation, by: datetime) -> list[Approval]:
    """The newest approval of each thing that is still in use, where it ends by a time and no gate is open. One query.

    An approval of a stage ends with the stage; only the one of the stage that a use case is in counts.
    """
    same = Q(use_case=OuterRef("use_case")) & (
        Q(deployment=OuterRef("deployment")) | Q(deployment=None, covers=OuterRef("covers"))
    )
    newer = Approval.objects.filter(same, pk__gt=OuterRef("pk"))
    asked = Gate.objects.filter(
        Q(deployment=OuterRef("deployment")) | Q(deployment=None, target=OuterRef("covers")),
        use_case=OuterRef("use_case"),
        closed_at=None,
        proposal__isnull=False,
    )
    found = (
        Approval.objects.filter(use_case__organisation=organisation, ends_at__lte=by)
        .exclude(deployment__state=State.RETIRED)
        .filter(~Exists(newer), ~Exists(asked))
        .select_related("use_case", "deployment__use_case", "deployment__unit", "deployment__model_version__ai_model")
        .select_related("lapse")
    )
    return [
        each for each in found.order_by("ends_at", "pk") if each.deployment_id or each.covers == each.use_case.stage
    ]
