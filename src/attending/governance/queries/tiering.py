"""Assessments of risk tiers, and the use cases that wait for one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attending.governance.models.tiering import TierAssessment
from attending.program.models import Organisation, Person, Seat, SeatHolding, Stage, UseCase


def use_case_of(organisation: Organisation, key: str) -> UseCase:
    """One use case by its key; raises UseCase.DoesNotExist."""
    return UseCase.objects.select_related("organisation").get(organisation=organisation, key=key)


def assessments(use_case: UseCase) -> list[TierAssessment]:
    """Every assessment of a use case, the newest first. One query."""
    return list(TierAssessment.objects.filter(use_case=use_case).select_related("assessed_by"))


def newest(use_cases: Collection[UseCase]) -> Mapping[int, TierAssessment]:
    """The newest assessment of each use case that has one, by its primary key. One query."""
    rows = TierAssessment.objects.filter(use_case__in=use_cases).order_by("assessed_at", "pk")
    return {row.use_case_id: row for row in rows}


def owned_beyond_first_stage(person: Person) -> list[UseCase]:
    """Use cases beyond their first stage of which a person is clinical owner. One query."""
    held = SeatHolding.objects.filter(person=person, seat=Seat.CLINICAL_OWNER, ended_on=None)
    found = UseCase.objects.filter(pk__in=held.values("use_case")).exclude(stage=Stage.VALUE_THESIS)
    return list(found.order_by("title"))


def seats_held_on(use_case: UseCase) -> frozenset[str]:
    """The seats that an active person holds now for a use case: its own, and those of the enterprise. One query."""
    rows = SeatHolding.objects.filter(
        person__organisation=use_case.organisation_id, person__active=True, ended_on=None
    ).values_list("seat", "use_case")
    return frozenset(seat for seat, on in rows if on in (None, use_case.pk))
