"""Thresholds that are signed: offered by the safety officer, agreed by the owner and the CMIO."""

from __future__ import annotations

from attending.governance.actions.agreements import offer_agreement
from attending.governance.models import OversightAgreement
from attending.program.models import Seat
from tests.integration.house import House, sign


def signed_agreement(house: House) -> OversightAgreement:
    """Have every threshold of the house signed that is not yet."""
    agreement = offer_agreement(house.safety, house.deployment)
    sign(agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree")
    sign(agreement.proposal, house.cmio, Seat.CMIO, "agree")
    agreement.refresh_from_db()
    return agreement
