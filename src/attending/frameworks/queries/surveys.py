"""Surveys: the newest whole one, the one that runs, and what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet

from attending.frameworks.models import Survey, SurveyedFinding
from attending.frameworks.rules.answers import Records
from attending.program.models import Deployment, Organisation, Stage, UseCase
from attending.program.registries.evidence import FindingState

MOST_OWNERS = 3


@dataclass(frozen=True, slots=True)
class Owners:
    """Who answers for the records of an item: the first names in order, and how many there are in all."""

    names: tuple[str, ...]
    total: int


def newest(organisation: Organisation) -> Survey | None:
    """The newest survey that read everything."""
    whole = Survey.objects.filter(organisation=organisation, finished_at__isnull=False, done=F("total"))
    return whole.order_by("-begun_at", "-pk").first()


def running(organisation: Organisation) -> Survey | None:
    """The survey that is being made now."""
    return Survey.objects.filter(organisation=organisation, finished_at=None).first()


def surveyed_use_cases(organisation: Organisation) -> QuerySet[UseCase]:
    """The use cases that are past their first stage or deployed somewhere: those that evidence is asked about."""
    deployed = Deployment.objects.filter(use_case__organisation=organisation).values_list("use_case", flat=True)
    begun = ~Q(stage=Stage.VALUE_THESIS) | Q(pk__in=deployed)
    return UseCase.objects.filter(begun, organisation=organisation).order_by("pk")


def records_of(survey: Survey, use_case: UseCase | None = None) -> Mapping[str, Sequence[Records]]:
    """By evidence item, how many findings are in which state and from when; of one use case, or of all. One query."""
    rows = (
        _found(survey, use_case)
        .values("item", "state")
        .annotate(count=Count("pk"), newest=Max("as_of"), oldest=Min("as_of"))
        .order_by("item", "state")
    )
    found: dict[str, list[Records]] = {}
    for row in rows:
        records = Records(row["item"], FindingState(row["state"]), row["count"], row["newest"], row["oldest"])
        found.setdefault(row["item"], []).append(records)
    return found


def owners_of(survey: Survey, use_case: UseCase | None = None) -> Mapping[str, Owners]:
    """By evidence item, who answers for what was found. One query."""
    rows = (
        _found(survey, use_case)
        .filter(owner__isnull=False)
        .values_list("item", "owner__printed_name")
        .distinct()
        .order_by("item", "owner__printed_name")
    )
    names: dict[str, list[str]] = {}
    for item, name in rows:
        names.setdefault(item, []).append(name)
    return {item: Owners(tuple(each[:MOST_OWNERS]), len(each)) for item, each in names.items()}


def findings_of(survey: Survey, items: Sequence[str]) -> QuerySet[SurveyedFinding]:
    """What was found of some evidence items, with use case and owner."""
    return SurveyedFinding.objects.filter(survey=survey, item__in=items).select_related("use_case", "owner")


def _found(survey: Survey, use_case: UseCase | None) -> QuerySet[SurveyedFinding]:
    """Of one use case: what holds for it, and what holds for the whole organisation."""
    found = SurveyedFinding.objects.filter(survey=survey)
    return found if use_case is None else found.filter(Q(use_case=use_case) | Q(use_case=None))
