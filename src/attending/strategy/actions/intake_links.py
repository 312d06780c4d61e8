"""Links at which people without an account may propose: opened and closed by leaders."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from attending.accounts.rules import sha256_hex
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.models import IntakeLink
from attending.strategy.rules.intake import LONGEST_LINK_DAYS, MOST_PROPOSALS


@transaction.atomic
def open_link(acting: Person, *, label: str, expires_on: date, most: int) -> tuple[IntakeLink, str]:
    """Open a link until the end of a day, for at most so many proposals; returns it with its secret, kept nowhere."""
    check(acting, Act.OPEN_INTAKE)
    today = timezone.localdate()
    if not label.strip():
        raise Refused("Say for whom the link is; whoever reads its proposals needs to know.")
    if not today <= expires_on <= today + timedelta(days=LONGEST_LINK_DAYS):
        raise Refused(f"The last day must lie between today and {LONGEST_LINK_DAYS} days from now.")
    if not 1 <= most <= MOST_PROPOSALS:
        raise Refused(f"A link takes between 1 and {MOST_PROPOSALS} proposals.")
    secret = secrets.token_urlsafe(32)
    link = IntakeLink.objects.create(
        organisation=acting.organisation,
        label=label.strip(),
        secret_sha256=sha256_hex(secret),
        most=most,
        expires_on=expires_on,
        opened_by=acting,
        opened_at=timezone.now(),
    )
    log(acting, "intake_link.opened", link, {"label": link.label, "expires_on": str(expires_on), "most": most})
    return link, secret


@transaction.atomic
def close_link(acting: Person, link: IntakeLink) -> IntakeLink:
    """End a link before its day; what was sent through it stays."""
    check(acting, Act.OPEN_INTAKE)
    check_organisation(acting, link.organisation_id)
    take_turn()
    link = IntakeLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.closed_at is not None:
        raise Refused("This link is closed already.")
    link.closed_by, link.closed_at = acting, timezone.now()
    link.save(update_fields=["closed_by", "closed_at"])
    log(acting, "intake_link.closed", link, {"label": link.label})
    return link
