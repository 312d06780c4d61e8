"""Reads of roadmaps, their wishes, plans and progress; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Prefetch, QuerySet

from attending.program.models import Organisation, UseCase
from attending.strategy.models import (
    Plan,
    PlanningJob,
    PlanningState,
    PlanStudy,
    Progress,
    Roadmap,
    RoadmapState,
    RoadmapWish,
)
from attending.strategy.queries import roadmap_facts
from attending.strategy.rules.roadmap_problem import Framed, frame


def roadmaps(organisation: Organisation) -> QuerySet[Roadmap]:
    """Every roadmap with the panel it is planned by and the number of its plans."""
    found = Roadmap.objects.filter(organisation=organisation).select_related("panel", "opened_by", "decision")
    return found.annotate(plan_count=Count("plans"))


def roadmap(organisation: Organisation, pk: int) -> Roadmap:
    """One roadmap with its wishes; raises Roadmap.DoesNotExist."""
    wishes = RoadmapWish.objects.select_related("use_case", "other", "wished_by", "taken_back_by")
    found = Roadmap.objects.select_related("organisation", "panel", "opened_by", "decision__packet", "replans")
    return found.prefetch_related(Prefetch("wishes", wishes)).get(organisation=organisation, pk=pk)


def wish(organisation: Organisation, pk: int) -> RoadmapWish:
    """One wish; raises RoadmapWish.DoesNotExist."""
    found = RoadmapWish.objects.select_related("roadmap__organisation", "use_case", "other")
    return found.get(roadmap__organisation=organisation, pk=pk)


def newest_plan(roadmap: Roadmap) -> Plan | None:
    """The plan that is shown, edited and decided on."""
    return Plan.objects.filter(roadmap=roadmap).select_related("made_by", "comes_from").order_by("made_at", "pk").last()


def plans(roadmap: Roadmap) -> list[Plan]:
    """Every plan, newest first."""
    return list(Plan.objects.filter(roadmap=roadmap).select_related("made_by").order_by("-made_at", "-pk"))


def studies(plan: Plan) -> dict[str, PlanStudy]:
    """What was found out about a plan, by part."""
    return {each.part: each for each in PlanStudy.objects.filter(plan=plan)}


def active_job(roadmap: Roadmap) -> PlanningJob | None:
    """What is being computed for a roadmap now."""
    return PlanningJob.objects.filter(roadmap=roadmap, state__in=(PlanningState.WAITING, PlanningState.RUNNING)).first()


def newest_job(roadmap: Roadmap) -> PlanningJob | None:
    """What was asked for last, however it stands."""
    return PlanningJob.objects.filter(roadmap=roadmap).select_related("asked_by", "plan").first()


def decided(organisation: Organisation) -> Roadmap | None:
    """The roadmap that is followed now."""
    found = Roadmap.objects.filter(organisation=organisation, state=RoadmapState.DECIDED)
    return found.select_related("panel", "decision").first()


def newest(organisation: Organisation) -> Roadmap | None:
    """The decided roadmap or, without one, the newest that has a plan."""
    standing = decided(organisation)
    if standing is not None:
        return standing
    return Roadmap.objects.filter(organisation=organisation).exclude(plans=None).select_related("panel").first()


def progress_of(roadmap: Roadmap) -> list[Progress]:
    """Every report on a roadmap, newest first."""
    found = Progress.objects.filter(roadmap=roadmap).select_related("use_case", "reported_by")
    return list(found.order_by("-reported_at", "-pk"))


def use_cases_by_key(organisation: Organisation, keys: Iterable[str]) -> dict[str, UseCase]:
    """The use cases of a plan."""
    return {each.key: each for each in UseCase.objects.filter(organisation=organisation, key__in=list(keys))}


def framed(roadmap: Roadmap) -> Framed:
    """The planning question as everything stands now. Raises Refused where nothing can be planned. Nine queries."""
    values = roadmap_facts.panel_values(roadmap)
    return frame(
        roadmap_facts.setting(roadmap),
        roadmap_facts.cases(roadmap.organisation, values),
        roadmap_facts.capabilities(roadmap.organisation),
        roadmap_facts.standing_wishes(roadmap),
    )
