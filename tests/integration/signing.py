"""Sign as the page does, with password and code."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from attending.accounts.reauthentication import AuthenticationEvidence, challenge
from attending.accounts.reauthentication.evidence import PASSWORD_AND_TOTP, base64url
from attending.decisions import actions as decisions
from attending.decisions.models import Proposal
from attending.decisions.queries import newest_packet, standing
from attending.decisions.rules.eligibility import meaning_for
from attending.decisions.rules.options import read_options
from attending.program.models import Person, Seat

SCREEN = "What was on the screen."


def sign(
    proposal: Proposal, person: Person, seat: Seat, choice: str, *, reason: str = "As agreed", **changes: Any
) -> decisions.SigningResult:
    """Confirm and sign as the page does, with password and code."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    option = next(each for each in read_options(proposal.options) if each.key == choice)
    vote: dict[str, Any] = {
        "acting": person,
        "seat": str(seat),
        "choice": choice,
        "reason": reason,
        "conditions": [],
        "meaning": str(meaning_for(option, standing(proposal, person))),
        "packet_sha256": newest_packet(proposal).sha256,
        "rendered": SCREEN,
        **changes,
    }
    intent = decisions.prepare(proposal, **vote)
    assert person.user is not None
    evidence = AuthenticationEvidence(
        user_id=person.user.pk,
        components=PASSWORD_AND_TOTP,
        at=timezone.now(),
        challenge=base64url(challenge(intent)),
    )
    return decisions.sign(proposal, evidence=evidence, intent=intent, idempotency_key=uuid.uuid4().hex, **vote)
