"""A proposal by somebody without an account, at a link: begun, saved, discarded, or sent and then waiting.

Whoever holds the draft's secret acts; the record names the link through which it came.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.accounts.rules import sha256_hex
from attending.analytics.identifiers import suspects
from attending.ledger.actions import append, take_turn
from attending.program.actions.record import name_of
from attending.program.rules import Refused
from attending.strategy.actions.intake import check_complete, check_open, locked, throw_away, write
from attending.strategy.models import DraftState, IntakeDraft, IntakeLink
from attending.strategy.queries.intake import closed_because
from attending.strategy.rules.intake import BEGUN_FOR_EACH, Closed, Step


class LinkClosed(Refused):
    """The link takes no more proposals; ``why`` says for which reason."""

    def __init__(self, why: Closed) -> None:
        super().__init__(f"{why}. What you wrote is kept; ask whoever gave you the link for another way.")
        self.why = why


@transaction.atomic
def begin_outside(link: IntakeLink) -> tuple[IntakeDraft, str]:
    """An empty draft at a link, and the secret by which it is resumed, kept nowhere."""
    take_turn()
    check_taking(link)
    if IntakeDraft.objects.filter(link=link).count() >= link.most * BEGUN_FOR_EACH:
        raise LinkClosed(Closed.FULL)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    draft = IntakeDraft.objects.create(
        organisation=link.organisation, link=link, secret_sha256=sha256_hex(secret), started_at=now, saved_at=now
    )
    return draft, secret


@transaction.atomic
def save_outside(draft: IntakeDraft, step: Step, answers: Mapping[str, Any]) -> IntakeDraft:
    """Keep what was written at one step; refused where it looks as if it told who a patient is."""
    draft = locked(draft)
    check_open(draft)
    if step is not Step.WHO:
        _check_no_patient(" \n".join(each for each in answers.values() if isinstance(each, str)))
    write(draft, step, answers)
    return draft


def _check_no_patient(text: str) -> None:
    places = "; ".join(str(each) for each in suspects(text, timezone.localdate()))
    if places:
        raise Refused(f"{places}. Take it out and save again: nothing of this page was kept.")


@transaction.atomic
def discard_outside(draft: IntakeDraft) -> IntakeDraft:
    """Throw a draft away, with what was written in it and by whom."""
    draft = locked(draft)
    check_open(draft)
    throw_away(draft)
    return draft


@transaction.atomic
def send_outside(draft: IntakeDraft) -> IntakeDraft:
    """Send a complete draft; it waits to be taken up. One that was sent already stays as it is."""
    draft = locked(draft)
    check_open(draft, sent=True)
    if draft.state != DraftState.DRAFT or draft.link is None:
        return draft
    check_taking(draft.link)
    check_complete(draft)
    draft.state, draft.sent_at = DraftState.WAITING, timezone.now()
    draft.save(update_fields=["state", "sent_at"])
    append("intake.sent", object=name_of(draft), actor=name_of(draft.link), payload={"title": str(draft)})
    return draft


def check_taking(link: IntakeLink) -> None:
    """Raise LinkClosed unless the link, as it stands now, takes one more proposal."""
    why = closed_because(IntakeLink.objects.get(pk=link.pk))
    if why is not None:
        raise LinkClosed(why)
