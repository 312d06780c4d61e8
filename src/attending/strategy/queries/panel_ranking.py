"""The rankings of panels, as plans and pages read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from attending.analytics import preference
from attending.analytics.preference import (
    PanelJudgements,
    PanelModel,
    additive_values,
    complete_panel,
    partial_values,
)
from attending.program.models import Organisation, UseCase
from attending.strategy.models import Panel, PanelRanking, PanelRound, PanelState
from attending.strategy.queries.panel_judgements import judged
from attending.strategy.rules.panel_document import KeptRanking, read_document


def final_rankings() -> QuerySet[PanelRanking]:
    """The rankings of closed panels at the end of their last round.

    A panel that could rank nothing then has none: what an earlier round ranked holds scores that no longer count.
    """
    later = PanelRound.objects.filter(panel=OuterRef("panel"), number__gt=OuterRef("round__number"))
    return PanelRanking.objects.filter(~Exists(later), panel__state=PanelState.CLOSED).select_related("panel", "round")


def newest(organisation: Organisation) -> PanelRanking | None:
    """The final ranking of the panel that was closed last. One query."""
    return final_rankings().filter(panel__organisation=organisation).order_by("-panel__closed_at", "-pk").first()


def rankings_of(panel: Panel) -> list[PanelRanking]:
    """The rankings at the end of each round, first to last."""
    return list(panel.rankings.select_related("round").order_by("round__number"))


def kept(ranking: PanelRanking) -> KeptRanking:
    """A ranking, read."""
    return read_document(ranking.document)


def values_of(ranking: PanelRanking) -> Mapping[int, float]:
    """The panel's value of each use case it ranked, by primary key, from 0 to 100."""
    return kept(ranking).values()


def newest_about(use_case: UseCase) -> PanelRanking | None:
    """The final ranking of the closed panel that judged a use case last. One query."""
    return final_rankings().filter(panel__items__use_case=use_case).order_by("-panel__closed_at", "-pk").first()


@dataclass(frozen=True)
class DrawnValues:
    """What plans are re-optimised under: ``values`` (draws, use cases) from 0 to 100, in the order of ``use_cases``."""

    use_cases: Sequence[int]
    values: NDArray[np.float64]


def judgements_behind(ranking: PanelRanking) -> PanelJudgements:
    """What a ranking was computed from. Seven queries. Raises ValueError where the records no longer hold it."""
    found = judged(ranking.panel, ranking.round, known_at=ranking.round.closed_at)
    rankable = found.rankable() if found else None
    if rankable is None:
        raise ValueError("Nothing that was handed in is on record for this ranking; restore the database.")
    return rankable


def model_of(judgements: PanelJudgements) -> PanelModel:
    """All that the values of a ranking are made of: for what would have to change for one item to overtake another."""
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria)
    return PanelModel(panel, values, additive_values(panel, values))


def drawn_values(ranking: PanelRanking, draws: int) -> DrawnValues:
    """The meeting re-run ``draws`` times: the values of all items each time. The same seed gives the same draws.

    Drawn as the ranking's own re-runs are, by ``attending.analytics.preference.drawn_values``: panelists with
    replacement, each with their own weights, a little shaken.
    """
    model = model_of(judgements_behind(ranking))
    drawn = preference.drawn_values(model.panel, model.values, samples=draws, seed=ranking.panel.seed)
    names = kept(ranking).use_cases
    return DrawnValues([names[item] for item in model.panel.items], 100 * drawn)
