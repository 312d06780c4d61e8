"""Surveys: the newest whole one, the one that runs, and what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet

from attending.frameworks.models import Survey, SurveyedFinding
from attending.frameworks.rules.answers import Records
from attending.program.models import Deployment, Organisation, Person, Stage, UseCase
from attending.program.registries.evidence import FindingState

MOST_OWNERS = 3


@dataclass(frozen=True, slots=True)
class Owners:
    """Who answers for the records of an item: the first names in order, and how many there are in all."""

    names: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """By evidence item: how many findings are in which state and from when, and who answers for them."""

    records: Mapping[str, Sequence[Records]]
    owners: Mapping[str, Owners]


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


def found_in(survey: Survey, use_case: UseCase | None = None) -> Found:
    """What a survey found of one use case, or of all, counted by evidence item. Two queries."""
    rows = list(
        _found(survey, use_case)
        .order_by("item", "state")
        .values_list("item", "state", "owner")
        .annotate(count=Count("*"), newest=Max("as_of"), oldest=Min("as_of"))
    )
    names = dict(Person.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", "printed_name"))
    records: dict[str, list[Records]] = {}
    owners: dict[str, set[str]] = {}
    for item, state, owner, count, newest, oldest in rows:
        records.setdefault(item, []).append(Records(item, FindingState(state), count, newest, oldest))
        if owner is not None:
            owners.setdefault(item, set()).add(names[owner])
    return Found(records, {item: Owners(tuple(sorted(each)[:MOST_OWNERS]), len(each)) for item, each in owners.items()})


def findings_of(survey: Survey, items: Sequence[str]) -> QuerySet[SurveyedFinding]:
    """What was found of some evidence items, with use case and owner."""
    return SurveyedFinding.objects.filter(survey=survey, item__in=items).select_related("use_case", "owner")


def _found(survey: Survey, use_case: UseCase | None) -> QuerySet[SurveyedFinding]:
    """Of one use case: what holds for it, and what holds for the whole organisation."""
    found = SurveyedFinding.objects.filter(survey=survey)
    return found if use_case is None else found.filter(Q(use_case=use_case) | Q(use_case=None))
