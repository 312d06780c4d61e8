"""What the database itself refuses, each tried once past every action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attending.program.models import (
    AiModel,
    Capability,
    CapabilityLink,
    ClinicalInput,
    Deployment,
    DeploymentStateChange,
    EnterprisePriority,
    MeasureBatch,
    MeasureResult,
    ModelVersion,
    Organisation,
    OutcomeMeasure,
    Person,
    SeatHolding,
    Site,
    StrategicAnswer,
    Unit,
    UseCase,
)
from tests.integration.house import House

DAY, LATER = date(2026, 1, 31), date(2026, 2, 28)


def seat(house: House, **values: object) -> None:
    SeatHolding.objects.create(**{"person": house.nurse, "started_on": DAY, "use_case": house.use_case, **values})


def use_case(house: House, **values: object) -> UseCase:
    common = {
        "organisation": house.cmio.organisation,
        "title": "Falls",
        "key": "falls",
        "kind": "predictive",
        "problem": "Patients fall.",
        "proposed_by": house.cmio,
        "proposed_on": DAY,
    }
    return UseCase.objects.create(**{**common, **values})


def given(house: House, **values: object) -> None:
    common = {"person": house.nurse, "discipline": "nursing", "about": "risk", "said": "It alarms."}
    ClinicalInput.objects.create(**{"use_case": house.use_case, "given_at": timezone.now(), **common, **values})


def deployment(house: House, **values: object) -> None:
    common = {
        "use_case": house.use_case,
        "unit": Unit.objects.create(site=Site.objects.get(), name="5 East"),
        "model_version": house.deployment.model_version,
        "state_since": timezone.now(),
    }
    Deployment.objects.create(**{**common, **values})


def batch(house: House, **values: object) -> MeasureBatch:
    common = {
        "deployment": house.deployment,
        "source": "log",
        "source_sha256": "0" * 64,
        "period_start": DAY,
        "period_end": LATER,
        "rows_read": 10,
        "rows_loaded": 9,
        "measured_by": house.platform,
        "measured_at": timezone.now(),
    }
    return MeasureBatch.objects.create(**{**common, **values})


def result(house: House, *, times: int = 1, **values: object) -> None:
    common = {
        "measure": "auroc",
        "attribute": "overall",
        "level": "all",
        "period_start": DAY,
        "period_end": LATER,
        "n": 9,
        "events": 2,
        "value": 0.8,
    }
    standing = batch(house)
    for _ in range(times):
        MeasureResult.objects.create(batch=standing, **{**common, **values})


def outcome(house: House, **values: object) -> None:
    common = {"name": "Falls", "unit": "%", "baseline": 3, "baseline_n": 9, "target": 2, "horizon_quarters": 4}
    OutcomeMeasure.objects.create(use_case=house.use_case, **{**common, **values})


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def capability(house: House, **values: object) -> Capability:
    common = {"name": "Log", "kind": "data_feed", "state": "available", "description": "Scores."}
    return Capability.objects.create(organisation=house.cmio.organisation, **{**common, **values})


def link(house: House, relations: tuple[str, ...]) -> None:
    feed = capability(house)
    for relation in relations:
        CapabilityLink.objects.create(use_case=house.use_case, capability=feed, relation=relation)


def answer(house: House, **values: object) -> None:
    common = {"question": "value", "answer": "Minutes.", "answered_by": house.owner, "answered_at": timezone.now()}
    StrategicAnswer.objects.create(use_case=house.use_case, **{**common, **values})


def moved(house: House, before: str, after: str) -> None:
    DeploymentStateChange.objects.create(
        deployment=house.deployment, before=before, after=after, acting=house.cmio, reason="x", at=timezone.now()
    )


BREAKING: dict[str, Callable[[House], object]] = {
    "an organisation's name once": lambda h: Organisation.objects.create(name=h.cmio.organisation.name),
    "a site's name once": lambda h: Site.objects.create(organisation=h.cmio.organisation, name="Main"),
    "a unit's name once": lambda h: Unit.objects.create(site=Site.objects.get(), name="4 West"),
    "a printed name once": lambda h: Person.objects.create(
        organisation=h.cmio.organisation, printed_name="Nia Nurse", discipline="nursing"
    ),
    "a login is one person": lambda h: Person.objects.create(
        organisation=h.cmio.organisation, printed_name="Other", discipline="nursing", user=h.nurse.user
    ),
    "a known discipline": lambda h: Person.objects.create(
        organisation=h.cmio.organisation, printed_name="Other", discipline="magic"
    ),
    "a seat held by one at a time": lambda h: seat(h, seat="clinical_owner"),
    "an enterprise seat once per person": lambda h: seat(h, person=h.cmio, seat="cmio", use_case=None),
    "an enterprise seat on no use case": lambda h: seat(h, seat="cmio"),
    "a seat of a use case on one": lambda h: seat(h, seat="clinical_owner", use_case=None),
    "a seat ends after it starts": lambda h: seat(h, seat="model_steward", ended_on=date(2025, 1, 1)),
    "a priority's position once": lambda h: twice(
        lambda: EnterprisePriority.objects.create(
            organisation=h.cmio.organisation, title="A", statement="B", position=1
        )
    ),
    "a use case's key once": lambda h: use_case(h, key="sepsis-alert"),
    "a known stage": lambda h: use_case(h, stage="dreaming"),
    "a known kind": lambda h: use_case(h, kind="oracle"),
    "a use case names a problem": lambda h: use_case(h, problem=""),
    "an outcome measure once": lambda h: twice(lambda: outcome(h)),
    "a horizon of at least a quarter": lambda h: outcome(h, horizon_quarters=0),
    "a horizon of at most twelve quarters": lambda h: outcome(h, horizon_quarters=13),
    "a known question": lambda h: answer(h, question="why"),
    "an answer says something": lambda h: answer(h, answer=""),
    "a capability's name once": lambda h: twice(lambda: capability(h)),
    "a known kind of capability": lambda h: capability(h, kind="spell"),
    "a known state of a capability": lambda h: capability(h, state="lost"),
    "a capability linked once": lambda h: link(h, ("needs", "builds")),
    "a known relation": lambda h: link(h, ("loves",)),
    "input about something known": lambda h: given(h, about="weather"),
    "input says something": lambda h: given(h, said=""),
    "input answered wholly: no effect": lambda h: given(
        h, answer="Raised.", answered_by=h.owner, answered_at=timezone.now()
    ),
    "input answered wholly: no answer": lambda h: given(
        h, effect="changed", answered_by=h.owner, answered_at=timezone.now()
    ),
    "input answered wholly: by nobody": lambda h: given(
        h, effect="changed", answer="Raised.", answered_at=timezone.now()
    ),
    "a model's name once": lambda h: AiModel.objects.create(
        organisation=h.cmio.organisation, name="Sepsis model", maker="x", intended_use="x"
    ),
    "a version once": lambda h: ModelVersion.objects.create(
        ai_model=AiModel.objects.get(), version="2.1", released_on=DAY
    ),
    "a deployment once": lambda h: deployment(h, unit=h.deployment.unit),
    "a known state": lambda h: deployment(h, state="asleep"),
    "an action threshold of at most one": lambda h: deployment(h, action_threshold=Decimal("1.000001")),
    "an action threshold of at least nought": lambda h: deployment(h, action_threshold=Decimal("-0.1")),
    "a change of state changes": lambda h: moved(h, "live", "live"),
    "no more loaded than read": lambda h: batch(h, rows_loaded=11),
    "a period in order": lambda h: batch(h, period_start=LATER, period_end=DAY),
    "a batch's name once": lambda h: batch(h, uid=batch(h).uid),
    "a result once": lambda h: result(h, times=2),
    "a result once per threshold": lambda h: result(h, times=2, threshold=Decimal("0.5")),
    "without a value a reason": lambda h: result(h, value=None),
    "no more events than n": lambda h: result(h, events=10),
}


@pytest.mark.parametrize("rule", BREAKING)
def test_the_database_refuses(house: House, rule: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BREAKING[rule](house)


def test_what_was_ended_may_be_taken_again(house: House) -> None:
    seat(house, seat="clinical_owner", ended_on=DAY)
    given(house, answer="Raised.", effect="changed", answered_by=house.owner, answered_at=timezone.now())
    result(house, value=None, reason="No events.")
    assert SeatHolding.objects.filter(seat="clinical_owner").count() == 2


def test_what_others_stand_on_cannot_be_deleted(house: House) -> None:
    from django.db.models import ProtectedError

    for record in (house.use_case, house.nurse, house.deployment.unit, house.cmio.organisation):
        with pytest.raises(ProtectedError):
            record.delete()
