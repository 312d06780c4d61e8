"""The whole program at a glance, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from attending.program.models import EnterprisePriority, Stage
from attending.program.models.deployments import IN_USE, State
from attending.program.registries.pages import url_of
from attending.strategy.presenters.words import running_status, stage_text
from attending.strategy.queries.portfolio import Case, Portfolio
from attending.strategy.rules.portfolio import Mistake, Sign, seat_names, signs
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Stat, Status, Task

SHOWN: Final = 10
"""How many use cases of a priority, or with a mistake, the portfolio shows; a link leads to all of them."""


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """One enterprise priority with its furthest use cases; ``more`` leads to all, where not all are shown."""

    anchor: str
    title: str
    statement: str
    tasks: Sequence[Task]
    more: Link | None


@dataclass(frozen=True, slots=True)
class MistakeCard:
    """One common mistake, and use cases in which it is seen; ``more`` leads to all, where not all are shown."""

    name: str
    seen: Sequence[Link]
    more: Link | None


@dataclass(frozen=True, slots=True)
class MistakeRow:
    """One use case with one common mistake; ``key`` is that of ``mistake_choices``."""

    key: str
    title: str
    use_case: Link
    mistake: str
    why: str


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
        _card(f"priority-{each.pk}", f"{each.position}. {each.title}", each.statement, portfolio, each.pk)
        for each in portfolio.priorities
    ]


def isolated_card(portfolio: Portfolio) -> PriorityCard:
    """The use cases that answer to no enterprise priority."""
    return _card("isolated", "Isolated initiatives", "", portfolio, None)


def _card(anchor: str, title: str, statement: str, portfolio: Portfolio, priority: int | None) -> PriorityCard:
    order = list(Stage)
    found = portfolio.cases.get(priority, ())
    cases = sorted(found, key=lambda case: (-order.index(Stage(case.use_case.stage)), case.use_case.title))
    url = f"{reverse('strategy:use-cases')}?priority={priority or 0}"
    return PriorityCard(anchor, title, statement, [_task(case) for case in cases[:SHOWN]], _more(len(cases), url))


def _task(case: Case) -> Task:
    return Task(
        case.use_case.title,
        url_of(case.use_case),
        running_status(case.states),
        f"{case.use_case.get_kind_display()}. {stage_text(case.use_case)}."
        + (f" Nobody is {seat_names(case.facts.empty_seats)}." if case.facts.empty_seats else ""),
    )


def _more(total: int, url: str) -> Link | None:
    return Link(f"See all {formats.count(total)}", url) if total > SHOWN else None


def priority_choices(priorities: Sequence[EnterprisePriority]) -> list[tuple[str, str]]:
    """The choices of a filter by ``priority_key``."""
    return [*((str(each.pk), each.title) for each in priorities), ("0", "None")]


def mistake_choices() -> list[tuple[str, str]]:
    """The choices of a filter by common mistake."""
    return [(each.name.lower(), str(each)) for each in Mistake]


def mistake_rows(portfolio: Portfolio) -> list[MistakeRow]:
    """Every common mistake of every use case, use cases by title."""
    return [
        MistakeRow(
            mistake.name.lower(),
            case.use_case.title,
            Link(case.use_case.title, url_of(case.use_case) + (f"#{here[0].part}" if here[0].part else "")),
            str(mistake),
            " ".join(sign.why for sign in here),
        )
        for case in sorted(portfolio.every_case(), key=lambda case: case.use_case.title)
        for mistake, here in _by_mistake(signs(case.facts))
    ]


def _by_mistake(found: Sequence[Sign]) -> list[tuple[Mistake, list[Sign]]]:
    grouped: dict[Mistake, list[Sign]] = {}
    for sign in found:
        grouped.setdefault(sign.mistake, []).append(sign)
    return list(grouped.items())


def mistake_cards(rows: Sequence[MistakeRow]) -> list[MistakeCard]:
    """The common mistakes that are seen, by name, each with where and why."""
    cards = []
    for key, name in mistake_choices():
        found = [row for row in rows if row.key == key]
        if found:
            seen = [Link(row.title, row.use_case.url, row.why) for row in found[:SHOWN]]
            more = _more(len(found), f"{reverse('strategy:portfolio-mistakes')}?mistake={key}")
            cards.append(MistakeCard(name, seen, more))
    return cards
