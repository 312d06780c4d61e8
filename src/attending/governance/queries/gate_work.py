"""What gates ask of a clinical owner: what came back, what waits for evidence, and what nobody approved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from attending.governance.models import Approval, Gate
from attending.governance.queries.approvals import pressing
from attending.governance.queries.gates import Subject
from attending.governance.rules.gates import Outcome, covering
from attending.program.models import Deployment, Person, Seat, SeatHolding, Stage, UseCase
from attending.program.models.deployments import IN_USE


@dataclass(frozen=True, slots=True)
class Standing:
    """How one subject stands: its newest gate, and the approvals that stand now.

    ``pressing`` says that one of its approvals lapsed, ends soon or has ended, and is asked about by itself.
    """

    subject: Subject
    gate: Gate | None
    approvals: Sequence[Approval]
    pressing: bool

    @property
    def returned(self) -> bool:
        """Whether its newest gate came back for re-review."""
        return self.gate is not None and self.gate.decision is not None and self.gate.decision.outcome == Outcome.RETURN

    @property
    def waits_for_evidence(self) -> bool:
        """Whether the system opened its gate again, and nobody could ask it yet."""
        return self.gate is not None and self.gate.closed_at is None and self.gate.proposal_id is None

    @property
    def unapproved(self) -> bool:
        """Whether it is where it is without an approval that stands."""
        if isinstance(self.subject, Deployment):
            here, asked = self.subject.state, self.subject.state in IN_USE
        else:
            here, asked = self.subject.stage, self.subject.stage != Stage.VALUE_THESIS
        return asked and not any(covering(each.covers, here) for each in self.approvals)


def owned_by(person: Person) -> list[UseCase]:
    """The use cases whose clinical owner a person is. One query."""
    held = SeatHolding.objects.filter(person=person, seat=Seat.CLINICAL_OWNER, ended_on=None)
    return [each.use_case for each in held.select_related("use_case__organisation") if each.use_case is not None]


def standings(use_cases: Sequence[UseCase], now: datetime) -> list[Standing]:
    """How use cases and their deployments stand. Four queries."""
    deployments = Deployment.objects.filter(use_case__in=use_cases).select_related("use_case", "unit", "model_version")
    return of_subjects([*use_cases, *deployments], now)


def of_subjects(subjects: Iterable[Subject], now: datetime) -> list[Standing]:
    """How each of several subjects stands. Three queries."""
    asked = list(subjects)
    use_cases = {each.use_case_id if isinstance(each, Deployment) else each.pk for each in asked}
    gates = Gate.objects.filter(use_case__in=use_cases).select_related("decision__proposal", "asked_by")
    newest = {(gate.use_case_id, gate.deployment_id): gate for gate in gates.order_by("asked_at", "pk")}
    approvals: dict[tuple[int, int | None], list[Approval]] = {}
    for approval in Approval.objects.filter(use_case__in=use_cases, starts_at__lte=now, ends_at__gt=now):
        approvals.setdefault((approval.use_case_id, approval.deployment_id), []).append(approval)
    asked_about = set(pressing(now).filter(use_case__in=use_cases).values_list("use_case", "deployment"))
    return [
        Standing(each, newest.get(_place(each)), approvals.get(_place(each), ()), _place(each) in asked_about)
        for each in asked
    ]


def _place(subject: Subject) -> tuple[int, int | None]:
    if isinstance(subject, Deployment):
        return subject.use_case_id, subject.pk
    return subject.pk, None
