"""Thresholds are signed before they count: by whoever may pause, and one more."""

from __future__ import annotations

import pytest

from attending.decisions.actions import withdraw
from attending.governance.actions.agreements import offer_agreement
from attending.governance.models import OversightAgreement
from attending.ledger.models import Entry
from attending.program.models import Seat
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, sign


def test_the_one_who_may_pause_and_one_more_sign_and_then_it_is_in_force(house: House) -> None:
    threshold = house.agree()
    agreement = offer_agreement(house.safety, house.deployment)
    assert offer_agreement(house.cmio, house.deployment) == agreement
    sign(agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree")
    threshold.refresh_from_db()
    assert not threshold.signed
    sign(agreement.proposal, house.cmio, Seat.CMIO, "agree")
    threshold.refresh_from_db()
    assert threshold.signed
    verbs = (
        Entry.objects.filter(object=f"oversightagreement:{agreement.pk}").order_by("seq").values_list("verb", flat=True)
    )
    assert list(verbs) == ["oversight.offered", "oversight.agreement_closed"]
    with pytest.raises(Refused, match="Every threshold here is signed already"):
        offer_agreement(house.safety, house.deployment)


def test_two_others_cannot_sign_for_the_one_who_may_pause(house: House) -> None:
    house.agree(pause_authority=house.nurse, deputy=house.safety)
    agreement = offer_agreement(house.safety, house.deployment)
    sign(agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree")
    with pytest.raises(Refused, match="Nia Nurse may pause under this agreement and has to sign before the last one"):
        sign(agreement.proposal, house.cmio, Seat.CMIO, "agree")
    sign(agreement.proposal, house.nurse, Seat.NURSING_LEAD, "agree")
    agreement.refresh_from_db()
    assert agreement.signed_at is not None


def test_what_was_returned_or_taken_back_is_offered_again(house: House) -> None:
    house.agree()
    first = offer_agreement(house.safety, house.deployment)
    sign(first.proposal, house.owner, Seat.CLINICAL_OWNER, "return", reason="0.7 is too low for a ward at night.")
    first.refresh_from_db()
    assert (first.signed_at, first.closed_at is not None) == (None, True)
    second = offer_agreement(house.safety, house.deployment)
    withdraw(second.proposal, acting=house.safety, reason="Another threshold is to be added.")
    house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    assert signed_agreement(house).thresholds.count() == 2
    assert OversightAgreement.objects.count() == 3


def test_an_answer_is_asked_for_before_the_policy_pauses(house: House) -> None:
    with pytest.raises(Refused, match="The policy pauses 48 hours after a breach that nobody answered"):
        house.agree(answer_within_hours=72)


def test_only_those_who_agree_thresholds_offer_them(house: House) -> None:
    house.agree()
    with pytest.raises(NotAllowed):
        offer_agreement(house.nurse, house.deployment)
