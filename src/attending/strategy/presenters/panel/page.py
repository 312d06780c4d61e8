"""The page of a panel: where it stands, what is asked of whom, and who has not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.analytics.panel import PanelCoverage, PanelMember, panel_coverage
from attending.program.models import Discipline, Site
from attending.program.registries.pages import url_of
from attending.strategy.models import ConflictOfInterest, Panel, Panelist, PanelItem, PanelState
from attending.strategy.queries.panels import SheetState
from attending.strategy.rules.panel import Expected
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow

STATES = {
    PanelState.PREPARED: "pending",
    PanelState.SCORING: "info",
    PanelState.DISCUSSION: "info",
    PanelState.RESCORING: "info",
    PanelState.CLOSED: "ok",
    PanelState.ENDED: "neutral",
}
_ANYWHERE = "The whole enterprise"


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One panel in the list."""

    title: Link
    state: Status
    items: str
    panelists: str
    when: str


def state_status(panel: Panel) -> Status:
    """Where a panel stands."""
    late = panel.state in (PanelState.SCORING, PanelState.RESCORING) and panel.due_on < timezone.localdate()
    return Status("watch" if late else STATES[PanelState(panel.state)], panel.get_state_display())


def panel_rows(panels: Sequence[Panel]) -> list[PanelRow]:
    """``panels`` come from ``queries.panels.panels``."""
    return [
        PanelRow(
            Link(each.title, reverse("strategy:panel", args=[each.pk])),
            state_status(each),
            formats.count(each.item_count),  # type: ignore[attr-defined]
            formats.count(each.panelist_count),  # type: ignore[attr-defined]
            formats.date(each.closed_at) if each.closed_at else f"due {formats.date(each.due_on)}",
        )
        for each in panels
    ]


def due_text(panel: Panel) -> str:
    """By when scores are due."""
    return f"{formats.date(panel.due_on)} ({formats.days_until(panel.due_on, timezone.localdate())})"


def item_table(items: Sequence[PanelItem]) -> DataTable | None:
    """What is judged."""
    rows = [(str(each.position), Link(each.use_case.title, url_of(each.use_case))) for each in items]
    return DataTable(["No.", "Use case"], rows, "Before the panel") if rows else None


def panelist_table(panel: Panel, people: Sequence[Panelist], *, removable: bool) -> DataTable | None:
    """Who judges, from where."""
    rows = []
    for each in people:
        row: list[object] = [each.person.printed_name, each.get_discipline_display(), _site(each)]
        if removable:
            url = reverse("strategy:panel-remove", args=[panel.pk, each.pk])
            row.append(Link(f"Take out {each.person.printed_name}", url))
        rows.append(tuple(row))
    headers = ["Panelist", "Discipline", "Speaks for", *(["Change"] if removable else [])]
    return DataTable(headers, rows, "Who judges", stacks=True) if rows else None


def handed_in_table(states: Sequence[SheetState]) -> DataTable:
    """Who has handed in, never what."""
    rows = [
        (
            each.panelist.person.printed_name,
            each.panelist.get_discipline_display(),
            Status("ok", "Handed in")
            if each.handed_in
            else Status("pending", "Not yet")
            if each.asked
            else Status("neutral", "Not asked"),
            Status("ok", "Given") if each.weighed else Status("pending", "Not given"),
        )
        for each in states
    ]
    return DataTable(["Panelist", "Discipline", "Scores", "Weights"], rows, "Who has handed in", stacks=True)


def outstanding_text(states: Sequence[SheetState]) -> str:
    """Whose scores are missing, by name."""
    asked = [each for each in states if each.asked]
    out = [each.panelist.person.printed_name for each in asked if not each.handed_in]
    told = f"{len(asked) - len(out)} of {len(asked)} have handed in."
    return f"{told} Not yet: {', '.join(out)}." if out else told


def coverage_of(
    people: Sequence[Panelist], scored: set[int], expected: Sequence[Expected], sites: Sequence[Site]
) -> PanelCoverage:
    """Who was heard, by discipline and site; ``scored`` are primary keys of panelists."""
    names = {each.pk: each.name for each in sites}
    disciplines: dict[str, int] = {}
    places: dict[str, int] = {}
    for each in expected:
        label = str(Discipline(each.discipline).label)
        disciplines[label] = disciplines.get(label, 0) + each.count
        if each.site in names:
            places[names[each.site]] = places.get(names[each.site], 0) + each.count
    members = [PanelMember(p.person.printed_name, p.get_discipline_display(), _site(p)) for p in people]
    heard = {each.person.printed_name for each in people if each.pk in scored}
    return panel_coverage(members, heard, disciplines=disciplines, sites=places)


def coverage_text(found: PanelCoverage) -> str:
    """Who was missing, in a sentence."""
    told = f"{found.present} of {found.expected} expected panelists were heard."
    if not found.unheard:
        return told
    return f"{told} Nobody was heard from: {', '.join(found.unheard)}."


def coverage_tables(found: PanelCoverage) -> list[DataTable]:
    """By discipline and by site: expected, heard, and who was not."""
    return [
        DataTable(
            [first, "Expected", "Heard", "Not heard"],
            [
                (
                    each.group,
                    formats.count(each.expected),
                    formats.count(each.present),
                    _unheard(each.missing, each.not_asked),
                )
                for each in groups
            ],
            f"Heard, by {first.lower()}",
            (1, 2),
            stacks=True,
        )
        for first, groups in (("Discipline", found.disciplines), ("Site", found.sites))
    ]


def conflict_rows(conflicts: Sequence[ConflictOfInterest]) -> list[SummaryRow]:
    """Declared interests: who, in what, and that the scores are left out."""
    return [
        SummaryRow(
            each.item.use_case.title,
            each.nature,
            note=f"{each.panelist.person.printed_name}, declared {formats.date(each.declared_at)}. The scores of this "
            "person on this use case are left out.",
        )
        for each in conflicts
    ]


def _unheard(names: Sequence[str], not_asked: int) -> str:
    told = [*names, *([f"{not_asked} more, whom nobody asked"] if not_asked else [])]
    return ", ".join(told)


def _site(panelist: Panelist) -> str:
    return panelist.site.name if panelist.site else _ANYWHERE
