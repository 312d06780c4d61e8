"""What a roadmap can say about a use case: what it takes, and where it is on the decided plan."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.queries.current_plans import kept
from attending.strategy.queries.effort import effort_of
from attending.strategy.queries.roadmaps import decided, newest_plan
from attending.strategy.rules.plan_reasons import work_span

ITEMS = ("effort", "roadmap")


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Two findings about a use case; a deployment is answered for by its use case, so nothing is said twice."""
    if isinstance(subject, Deployment):
        return []
    return [_effort(subject), _roadmap(subject)]


def _effort(use_case: UseCase) -> Finding:
    effort = effort_of(use_case)
    state = FindingState.MET if effort else FindingState.MISSING
    summary = f"Estimated by {effort.estimated_by}." if effort else "Nobody said what it takes, so it is not planned."
    at = effort.estimated_at if effort else None
    return Finding("effort", "Effort", state, summary, at, f"{url_of(use_case)}#effort")


def _roadmap(use_case: UseCase) -> Finding:
    roadmap = decided(use_case.organisation)
    record = newest_plan(roadmap) if roadmap else None
    if roadmap is None or record is None:
        summary = "No roadmap is decided."
        state, link = FindingState.NOT_APPLICABLE, reverse("strategy:roadmaps")
        return Finding("roadmap", "Roadmap", state, summary, None, link)
    found = kept(record)
    link = reverse("strategy:roadmap", args=[roadmap.pk])
    place = next((each for each in found.plan.scheduled if each.initiative == use_case.key), None)
    if place is not None:
        span = work_span(found.problem, place.start, place.finish)
        summary = f"On the decided roadmap {roadmap.title}: {span}."
        return Finding("roadmap", "Roadmap", FindingState.MET, summary, record.made_at, link)
    aside = next((each.why for each in found.aside if each.key == use_case.key), "")
    summary = f"Not on the decided roadmap {roadmap.title}. {aside}".strip()
    return Finding("roadmap", "Roadmap", FindingState.NOT_APPLICABLE, summary, record.made_at, f"{link}#out")
