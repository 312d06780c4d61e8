"""What to build next, and why; or what is missing to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models.people import CORE_SEATS
from attending.program.registries.pages import url_of
from attending.strategy.presenters.roadmaps import state_status
from attending.strategy.queries.what_next import About, Missing, Planned
from attending.strategy.rules.plan_reasons import share, span_share
from attending.strategy.rules.what_next import Next
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow, Task


@dataclass(frozen=True, slots=True)
class Card:
    """One initiative to build next, with the reasons."""

    title: Link
    headline: str
    problem: str
    rows: Sequence[SummaryRow]
    lacking: Sequence[str]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What starts in the coming quarter."""

    title: str
    basis: Link
    state: Status
    cards: Sequence[Card]
    others: Sequence[Link]


def answer(planned: Planned) -> AnswerView | None:
    """The answer in words; None where nothing is left to start."""
    found = planned.answer
    if found is None:
        return None
    problem = planned.kept.problem
    names = [problem.initiatives_by_key[each.key].title for each in found.chosen]
    url = reverse("strategy:roadmap", args=[planned.roadmap.pk])
    others = [problem.initiatives_by_key[key] for key in found.others]
    return AnswerView(
        f"In {problem.quarter(found.quarter)}: {' and '.join(names)}",
        Link(planned.roadmap.title, url),
        state_status(planned.roadmap),
        [_card(planned, each, planned.about[each.key]) for each in found.chosen],
        [Link(each.title, reverse("strategy:use-case", args=[each.key])) for each in others],
    )


def _card(planned: Planned, each: Next, about: About) -> Card:
    named, plan = planned.kept.problem.capabilities_by_key, planned.kept.plan
    worth = "being computed" if each.worth is None else span_share(each.worth, plan.value)
    rows = [
        SummaryRow("Local value", _judged(about), note=f"By itself {share(each.own, plan.value)} of the plan's value."),
        SummaryRow("Worth in the plan", worth, note="What the plan would lose without it."),
        *(
            SummaryRow("It leaves behind", named[left.capability].title, note=_needed(planned, left.needed_by))
            for left in each.leaves
        ),
        SummaryRow("Who answers", _who(about)),
    ]
    title = Link(about.use_case.title, url_of(about.use_case))
    return Card(title, headline(each), about.use_case.problem, rows, lacking(about))


def headline(each: Next) -> str:
    """Why it is among the next, in one or two sentences."""
    if each.both:
        return "It gives value where it is used, and leaves something that later initiatives need."
    if each.own > 0:
        return "It gives value where it is used. It leaves nothing that later initiatives of this plan need."
    if any(left.needed_by for left in each.leaves):
        return "It has no value of its own. It is built for what later initiatives need."
    return "It has no value of its own, and nothing later in this plan waits for it."


def _judged(about: About) -> str:
    value = about.value
    if value is None:
        return "The panel did not judge it: enabling work."
    points = f"{formats.number(value.value, 0)} of 100, n {value.scorers} panelists"
    return f"Rank {value.rank} of {value.of} by the panel ({points}), {value.verdict}"


def _needed(planned: Planned, needed_by: Sequence[tuple[str, int]]) -> str:
    problem = planned.kept.problem
    if not needed_by:
        return "Nothing else in this plan needs it."
    said = [f"{problem.initiatives_by_key[key].title} ({problem.quarter(at)})" for key, at in needed_by]
    return f"Needed by {', '.join(said)}."


def _who(about: About) -> str:
    said = [f"{seat.label}: {about.holders[seat].printed_name}" for seat in CORE_SEATS if seat in about.holders]
    return "; ".join(said) or "nobody yet"


def lacking(about: About) -> list[str]:
    """What is missing before it can start."""
    empty = [str(seat.label).lower() for seat in CORE_SEATS if seat not in about.holders]
    found = [f"Nobody is {seat}." for seat in empty]
    if about.value is not None:  # gates rule what a panel may judge; enabling work is not judged
        found += [f"Gate: {text}" for text in (*about.gates.reasons, *about.gates.before)]
    found += [f"Readiness: {gap} is missing." for gap in about.gaps]
    return found


def tasks(missing: Missing) -> list[Task]:
    """What has to happen before there is an answer, in its order."""
    found = [
        Task(
            "Hold a panel" if missing.panel is None else f"The panel {missing.panel.title} is closed",
            reverse("strategy:panels"),
            Status("pending", "Missing") if missing.panel is None else Status("ok", "Done"),
            "Clinicians judge which use case is worth how much, each on their own.",
        )
    ]
    count = len(missing.unestimated)
    found.append(
        Task(
            "Estimate what each use case takes",
            reverse("strategy:efforts"),
            Status("pending", f"{count} without an estimate" if count else "Waits for the panel")
            if count or missing.panel is None
            else Status("ok", "Done"),
            ", ".join(each.title for each in missing.unestimated),
        )
    )
    url = reverse("strategy:roadmap", args=[missing.roadmap.pk]) if missing.roadmap else reverse("strategy:roadmaps")
    found.append(
        Task(
            "Make the plan",
            url,
            Status("pending", "Open, without a plan" if missing.roadmap else "No roadmap yet"),
            "Which starts when, within what your people can carry.",
        )
    )
    return found
