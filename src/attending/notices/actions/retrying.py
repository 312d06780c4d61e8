"""Have an administrator try again what was given up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.notices.actions.writing import address_of
from attending.notices.models import Channel, Notice, NoticeState
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused


@transaction.atomic
def try_again(acting: Person, notice: Notice, *, now: datetime | None = None) -> Notice:
    """Send what could not be delivered once more, with its attempts counted anew; the clock does it next."""
    check(acting, Act.ADMINISTER)
    check_organisation(acting, notice.organisation_id)
    take_turn()
    standing = (
        Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("person__user").get(pk=notice.pk)
    )
    if standing.state not in {NoticeState.UNDELIVERED, NoticeState.OFF}:
        raise Refused(f"This notice is not to be tried again: {standing.get_state_display().lower()}.")
    if standing.channel == Channel.EMAIL:
        if settings.ATTENDING_SMTP is None:
            raise Refused("No mail server is set up; set ATTENDING_SMTP_HOST first.")
        if standing.person is None or not address_of(standing.person):
            raise Refused(f"{standing.person} has no e-mail address; record one under Logins first.")
    standing.state, standing.next_at, standing.attempts = NoticeState.WAITING, now or timezone.now(), 0
    standing.save(update_fields=["state", "next_at", "attempts"])
    log(acting, "notice.tried_again", standing, {"channel": standing.channel})
    return standing
