"""Tell those who answer for an AI that its approval lapsed, ends soon, or ended, beside what their rounds say.

Each runs in the transaction of what it tells, and names no patient.
"""

from __future__ import annotations

from django.urls import reverse

from attending.governance.models import Approval, Lapse
from attending.notices.actions import announce, notify
from attending.program.actions.record import name_of
from attending.program.models import Deployment, Person, Seat, UseCase
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.ui import formats

_TOLD = (Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER)


def tell_lapsed(lapse: Lapse) -> None:
    """What no longer holds, and until when it may still be used."""
    approval = lapse.approval
    said = "\n".join(f"It was: {each['sentence']} It is: {each['now']}" for each in lapse.broken)
    until = formats.plain(formats.moment(approval.ends_at))
    body = f"{said}\n\nIt may be used until {until}. Have it decided again before."
    _tell(approval, "lapsed", f"The approval lapsed: {_subject(approval)}", body)


def tell_ending(approval: Approval) -> None:
    """The last day on which it holds, once its gate is asked again."""
    last = formats.plain(formats.date(formats.last_day(approval.ends_at)))
    body = f"It holds until the end of {last}, and its gate is asked again. Without a new approval it is not used then."
    _tell(approval, "ending", f"The approval ends on {last}: {_subject(approval)}", body)


def tell_paused(approval: Approval) -> None:
    """That the system has paused it."""
    ended = formats.plain(formats.moment(approval.ends_at))
    body = (
        f"Its approval ended on {ended}, and the system paused it. Staff stop using it now.\n\n"
        "It runs again once it is approved and two people resume it."
    )
    _tell(approval, "paused", f"Paused, because its approval ended: {_subject(approval)}", body)


def _tell(approval: Approval, part: str, subject: str, body: str) -> None:
    use_case, key = approval.use_case, f"{name_of(approval)}:{part}"
    link = reverse("governance:approval", args=[approval.pk])
    for person in _people(use_case):
        notify(person, subject=subject, body=body, link=link, key=key)
    announce(use_case.organisation, subject=subject, body=body, link=link, key=key)


def _people(use_case: UseCase) -> list[Person]:
    """Its clinical and operational owner and the chief medical information officers; else the administrators."""
    held = holders_of([use_case]).get(use_case.pk, {})
    owners = [held[seat] for seat in _TOLD if seat in held and held[seat].active]
    found = {each.pk: each for each in (*owners, *enterprise_holders(use_case.organisation, Seat.CMIO))}
    return list(found.values()) or list(enterprise_holders(use_case.organisation, Seat.ADMINISTRATOR))


def _subject(approval: Approval) -> str:
    subject: Deployment | UseCase = approval.deployment or approval.use_case
    return str(subject)
