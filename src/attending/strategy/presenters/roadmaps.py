"""Roadmaps as rows, and their limits and wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.strategy.models import Roadmap, RoadmapState
from attending.strategy.rules.quarters import later, name_of, names
from attending.strategy.rules.roadmap_words import say_wish
from attending.ui import formats
from attending.ui.parts import Link, Status

MARKS = {
    RoadmapState.DRAFT: "info",
    RoadmapState.PROPOSED: "pending",
    RoadmapState.DECIDED: "ok",
    RoadmapState.SUPERSEDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    title: Link
    state: Status
    span: str
    panel: str
    plans: str
    opened: str


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish in words; ``url`` takes it back, and is empty where it cannot be."""

    words: str
    reason: str
    who: str
    back: str
    url: str


def state_status(roadmap: Roadmap) -> Status:
    """The mark of how far a roadmap is."""
    return Status(MARKS[RoadmapState(roadmap.state)], roadmap.get_state_display())


def link_to(roadmap: Roadmap | None) -> Link | None:
    """A roadmap by its title."""
    return Link(roadmap.title, reverse("strategy:roadmap", args=[roadmap.pk])) if roadmap else None


def span(roadmap: Roadmap) -> str:
    """Such as ``2027 Q1 to 2028 Q2``."""
    first = name_of(roadmap.first_quarter)
    last = name_of(later(roadmap.first_quarter, roadmap.quarters - 1))
    return first if first == last else f"{first} to {last}"


def rows(found: Sequence[Roadmap]) -> list[RoadmapRow]:
    """``found`` come from ``queries.roadmaps.roadmaps``."""
    return [
        RoadmapRow(
            Link(each.title, reverse("strategy:roadmap", args=[each.pk])),
            state_status(each),
            span(each),
            each.panel.title,
            formats.count(each.plan_count),  # type: ignore[attr-defined]
            f"{each.opened_by}, {formats.date(each.opened_at)}",
        )
        for each in found
    ]


def wish_rows(roadmap: Roadmap, *, may_take_back: bool) -> list[WishRow]:
    """Every wish, those taken back too; ``wishes`` must be prefetched."""
    quarters = names(roadmap.first_quarter, roadmap.quarters)
    return [
        WishRow(
            say_wish(each, quarters),
            each.reason,
            f"{each.wished_by}, {formats.date(each.wished_at)}",
            f"Taken back by {each.taken_back_by}, {formats.date(each.taken_back_at)}" if each.taken_back_at else "",
            reverse("strategy:take-wish-back", args=[each.pk]) if may_take_back and not each.taken_back_at else "",
        )
        for each in roadmap.wishes.all()
    ]
