"""Panels, who sits in them, and a panelist's own sheet; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from attending.analytics.records import from_record
from attending.program.models import Organisation, Person, UseCase
from attending.strategy.models import (
    BestWorstJudgement,
    ConflictOfInterest,
    Panel,
    PanelCriterion,
    Panelist,
    PanelItem,
    PanelRound,
    PanelState,
    Score,
    ScoreSheet,
    SwingJudgement,
)
from attending.strategy.queries.gates import standing
from attending.strategy.rules.gates import GateState
from attending.strategy.rules.panel import Cell, Expected, asked_cells
from attending.strategy.rules.panel_results import RoundResults

SCORED = (PanelState.SCORING, PanelState.RESCORING)
OVER = (PanelState.CLOSED, PanelState.ENDED)


def panels(organisation: Organisation) -> QuerySet[Panel]:
    """Every panel, newest first, with how many use cases and panelists it has."""
    return Panel.objects.filter(organisation=organisation).annotate(
        item_count=Count("items", distinct=True), panelist_count=Count("panelists", distinct=True)
    )


def panel_of(organisation: Organisation, pk: int) -> Panel:
    """One panel in an organisation; raises Panel.DoesNotExist."""
    return Panel.objects.select_related("prepared_by", "closed_by").get(organisation=organisation, pk=pk)


def criteria_of(panel: Panel) -> list[PanelCriterion]:
    """What the panel judges by, in order."""
    return list(panel.criteria.all())


def items_of(panel: Panel) -> list[PanelItem]:
    """What the panel judges, in order."""
    return list(panel.items.select_related("use_case"))


def panelists_of(panel: Panel) -> list[Panelist]:
    """Who judges, by name."""
    return list(panel.panelists.select_related("person", "site").order_by("person__printed_name"))


def panelist_of(panel: Panel, person: Person) -> Panelist | None:
    """The person's place in a panel."""
    return Panelist.objects.filter(panel=panel, person=person).select_related("person", "panel").first()


def possible_panelists(organisation: Organisation) -> QuerySet[Person]:
    """Everybody active who can sign in."""
    return Person.objects.filter(organisation=organisation, active=True, user__isnull=False).order_by("printed_name")


def rounds_of(panel: Panel) -> list[PanelRound]:
    """Its rounds, first to last."""
    return list(panel.rounds.all())


def open_round(panel: Panel) -> PanelRound | None:
    """The round in which scores are given now."""
    return panel.rounds.filter(closed_at=None).first()


def results_of(round_: PanelRound) -> RoundResults:
    """How the panel agreed at the end of a closed round."""
    return from_record(RoundResults, round_.results)


def expected_of(panel: Panel) -> list[Expected]:
    """Who should be in the room."""
    return [Expected(each["discipline"], each["site"], each["count"]) for each in panel.expected]


def candidates(organisation: Organisation) -> list[tuple[UseCase, tuple[GateState, ...]]]:
    """Every use case with how its gates stand, by title. Four queries."""
    found = list(UseCase.objects.filter(organisation=organisation).order_by("title", "pk"))
    states = standing(found)
    return [(each, states[each.pk]) for each in found]


@dataclass(frozen=True, slots=True)
class SheetState:
    """Whether a panelist has handed in, in a round; never what."""

    panelist: Panelist
    asked: bool
    handed_in: bool
    weighed: bool


def sheet_states(panel: Panel, round_: PanelRound) -> list[SheetState]:
    """How far everybody is in a round. Three queries."""
    sheets = dict(ScoreSheet.objects.filter(round=round_).values_list("panelist_id", "handed_in_at"))
    weighed = set(SwingJudgement.objects.filter(panelist__panel=panel).values_list("panelist_id", flat=True).distinct())
    return [
        SheetState(each, each.pk in sheets, sheets.get(each.pk) is not None, each.pk in weighed)
        for each in panelists_of(panel)
    ]


@dataclass(frozen=True)
class OwnSheet:
    """One panelist's own work in the open round.

    ``asked`` are the cells asked for, ``scores`` what is saved, ``before`` the own scores of earlier rounds,
    ``conflicts`` the declared interests by item.
    """

    sheet: ScoreSheet
    items: Sequence[PanelItem]
    criteria: Sequence[PanelCriterion]
    asked: Sequence[Cell]
    scores: Mapping[Cell, int]
    before: Mapping[Cell, int]
    conflicts: Mapping[int, ConflictOfInterest]

    @property
    def handed_in(self) -> bool:
        return self.sheet.handed_in_at is not None

    @property
    def blank(self) -> list[Cell]:
        """What is asked for and has no score yet."""
        return [cell for cell in self.asked if cell not in self.scores]

    def asked_items(self) -> list[PanelItem]:
        """The items with something to score, in order."""
        wanted = {item for item, _ in self.asked}
        return [item for item in self.items if item.pk in wanted]

    def asked_criteria(self, item: PanelItem) -> list[PanelCriterion]:
        """The criteria of an item that are asked for, in order."""
        wanted = {criterion for at, criterion in self.asked if at == item.pk}
        return [criterion for criterion in self.criteria if criterion.pk in wanted]


def own_sheet(panelist: Panelist, round_: PanelRound) -> OwnSheet | None:
    """A panelist's own sheet; None for whom the round does not ask. Five queries."""
    sheets = list(ScoreSheet.objects.filter(panelist=panelist).select_related("round").order_by("round__number"))
    sheet = next((each for each in sheets if each.round_id == round_.pk), None)
    if sheet is None:
        return None
    given: dict[int, dict[Cell, int]] = {}
    for score in Score.objects.filter(sheet__in=sheets):
        given.setdefault(score.sheet_id, {})[score.item_id, score.criterion_id] = score.value
    before: dict[Cell, int] = {}
    for each in sheets:
        if each.round.number < round_.number and each.handed_in_at is not None:
            before |= given.get(each.pk, {})
    items, criteria = items_of(panelist.panel), criteria_of(panelist.panel)
    conflicts = {each.item_id: each for each in panelist.conflicts.all()}
    cells = None if round_.cells is None else {(item, criterion) for item, criterion in round_.cells}
    asked = asked_cells([each.pk for each in items], [each.pk for each in criteria], conflicts, cells)
    return OwnSheet(sheet, items, criteria, asked, given.get(sheet.pk, {}), before, conflicts)


def swings_of(panelist: Panelist) -> dict[int, int]:
    """A panelist's own points by criterion."""
    return dict(panelist.swings.values_list("criterion_id", "points"))


def best_worst_of(panelist: Panelist) -> BestWorstJudgement | None:
    """A panelist's own comparisons."""
    return BestWorstJudgement.objects.filter(panelist=panelist).select_related("best", "worst").first()


def conflicts_of(panel: Panel) -> list[ConflictOfInterest]:
    """Every declared interest, as declared."""
    found = ConflictOfInterest.objects.filter(panelist__panel=panel)
    return list(found.select_related("panelist__person", "item__use_case"))


def asked_of(person: Person) -> list[tuple[Panelist, PanelRound, bool, bool]]:
    """Open rounds that ask a person: their place, the round, whether scores and whether weights wait. Two queries."""
    sheets = ScoreSheet.objects.filter(
        panelist__person=person, round__closed_at=None, round__panel__state__in=SCORED
    ).select_related("panelist__panel", "panelist__person", "round")
    weighed = set(SwingJudgement.objects.filter(panelist__person=person).values_list("panelist_id", flat=True))
    return [
        (
            each.panelist,
            each.round,
            each.handed_in_at is None,
            each.round.number == 1 and each.panelist_id not in weighed,
        )
        for each in sheets
    ]


def waiting_on_convener(organisation: Organisation) -> QuerySet[Panel]:
    """Panels that are not over, with how many sheets of the open round are out and how many came back."""
    open_sheet = Q(rounds__closed_at=None)
    return (
        Panel.objects.filter(organisation=organisation)
        .exclude(state__in=OVER)
        .select_related("prepared_by")
        .annotate(
            out=Count("rounds__sheets", filter=open_sheet),
            back=Count("rounds__sheets", filter=open_sheet & Q(rounds__sheets__handed_in_at__isnull=False)),
        )
    )
