"""Intake, ready to print: where one is, what was answered, what it is like, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from attending.program.models import Discipline, EnterprisePriority
from attending.program.models.use_cases import Kind
from attending.program.registries.pages import url_of
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.queries.overlaps import VERY_LIKE, Alike
from attending.strategy.rules.intake import ASKED, LATER, Step, answers_of, said, steps_of
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow, Task

HEADINGS: Mapping[Step, str] = {
    Step.PROBLEM: "The problem",
    Step.ALTERNATIVE: "Without AI",
    Step.BURDEN: "The burden",
    Step.SORT: "The sort of AI",
    Step.TITLE: "The title",
    Step.PRIORITY: "The enterprise priority",
    Step.QUESTIONS: "Four strategic questions, for now or later",
    Step.WHO: "Who you are",
}
LEDES: Mapping[Step, str] = {
    Step.QUESTIONS: "Leaders need an answer to each before the first gate. Write what you know now, in a line each. "
    "Leave empty what you do not know: it can be answered later, on the page of the use case.",
}
LABELS: Mapping[str, str] = {
    "problem": "Problem",
    "alternative": "Without AI",
    "burden_lifted": "Burden lifted",
    "burden_added": "Burden added",
    "kind": "Sort of AI",
    "title": "Title",
    "priority": "Enterprise priority",
    "enterprise_problem": "How it serves the priority",
    "dependencies": "What must be true first",
    "leaders": "Who owns the next decisions",
    "value": "How lasting value is known",
    "capability": "What it leaves behind",
    "name": "Name",
    "discipline": "Profession",
    "place": "Place",
}
STATES: Mapping[str, tuple[str, str]] = {
    DraftState.DRAFT: ("pending", "Not sent yet"),
    DraftState.WAITING: ("pending", "Sent; waits to be taken up"),
    DraftState.PROPOSED: ("ok", "Taken up as a use case"),
    DraftState.DECLINED: ("neutral", "Not taken up"),
}


@dataclass(frozen=True, slots=True)
class AlikeCard:
    """Something like the draft; a proposal that waits has no address of its own for everybody."""

    title: str
    strength: Status
    why: str
    url: str
    input_url: str


def answer_rows(
    draft: IntakeDraft,
    priorities: Sequence[EnterprisePriority],
    change_urls: Mapping[Step, str] | None = None,
    *,
    steps: Sequence[Step] | None = None,
) -> list[SummaryRow]:
    """Every answer with where to change it, in the order of the steps (or of those ``steps``)."""
    answers, urls = answers_of(draft), change_urls or {}
    return [
        SummaryRow(
            LABELS[field],
            _shown(answers, field, priorities),
            "Change" if step in urls else "",
            urls.get(step, ""),
        )
        for step in (steps_of(draft) if steps is None else steps)
        for field in ASKED[step]
    ]


def _shown(answers: Mapping[str, Any], field: str, priorities: Sequence[EnterprisePriority]) -> str | Status:
    value = said(answers, field)
    if field == "priority":
        return next((each.title for each in priorities if str(each.pk) == value), "None of these")
    if not value:
        return Status("pending", "Left for later") if field in LATER else Status("breach", "Not answered yet")
    if field == "kind":
        return str(Kind(value).label)
    return str(Discipline(value).label) if field == "discipline" else value


def alike_cards(found: Sequence[Alike]) -> list[AlikeCard]:
    """What is like the draft, in plain words."""
    return [
        AlikeCard(
            each.title,
            Status("watch", "Very like this") if each.similarity >= VERY_LIKE else Status("info", "Like this"),
            _why(each),
            url_of(each.use_case) if each.use_case else "",
            reverse("strategy:give-input", args=[each.use_case.key]) if each.use_case else "",
        )
        for each in found
    ]


def _why(each: Alike) -> str:
    said_of = [f"Both speak of {_listed(each.words)}."] if each.words else ["Both use the same words."]
    if each.same_kind:
        said_of.append("Both mean the same sort of AI.")
    if each.same_priority:
        said_of.append("Both answer to the same enterprise priority.")
    if each.capabilities:
        said_of.append(f"You name {_listed(each.capabilities)}, and so does it.")
    if each.use_case is None:
        said_of.append("It was sent and waits to be taken up.")
    return " ".join(said_of)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def draft_tasks(drafts: Sequence[IntakeDraft]) -> list[Task]:
    """A person's unsent drafts, each leading to its check page."""
    return [
        Task(
            str(draft),
            reverse("strategy:propose-check", args=[draft.uid]),
            Status("pending", "Not sent yet"),
            "Only you see it.",
            f"saved {formats.moment(draft.saved_at)}",
        )
        for draft in drafts
    ]


def state_of(draft: IntakeDraft) -> Status:
    """What became of a draft."""
    return Status(*STATES[draft.state])


def brought_by(draft: IntakeDraft | None) -> str:
    """Who brought a use case that came through a link; empty for one proposed by a person with an account."""
    if draft is None or draft.link is None:
        return ""
    profession = draft.get_discipline_display().lower()
    return f"Brought by {draft.name}, {profession}, {draft.place}, through the link {draft.link.label}."
