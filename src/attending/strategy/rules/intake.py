"""The steps of intake, what each asks, and when a link takes proposals. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from attending.program.models.use_cases import Question
from attending.strategy.models import IntakeDraft, IntakeLink


class Step(StrEnum):
    """One page of the form; its value is its part of the address."""

    PROBLEM = "problem"
    ALTERNATIVE = "alternative"
    BURDEN = "burden"
    SORT = "sort"
    TITLE = "title"
    PRIORITY = "priority"
    QUESTIONS = "questions"
    WHO = "who"


INSIDE: Final = (
    Step.PROBLEM,
    Step.ALTERNATIVE,
    Step.BURDEN,
    Step.SORT,
    Step.TITLE,
    Step.PRIORITY,
    Step.QUESTIONS,
)
OUTSIDE: Final = (
    Step.PROBLEM,
    Step.ALTERNATIVE,
    Step.BURDEN,
    Step.SORT,
    Step.TITLE,
    Step.QUESTIONS,
    Step.WHO,
)
"""People without an account are not shown the enterprise priorities; they say who they are instead."""

ASKED: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.PROBLEM: ("problem",),
    Step.ALTERNATIVE: ("alternative",),
    Step.BURDEN: ("burden_lifted", "burden_added"),
    Step.SORT: ("kind",),
    Step.TITLE: ("title",),
    Step.PRIORITY: ("priority", "enterprise_problem"),
    Step.QUESTIONS: ("dependencies", "leaders", "value", "capability"),
    Step.WHO: ("name", "discipline", "place"),
}
LATER: Final = frozenset({"priority", "enterprise_problem", "dependencies", "leaders", "value", "capability"})
"""What may be left for later."""

QUESTIONS: Final[Mapping[str, Question]] = {
    "enterprise_problem": Question.PROBLEM,
    "dependencies": Question.DEPENDENCIES,
    "leaders": Question.LEADERS,
    "value": Question.VALUE,
    "capability": Question.CAPABILITY,
}


LONGEST_LINK_DAYS: Final = 366
MOST_PROPOSALS: Final = 1_000
BEGUN_FOR_EACH: Final = 4
"""How many drafts may be begun at a link for each proposal that it takes."""


class Closed(StrEnum):
    """Why a link takes no more proposals."""

    CLOSED = "This link was closed"
    EXPIRED = "The last day of this link has passed"
    FULL = "This link has taken all the proposals that it was opened for"


def steps_of(draft: IntakeDraft) -> tuple[Step, ...]:
    """The pages that a draft goes through."""
    return OUTSIDE if draft.person_id is None else INSIDE


def answers_of(draft: IntakeDraft) -> dict[str, Any]:
    """Every answer of a draft by its field, with who brings it where that is asked."""
    return {**draft.answers, "name": draft.name, "discipline": draft.discipline, "place": draft.place}


def said(answers: Mapping[str, Any], field: str) -> str:
    """One answer as text; empty where nothing was answered."""
    value = answers.get(field)
    return "" if value is None else str(value).strip()


def unanswered(answers: Mapping[str, Any], steps: Sequence[Step]) -> list[Step]:
    """The steps that still lack an answer which cannot be left for later."""
    return [step for step in steps if any(not said(answers, each) for each in ASKED[step] if each not in LATER)]


def step_after(step: Step, steps: Sequence[Step]) -> Step | None:
    """The next step; None after the last."""
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def step_before(step: Step, steps: Sequence[Step]) -> Step | None:
    """The step before; None for the first."""
    place = steps.index(step)
    return steps[place - 1] if place else None


def first_answers(answers: Mapping[str, Any]) -> dict[Question, str]:
    """What was written to the strategic questions."""
    return {question: said(answers, field) for field, question in QUESTIONS.items() if said(answers, field)}


def why_closed(link: IntakeLink, *, today: date, sent: int) -> Closed | None:
    """Why a link takes no more proposals; None while it does. ``sent`` counts those sent through it."""
    if link.closed_at is not None:
        return Closed.CLOSED
    if today > link.expires_on:
        return Closed.EXPIRED
    return Closed.FULL if sent >= link.most else None
