"""What governance itself puts on an agenda: open proposals, conditions overdue, and approvals that end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Condition, Proposal
from attending.decisions.models import Urgency as Asked
from attending.governance.actions.minutes import KIND as MINUTES
from attending.governance.models import Approval, Route
from attending.governance.queries import offers as queries
from attending.program.models import Organisation
from attending.program.registries.agenda import Group, Offer
from attending.program.registries.pages import url_of
from attending.ui import formats

ENDS_WITHIN = timedelta(days=60)
"""An approval comes on the agenda this long before it ends."""
OUTCOME_OF_REVIEW = "review.outcome"


def offered(organisation: Organisation, now: datetime) -> Iterable[Offer]:
    """Everything that waits for the committee. Four queries."""
    proposals = queries.open_proposals(organisation)
    routes = queries.routes_of(proposals)
    yield from (_proposal(each, routes, now) for each in proposals)
    yield from (_condition(each) for each in queries.overdue_conditions(organisation, timezone.localdate(now)))
    yield from (_approval(each, now) for each in queries.ending_approvals(organisation, now + ENDS_WITHIN))


def _proposal(proposal: Proposal, routes: Mapping[int, str], now: datetime) -> Offer:
    route = routes.get(proposal.pk, "")
    waits = f"Asked {formats.date(proposal.proposed_at)}"
    if proposal.due_at is not None and proposal.due_at < now:
        waits += f", and overdue since {formats.date(proposal.due_at)}"
    return Offer(
        key=f"proposal:{proposal.pk}",
        group=_group(proposal, route),
        title=proposal.question,
        subject=proposal.subject_label,
        why=f"{waits}. If nobody answers: {proposal.if_nothing}",
        link=reverse("decisions:proposal", args=[proposal.pk]),
        due=proposal.due_at,
        use_case=proposal.use_case,
        proposal=proposal.pk,
        route=route,
    )


def _group(proposal: Proposal, route: str) -> Group:
    """A short route and the minutes of an earlier meeting are for consent; each is still signed on its own."""
    if proposal.urgency == Asked.STOP:
        return Group.BREACH
    if proposal.kind == MINUTES or route in {Route.FAST_TRACK, Route.REGISTRATION}:
        return Group.CONSENT
    return Group.REVIEW if proposal.kind == OUTCOME_OF_REVIEW else Group.DECISION


def _condition(condition: Condition) -> Offer:
    proposal = condition.decision.proposal
    return Offer(
        key=f"condition:{condition.pk}",
        group=Group.CONDITION,
        title=f"Condition: {condition.text}",
        subject=proposal.subject_label,
        why=f"{condition.owner.printed_name} owns it; it was due on {formats.date(condition.due_on)}.",
        link=reverse("decisions:condition", args=[condition.pk]),
        due=timezone.make_aware(datetime.combine(condition.due_on, time.max)),
        use_case=proposal.use_case,
    )


def _approval(approval: Approval, now: datetime) -> Offer:
    subject = approval.deployment or approval.use_case
    verb = "ended" if approval.ends_at <= now else "ends"
    lapsed = " Something that it rests on has changed." if hasattr(approval, "lapse") else ""
    return Offer(
        key=f"approval:{approval.pk}",
        group=Group.APPROVAL,
        title=f"The approval of {subject} {verb} on {formats.date(formats.last_day(approval.ends_at))}",
        subject=str(subject),
        why=f"Without a new approval it may not be used any longer.{lapsed}",
        link=url_of(subject),
        due=approval.ends_at,
        use_case=approval.use_case,
    )
