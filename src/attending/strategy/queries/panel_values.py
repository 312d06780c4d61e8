"""What a panel's final ranking says of each use case, as far as a roadmap asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from attending.program.models import Organisation, UseCase
from attending.strategy.models import Panel, PanelRanking
from attending.strategy.queries.panel_ranking import drawn_values, final_rankings, kept
from attending.strategy.rules.plan_study import Draws


@dataclass(frozen=True, slots=True)
class PanelValue:
    """``value`` is 0 to 100, the mean over ``scorers`` panelists; ``rank`` is 1 for the best of ``of``."""

    value: float
    rank: int
    of: int
    scorers: int
    verdict: str


def closed_panels(organisation: Organisation) -> QuerySet[Panel]:
    """The panels with a result, newest first."""
    ranked = final_rankings().filter(panel__organisation=organisation).values("panel")
    return Panel.objects.filter(pk__in=ranked).order_by("-closed_at", "-pk")


def final_ranking(panel: Panel) -> PanelRanking | None:
    """The ranking at the end of the last round of a closed panel; None of one that is open or ended. One query."""
    return final_rankings().filter(panel=panel).first()


def values_of(panel: Panel) -> dict[int, PanelValue]:
    """The panel's value of each use case by primary key; empty while nothing is ranked. One query."""
    ranking = final_ranking(panel)
    if ranking is None:
        return {}
    read = kept(ranking)
    items = read.ranking.items
    return {
        read.use_cases[each.item]: PanelValue(100 * each.value, each.rank, len(items), each.scorers, str(each.verdict))
        for each in items
    }


def draws_of(panel: Panel, count: int) -> Draws:
    """The meeting re-run ``count`` times: the value of each use case, 0 to 100, by its key; empty without a ranking."""
    ranking = final_ranking(panel)
    if ranking is None:
        return Draws((), {})
    drawn = drawn_values(ranking, count)
    keys = dict(UseCase.objects.filter(pk__in=list(drawn.use_cases)).values_list("pk", "key"))
    return Draws(
        tuple({keys[pk]: float(value) for pk, value in zip(drawn.use_cases, row, strict=True)} for row in drawn.values),
        {keys[pk]: value for pk, value in kept(ranking).values().items()},
    )
