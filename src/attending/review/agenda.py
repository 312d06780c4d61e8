"""Post-launch reviews that are due, offered to the committee's agenda."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from attending.decisions.in_force import policy_of
from attending.program.models import Organisation
from attending.program.registries.agenda import Group, Offer
from attending.review.models import CycleState
from attending.review.queries.cycles import open_cycles, running_in
from attending.review.rules.schedule import ASKED_BEFORE, due_at
from attending.ui import formats


def offered(organisation: Organisation, now: datetime) -> Iterable[Offer]:
    """The reviews that fall due, and those under way whose outcome nobody has asked for. Three queries."""
    deployments = running_in(organisation)
    policy = policy_of(organisation)
    opened = open_cycles([each.pk for each in deployments]) if deployments else {}
    for each in deployments:
        cycle = opened.get(each.pk)
        due = due_at(policy.tier(each.use_case.risk_tier).review_every, each.state_since, each.newest_signed_at)
        if cycle is not None and cycle.state != CycleState.OPEN:
            continue
        if cycle is None and now < due - ASKED_BEFORE:
            continue
        under_way = "It is under way; its outcome is not asked for yet." if cycle else "Nobody has begun it."
        yield Offer(
            key=f"review:{each.pk}:{due:%Y-%m-%d}",
            group=Group.REVIEW,
            title=f"Post-launch review of {each.use_case.title}",
            subject=f"{each.unit.name}, {each.unit.site.name}",
            why=f"Due {formats.date(due)}. {under_way}",
            link=reverse("review:cycle", args=[cycle.pk]) if cycle else reverse("review:deployment", args=[each.pk]),
            due=due,
            use_case=each.use_case,
        )
