"""Thresholds that are signed: offered by the safety officer, agreed by the owner and the CMIO."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import F

from attending.accounts.models import User
from attending.governance.actions.agreements import offer_agreement
from attending.governance.models import Breach, OversightAgreement
from attending.ledger import guards
from attending.program.models import Person, Seat
from tests.integration.house import House, sign


def signed_agreement(house: House) -> OversightAgreement:
    """Have every threshold of the house signed that is not yet."""
    agreement = offer_agreement(house.safety, house.deployment)
    sign(agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree")
    sign(agreement.proposal, house.cmio, Seat.CMIO, "agree")
    agreement.refresh_from_db()
    return agreement


def longer_ago(passed: timedelta) -> None:
    """Let every breach have opened so much earlier, which its guard refuses to everybody else."""
    guards.remove(connection, tables=["governance_breach"])
    Breach.objects.update(opened_at=F("opened_at") - passed, answer_by=F("answer_by") - passed)
    guards.install(connection, tables=["governance_breach"])


def addressed(house: House) -> None:
    """Give everybody an e-mail address; the people of the house forget the logins they had read before."""
    for user in User.objects.all():
        user.email = f"{user.username}@hospital.example"
        user.save(update_fields=["email"])
    for person in vars(house).values():
        if isinstance(person, Person):
            person.refresh_from_db()
