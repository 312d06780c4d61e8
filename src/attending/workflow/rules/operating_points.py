"""A model's validation as score bins: from the thresholds at which it was measured, here or by somebody else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from attending.analytics.alert_queue import ScoreBin, Validation
from attending.program.rules import Refused

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """At and above ``threshold``: the people with the event who are flagged, and those without."""

    threshold: float
    true: float
    false: float


def validation_of(
    points: Sequence[OperatingPoint], *, having: float, without: float, source: str, aggregate: bool
) -> Validation:
    """Score bins whose edges are the thresholds; below the lowest one bin more. Raises Refused for what cannot be."""
    ordered = sorted(points, key=lambda point: point.threshold)
    if not ordered:
        raise Refused("There is no threshold at which the model was measured; give at least one.")
    for lower, higher in pairwise(ordered):
        if higher.threshold == lower.threshold:
            raise Refused(f"The threshold {lower.threshold:g} is there twice; give each once.")
        if higher.true > lower.true or higher.false > lower.false:
            raise Refused(
                f"From threshold {lower.threshold:g} to {higher.threshold:g} more people are flagged. A higher "
                "threshold flags fewer: sensitivity falls and specificity rises."
            )
    first = ordered[0]
    bins = [ScoreBin(0.0, without - first.false, having - first.true)] if first.threshold > 0 else []
    for at, point in enumerate(ordered):
        above = ordered[at + 1] if at + 1 < len(ordered) else OperatingPoint(math.inf, 0.0, 0.0)
        bins.append(ScoreBin(point.threshold, point.false - above.false, point.true - above.true))
    try:
        return Validation(tuple(bins), source, aggregate)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def read_points(text: str, *, having: float, without: float) -> list[OperatingPoint]:
    """Lines ``threshold, sensitivity, specificity``, each from 0 to 1. Raises Refused that names the line."""
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST:
        raise Refused(f"There are {len(lines)} thresholds; give at most {MOST}.")
    return [_point(at, line, having, without) for at, line in lines]


def _point(at: int, line: str, having: float, without: float) -> OperatingPoint:
    parts = line.replace(";", ",").replace("\t", ",").split(",")
    if len(parts) != 3:
        raise Refused(
            f"Line {at}, {line.strip()!r}: give three numbers, threshold, sensitivity, specificity, such as 0.3, 0.62, "
            "0.9."
        )
    names = ("threshold", "sensitivity", "specificity")
    threshold, sensitivity, specificity = (
        _share(part.strip(), f"Line {at}, {name}") for part, name in zip(parts, names, strict=True)
    )
    return OperatingPoint(threshold, sensitivity * having, (1 - specificity) * without)


def _share(word: str, place: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise Refused(f"{place}: {word!r} is no number from 0 to 1; write 62 % as 0.62.")
    return value
