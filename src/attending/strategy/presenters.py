"""Rows for the pages of strategy, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.decisions.models import Proposal
from attending.program.models import (
    Capability,
    ClinicalInput,
    Deployment,
    EnterprisePriority,
    OutcomeMeasure,
    Person,
    Seat,
    Stage,
    StrategicAnswer,
    UseCase,
)
from attending.program.models.capabilities import Relation
from attending.program.models.clinical_input import Effect
from attending.program.models.use_cases import Question
from attending.program.queries.seats import SeatState
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.rules import empty_seats
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow

STATE = {
    "planned": "pending",
    "silent": "info",
    "pilot": "info",
    "live": "ok",
    "paused": "stop",
    "retired": "neutral",
}
FINDING = {
    FindingState.MET: "ok",
    FindingState.PARTIAL: "watch",
    FindingState.MISSING: "breach",
    FindingState.STALE: "watch",
    FindingState.NOT_APPLICABLE: "neutral",
}
EFFECT = {Effect.CHANGED: "ok", Effect.CONSIDERED: "info", Effect.DECLINED: "neutral"}


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    title: Link
    kind: str
    stage: str
    priority: str
    leaders: Status
    live: str
    data: Status | str


@dataclass(frozen=True, slots=True)
class StageStep:
    label: str
    state: str
    current: bool


@dataclass(frozen=True, slots=True)
class InputCard:
    pk: int
    who: str
    when: str
    about: str
    said: str
    effect: Status
    answer: str
    answered: str


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    where: Link
    version: str
    state: Status
    since: str
    threshold: str
    state_url: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    question: Link
    asked: str
    state: Status


@dataclass(frozen=True, slots=True)
class FindingRow:
    title: Link
    state: Status
    summary: str
    as_of: str


def use_case_rows(use_cases: Sequence[UseCase], holders: Mapping[int, Mapping[Seat, Person]]) -> list[UseCaseRow]:
    """``use_cases`` come from ``program.queries.use_cases``."""
    rows = []
    for use_case in use_cases:
        missing = empty_seats(holders.get(use_case.pk, {}).keys())
        leaders = Status("breach", f"{len(missing)} of 4 empty") if missing else Status("ok", "All seated")
        rows.append(
            UseCaseRow(
                Link(use_case.title, url_of(use_case)),
                use_case.get_kind_display(),
                use_case.get_stage_display(),
                use_case.priority.title if use_case.priority else "None",
                leaders,
                f"{use_case.live_count} of {use_case.deployment_count}",  # type: ignore[attr-defined]
                Status("synthetic") if use_case.synthetic else "",
            )
        )
    return rows


def stage_steps(use_case: UseCase) -> list[StageStep]:
    """The five stages, those behind, the one it is in, those ahead."""
    order = list(Stage)
    at = order.index(Stage(use_case.stage))
    return [
        StageStep(stage.label, "done" if place < at else "now" if place == at else "ahead", place == at)
        for place, stage in enumerate(order)
    ]


def seat_rows(seats: Sequence[SeatState], *, fill_url: str = "") -> list[SummaryRow]:
    """Who holds each seat; an empty core seat is called out."""
    return [
        SummaryRow(
            state.seat.label,
            state.person.printed_name if state.person else Status("breach", "Nobody"),
            action_label=("Replace" if state.person else "Name somebody") if fill_url else "",
            action_url=f"{fill_url}?seat={state.seat}" if fill_url else "",
            note=str(state.person.get_discipline_display()) if state.person else "",
        )
        for state in seats
    ]


def question_rows(answers: Mapping[Question, StrategicAnswer], *, answer_url: str = "") -> list[SummaryRow]:
    """The five strategic questions with the answers that count."""
    rows = []
    for question in Question:
        answer = answers.get(question)
        rows.append(
            SummaryRow(
                question.label,
                answer.answer if answer else Status("pending", "Not answered yet"),
                action_label=("Answer anew" if answer else "Answer") if answer_url else "",
                action_url=f"{answer_url}?question={question}" if answer_url else "",
                note=f"{answer.answered_by}, {formats.date(answer.answered_at)}" if answer else "",
            )
        )
    return rows


def outcome_rows(outcomes: Iterable[OutcomeMeasure]) -> list[SummaryRow]:
    """Each outcome measure from its baseline to its target."""
    return [
        SummaryRow(
            outcome.name,
            f"{formats.number(outcome.baseline, 1)} to {formats.number(outcome.target, 1)} {outcome.unit} "
            f"within {outcome.horizon_quarters} quarters",
            note=(
                f"Baseline n {formats.count(outcome.baseline_n)}, {outcome.baseline_period}, {outcome.baseline_source}"
            ),
        )
        for outcome in outcomes
    ]


def input_cards(given: Iterable[ClinicalInput]) -> list[InputCard]:
    """Clinical input, newest first, with the answer and what it changed."""
    cards = []
    for each in sorted(given, key=lambda i: (i.given_at, i.pk), reverse=True):
        effect = Effect(each.effect) if each.effect else None
        cards.append(
            InputCard(
                each.pk,
                f"{each.person.printed_name}, {each.get_discipline_display().lower()}",
                formats.date(each.given_at),
                each.get_about_display(),
                each.said,
                Status(EFFECT[effect], effect.label) if effect else Status("pending", "Not answered yet"),
                each.answer,
                f"{each.answered_by}, {formats.date(each.answered_at)}" if each.answered_by else "",
            )
        )
    return cards


def discipline_rows(first: Sequence[tuple[str, ClinicalInput]]) -> list[SummaryRow]:
    """When each discipline first spoke."""
    return [SummaryRow(name, formats.date(each.given_at)) for name, each in first]


def deployment_rows(key: str, deployments: Iterable[Deployment]) -> list[DeploymentRow]:
    """``key`` is that of their use case."""
    return [
        DeploymentRow(
            Link(each.unit.name, url_of(each), each.unit.site.name),
            str(each.model_version),
            Status(STATE[each.state], each.get_state_display()),
            formats.date(each.state_since),
            "" if each.action_threshold is None else f"{each.action_threshold.normalize():f}",
            reverse("strategy:change-state", args=[key, each.pk]),
        )
        for each in deployments
    ]


def decision_rows(proposals: Sequence[Proposal]) -> list[DecisionRow]:
    rows = []
    for proposal in proposals:
        decision = getattr(proposal, "decision", None)
        if decision is not None:
            labels = {option["key"]: option["label"] for option in proposal.options}
            state = Status(
                "ok", f"{labels.get(decision.outcome, decision.outcome)}, {formats.date(decision.decided_at)}"
            )
        elif proposal.state == "open":
            state = Status("pending", "Waits for signatures")
        else:
            state = Status("neutral", "Withdrawn")
        url = reverse("decisions:proposal", args=[proposal.pk])
        rows.append(
            DecisionRow(Link(proposal.question, url, proposal.subject_label), formats.date(proposal.proposed_at), state)
        )
    return rows


def finding_rows(findings: Sequence[Finding]) -> list[FindingRow]:
    return [
        FindingRow(
            Link(finding.title, finding.link),
            Status(FINDING[finding.state], str(finding.state).capitalize()),
            finding.summary,
            formats.date(finding.as_of),
        )
        for finding in findings
    ]


def capability_rows(use_case: UseCase, relation: Relation) -> list[SummaryRow]:
    """The capabilities a use case needs, or builds; ``capability_links`` must be prefetched."""
    return [
        SummaryRow(link.capability.name, capability_status(link.capability), note=link.capability.get_kind_display())
        for link in use_case.capability_links.all()
        if link.relation == relation
    ]


def capability_status(capability: Capability) -> Status:
    kinds = {"available": "ok", "building": "info", "wished": "pending", "retired": "neutral"}
    return Status(kinds[capability.state], capability.get_state_display())


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    name: str
    kind: str
    state: Status
    builds: str
    needs: str
    description: str


def library_rows(capabilities: Sequence[Capability]) -> list[CapabilityRow]:
    """Each capability with who builds it and who needs it; ``links`` must be prefetched."""
    rows = []
    for capability in capabilities:
        by_relation = {
            relation: ", ".join(link.use_case.title for link in capability.links.all() if link.relation == relation)
            for relation in Relation
        }
        rows.append(
            CapabilityRow(
                capability.name,
                capability.get_kind_display(),
                capability_status(capability),
                by_relation[Relation.BUILDS],
                by_relation[Relation.NEEDS],
                capability.description,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """One enterprise priority with its use cases by stage."""

    title: str
    statement: str
    cases: DataTable | None


CASE_HEADERS = ("Use case", "Kind", "Stage", "Running", "Paused")


def priority_card(priority: EnterprisePriority) -> PriorityCard:
    """``cases`` must be prefetched, as ``priorities_with_use_cases`` does."""
    title = f"{priority.position}. {priority.title}"
    return PriorityCard(title, priority.statement, case_table(priority.cases))  # type: ignore[attr-defined]


def case_table(cases: Sequence[UseCase]) -> DataTable | None:
    """Use cases with kind, stage and counts of deployments; None when there are none."""
    rows: list[Sequence[object]] = [
        (
            Link(case.title, url_of(case)),
            case.get_kind_display(),
            f"{list(Stage).index(Stage(case.stage)) + 1} of 5: {case.get_stage_display()}",
            formats.count(getattr(case, "live_count", 0)),
            formats.count(getattr(case, "paused_count", 0)),
        )
        for case in cases
    ]
    return DataTable(CASE_HEADERS, rows, numeric=(3, 4)) if rows else None
