"""One use case, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Proposal
from attending.policies.vocabulary import TIER_WORDS
from attending.program.models import (
    ClinicalInput,
    Deployment,
    RiskTier,
    Seat,
    Stage,
    StrategicAnswer,
    UseCase,
)
from attending.program.models.capabilities import Relation
from attending.program.models.clinical_input import Effect
from attending.program.models.use_cases import Question
from attending.program.presenters import state_status
from attending.program.queries.seats import SeatState
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.presenters.words import capability_status
from attending.strategy.rules.portfolio import WITHOUT, Facts, Mistake, Sign, seat_names, signs
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow, Task

FINDING = {
    FindingState.MET: "ok",
    FindingState.PARTIAL: "watch",
    FindingState.MISSING: "breach",
    FindingState.STALE: "watch",
    FindingState.NOT_APPLICABLE: "neutral",
}
EFFECT = {Effect.CHANGED: "ok", Effect.CONSIDERED: "info", Effect.DECLINED: "neutral"}


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
    gate_url: str
    oversight_url: str
    state_url: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    question: Link
    asked: str
    state: Status


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: str
    state: Status
    answer: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class AskedCard:
    """A question about this use case that waits for signatures."""

    kind: str
    title: str
    rows: Sequence[SummaryRow]
    url: str


@dataclass(frozen=True, slots=True)
class EmptySeats:
    """Core seats that nobody holds, and what cannot happen without them."""

    title: str
    consequences: Sequence[str]


def risk_status(use_case: UseCase) -> Status:
    """How much harm a failure could do; what nobody assessed is marked."""
    kinds = {RiskTier.HIGH: "watch", RiskTier.MODERATE: "info", RiskTier.LOW: "neutral"}
    if not use_case.risk_tier:
        return Status("pending", "Risk not assessed: held to tier 3")
    return Status(kinds[RiskTier(use_case.risk_tier)], f"{TIER_WORDS[use_case.risk_tier]} risk")


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


def question_rows(answers: Mapping[Question, StrategicAnswer], *, answer_url: str = "") -> list[QuestionRow]:
    """The five strategic questions with the answers that count; one without an answer is called out."""
    rows = []
    for question in Question:
        answer = answers.get(question)
        rows.append(
            QuestionRow(
                str(question.label),
                Status("ok", "Answered") if answer else Status("pending", "Not answered yet"),
                answer.answer if answer else "",
                f"{answer.answered_by}, {formats.date(answer.answered_at)}" if answer else "",
                f"{answer_url}?question={question}" if answer_url else "",
            )
        )
    return rows


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


def first_heard(first: Sequence[tuple[str, ClinicalInput]]) -> str:
    """When each discipline first spoke, in one line."""
    return "; ".join(f"{name} {formats.date(each.given_at)}" for name, each in first)


def deployment_rows(key: str, deployments: Iterable[Deployment]) -> list[DeploymentRow]:
    """``key`` is that of their use case."""
    return [
        DeploymentRow(
            Link(each.unit.name, url_of(each), each.unit.site.name),
            str(each.model_version),
            state_status(each),
            formats.date(each.state_since),
            "" if each.action_threshold is None else f"{each.action_threshold.normalize():f}",
            reverse("governance:gate-of-deployment", args=[each.pk]),
            reverse("governance:deployment", args=[each.pk]),
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What each room can say: what asks for something, and what is met or does not apply."""

    lacking: Sequence[Task]
    settled: Sequence[Task]


def standing(findings: Sequence[Finding]) -> Standing:
    """What each room can say now, what is missing first."""
    settled = [finding for finding in findings if finding.state in (FindingState.MET, FindingState.NOT_APPLICABLE)]
    lacking = [finding for finding in findings if finding not in settled]
    return Standing(_finding_tasks(lacking), _finding_tasks(settled))


def _finding_tasks(findings: Sequence[Finding]) -> list[Task]:
    worst = [FindingState.MISSING, FindingState.STALE, FindingState.PARTIAL, FindingState.MET]
    order = {state: place for place, state in enumerate([*worst, FindingState.NOT_APPLICABLE])}
    return [
        Task(
            finding.title,
            finding.link,
            Status(FINDING[finding.state], str(finding.state).capitalize()),
            finding.summary,
            f"as of {formats.date(finding.as_of)}" if finding.as_of else "",
        )
        for finding in sorted(findings, key=lambda finding: order[finding.state])
    ]


def asked_cards(proposals: Sequence[Proposal]) -> list[AskedCard]:
    """The questions that wait for signatures, breaches first, then by when they are due."""
    now = timezone.now()
    waiting = [proposal for proposal in proposals if proposal.state == "open"]
    waiting.sort(key=lambda p: (p.urgency != "stop", p.due_at is None, p.due_at or p.proposed_at))
    return [
        AskedCard(
            "breach" if proposal.urgency == "stop" else "pending",
            proposal.question,
            [
                SummaryRow("Where", proposal.subject_label),
                SummaryRow("By when", _due(proposal, now)),
                SummaryRow("If nobody answers", proposal.if_nothing),
            ],
            reverse("decisions:proposal", args=[proposal.pk]),
        )
        for proposal in waiting
    ]


def _due(proposal: Proposal, now: datetime) -> str | Status:
    if proposal.due_at is None:
        return "No date"
    moment = formats.moment(proposal.due_at)
    return Status("stop", f"Overdue since {moment}") if proposal.due_at < now else moment


def empty_seats_callout(facts: Facts) -> EmptySeats | None:
    """What cannot happen while core seats are empty; None when all four are held."""
    if not facts.empty_seats:
        return None
    sentences = [f"Without {_an(seat)}, {WITHOUT[seat]}." for seat in facts.empty_seats]
    return EmptySeats(f"Nobody is {seat_names(facts.empty_seats)}", sentences)


def _an(seat: Seat) -> str:
    name = str(seat.label).lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def mistake_rows(facts: Facts) -> list[SummaryRow]:
    """The common mistakes seen here by name; empty seats have a callout of their own."""
    found: dict[Mistake, list[Sign]] = {}
    for sign in signs(facts):
        if sign.mistake is not Mistake.FRAGMENTED:
            found.setdefault(sign.mistake, []).append(sign)
    return [
        SummaryRow(
            str(mistake),
            " ".join(sign.why for sign in here),
            "Mend" if here[0].part else "",
            f"#{here[0].part}" if here[0].part else "",
        )
        for mistake, here in found.items()
    ]


def capability_rows(
    use_case: UseCase, relation: Relation, missing: Mapping[int, str] | None = None
) -> list[SummaryRow]:
    """The capabilities a use case needs, or builds; ``capability_links`` must be prefetched.

    ``missing`` says by a capability's primary key where it is missing.
    """
    where = missing or {}
    return [
        SummaryRow(
            link.capability.name,
            capability_status(link.capability),
            note=". ".join(filter(None, (link.capability.get_kind_display(), where.get(link.capability_id, "")))),
        )
        for link in use_case.capability_links.all()
        if link.relation == relation
    ]
