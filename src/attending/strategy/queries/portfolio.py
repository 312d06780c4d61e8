"""Reads of strategy; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from attending.decisions.models import Proposal
from attending.program.models import (
    Capability,
    CapabilityLink,
    ClinicalInput,
    Deployment,
    EnterprisePriority,
    Organisation,
    OutcomeMeasure,
    Person,
    Seat,
    Stage,
    UseCase,
)
from attending.program.models.capabilities import Relation
from attending.program.models.clinical_input import About
from attending.program.models.deployments import IN_USE, State
from attending.program.queries.seats import holders_of
from attending.program.registries import oversight
from attending.program.rules import outcome_lacks
from attending.strategy.queries.readiness import gaps_prefetch
from attending.strategy.rules.portfolio import Facts, empty_seats


@dataclass(frozen=True, slots=True)
class Case:
    """A use case, what is on record about it, and the states of its deployments."""

    use_case: UseCase
    facts: Facts
    states: Sequence[State]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every enterprise priority, and every use case under the primary key of its priority (None: it has none)."""

    priorities: Sequence[EnterprisePriority]
    cases: Mapping[int | None, Sequence[Case]]

    def every_case(self) -> list[Case]:
        return [case for cases in self.cases.values() for case in cases]


def portfolio(organisation: Organisation) -> Portfolio:
    """The whole program at a glance; six queries."""
    found: dict[int | None, list[Case]] = {}
    for case in cases(UseCase.objects.filter(organisation=organisation).order_by("title"), organisation):
        found.setdefault(case.use_case.priority_id, []).append(case)
    return Portfolio(priorities(organisation), found)


def priorities(organisation: Organisation) -> list[EnterprisePriority]:
    """The enterprise priorities in their order."""
    return list(EnterprisePriority.objects.filter(organisation=organisation))


def cases(use_cases: QuerySet[UseCase], organisation: Organisation) -> list[Case]:
    """The facts about some use cases of an organisation; five queries."""
    own = {"use_case": OuterRef("pk")}
    rows = list(
        use_cases.annotate(
            workflow_heard=Exists(ClinicalInput.objects.filter(**own, about=About.WORKFLOW)),
            builds_capability=Exists(CapabilityLink.objects.filter(**own, relation=Relation.BUILDS)),
        ).prefetch_related(
            Prefetch("deployments", Deployment.objects.order_by("pk")),
            Prefetch("outcome_measures", OutcomeMeasure.objects.order_by("pk")),
        )
    )
    holders = holders_of(list(rows))
    watched = oversight.watched(organisation)
    return [_case(row, holders.get(row.pk, {}), watched) for row in rows]


def _case(row: UseCase, holders: Mapping[Seat, Person], watched: frozenset[int]) -> Case:
    deployments = list(row.deployments.all())
    running = [each for each in deployments if each.state in IN_USE]
    outcomes = list(row.outcome_measures.all())
    facts = Facts(
        stage=Stage(row.stage),
        days_on_record=(timezone.localdate() - row.proposed_on).days,
        has_priority=row.priority_id is not None,
        empty_seats=tuple(empty_seats(holders.keys())),
        running=len(running),
        running_unwatched=sum(each.pk not in watched for each in running),
        has_outcome=bool(outcomes),
        measurable=any(not outcome_lacks(each) for each in outcomes),
        workflow_heard=row.workflow_heard,  # type: ignore[attr-defined]
        builds_capability=row.builds_capability,  # type: ignore[attr-defined]
    )
    return Case(row, facts, [State(each.state) for each in deployments])


def proposals_about(use_case: UseCase) -> Sequence[Proposal]:
    """What was asked about a use case and its deployments, newest first, with the decision if there is one."""
    return list(Proposal.objects.filter(use_case=use_case).select_related("decision").order_by("-proposed_at", "-pk"))


def capabilities(organisation: Organisation) -> QuerySet[Capability]:
    """Every capability with the use cases that need and build it, and the sites that miss it."""
    links = CapabilityLink.objects.select_related("use_case").order_by("use_case__title")
    found = Capability.objects.filter(organisation=organisation).select_related("outlook")
    return found.prefetch_related(Prefetch("links", links), gaps_prefetch())


def unanswered_input(use_cases: Sequence[UseCase] | QuerySet[UseCase]) -> QuerySet[ClinicalInput]:
    """Clinical input that nobody answered yet, oldest first."""
    return (
        ClinicalInput.objects.filter(use_case__in=use_cases, effect=None)
        .select_related("use_case", "person")
        .order_by("given_at", "pk")
    )
