"""A panel's ranking with everything a leader asks about it, from one set of judgements."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.panel import measure_disagreement
from attending.analytics.preference import words
from attending.analytics.preference.additive_value import AdditiveValues, additive_values
from attending.analytics.preference.completion import CompletedPanel, complete_panel
from attending.analytics.preference.dominance import certain_places
from attending.analytics.preference.item_ranks import item_ranks
from attending.analytics.preference.judgements import PanelJudgements
from attending.analytics.preference.overtaking import PanelModel, overtake
from attending.analytics.preference.panel_agreement import measure_agreement
from attending.analytics.preference.rank_counts import TIE
from attending.analytics.preference.ranked import CriterionWeight, Neighbours, PanelRanking, RankedItem, Resampling
from attending.analytics.preference.smaa import (
    CONCENTRATION,
    SAMPLES,
    SEED,
    RankAcceptability,
    any_weights,
    mean_values,
    resample_panel,
)
from attending.analytics.preference.value_scale import ValueScale, partial_values
from attending.analytics.preference.verdicts import VerdictLimits

TIES_NAMED: Final = 20
"""Of many items of the same value so many are named: all naming one another would grow with the square."""


def rank_panel(
    judgements: PanelJudgements,
    *,
    top: int,
    seed: int = SEED,
    samples: int = SAMPLES,
    threads: int = 1,
    scales: Mapping[str, ValueScale] | None = None,
    limits: VerdictLimits | None = None,
) -> PanelRanking:
    """Rank the items of a panel for `top` places, with its disagreement and how robust the ranking is.

    The same judgements and seed give the same result, whatever `threads` is. Raises ValueError for a cell that nobody
    scored, or a `top` outside 1 to the number of items.
    """
    bounds = limits or VerdictLimits()
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria, scales)
    worth = additive_values(panel, values)
    model = PanelModel(panel, values, worth, scales)
    drawn = resample_panel(panel, values, top=top, seed=seed, samples=samples, threads=threads)
    free = any_weights(panel, values, top=top, seed=seed, samples=samples, threads=threads)
    order = _order(panel.items, worth.value)
    return PanelRanking(
        top,
        _items(model, order, drawn, free, bounds),
        _criteria(panel),
        panel.gaps,
        measure_disagreement(judgements.usable).cells(panel.items, panel.criteria),
        measure_agreement(judgements.usable, worth.by_panelist, panel.criteria, seed=seed),
        _neighbours(model, order, drawn),
        Resampling(samples, seed, CONCENTRATION, drawn.error),
        bounds,
        _notes(panel, worth.value, order, top),
    )


def _order(items: tuple[str, ...], value: NDArray[np.float64]) -> list[int]:
    """Item numbers, best first; the same values by name, so that the order of the list plays no part."""
    return sorted(range(len(items)), key=lambda i: (-round(float(value[i]) / TIE), items[i]))


def _groups(value: NDArray[np.float64], order: list[int]) -> list[list[int]]:
    """Items of the same value together, best first."""
    groups: list[list[int]] = []
    for i in order:
        if groups and value[groups[-1][0]] - value[i] <= TIE:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _items(
    model: PanelModel, order: list[int], drawn: RankAcceptability, free: RankAcceptability, limits: VerdictLimits
) -> tuple[RankedItem, ...]:
    panel, worth = model.panel, model.worth
    resampled, anyhow = item_ranks(drawn, panel.criteria), item_ranks(free, panel.criteria)
    weights = dict(zip(panel.criteria, panel.weights.mean(axis=0).tolist(), strict=True))
    mean = mean_values(panel, model.values)

    def said(i: int, *, there: bool) -> tuple[str, ...]:
        name, top, free_ranks = panel.items[i], drawn.top, anyhow[i]
        certain = free_ranks.within_top == 1 and certain_places(mean, i) <= top
        return (
            words.resampled(
                name, resampled[i].within_top, top=top, samples=drawn.samples, panelists=len(panel.panelists)
            ),
            words.any_weighting(name, free_ranks.within_top, top=top, certain=certain),
            words.central_weights(name, free_ranks.central_top, weights, top=top, there=there),
        )

    def ranked(i: int, rank: int, group: list[int]) -> RankedItem:
        return RankedItem(
            panel.items[i],
            rank,
            len(group) - 1,
            tuple(panel.items[other] for other in group[: TIES_NAMED + 1] if other != i)[:TIES_NAMED],
            float(worth.value[i]),
            int(worth.scorers[i]),
            dict(zip(panel.criteria, worth.contributions[i].tolist(), strict=True)),
            _own_values(panel, worth, i),
            resampled[i],
            anyhow[i],
            limits.verdict(resampled[i].within_top),
            limits.near(resampled[i].within_top, drawn.error),
            said(i, there=rank <= drawn.top),
        )

    found: list[RankedItem] = []
    for group in _groups(worth.value, order):
        rank = len(found) + 1
        found += [ranked(i, rank, group) for i in group]
    return tuple(found)


def _own_values(panel: CompletedPanel, worth: AdditiveValues, i: int) -> dict[str, float]:
    """Each scorer's own value of an item."""
    return {name: float(worth.by_panelist[p, i]) for p, name in enumerate(panel.panelists) if panel.available[p, i]}


def _criteria(panel: CompletedPanel) -> tuple[CriterionWeight, ...]:
    return tuple(
        CriterionWeight(name, float(own.mean()), float(own.min()), float(np.median(own)), float(own.max()))
        for name, own in zip(panel.criteria, panel.weights.T, strict=True)
    )


def _neighbours(model: PanelModel, order: list[int], drawn: RankAcceptability) -> tuple[Neighbours, ...]:
    place = {int(item): at for at, item in enumerate(drawn.leaders)}
    found = []
    for upper, lower in pairwise(order):
        if upper not in place or lower not in place:
            continue
        change = overtake(model, upper, lower)
        ahead = float(drawn.ahead[place[upper], place[lower]])
        found.append(Neighbours(change.upper, change.lower, ahead, change, words.overtaking(change)))
    return tuple(found)


def _notes(panel: CompletedPanel, value: NDArray[np.float64], order: list[int], top: int) -> tuple[str, ...]:
    notes = []
    if len(panel.panelists) == 1:
        notes.append(
            f"Only {panel.panelists[0]} scored: there is no panel to disagree and nobody else to draw, so the ranking "
            "shows only how far this person's weights carry it."
        )
    if len(panel.items) == 1:
        notes.append("There is one use case: it comes first whatever anyone thinks, and there is nothing to compare.")
    elif top == len(panel.items):
        notes.append(f"There is room for all {top} use cases: every one of them has a place.")
    for group in _groups(value, order):
        inside = sum(1 for i in order[:top] if i in group)
        if len(group) == len(order) > 1:
            notes.append(f"All {len(order)} use cases are worth the same to the panel: the ranking cannot choose.")
        elif 0 < inside < len(group):
            names = ", ".join(panel.items[i] for i in group[:TIES_NAMED])
            more = f" and {len(group) - TIES_NAMED:,} more" if len(group) > TIES_NAMED else ""
            notes.append(
                f"{names}{more} are worth the same, and there is room for {inside} of them: someone has to choose."
            )
    return tuple(notes)
