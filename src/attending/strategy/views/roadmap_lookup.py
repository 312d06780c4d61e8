"""The roadmap that an address names, for the person who asks."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.models import Plan, Roadmap, RoadmapState
from attending.strategy.queries import roadmaps
from attending.ui.parts import Crumb


def roadmap_or_404(acting: Person, pk: int) -> Roadmap:
    """A roadmap of the person's organisation."""
    try:
        return roadmaps.roadmap(acting.organisation, pk)
    except Roadmap.DoesNotExist:
        raise Http404("There is no such roadmap here.") from None


def plan_or_404(roadmap: Roadmap) -> Plan:
    """The newest plan of a roadmap."""
    plan = roadmaps.newest_plan(roadmap)
    if plan is None:
        raise Http404("This roadmap has no plan yet.")
    return plan


def may_plan(acting: Person) -> bool:
    """Whether the person plans roadmaps."""
    return bool(seats_of(acting) & RIGHTS[Act.PLAN_ROADMAP])


def is_draft(roadmap: Roadmap) -> bool:
    """Whether the roadmap may still change."""
    return roadmap.state == RoadmapState.DRAFT


def page_of(roadmap: Roadmap) -> str:
    """The address of a roadmap."""
    return reverse("strategy:roadmap", args=[roadmap.pk])


def crumbs(roadmap: Roadmap | None = None) -> list[Crumb]:
    """The pages above."""
    above = [Crumb("Roadmaps", reverse("strategy:roadmaps"))]
    return [*above, Crumb(roadmap.title, page_of(roadmap))] if roadmap else above
