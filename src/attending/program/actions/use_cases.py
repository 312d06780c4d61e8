"""Priorities, use cases, their answers to the five strategic questions, and their stages."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import (
    EnterprisePriority,
    OutcomeMeasure,
    Person,
    RiskTier,
    Seat,
    Stage,
    StrategicAnswer,
    UseCase,
)
from attending.program.models.use_cases import Kind, Question
from attending.program.queries.seats import holder
from attending.program.registries import events
from attending.program.rules import Act, Refused, check_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesis:
    """What a use case proposes: the problem before the technology."""

    title: str
    kind: Kind
    problem: str
    burden_lifted: str = ""
    burden_added: str = ""
    alternative: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way in which durable value will be known."""

    name: str
    unit: str
    baseline: float
    baseline_n: int
    baseline_period: str
    baseline_source: str
    target: float
    horizon_quarters: int


@transaction.atomic
def set_priority(acting: Person, *, title: str, statement: str) -> EnterprisePriority:
    """Add an enterprise priority after the others."""
    check(acting, Act.SET_PRIORITIES)
    take_turn()  # two at once would take one position
    position = EnterprisePriority.objects.filter(organisation=acting.organisation).count() + 1
    priority = EnterprisePriority.objects.create(
        organisation=acting.organisation, title=title, statement=statement, position=position
    )
    log(acting, "priority.set", priority, {"title": title, "position": position})
    return priority


@transaction.atomic
def propose_use_case(
    acting: Person, thesis: Thesis, *, priority: EnterprisePriority | None = None, synthetic: bool = False
) -> UseCase:
    """Bring a problem to the program. Anyone active may."""
    check(acting, Act.PROPOSE_USE_CASE)
    if priority is not None:
        check_organisation(acting, priority.organisation_id)
    key = slugify(thesis.title)[:60]
    if not key:
        raise Refused("The title needs at least one letter or digit.")
    if UseCase.objects.filter(organisation=acting.organisation, key=key).exists():
        raise Refused(f"There is a use case titled {thesis.title} already; open it, or choose another title.")
    use_case = UseCase.objects.create(
        organisation=acting.organisation,
        key=key,
        priority=priority,
        synthetic=synthetic,
        proposed_by=acting,
        proposed_on=timezone.localdate(),
        **asdict(thesis),
    )
    log(acting, "use_case.proposed", use_case, {"key": key, **asdict(thesis)})
    return use_case


@transaction.atomic
def answer_question(acting: Person, use_case: UseCase, question: Question, answer: str) -> StrategicAnswer:
    """Answer one of the five strategic questions; the newest answer counts, earlier ones stay."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    record = StrategicAnswer.objects.create(
        use_case=use_case, question=question, answer=answer, answered_by=acting, answered_at=timezone.now()
    )
    log(acting, "use_case.question_answered", record, {"use_case": use_case.key, "question": str(question)})
    return record


@transaction.atomic
def agree_outcome(acting: Person, use_case: UseCase, outcome: Outcome) -> OutcomeMeasure:
    """Agree how value will be known: baseline, target and horizon."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    if OutcomeMeasure.objects.filter(use_case=use_case, name=outcome.name).exists():
        raise Refused(f"{use_case.title} has an outcome measure named {outcome.name} already.")
    record = OutcomeMeasure.objects.create(use_case=use_case, **asdict(outcome))
    log(acting, "use_case.outcome_agreed", record, {"use_case": use_case.key, **asdict(outcome)})
    return record


@transaction.atomic
def move_stage(acting: Person, use_case: UseCase, to: Stage, *, reason: str) -> UseCase:
    """Move a use case one stage forward, or back; nothing goes forward without a clinical owner."""
    check(acting, Act.MOVE_STAGE, use_case)
    take_turn()
    use_case = UseCase.objects.select_for_update(no_key=True).get(pk=use_case.pk)
    before = Stage(use_case.stage)
    check_stage(before, to, has_clinical_owner=holder(use_case, Seat.CLINICAL_OWNER) is not None)
    use_case.stage = to
    use_case.save(update_fields=["stage"])
    log(acting, "use_case.stage_moved", use_case, {"before": str(before), "after": str(to), "reason": reason})
    events.publish(events.StageChanged(use_case, before, to))
    return use_case


@transaction.atomic
def assess_risk(acting: Person, use_case: UseCase, tier: RiskTier, *, reason: str) -> UseCase:
    """Say how much harm a failure could do; it sets how often the use case is reviewed."""
    check(acting, Act.ASSESS_RISK, use_case)
    if not reason.strip():
        raise Refused("Write why this tier is right; whoever changes it later needs to know.")
    take_turn()
    use_case = UseCase.objects.select_for_update(no_key=True).get(pk=use_case.pk)
    before = use_case.risk_tier
    use_case.risk_tier = tier
    use_case.save(update_fields=["risk_tier"])
    log(acting, "use_case.risk_assessed", use_case, {"before": before, "after": str(tier), "reason": reason.strip()})
    return use_case
