"""What strategy can say about a use case: its leaders, its questions, its measure of value, its clinical input."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import ClinicalInput, Deployment, OutcomeMeasure, StrategicAnswer, UseCase
from attending.program.models.use_cases import Question
from attending.program.queries.seats import holders_of
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.program.rules import outcome_lacks
from attending.strategy.rules.portfolio import empty_seats, open_questions

ITEMS = ("leaders", "strategic-questions", "value-thesis", "clinical-input")


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Four findings about a use case; a deployment is answered for by its use case, so nothing is said twice."""
    if isinstance(subject, Deployment):
        return []
    return [_leaders(subject), _questions(subject), _value(subject), _input(subject)]


def _leaders(use_case: UseCase) -> Finding:
    missing = empty_seats(holders_of([use_case]).get(use_case.pk, {}).keys())
    names = ", ".join(str(seat.label).lower() for seat in missing)
    state = FindingState.MET if not missing else FindingState.PARTIAL if len(missing) < 4 else FindingState.MISSING
    summary = f"Nobody is: {names}." if missing else "All four core seats are held."
    return Finding("leaders", "Leaders", state, summary, None, f"{url_of(use_case)}#leaders")


def _questions(use_case: UseCase) -> Finding:
    answers = list(StrategicAnswer.objects.filter(use_case=use_case))
    missing = open_questions({Question(answer.question) for answer in answers})
    state = FindingState.MET if not missing else FindingState.PARTIAL if answers else FindingState.MISSING
    summary = f"{5 - len(missing)} of 5 strategic questions answered."
    newest = max((answer.answered_at for answer in answers), default=None)
    return Finding(
        "strategic-questions", "Strategic questions", state, summary, newest, f"{url_of(use_case)}#questions"
    )


def _value(use_case: UseCase) -> Finding:
    outcomes = list(OutcomeMeasure.objects.filter(use_case=use_case).order_by("name"))
    lacking = [(each.name, lacks) for each in outcomes if (lacks := outcome_lacks(each))]
    if not outcomes:
        state, summary = FindingState.MISSING, "No outcome measure: value could not be known."
    elif not lacking:
        state, summary = (
            FindingState.MET,
            f"{len(outcomes)} agreed with baseline, target and minimum worthwhile effect.",
        )
    else:
        [(name, lacks), *_] = lacking
        state = FindingState.PARTIAL
        summary = f"{len(outcomes) - len(lacking)} of {len(outcomes)} measurable; {name} needs {'; '.join(lacks)}."
    return Finding("value-thesis", "Measure of value", state, summary, None, f"{url_of(use_case)}#value")


def _input(use_case: UseCase) -> Finding:
    given = list(ClinicalInput.objects.filter(use_case=use_case))
    waiting = sum(1 for each in given if each.effect is None)
    disciplines = len({each.discipline for each in given})
    newest = max((each.given_at for each in given), default=None)
    if not given:
        state, summary = FindingState.MISSING, "No clinician has spoken yet."
    else:
        state = FindingState.PARTIAL if waiting else FindingState.MET
        summary = (
            f"{len(given)} from {disciplines} discipline{'' if disciplines == 1 else 's'}, {waiting} not answered."
        )
    return Finding("clinical-input", "Clinical input", state, summary, newest, f"{url_of(use_case)}#input")
