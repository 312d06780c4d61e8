"""A panelist's own weights, and how far two ways of giving them lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField

from attending.analytics.preference import agreement_with_swing, best_worst_weights, swing_weights
from attending.strategy.models import BestWorstJudgement, PanelCriterion
from attending.ui import formats

_CLOSE = 0.1
_APART = 0.25
_CONSISTENT = 0.2


@dataclass(frozen=True, slots=True)
class SwingRow:
    """One swing to weigh: from what earns a 1 to what earns a 9."""

    field: BoundField
    worst: str
    best: str


def swing_rows(form: BaseForm, criteria: Sequence[PanelCriterion]) -> list[SwingRow]:
    """One row a criterion."""
    return [SwingRow(form[f"points_{each.key}"], each.anchor_1, each.anchor_9) for each in criteria]


def best_worst_initial(kept: BestWorstJudgement | None) -> dict[str, Any]:
    """The comparisons kept so far."""
    if kept is None:
        return {}
    found: dict[str, Any] = {"best": kept.best.key, "worst": kept.worst.key}
    found |= {f"best_{key}": value for key, value in kept.best_to_others.items()}
    return found | {f"worst_{key}": value for key, value in kept.others_to_worst.items()}


def comparison_text(
    kept: BestWorstJudgement | None, criteria: Sequence[PanelCriterion], points: Mapping[int, int]
) -> str:
    """How far the points and the comparisons of a person lie apart, in words; empty without both."""
    if kept is None or not points:
        return ""
    label = {each.key: each.label for each in criteria}
    swing = swing_weights({each.label: float(points[each.pk]) for each in criteria})
    compared = best_worst_weights(
        kept.best.label,
        kept.worst.label,
        {label[key]: value for key, value in kept.best_to_others.items()},
        {label[key]: value for key, value in kept.others_to_worst.items()},
    )
    apart = agreement_with_swing(compared.weights, swing)
    moved = formats.percent(apart.moved, 0)
    name = apart.criterion.lower()
    here, there = formats.percent(swing[apart.criterion], 0), formats.percent(compared.weights[apart.criterion], 0)
    if apart.moved < _CLOSE:
        told = f"Both ways say nearly the same: {moved} of all weight lies elsewhere."
    else:
        far = "somewhat" if apart.moved < _APART else "far"
        told = (
            f"Both ways lie {far} apart: {moved} of all weight lies elsewhere, most of it on {name} ({here} by points, "
            f"{there} by comparing). Your points count; change them if the comparison is nearer to what you mean."
        )
    if compared.inconsistency > _CONSISTENT and compared.worst_at:
        told += f" Your comparisons do not quite fit together, most of all at {compared.worst_at.lower()}."
    return told
