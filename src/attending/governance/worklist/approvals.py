"""Approvals that lapsed, end soon or have ended: for the clinical owner, who has them decided again, and the CMIO."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Approval
from attending.governance.queries.approvals import pressing
from attending.governance.rules.approvals import ASK_AGAIN, SOON, covered
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import holders_of, seats_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats


class ApprovalsEnding:
    """What has to be decided again: once it lapsed, or from 30 days before its end and urgent in the last week."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        owned = Q(
            use_case__holdings__person=person,
            use_case__holdings__seat=Seat.CLINICAL_OWNER,
            use_case__holdings__ended_on=None,
        )
        chief = Seat.CMIO in seats_of(person)
        mine = Q(use_case__organisation=person.organisation_id) if chief else owned
        return _items(list(pressing(timezone.now()).filter(mine)), person)

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        return _items(list(pressing(timezone.now()).filter(deployment=deployment)), None)


def _items(found: Sequence[Approval], person: Person | None) -> list[WorkItem]:
    now = timezone.now()
    holders = holders_of([each.use_case for each in found]) if found else {}
    return [_item(each, now, holders.get(each.use_case_id, {}).get(Seat.CLINICAL_OWNER), person) for each in found]


def _item(approval: Approval, now: datetime, owner: Person | None, person: Person | None) -> WorkItem:
    lapse = getattr(approval, "lapse", None)
    subject = approval.deployment or approval.use_case
    if person is not None and owner is not None and person.pk == owner.pk:
        why = "You are the clinical owner."
    elif person is not None:
        why = "You are the chief medical information officer."
    else:
        why = f"{owner or 'Nobody'} is the clinical owner."
    return WorkItem(
        title=_title(approval, now),
        subject=str(subject),
        asked=_asked(approval),
        why=why,
        if_nothing=_if_nothing(approval, now),
        due=approval.ends_at,
        since=lapse.at if lapse else max(approval.starts_at, approval.ends_at - ASK_AGAIN),
        urgency=Urgency.WARN if lapse or approval.ends_at - now <= SOON else Urgency.ASKED,
        link=reverse("governance:approval", args=[approval.pk]),
        action="See what changed" if lapse else "See what it rests on",
        waits_for=owner.printed_name if owner else "",
    )


def _title(approval: Approval, now: datetime) -> str:
    if approval.ends_at <= now:
        return f"The approval for {covered(approval.covers)} has ended"
    if hasattr(approval, "lapse"):
        return f"The approval for {covered(approval.covers)} lapsed"
    away = formats.days_until(formats.last_day(approval.ends_at), timezone.localdate(now))
    return f"The approval for {covered(approval.covers)} ends {away}"


def _asked(approval: Approval) -> str:
    again = "Bring what is missing at its gate, and have it decided again there."
    if not hasattr(approval, "lapse"):
        return f"See whether what it rests on still holds. {again}"
    no_more = " ".join(each["sentence"] for each in approval.lapse.broken)
    return f"This no longer holds: {no_more} {again}"


def _if_nothing(approval: Approval, now: datetime) -> str:
    if approval.deployment is None:
        return "The use case stays in its stage and goes no further."
    return "It stays paused." if approval.ends_at <= now else "It is paused when the approval ends."
