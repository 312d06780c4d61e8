"""What a panel said up to the end of a round, as the engine reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference import PanelJudgements, swing_weights
from attending.strategy.models import Panel, PanelCriterion, PanelItem, PanelRound, Score, ScoreSheet, SwingJudgement
from attending.strategy.queries.panels import conflicts_of, criteria_of, items_of
from attending.strategy.rules.panel_results import Unranked

_PANELIST: Final = "panelist "


@dataclass(frozen=True)
class Judged:
    """Everything that was handed in, and which primary key each of its names stands for.

    ``judgements`` names items by title, criteria by label and panelists by number, never by name. Later rounds replace
    the cells they scored again.
    """

    judgements: PanelJudgements
    items: Mapping[str, int]
    criteria: Mapping[str, int]

    def people(self) -> list[int]:
        """The primary keys of the panelists, in the order of the judgements."""
        return [int(name.removeprefix(_PANELIST)) for name in self.judgements.panelists]

    def column(self, item: str, criterion: str) -> list[int | None]:
        """What counts of everybody's scores of one cell, in the order of ``people``."""
        whole = self.judgements
        scores = whole.usable[:, whole.items.index(item), whole.criteria.index(criterion)]
        return [None if np.isnan(value) else int(value) for value in scores]

    def unranked(self) -> tuple[Unranked, ...]:
        """The items that cannot be ranked, because some criterion has no usable score."""
        found = []
        silent = np.isnan(self.judgements.usable).min(axis=0)
        everyone_out = self.judgements.recused.min(axis=0)
        for at, name in enumerate(self.judgements.items):
            lacking = [self.judgements.criteria[c] for c in np.flatnonzero(silent[at])]
            if lacking:
                why = "everyone has an interest in it" if everyone_out[at] else f"nobody scored {', '.join(lacking)}"
                found.append(Unranked(self.items[name], name, why))
        return tuple(found)

    def rankable(self) -> PanelJudgements | None:
        """The judgements without those items; None where none is left."""
        out = {each.name for each in self.unranked()}
        kept = [at for at, name in enumerate(self.judgements.items) if name not in out]
        if not kept:
            return None
        whole = self.judgements
        names = tuple(whole.items[at] for at in kept)
        return PanelJudgements(
            names, whole.criteria, whole.panelists, whole.scores[:, kept], whole.recused[:, kept], whole.weights
        )


def judged(panel: Panel, upto: PanelRound, *, known_at: datetime | None = None) -> Judged | None:
    """What was handed in up to a round; None while nobody has. Seven queries.

    ``known_at``: without the interests that were declared later.
    """
    items, criteria = items_of(panel), criteria_of(panel)
    sheets = ScoreSheet.objects.filter(
        round__panel=panel, round__number__lte=upto.number, handed_in_at__isnull=False
    ).order_by("round__number", "panelist_id")
    order = {sheet.pk: sheet.panelist_id for sheet in sheets}
    people = list(dict.fromkeys(order.values()))
    if not people or not items:
        return None
    row = {pk: at for at, pk in enumerate(people)}
    column = {each.pk: at for at, each in enumerate(items)}
    depth = {each.pk: at for at, each in enumerate(criteria)}
    scores = np.full((len(people), len(items), len(criteria)), np.nan)
    for score in Score.objects.filter(sheet__in=order).order_by("sheet__round__number"):
        scores[row[order[score.sheet_id]], column[score.item_id], depth[score.criterion_id]] = score.value
    recused = np.zeros((len(people), len(items)), dtype=bool)
    for conflict in conflicts_of(panel):
        if conflict.panelist_id in row and (known_at is None or conflict.declared_at <= known_at):
            recused[row[conflict.panelist_id], column[conflict.item_id]] = True
    item_names, labels = _item_names(items), [each.label for each in criteria]
    return Judged(
        PanelJudgements(
            tuple(item_names),
            tuple(labels),
            tuple(f"{_PANELIST}{pk}" for pk in people),
            scores,
            recused,
            _weights(people, criteria),
        ),
        {name: item.pk for name, item in zip(item_names, items, strict=True)},
        {label: each.pk for label, each in zip(labels, criteria, strict=True)},
    )


def _item_names(items: Sequence[PanelItem]) -> list[str]:
    """Titles; where two are the same, with what tells them apart."""
    often = Counter(each.use_case.title for each in items)
    return [
        f"{each.use_case.title} ({each.use_case.key})" if often[each.use_case.title] > 1 else each.use_case.title
        for each in items
    ]


def _weights(people: Sequence[int], criteria: Sequence[PanelCriterion]) -> NDArray[np.float64]:
    """Each person's own weights; a row of NaN for who gave none."""
    points: dict[int, dict[str, float]] = {}
    place = {each.pk: str(each.pk) for each in criteria}
    for swing in SwingJudgement.objects.filter(panelist__in=people):
        points.setdefault(swing.panelist_id, {})[place[swing.criterion_id]] = swing.points
    found = np.full((len(people), len(criteria)), np.nan)
    for at, person in enumerate(people):
        if person in points:
            weights = swing_weights(points[person])
            found[at] = [weights[place[each.pk]] for each in criteria]
    return found
