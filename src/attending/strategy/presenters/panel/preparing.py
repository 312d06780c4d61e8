"""A panel that is being prepared: what is chosen, what is missing, and what the gates keep out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse

from attending.program.models import Discipline, Site, UseCase
from attending.program.registries.pages import url_of
from attending.strategy.models import Panel, PanelCriterion, Panelist, PanelItem
from attending.strategy.rules.gates import Eligibility, GateState, eligible, ruling
from attending.strategy.rules.panel import RULE, Expected
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow, Task

_LISTED: Final = 100


def kept_out_rows(found: Iterable[tuple[UseCase, tuple[GateState, ...]]]) -> DataTable | None:
    """The use cases that cannot be judged, and why."""
    rows = []
    for use_case, states in found:
        if eligible(states):
            continue
        ruled = ruling(states)
        out = ruled.eligibility is Eligibility.OUT
        why = " ".join(ruled.reasons) if out else f"Not before {'; '.join(ruled.before)}."
        status = Status("stop", "Out") if out else Status("watch", "Not yet")
        rows.append((Link(use_case.title, url_of(use_case)), status, why))
    more = f"The first {_LISTED} of {formats.count(len(rows))} kept out by a gate"
    caption = "Kept out by a gate" if len(rows) <= _LISTED else more
    return DataTable(["Use case", "Gates", "Why"], rows[:_LISTED], caption, stacks=True) if rows else None


def steps(panel: Panel, items: Sequence[PanelItem], people: Sequence[Panelist]) -> list[Task]:
    """What is left to do before scoring begins."""
    enough = len(items) >= panel.top
    chosen = Status("ok" if items and enough else "watch", f"{len(items)} chosen")
    return [
        Task(
            "Choose the use cases",
            reverse("strategy:panel-items", args=[panel.pk]),
            chosen,
            "" if enough else f"At least {panel.top}, or there is nothing to choose between.",
        ),
        Task(
            "Name panelists",
            reverse("strategy:panel-panelists", args=[panel.pk]),
            Status("ok" if len(people) > 1 else "watch", f"{len(people)} seated"),
            "" if len(people) > 1 else "One person alone is no panel: nothing could be said about agreement.",
        ),
        Task(
            "Say who should be in the room",
            reverse("strategy:panel-expected", args=[panel.pk]),
            Status("ok", f"{sum(each['count'] for each in panel.expected)} expected")
            if panel.expected
            else Status("pending", "Not said yet"),
        ),
    ]


def frame_rows(panel: Panel) -> list[SummaryRow]:
    """What is fixed before the first score."""
    return [
        SummaryRow("Places", f"{panel.top}", note="How many initiatives the organisation can take on."),
        SummaryRow("Rounds", "One" if panel.most_rounds == 1 else f"At most {panel.most_rounds}"),
        SummaryRow("When the panel disagrees", RULE),
        SummaryRow("Seed", str(panel.seed), note="With the same scores and seed the ranking comes out the same."),
    ]


def criterion_rows(panel: Panel, criteria: Sequence[PanelCriterion], *, adaptable: bool) -> list[SummaryRow]:
    """What is judged, with the anchors."""
    return [
        SummaryRow(
            each.label,
            each.question,
            "Adapt" if adaptable else "",
            reverse("strategy:panel-criterion", args=[panel.pk, each.key]) if adaptable else "",
            f"1: {each.anchor_1} 5: {each.anchor_5} 9: {each.anchor_9}",
        )
        for each in criteria
    ]


def expected_table(expected: Sequence[Expected], sites: Sequence[Site], people: Sequence[Panelist]) -> DataTable | None:
    """Who should be in the room, and how many of them are seated."""
    names = {each.pk: each.name for each in sites}
    rows = []
    for each in expected:
        seated = sum(
            person.discipline == each.discipline and (each.site is None or person.site_id == each.site)
            for person in people
        )
        missing = max(0, each.count - seated)
        rows.append(
            (
                str(Discipline(each.discipline).label),
                names.get(each.site, "Any site") if each.site else "Any site",
                formats.count(each.count),
                formats.count(seated),
                Status("watch", f"{missing} missing") if missing else Status("ok", "Complete"),
            )
        )
    headers = ["Discipline", "From", "Expected", "Seated", ""]
    return DataTable(headers, rows, "Who should be in the room", (2, 3), stacks=True) if rows else None
