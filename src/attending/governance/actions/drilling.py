"""Drill an escalation: real notices, marked, and the time until somebody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.record import require_not_dated_back
from attending.decisions.in_force import policy_of
from attending.governance.actions.telling import tell_level
from attending.governance.models import Drill, OversightThreshold
from attending.governance.queries.escalation import drill_clock, running_drills
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.rules import Act, Refused


@transaction.atomic
def open_drill(acting: Person, threshold: OversightThreshold, *, now: datetime | None = None) -> Drill:
    """Tell the one who may pause, and then the next levels, as if the threshold were breached; nothing is paused."""
    use_case = threshold.deployment.use_case
    check(acting, Act.DRILL_ESCALATION, use_case)
    take_turn()
    now = now or timezone.now()
    require_not_dated_back(now)
    if OversightThreshold.objects.get(pk=threshold.pk).retired_at is not None:
        raise Refused("This threshold is retired; drill one that is in force.")
    if running_drills(now).filter(threshold=threshold).exists():
        raise Refused("A drill of this threshold is running already; wait for its answer.")
    policy = policy_of(use_case.organisation_id)
    drill = Drill.objects.create(
        threshold=threshold,
        opened_by=acting,
        opened_at=now,
        answer_by=now + timedelta(hours=threshold.answer_within_hours),
        policy_version=policy.version,
        steps=[
            {"after_hours": step.after_hours, "tell": step.tell} for step in policy.tier(use_case.risk_tier).escalation
        ],
    )
    log(acting, "drill.opened", drill, {"threshold": threshold.pk, "answer_by": drill.answer_by.isoformat()})
    tell_level(drill, drill_clock(drill).levels()[0], now)
    return drill
