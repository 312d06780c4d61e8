"""What is on record for a planning question; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from attending.program.models import Capability, CapabilityLink, Deployment, Organisation, UseCase
from attending.program.models.capabilities import CapabilityState, Relation
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from attending.strategy.models import ChangeLoad, Effort, Progress, Roadmap, WishKind
from attending.strategy.queries.effort import units
from attending.strategy.queries.panel_values import PanelValue, values_of
from attending.strategy.rules.progress import work_of
from attending.strategy.rules.quarters import quarter_of
from attending.strategy.rules.roadmap_facts import CapabilityFacts, CaseFacts, Setting, Taken, WishFacts, Work
from attending.strategy.rules.roadmap_limits import from_document
from attending.strategy.rules.unit_names import unit_names


def setting(roadmap: Roadmap) -> Setting:
    """The quarters, limits and units of a roadmap. One query."""
    names = unit_names(units(roadmap.organisation))
    this = quarter_of(timezone.localdate())
    return Setting(roadmap.first_quarter, roadmap.quarters, from_document(roadmap.limits), names, this)


def cases(organisation: Organisation, values: Mapping[int, PanelValue]) -> list[CaseFacts]:
    """Every use case; ``values`` are those of the panel. Five queries."""
    live = Deployment.objects.filter(use_case=OuterRef("pk"), state=State.LIVE)
    found = (
        UseCase.objects.filter(organisation=organisation)
        .annotate(is_live=Exists(live))
        .select_related("effort")
        .prefetch_related(
            Prefetch("effort__change_loads", ChangeLoad.objects.order_by("unit_id")),
            Prefetch("capability_links", CapabilityLink.objects.order_by("capability_id")),
        )
        .order_by("key")
    )
    newest = newest_progress(organisation)
    return [_case(each, values.get(each.pk), newest.get(each.pk)) for each in found]


def _case(use_case: UseCase, value: PanelValue | None, progress: Progress | None) -> CaseFacts:
    effort: Effort | None = getattr(use_case, "effort", None)
    links = list(use_case.capability_links.all())
    return CaseFacts(
        key=use_case.key,
        title=use_case.title,
        enabling=use_case.kind == Kind.ENABLING,
        value=None if value is None else value.value,
        taken=_taken(effort) if effort else None,
        tier=use_case.risk_tier,
        needs=tuple(link.capability_id for link in links if link.relation == Relation.NEEDS),
        builds=tuple(link.capability_id for link in links if link.relation == Relation.BUILDS),
        in_use=use_case.is_live,  # type: ignore[attr-defined]
        work=_work(progress, effort),
    )


def _taken(effort: Effort) -> Taken:
    return Taken(
        gate=effort.gate_quarters,
        duration=effort.duration_quarters,
        money=effort.money,
        clinician_hours=effort.clinician_hours,
        platform_days=effort.platform_days,
        reach=effort.reach,
        loads={load.unit_id: load.load for load in effort.change_loads.all()},
    )


def _work(progress: Progress | None, effort: Effort | None) -> Work | None:
    if progress is None or progress.started is None:
        return None
    return work_of(
        progress.started,
        progress.finished,
        progress.quarters_left,
        reported_on=timezone.localdate(progress.reported_at),
        estimated=effort.duration_quarters if effort else 1,
    )


def newest_progress(organisation: Organisation) -> dict[int, Progress]:
    """Where each use case of a roadmap really is, by primary key. One query."""
    found = Progress.objects.filter(use_case__organisation=organisation).order_by("reported_at", "pk")
    return {each.use_case_id: each for each in found}


def capabilities(organisation: Organisation) -> list[CapabilityFacts]:
    """Every capability with its outlook. One query."""
    found = Capability.objects.filter(organisation=organisation).select_related("outlook").order_by("pk")
    return [_capability(each) for each in found]


def _capability(capability: Capability) -> CapabilityFacts:
    outlook = getattr(capability, "outlook", None)
    return CapabilityFacts(
        capability.pk,
        capability.name,
        capability.kind,
        CapabilityState(capability.state),
        outlook.expected_on if outlook else None,
        outlook.end_value if outlook else 0.0,
    )


def standing_wishes(roadmap: Roadmap) -> list[WishFacts]:
    """The wishes that nobody took back. One query."""
    found = roadmap.wishes.filter(taken_back_at=None).select_related("use_case", "other")
    return [
        WishFacts(WishKind(each.kind), each.use_case.key, each.other.key if each.other else "", each.by_quarter)
        for each in found
    ]


def panel_values(roadmap: Roadmap) -> dict[int, PanelValue]:
    """The values of the panel that the roadmap is planned by. One query."""
    return values_of(roadmap.panel)
