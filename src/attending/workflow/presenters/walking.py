"""One person's walkthrough, a step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.maps.model import CareMap, Step
from attending.maps.words import AUTHORITIES, duration, listed
from attending.ui.parts import Status, SummaryRow, Task
from attending.workflow.models import Goes, Walkthrough
from attending.workflow.rules.walking import walked

_MARKS = {Goes.AS_DRAWN: "ok", Goes.DIFFERENT: "watch", Goes.NOT_DONE: "breach", Goes.CANNOT_SAY: "neutral"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walker is: the step, its number, and the steps before and after it; empty at the ends."""

    step: Step
    number: int
    of: int
    before: str
    after: str


def place(drawn: CareMap, key: str, answered: Sequence[str]) -> Place | None:
    """The step asked for or, without one, the first that has no answer; None where all have one."""
    steps = walked(drawn)
    keys = [each.key for each in steps]
    wanted = key if key in keys else next((each for each in keys if each not in answered), "")
    if not wanted:
        return None
    at = keys.index(wanted)
    return Place(steps[at], at + 1, len(keys), keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "")


def step_rows(drawn: CareMap, step: Step) -> list[SummaryRow]:
    """What the map says of a step, in words for somebody who stands where it is done."""
    rows = [SummaryRow("Who", drawn.lane_of[step.lane].name)]
    if step.assist is not None:
        said = step.assist
        to = drawn.lane_of[said.to].name if said.to else ""
        parts = (said.shows, f"to the {to.lower()}" if to else "", said.form, said.channel, said.moment)
        rows.append(SummaryRow("The AI shows", ", ".join(filter(None, parts)) or "not said"))
    if step.oversight is not None:
        checked = listed([drawn.step_of[key].name for key in step.oversight.of])
        may = step.oversight.authority or (AUTHORITIES[step.oversight.may] if step.oversight.may else "")
        rows.append(SummaryRow("Checks", f"{checked}{f': {may}' if may else ''}"))
    if step.limit is not None:
        start = f" of {drawn.step_of[step.limit.start].name}" if step.limit.start else ""
        rows.append(SummaryRow("By when", f"Within {duration(step.limit.minutes)}{start}"))
    if step.minutes is not None:
        rows.append(SummaryRow("Work", duration(step.minutes)))
    if step.fallback is not None:
        instead = drawn.step_of[step.fallback.step].name if step.fallback.step else ""
        rows.append(SummaryRow("If it is down", ", ".join(filter(None, (instead, step.fallback.procedure)))))
    ways = [f"{drawn.step_of[each.to].name}{f' when {each.when}' if each.when else ''}" for each in step.flows]
    rows.append(SummaryRow("Then", listed(ways) or "nothing"))
    if step.note:
        rows.append(SummaryRow("Worth saying", step.note))
    return rows


def tasks(drawn: CareMap, walk: Walkthrough) -> list[Task]:
    """Every step with its answer so far; ``answers`` should be loaded."""
    answers = {each.step: each for each in walk.answers.all()}
    url = reverse("workflow:walk", args=[walk.pk])
    found = []
    for step in walked(drawn):
        answer = answers.get(step.key)
        status = (
            Status(_MARKS[Goes(answer.goes)], answer.get_goes_display()) if answer else Status("pending", "To answer")
        )
        link = url if walk.handed_in_at else f"{url}?step={step.key}"
        found.append(Task(step.name, link, status, drawn.lane_of[step.lane].name))
    return found
