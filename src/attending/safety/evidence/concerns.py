"""Whether staff on the units can say what worries them, and are answered, as a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.registries.evidence import Finding, FindingState
from attending.safety.models import ConcernCode
from attending.safety.queries.concerns import of_deployments
from attending.safety.queries.counting import standings
from attending.safety.rules.concerns import COUNTED_OVER, Tally, tally

ITEM = "frontline-concerns"
TITLE = "Concerns from the unit"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding: a code is open on every unit where it is or is to be used, and nothing is overdue. Five queries."""
    deployments = _deployments(subject)
    units = {each.unit_id: each.unit.name for each in deployments}
    codes = list(ConcernCode.objects.filter(unit__in=units, closed_at=None))
    covered = {each.unit_id for each in codes}
    link = reverse("safety:codes")
    if not units:
        return [Finding(ITEM, TITLE, FindingState.NOT_APPLICABLE, "No unit uses it or is to use it.", None, link)]
    if not covered:
        summary = "No unit has an open code at which staff could raise a concern."
        return [Finding(ITEM, TITLE, FindingState.MISSING, summary, None, link)]
    now = timezone.now()
    clock = policy_of(deployments[0].use_case.organisation_id).concern_clock
    counted = tally(standings(of_deployments(deployments, now - COUNTED_OVER), now, clock).values())
    without = [name for pk, name in units.items() if pk not in covered]
    state = FindingState.PARTIAL if without or counted.late else FindingState.MET
    at = max(each.opened_at for each in codes)
    return [Finding(ITEM, TITLE, state, _said(units, without, counted), at, reverse("safety:home"))]


def _deployments(subject: UseCase | Deployment) -> list[Deployment]:
    """The deployment, or those of a use case that staff see; where they see none yet, those that are planned."""
    if isinstance(subject, Deployment):
        return [subject]
    found = list(
        Deployment.objects.filter(use_case=subject)
        .exclude(state=State.RETIRED)
        .select_related("unit", "use_case__organisation")
    )
    return [each for each in found if State(each.state) in IN_USE] or found


def _said(units: dict[int, str], without: Sequence[str], counted: Tally) -> str:
    have = f"A code is open on {len(units) - len(without)} of {len(units)} units"
    lack = f", not on {', '.join(without)}" if without else ""
    raised = f"{counted.raised} concern{'' if counted.raised == 1 else 's'} in {COUNTED_OVER.days} days"
    late = f", {counted.late} of them overdue" if counted.late else ", none overdue"
    return f"{have}{lack}. {raised}{late if counted.raised else ''}."
