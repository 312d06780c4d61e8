"""Delegations, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from attending.decisions import kinds
from attending.decisions.models import Delegation
from attending.program.models import Person
from attending.ui import formats
from attending.ui.parts import Link, Status


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """One delegation; ``end`` is empty where the reader cannot end it."""

    delegator: str
    delegate: str
    seat: str
    reach: str
    days: str
    reason: str
    state: Status
    end: Link | str


def delegation_days(delegation: Delegation) -> str:
    """Its first and last day in words."""
    last = timezone.localtime(delegation.ends_at) - timedelta(microseconds=1)
    return f"{formats.date(delegation.starts_at)} to {formats.date(last)}"


def delegation_rows(delegations: Sequence[Delegation], *, person: Person, oversees: bool) -> list[DelegationRow]:
    """``delegations`` with delegator, delegate, use case and end loaded, as ``person`` sees them."""
    return [
        DelegationRow(
            delegator=each.delegator.printed_name,
            delegate=each.delegate.printed_name,
            seat=each.get_seat_display(),
            reach=_reach(each),
            days=delegation_days(each),
            reason=each.reason,
            state=_state(each),
            end=Link("End", reverse("decisions:end-delegation", args=[each.pk]))
            if _runs(each) and (oversees or person.pk in {each.delegator_id, each.delegate_id})
            else "",
        )
        for each in delegations
    ]


def _reach(delegation: Delegation) -> str:
    where = delegation.use_case.title if delegation.use_case else "Every use case"
    what = ", ".join(kinds.label_of(kind) for kind in delegation.kinds) or "whatever is asked"
    return f"{where}: {what}"


def _runs(delegation: Delegation) -> bool:
    return not hasattr(delegation, "end") and delegation.ends_at > timezone.now()


def _state(delegation: Delegation) -> Status:
    end = getattr(delegation, "end", None)
    if end is not None:
        return Status("neutral", f"Ended, {formats.date(end.at)}: {end.reason}")
    if not _runs(delegation):
        return Status("neutral", "Over")
    if delegation.starts_at > timezone.now():
        return Status("pending", f"From {formats.date(delegation.starts_at)}")
    return Status("ok", "Stands now")
