"""Reads of strategy; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from attending.decisions.models import Proposal
from attending.program.models import (
    Capability,
    CapabilityLink,
    ClinicalInput,
    EnterprisePriority,
    Organisation,
    UseCase,
)


def priorities_with_use_cases(organisation: Organisation) -> Sequence[EnterprisePriority]:
    """Each enterprise priority with its use cases."""
    cases = UseCase.objects.annotate(
        live_count=Count("deployments", filter=Q(deployments__state__in=["live", "pilot"]), distinct=True),
        paused_count=Count("deployments", filter=Q(deployments__state="paused"), distinct=True),
    ).order_by("title")
    found = EnterprisePriority.objects.filter(organisation=organisation)
    return list(found.prefetch_related(Prefetch("usecase_set", cases, to_attr="cases")))


def use_cases_without_priority(organisation: Organisation) -> Sequence[UseCase]:
    """Use cases that answer to no enterprise priority: isolated initiatives."""
    return list(UseCase.objects.filter(organisation=organisation, priority=None).order_by("title"))


def proposals_about(use_case: UseCase) -> Sequence[Proposal]:
    """What was asked about a use case and its deployments, newest first, with the decision if there is one."""
    return list(Proposal.objects.filter(use_case=use_case).select_related("decision").order_by("-proposed_at", "-pk"))


def capabilities(organisation: Organisation) -> QuerySet[Capability]:
    """Every capability with the use cases that need and build it."""
    links = CapabilityLink.objects.select_related("use_case").order_by("use_case__title")
    return Capability.objects.filter(organisation=organisation).prefetch_related(Prefetch("links", links))


def unanswered_input(use_cases: Sequence[UseCase] | QuerySet[UseCase]) -> QuerySet[ClinicalInput]:
    """Clinical input that nobody answered yet, oldest first."""
    return (
        ClinicalInput.objects.filter(use_case__in=use_cases, effect=None)
        .select_related("use_case", "person")
        .order_by("given_at", "pk")
    )
