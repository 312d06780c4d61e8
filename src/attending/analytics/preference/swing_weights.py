"""Weights from swings: how much more one improvement from worst to best is worth than another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TOP: Final = 100.0
"""Points of the swing a person would make first."""


def swing_weights(points: Mapping[str, float], *, who: str = "This person") -> dict[str, float]:
    """Weights that sum to 1 from points of 0 to 100 for the swing of each criterion from score 1 to score 9.

    The swing that matters most has 100, the others are set beside it (von Winterfeldt & Edwards 1986). Raises
    ValueError, naming `who`, the criterion and the value, for points out of range, for no criterion at 100, or for 0
    throughout.
    """
    if not points:
        raise ValueError(f"{who} has no points to weigh: give each criterion 0 to {TOP:g}.")
    for criterion, given in points.items():
        if not 0 <= given <= TOP:
            raise ValueError(f"{who} gave {criterion} {given:g} points: points go from 0 to {TOP:g}.")
    largest = max(points.values())
    if largest == 0:
        raise ValueError(f"{who} gave every criterion 0 points: give the one that matters most {TOP:g}.")
    if largest < TOP:
        raise ValueError(
            f"{who} gave at most {largest:g} points: give the criterion that matters most {TOP:g}, and set the others "
            "beside it."
        )
    total = sum(points.values())
    return {criterion: given / total for criterion, given in points.items()}
