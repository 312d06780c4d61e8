"""The whole program at a glance, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attending.program.models import Stage, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.registries.pages import url_of
from attending.strategy.presenters.words import running_status, stage_text
from attending.strategy.queries.portfolio import Case, Portfolio
from attending.strategy.rules.portfolio import Mistake, Sign, seat_names, signs
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Stat, Status, Task


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """One enterprise priority with its use cases, furthest stage first."""

    anchor: str
    title: str
    statement: str
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class MistakeCard:
    """One common mistake, and the use cases in which it is seen."""

    name: str
    seen: Sequence[Link]


def stats(portfolio: Portfolio) -> list[Stat]:
    """Four numbers: use cases, running and paused deployments, signs of common mistakes."""
    cases = portfolio.every_case()
    states = Counter(state for case in cases for state in case.states)
    erring = [case for case in cases if signs(case.facts)]
    running = sum(states[state] for state in IN_USE)
    deployed = sum(states.values()) - states[State.RETIRED]
    priorities = len(portfolio.priorities)
    return [
        Stat("Use cases", formats.count(len(cases)), f"under {priorities} enterprise priorities"),
        Stat("Running", formats.count(running), f"of {formats.count(deployed)} deployments, pilot or live"),
        Stat(
            "Paused",
            formats.count(states[State.PAUSED]),
            f"of {formats.count(deployed)} deployments",
            status=Status("stop", "Two must agree to resume") if states[State.PAUSED] else None,
        ),
        Stat(
            "With a common mistake",
            formats.count(len(erring)),
            f"of {formats.count(len(cases))} use cases",
            status=Status("watch", "See below") if erring else None,
        ),
    ]


def stage_table(portfolio: Portfolio) -> DataTable:
    """How many use cases of each priority are in each stage, and what runs."""
    headers = ("Enterprise priority", *(stage.label for stage in Stage), "Running", "Paused")
    rows: list[Sequence[object]] = [
        _stage_row(Link(f"{each.position}. {each.title}", f"#priority-{each.pk}"), portfolio.cases.get(each.pk, ()))
        for each in portfolio.priorities
    ]
    if None in portfolio.cases:
        rows.append(_stage_row(Link("No priority", "#isolated"), portfolio.cases[None]))
    return DataTable(headers, rows, "Use cases by stage, and deployments that run or are paused", tuple(range(1, 8)))


def _stage_row(name: Link, cases: Sequence[Case]) -> Sequence[object]:
    stages = Counter(Stage(case.use_case.stage) for case in cases)
    states = Counter(state for case in cases for state in case.states)
    running = sum(states[state] for state in IN_USE)
    counts = [*(stages[stage] for stage in Stage), running, states[State.PAUSED]]
    return [name, *(formats.count(count) for count in counts)]


def priority_cards(portfolio: Portfolio) -> list[PriorityCard]:
    """Each enterprise priority in its order."""
    return [
        PriorityCard(
            f"priority-{each.pk}",
            f"{each.position}. {each.title}",
            each.statement,
            case_tasks(portfolio.cases.get(each.pk, ())),
        )
        for each in portfolio.priorities
    ]


def case_tasks(cases: Sequence[Case]) -> list[Task]:
    """Use cases with what runs, their stage and their empty seats; the furthest stage first."""
    order = list(Stage)
    return [
        Task(
            case.use_case.title,
            url_of(case.use_case),
            running_status(case.states),
            f"{case.use_case.get_kind_display()}. {stage_text(case.use_case)}."
            + (f" Nobody is {seat_names(case.facts.empty_seats)}." if case.facts.empty_seats else ""),
        )
        for case in sorted(cases, key=lambda case: (-order.index(Stage(case.use_case.stage)), case.use_case.title))
    ]


def mistake_cards(portfolio: Portfolio) -> list[MistakeCard]:
    """The common mistakes that are seen, by name, each with where and why."""
    cards = []
    cases = sorted(portfolio.every_case(), key=lambda case: case.use_case.title)
    for mistake in Mistake:
        found = [(case, [sign for sign in signs(case.facts) if sign.mistake is mistake]) for case in cases]
        seen = [_seen(case.use_case, here) for case, here in found if here]
        if seen:
            cards.append(MistakeCard(str(mistake), seen))
    return cards


def _seen(use_case: UseCase, here: Sequence[Sign]) -> Link:
    part = f"#{here[0].part}" if here[0].part else ""
    return Link(use_case.title, url_of(use_case) + part, " ".join(sign.why for sign in here))
