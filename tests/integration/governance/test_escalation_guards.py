"""The database itself keeps terms, agreements, breaches and what was told of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from attending.governance.actions.acknowledging import acknowledge
from attending.governance.actions.agreements import offer_agreement
from attending.governance.actions.drilling import open_drill
from attending.governance.models import (
    Acknowledgement,
    Breach,
    Drill,
    EscalationLevel,
    OversightAgreement,
    OversightThreshold,
    Reading,
)
from attending.program.models import Seat
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, sign


def refused(change: Any, **values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change(**values)


def test_terms_retirement_and_a_signed_agreement_are_kept(house: House) -> None:
    house.agree()
    agreement = signed_agreement(house)
    threshold = OversightThreshold.objects.all()
    for change in ({"stop_low": 0.1}, {"deputy": house.nurse}, {"answer_within_hours": 700}, {"agreement": None}):
        refused(threshold.update, **change)
    threshold.update(retired_at=timezone.now())
    refused(threshold.update, retired_at=None)
    for change in ({"signed_at": None}, {"closed_at": None}, {"offered_by": house.nurse}):
        refused(OversightAgreement.objects.filter(pk=agreement.pk).update, **change)


def test_a_reading_stands_as_it_was_judged(house: House) -> None:
    house.agree()
    house.measure(0.6)
    readings = Reading.objects.filter(verdict="stop")
    assert readings.exists()
    refused(readings.update, verdict="within")
    refused(readings.update, value=0.9)


def test_no_threshold_joins_an_agreement_once_its_packet_is_sealed(house: House) -> None:
    house.agree()
    signed = signed_agreement(house)
    late = house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    rows = OversightThreshold.objects.filter(pk=late.pk)
    refused(rows.update, agreement=signed)
    offered = offer_agreement(house.safety, house.deployment)
    later = house.agree(measure="ici", stop_low=None, warn_low=None, stop_high=0.2)
    refused(OversightThreshold.objects.filter(pk=later.pk).update, agreement=offered)
    refused(OversightAgreement.objects.filter(pk=offered.pk).update, proposal=None)
    values = {each.attname: getattr(later, each.attname) for each in later._meta.fields if not each.primary_key}
    refused(OversightThreshold.objects.create, **{**values, "agreement_id": signed.pk})


def test_an_agreement_is_not_in_force_without_the_one_who_may_pause(house: House) -> None:
    house.agree(pause_authority=house.nurse, deputy=house.safety)
    agreement = offer_agreement(house.safety, house.deployment)
    unsigned = OversightAgreement.objects.filter(pk=agreement.pk)
    refused(unsigned.update, signed_at=timezone.now(), closed_at=timezone.now())
    sign(agreement.proposal, house.nurse, Seat.NURSING_LEAD, "agree")
    decision = sign(agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree").decision
    assert decision is not None
    other = house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    second = offer_agreement(house.safety, house.deployment)
    assert other.deployment == second.deployment
    borrowed = OversightAgreement.objects.filter(pk=second.pk)
    refused(borrowed.update, decision=decision, signed_at=timezone.now(), closed_at=timezone.now())


def test_steps_answers_and_drills_are_only_added(house: House) -> None:
    threshold = house.agree()
    house.measure(0.62)
    breach = Breach.objects.get()
    acknowledge(house.owner, breach)
    open_drill(house.cmio, threshold)
    refused(Breach.objects.update, answer_by=timezone.now())
    refused(Breach.objects.update, pause_after_hours=None)
    refused(Breach.objects.update, steps=[])
    records: list[tuple[type[models.Model], dict[str, Any]]] = [
        (EscalationLevel, {"at": timezone.now()}),
        (Acknowledgement, {"person": house.nurse}),
        (Drill, {"answer_by": timezone.now()}),
    ]
    for model, change in records:
        refused(model.objects.update, **change)
        refused(model.objects.all()._raw_delete, using="default")
    refused(EscalationLevel.objects.create, breach=breach, level=0, tell="deputy", at=timezone.now())
