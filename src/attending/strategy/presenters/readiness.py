"""An assessment of readiness, ready to print: who was asked, what was found, and where people see it differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.strategy.models import (
    Barrier,
    ReadinessAssessment,
    ReadinessGap,
    ReadinessItem,
)
from attending.strategy.queries.readiness import found_in
from attending.strategy.rules.readiness import (
    Assessed,
    BarrierResult,
    ItemResult,
    Level,
    barrier_result,
    disagreement,
    is_stale,
    level,
)
from attending.ui import formats
from attending.ui.formats import NO_BREAK_SPACE
from attending.ui.parts import Status, SummaryRow

MARKS = {
    Level.READY: "ok",
    Level.PARTLY: "watch",
    Level.NOT_READY: "breach",
    Level.UNKNOWN: "pending",
    Level.NOT_ASKED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One grade that was given: what it means, who gave it, and whether the item stands there."""

    grade: int
    meaning: str
    voices: Sequence[str]
    here: bool


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with everybody's mark; ``gap_url`` is where the gap becomes a capability, for who may."""

    pk: int
    statement: str
    source: str
    status: Status
    basis: str
    disagreement: str
    steps: Sequence[Step]
    notes: Sequence[tuple[str, str]]
    gaps: Sequence[str]
    gap_url: str


@dataclass(frozen=True, slots=True)
class BarrierCard:
    """One kind of barrier: how it stands, by what, and its items."""

    key: str
    title: str
    status: Status
    basis: str
    items: Sequence[ItemCard]


def level_status(found: Level, grade: int | None = None) -> Status:
    """Such as ``Not ready, 1 of 4``."""
    return Status(
        MARKS[found], f"{found}, {grade}{NO_BREAK_SPACE}of{NO_BREAK_SPACE}4" if grade is not None else str(found)
    )


def assessment_status(assessment: ReadinessAssessment) -> Status:
    """How it stands, or that it is still open, or that it ended without a result; what is old is said to be."""
    if assessment.closed_at is None:
        return Status("pending", "Being answered")
    if assessment.results is None:
        return Status("neutral", "Ended without an answer")
    found = found_in(assessment)
    if is_stale(assessment.closed_at, timezone.now()):
        return Status("watch", f"{found.level} then, now out of date")
    return level_status(found.level, found.grade)


def people_count(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def barrier_basis(result: BarrierResult) -> str:
    """What stands behind the word: how many people and items, what nobody could say, where seats disagree."""
    if not result.items:
        return "No item asks about it."
    parts = [people_count(result.n), f"{result.items} items" if result.items != 1 else "1 item"]
    if result.unknown:
        parts.append(f"{result.unknown} that nobody could grade")
    if result.divided:
        parts.append(f"seats disagree on {result.divided}")
    if result.cannot_say:
        parts.append(f"{result.cannot_say} “cannot say”")
    return ", ".join(parts)


def barrier_cards(
    items: Sequence[ReadinessItem],
    results: Sequence[ItemResult],
    gaps: Sequence[ReadinessGap],
    *,
    may_name: bool,
    assessment: ReadinessAssessment,
) -> list[BarrierCard]:
    """The barriers with their items; where a gap can be named, the way to it."""
    by_item = {result.item: result for result in results}
    named: dict[int, list[str]] = {}
    for gap in gaps:
        named.setdefault(gap.item_id, []).append(gap.capability.name)
    cards = []
    for barrier in Barrier:
        own = [item for item in items if item.barrier == barrier]
        found = barrier_result(barrier, [by_item[item.pk] for item in own])
        shown = [
            _item_card(item, by_item[item.pk], named.get(item.pk, ()), may_name=may_name, assessment=assessment)
            for item in own
        ]
        cards.append(
            BarrierCard(
                str(barrier),
                str(barrier.label),
                level_status(found.level, found.grade),
                barrier_basis(found),
                shown,
            )
        )
    return cards


def divided_rows(cards: Sequence[BarrierCard]) -> list[SummaryRow]:
    """Every item on which seats disagree, with who says what."""
    return [
        SummaryRow(item.statement, item.disagreement, "See", f"#item-{item.pk}")
        for card in cards
        for item in card.items
        if item.disagreement
    ]


def weakest_rows(items: Sequence[ReadinessItem], results: Sequence[ItemResult]) -> list[SummaryRow]:
    """The barriers that are not ready, weakest first, each with the items that rule it."""
    statements = {item.pk: item.statement for item in items}
    found = [barrier_result(barrier, [each for each in results if each.barrier == barrier]) for barrier in Barrier]
    held = [each for each in found if each.grade is not None and each.level is not Level.READY]
    return [
        SummaryRow(
            str(each.barrier.label),
            level_status(each.level, each.grade),
            "See",
            f"#{each.barrier}",
            " ".join(statements[pk] for pk in each.weakest),
        )
        for each in sorted(held, key=lambda each: each.grade or 0)
    ]


def _item_card(
    item: ReadinessItem,
    result: ItemResult,
    gaps: Sequence[str],
    *,
    may_name: bool,
    assessment: ReadinessAssessment,
) -> ItemCard:
    found = level(result.grade)
    voices: dict[int, list[str]] = {}
    for mark in result.marks:
        if mark.grade is not None:
            voices.setdefault(mark.grade, []).append(mark.voice.name)
    steps = [Step(grade, item.grades[grade], voices[grade], grade == result.grade) for grade in sorted(voices)]
    gap = may_name and (found is not Level.READY or result.divided)
    return ItemCard(
        item.pk,
        item.statement,
        item.source,
        level_status(found, result.grade),
        _item_basis(result),
        disagreement(result),
        steps,
        [(mark.voice.name, mark.note) for mark in result.marks if mark.note],
        gaps,
        reverse("strategy:readiness-gap", args=[assessment.pk, item.pk]) if gap else "",
    )


def _item_basis(result: ItemResult) -> str:
    if not result.n:
        return f"{people_count(result.cannot_say)} could not say" if result.cannot_say else "Nobody has answered"
    low, high = result.grades[0], result.grades[-1]
    spread = f"all {low}" if low == high else f"from {low} to {high}"
    parts = [people_count(result.n), "one grade" if result.n == 1 else spread]
    if result.cannot_say:
        silent = ", ".join(mark.voice.name for mark in result.marks if mark.grade is None)
        parts.append(f"cannot say: {silent}")
    return ", ".join(parts)


def summary_rows(assessment: ReadinessAssessment, found: Assessed) -> list[SummaryRow]:
    """What the site is, what it wants, and on what that rests."""
    pull = found.pull
    wanted = f"{formats.number(pull, 1)} of 5" if pull is not None else "Nobody said"
    return [
        SummaryRow(
            "Ready",
            level_status(found.level, found.grade),
            note="The weakest barrier that could be graded; the weakest item rules each barrier.",
        ),
        SummaryRow("Wanted", wanted, note=f"Mean of {people_count(len(found.pulls))}; never part of readiness."),
        SummaryRow("Answered", f"{found.people} of {found.asked} asked"),
        SummaryRow("Closed", formats.date(assessment.closed_at)),
    ]
