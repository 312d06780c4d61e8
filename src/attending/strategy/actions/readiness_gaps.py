"""Turn a gap of a site into a capability that the use case needs."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.capabilities import link_capability, name_capability
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Capability, CapabilityLink, Person
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.rules import Act, Refused
from attending.strategy.models import ReadinessAssessment, ReadinessGap, ReadinessItem
from attending.strategy.queries.readiness import item_results
from attending.strategy.rules.readiness import Level, level


@transaction.atomic
def name_gap(
    acting: Person, assessment: ReadinessAssessment, item: ReadinessItem, capability: Capability
) -> ReadinessGap:
    """Say which capability would close a gap; the use case then needs it, unless it is linked to it already."""
    check(acting, Act.ASSESS_READINESS, assessment.use_case)
    check_organisation(acting, capability.organisation_id)
    take_turn()
    _check_gap(assessment, item)
    if ReadinessGap.objects.filter(assessment=assessment, item=item, capability=capability).exists():
        raise Refused(f"{capability.name} is named for this gap already.")
    gap = ReadinessGap.objects.create(
        assessment=assessment, item=item, capability=capability, named_by=acting, named_at=timezone.now()
    )
    if not CapabilityLink.objects.filter(use_case=assessment.use_case, capability=capability).exists():
        link_capability(acting, assessment.use_case, capability, Relation.NEEDS)
    payload = {"use_case": assessment.use_case.key, "site": assessment.site_id, "item": item.key}
    log(acting, "readiness.gap_named", gap, {**payload, "capability": capability.pk})
    return gap


@transaction.atomic
def name_gap_anew(
    acting: Person,
    assessment: ReadinessAssessment,
    item: ReadinessItem,
    *,
    name: str,
    kind: CapabilityKind,
    description: str,
) -> ReadinessGap:
    """The same with a capability that nobody has named yet; it is wished for until somebody builds it."""
    if not name.strip() or not description.strip():
        raise Refused("Name the capability, and say what it is.")
    capability = name_capability(
        acting, name=name.strip(), kind=kind, state=CapabilityState.WISHED, description=description.strip()
    )
    return name_gap(acting, assessment, item, capability)


def _check_gap(assessment: ReadinessAssessment, item: ReadinessItem) -> None:
    if assessment.results is None:
        raise Refused("A gap is named once the assessment is closed with its results.")
    found = next((each for each in item_results(assessment) if each.item == item.pk), None)
    if found is None:
        raise Refused("This item was not asked in this assessment.")
    if level(found.grade) is Level.READY and not found.divided:
        raise Refused(f"This item was graded {found.grade}: it is there, so there is no gap to close.")
