"""What would have to change for one item to overtake another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference.additive_value import AdditiveValues, additive_values
from attending.analytics.preference.completion import CompletedPanel, complete_panel
from attending.analytics.preference.judgements import HIGHEST, PanelJudgements
from attending.analytics.preference.rank_counts import TIE
from attending.analytics.preference.value_scale import ValueScale, partial_values


@dataclass(frozen=True, eq=False)
class PanelModel:
    """All that values are made of: the panel, partial values (panelists, items, criteria), their sums, their scales."""

    panel: CompletedPanel
    values: NDArray[np.float64]
    worth: AdditiveValues
    scales: Mapping[str, ValueScale] | None = None


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The panel's mean weight of one criterion, now and where the two items draw level, all else in proportion."""

    criterion: str
    now: float
    needed: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """By how many points everyone would have to score the lower item higher on one criterion (9 stays 9)."""

    criterion: str
    points: int


@dataclass(frozen=True, slots=True)
class Overtaking:
    """`lower` would draw level with `upper` by any one of these changes alone, the smallest first.

    `gap` is by how much `upper` is worth more now. Empty `weights`: no single weight can do it, however far it goes.
    """

    upper: str
    lower: str
    gap: float
    weights: tuple[WeightChange, ...]
    scores: tuple[ScoreChange, ...]


def overtake(model: PanelModel, upper: int, lower: int) -> Overtaking:
    """How item number `lower` would draw level with item number `upper`, which is worth at least as much.

    A weight grows when everyone gives the same part of all other weights to it, and shrinks when everyone gives a part
    of it to the others in proportion; either way the gap changes along a straight line, so the point is exact.
    """
    gap = max(float(model.worth.value[upper] - model.worth.value[lower]), 0.0)
    return Overtaking(
        model.panel.items[upper],
        model.panel.items[lower],
        gap,
        _weights(model, upper, lower, gap),
        _scores(model, lower, gap),
    )


def overtaking_between(
    judgements: PanelJudgements, one: str, other: str, *, scales: Mapping[str, ValueScale] | None = None
) -> Overtaking:
    """What would bring the lower of any two items level with the upper one, by their names.

    Raises ValueError for a name that is not among the items, for the same name twice, and for a cell nobody scored.
    """
    if one == other:
        raise ValueError(f"{one} cannot overtake itself: name two use cases.")
    for name in (one, other):
        if name not in judgements.items:
            raise ValueError(f"{name!r} is not among the use cases that were scored.")
    panel = complete_panel(judgements)
    values = partial_values(panel.scores, panel.criteria, scales)
    worth = additive_values(panel, values)
    places = sorted((panel.items.index(one), panel.items.index(other)), key=lambda i: -worth.value[i])
    return overtake(PanelModel(panel, values, worth, scales), *places)


def _weights(model: PanelModel, upper: int, lower: int, gap: float) -> tuple[WeightChange, ...]:
    found = []
    now = model.panel.weights.mean(axis=0)
    for c, criterion in enumerate(model.panel.criteria):
        for target in _extremes(model.panel.weights, c):
            end = _value(model, upper, target) - _value(model, lower, target)
            if end <= TIE < gap - end:
                needed = now[c] + gap / (gap - end) * (target[:, c].mean() - now[c])
                found.append(WeightChange(criterion, float(now[c]), float(needed)))
    return tuple(sorted(found, key=lambda each: (abs(each.needed - each.now), each.criterion)))


def _extremes(weights: NDArray[np.float64], c: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Everyone's weights with all of it on criterion c, and with none there; who has no other keeps what is there."""
    alone = np.zeros_like(weights)
    alone[:, c] = 1.0
    rest = weights * (1 - alone)
    left = rest.sum(axis=1, keepdims=True)
    return alone, np.where(left > 0, rest / np.where(left > 0, left, 1), weights)


def _value(model: PanelModel, item: int, weights: NDArray[np.float64]) -> float:
    """The item's value if these were the weights."""
    there = model.panel.available[:, item]
    return float((weights[there] * model.values[there, item]).sum(axis=1).mean())


def _scores(model: PanelModel, lower: int, gap: float) -> tuple[ScoreChange, ...]:
    there = model.panel.available[:, lower]
    points = np.arange(1, HIGHEST)
    higher = np.minimum(model.panel.scores[None, there, lower] + points[:, None, None], HIGHEST)
    gained = partial_values(higher, model.panel.criteria, model.scales) - model.values[None, there, lower]
    gains = (model.panel.weights[None, there] * gained).mean(axis=1)
    found = [
        ScoreChange(criterion, int(points[enough][0]))
        for criterion, enough in zip(model.panel.criteria, (gains >= gap - TIE).T, strict=True)
        if enough.any()
    ]
    return tuple(sorted(found, key=lambda each: (each.points, each.criterion)))
