"""Priorities, use cases, their answers to the five strategic questions, and their stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log, log_all
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
from attending.program.registries import decided, events, requirements
from attending.program.rules import Act, Refused, check_outcome, check_stage, is_forward, outcome_lacks

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesis:
    """What a use case proposes: the problem before the technology."""

    title: str
    kind: Kind
    problem: str
    burden_lifted: str
    burden_added: str
    alternative: str
    provenance: str = ""

    def lacks(self) -> list[str]:
        """What every use case names and this one does not."""
        named = {
            "the problem": self.problem,
            "how it could be solved without AI": self.alternative,
            "whose burden it lifts": self.burden_lifted,
            "whose burden it adds": self.burden_added,
        }
        return [name for name, text in named.items() if not text.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What an outcome measure promises, and how it is held to it.

    ``minimum_effect`` is the smallest change that would be worth the effort, in the measure's unit and without a sign.
    """

    target: float
    horizon_quarters: int
    minimum_effect: float
    how_measured: str
    who_pays: str
    who_benefits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Promise):
    """One way in which durable value will be known."""

    name: str
    unit: str
    baseline: float
    baseline_n: int
    baseline_period: str
    baseline_source: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A use case as it is proposed.

    ``answers`` are the proposer's own first answers to the strategic questions: they are part of what is proposed, so
    proposing is the right that they need. Later answers are given by those who shape the use case.
    """

    thesis: Thesis
    priority: EnterprisePriority | None = None
    synthetic: bool = False
    answers: Mapping[Question, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """How its address names it: its title in small letters and digits."""
        return slugify(self.thesis.title)[:60]


def propose_use_case(
    acting: Person,
    thesis: Thesis,
    *,
    priority: EnterprisePriority | None = None,
    synthetic: bool = False,
    answers: Mapping[Question, str] | None = None,
) -> UseCase:
    """Bring a problem to the program. Anyone active may."""
    proposed = Proposed(thesis=thesis, priority=priority, synthetic=synthetic, answers=answers or {})
    return propose_use_cases(acting, [proposed])[0]


@transaction.atomic
def propose_use_cases(acting: Person, proposed: Sequence[Proposed]) -> list[UseCase]:
    """Bring problems to the program, all or none. Anyone active may."""
    check(acting, Act.PROPOSE_USE_CASE)
    _check_proposed(acting, proposed)
    today, now = timezone.localdate(), timezone.now()
    use_cases = UseCase.objects.bulk_create(
        [
            UseCase(
                organisation=acting.organisation,
                key=each.key,
                priority=each.priority,
                synthetic=each.synthetic,
                proposed_by=acting,
                proposed_on=today,
                **asdict(each.thesis),
            )
            for each in proposed
        ],
        batch_size=_BATCH,
    )
    pairs = list(zip(use_cases, proposed, strict=True))
    answers = StrategicAnswer.objects.bulk_create(
        [
            StrategicAnswer(use_case=use_case, question=question, answer=answer, answered_by=acting, answered_at=now)
            for use_case, each in pairs
            for question, answer in each.answers.items()
        ],
        batch_size=_BATCH,
    )
    log_all(
        acting,
        [
            *(("use_case.proposed", use_case, {"key": each.key, **asdict(each.thesis)}) for use_case, each in pairs),
            *(_answered(answer) for answer in answers),
        ],
    )
    return use_cases


def _check_proposed(acting: Person, proposed: Sequence[Proposed]) -> None:
    taken = set(UseCase.objects.filter(organisation=acting.organisation).values_list("key", flat=True))
    for each in proposed:
        if lacking := each.thesis.lacks():
            raise Refused(
                f"Every use case names the problem before the technology. Still to be named: {'; '.join(lacking)}."
            )
        if each.priority is not None:
            check_organisation(acting, each.priority.organisation_id)
        if not each.key:
            raise Refused("The title needs at least one letter or digit.")
        if each.key in taken:
            title = each.thesis.title
            raise Refused(f"There is a use case titled {title} already; open it, or choose another title.")
        taken.add(each.key)


@transaction.atomic
def answer_to_priority(acting: Person, use_case: UseCase, priority: EnterprisePriority | None) -> UseCase:
    """Say which enterprise priority a use case answers to, or that it answers to none."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    if priority is not None:
        check_organisation(acting, priority.organisation_id)
    take_turn()
    use_case = UseCase.objects.select_for_update(no_key=True).get(pk=use_case.pk)
    before, after = use_case.priority_id, priority.pk if priority else None
    if before == after:
        return use_case
    use_case.priority = priority
    use_case.save(update_fields=["priority"])
    log(acting, "use_case.priority_changed", use_case, {"before": before, "after": after})
    return use_case


@transaction.atomic
def answer_question(acting: Person, use_case: UseCase, question: Question, answer: str) -> StrategicAnswer:
    """Answer one of the five strategic questions; the newest answer counts, earlier ones stay."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    record = StrategicAnswer.objects.create(
        use_case=use_case, question=question, answer=answer, answered_by=acting, answered_at=timezone.now()
    )
    log_all(acting, [_answered(record)])
    return record


def _answered(record: StrategicAnswer) -> tuple[str, StrategicAnswer, dict[str, str]]:
    return "use_case.question_answered", record, {"use_case": record.use_case.key, "question": str(record.question)}


@transaction.atomic
def agree_outcome(acting: Person, use_case: UseCase, outcome: Outcome) -> OutcomeMeasure:
    """Agree how value will be known: baseline, target, horizon, and what makes the measure measurable."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    if OutcomeMeasure.objects.filter(use_case=use_case, name=outcome.name).exists():
        raise Refused(f"{use_case.title} has an outcome measure named {outcome.name} already.")
    record = OutcomeMeasure(use_case=use_case, **asdict(outcome))
    check_outcome(record)
    record.save()
    log(acting, "use_case.outcome_agreed", record, {"use_case": use_case.key, **asdict(outcome)})
    return record


@transaction.atomic
def complete_outcome(acting: Person, outcome: OutcomeMeasure, promise: Promise) -> OutcomeMeasure:
    """Make an outcome measure measurable. One that is measurable already stays as it was agreed."""
    check(acting, Act.SHAPE_USE_CASE, outcome.use_case)
    take_turn()
    record = OutcomeMeasure.objects.select_for_update(no_key=True).select_related("use_case").get(pk=outcome.pk)
    if not outcome_lacks(record):
        raise Refused(f"{record.name} is measurable and stays as it was agreed; agree another measure beside it.")
    after = asdict(promise)
    before = {name: getattr(record, name) for name in after}
    for name, value in after.items():
        setattr(record, name, value)
    check_outcome(record)
    record.save(update_fields=list(after))
    payload = {"use_case": record.use_case.key, "before": before, "after": after}
    log(acting, "use_case.outcome_completed", record, payload)
    return record


@transaction.atomic
def move_stage(acting: Person, use_case: UseCase, to: Stage, *, reason: str, decision: str = "") -> UseCase:
    """Move a use case one stage forward, or back.

    Forward only with a clinical owner, a measurable outcome, what every room requires, and the signed decision of its
    gate, which ``decision`` names, such as ``decision:12``; the right to act is then checked where it is asked.
    """
    check_organisation(acting, use_case.organisation_id)
    if not decision:
        check(acting, Act.MOVE_STAGE, use_case)
    take_turn()
    use_case = UseCase.objects.select_for_update(no_key=True).get(pk=use_case.pk)
    before = Stage(use_case.stage)
    check_stage(
        before,
        to,
        has_clinical_owner=holder(use_case, Seat.CLINICAL_OWNER) is not None,
        has_measurable_outcome=any(not outcome_lacks(each) for each in use_case.outcome_measures.all()),
    )
    if is_forward(before, to):
        if not decision:
            raise Refused("A use case goes forward by the signed decision of its gate. Ask for the gate, and sign it.")
        requirements.require(requirements.unmet_before_stage(use_case, to))
    decided.require(decision, use_case)
    use_case.stage = to
    use_case.save(update_fields=["stage"])
    payload = {"before": str(before), "after": str(to), "reason": reason, "decision": decision}
    log(acting, "use_case.stage_moved", use_case, payload)
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
    events.publish(events.FactsChanged(use_case))
    return use_case
