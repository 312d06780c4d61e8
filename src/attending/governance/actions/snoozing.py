"""Silence an acknowledged breach, or a warning, for a reason and until a day; the clock of a pause goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.record import require_not_dated_back
from attending.governance.models import Acknowledgement, Breach, OversightThreshold, Reading, Snooze, Verdict
from attending.governance.rules.escalation import snooze_faults
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.rules import Act, Refused


@transaction.atomic
def snooze_breach(
    acting: Person, breach: Breach, *, until: datetime, reason: str, now: datetime | None = None
) -> Snooze:
    """Tell nobody further of an acknowledged breach until a time, at most 30 days from now. The pause stays."""
    check(acting, Act.SNOOZE_THRESHOLD, breach.threshold.deployment.use_case)
    take_turn()
    standing = Breach.objects.select_for_update(no_key=True, of=("self",)).get(pk=breach.pk)
    if standing.closed_at is not None:
        raise Refused("This breach is closed already; nobody further is told.")
    if not Acknowledgement.objects.filter(breach=standing).exists():
        raise Refused("Nobody has said that they have this breach; say so first, then snooze it.")
    return _record(acting, breach.threshold, standing, until=until, reason=reason, now=now)


@transaction.atomic
def snooze_warning(
    acting: Person, threshold: OversightThreshold, *, until: datetime, reason: str, now: datetime | None = None
) -> Snooze:
    """Take a warning off the rounds until a time, at most 30 days from now. A breach in between shows all the same."""
    check(acting, Act.SNOOZE_THRESHOLD, threshold.deployment.use_case)
    take_turn()
    standing = OversightThreshold.objects.select_for_update(no_key=True, of=("self",)).get(pk=threshold.pk)
    newest = Reading.objects.filter(threshold=standing).last()
    if standing.retired_at is not None or newest is None or newest.verdict != Verdict.WARN:
        raise Refused("Only a threshold whose newest reading is past its warning limit can be snoozed.")
    return _record(acting, threshold, None, until=until, reason=reason, now=now)


def _record(
    acting: Person,
    threshold: OversightThreshold,
    breach: Breach | None,
    *,
    until: datetime,
    reason: str,
    now: datetime | None,
) -> Snooze:
    now = now or timezone.now()
    require_not_dated_back(now)
    faults = snooze_faults(now=now, until=until, reason=reason)
    if faults:
        raise Refused(" ".join(faults))
    record = Snooze.objects.create(
        threshold=threshold, breach=breach, person=acting, reason=reason.strip(), at=now, until=until
    )
    log(acting, "oversight.snoozed", breach or threshold, {"reason": record.reason, "until": until.isoformat()})
    return record
