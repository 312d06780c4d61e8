"""Codes for concerns: opened for a unit, and closed."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from attending.accounts.rules import sha256_hex
from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person, Unit
from attending.program.rules import Act, Refused
from attending.safety.actions.record import check_on_unit
from attending.safety.models import ConcernCode


@transaction.atomic
def open_code(acting: Person, unit: Unit) -> tuple[ConcernCode, str]:
    """Open a code for a unit; returns it with its secret, which is printed on the poster and kept nowhere."""
    check_on_unit(acting, Act.OPEN_CONCERNS, unit)
    take_turn()
    if ConcernCode.objects.filter(unit=unit, closed_at=None).exists():
        raise Refused(f"{unit.name} has an open code. If its poster is lost, close that code and open another.")
    secret = secrets.token_urlsafe(32)
    code = ConcernCode.objects.create(
        unit=unit, secret_sha256=sha256_hex(secret), opened_by=acting, opened_at=timezone.now()
    )
    log(acting, "concern_code.opened", code, {"unit": unit.pk})
    return code, secret


@transaction.atomic
def close_code(acting: Person, code: ConcernCode) -> ConcernCode:
    """Close a code; what was raised at it stays, and is answered."""
    check_on_unit(acting, Act.OPEN_CONCERNS, code.unit)
    take_turn()
    found = ConcernCode.objects.select_for_update(no_key=True).get(pk=code.pk)
    if found.closed_at is not None:
        raise Refused("This code is closed already.")
    found.closed_by, found.closed_at = acting, timezone.now()
    found.save(update_fields=["closed_by", "closed_at"])
    log(acting, "concern_code.closed", found, {"unit": found.unit_id})
    return found
