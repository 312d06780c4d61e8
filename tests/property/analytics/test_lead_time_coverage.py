"""Do the intervals of lead times hold the truth, from units as they are observed to the measures of one threshold?"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics.timeliness import DurationCounts, LeadTimeCounts, lead_times
from attending.sources.clinical.timing import LEAD_EDGES

NEVER, LATE = 0.25, 0.15
HEAD_START, SPREAD = 3.0, 5.0


def histogram(hours: np.ndarray) -> DurationCounts:
    edges = np.array(LEAD_EDGES)
    place = np.bincount(np.searchsorted(edges, hours, side="right"), minlength=len(edges) + 1)
    return DurationCounts(LEAD_EDGES, tuple(map(int, place[1:-1])), int(place[0]), int(place[-1]))


def observed(rng: np.random.Generator, units: int, known: float, whole_hours: bool) -> LeadTimeCounts:
    """Units with an event: some never cross, some late; clinicians know some hours after the crossing, or before it."""
    kind = rng.random(units)
    crossed, before = kind >= NEVER, kind >= NEVER + LATE
    to_event = rng.gamma(1.5, 8, int(before.sum()))
    recognised = crossed & (rng.random(units) < known)
    to_recognition = rng.normal(HEAD_START, SPREAD, int(recognised.sum()))
    if whole_hours:
        to_event, to_recognition = np.ceil(to_event), np.ceil(to_recognition)
    return LeadTimeCounts(
        Decimal("0.3"),
        units,
        int(before.sum()),
        int((crossed & ~before).sum()),
        int(recognised.sum()),
        int((to_recognition > 0).sum()),
        0,
        histogram(to_event),
        histogram(to_recognition),
    )


def coverage(units: int, known: float, repeats: int, *, whole_hours: bool = False) -> dict[str, float]:
    rng = np.random.default_rng(units)
    to_event = rng.gamma(1.5, 8, 400_001)
    to_recognition = rng.normal(HEAD_START, SPREAD, 400_001)
    if whole_hours:
        to_event, to_recognition = np.ceil(to_event), np.ceil(to_recognition)
    truth = {
        "alerted_before_event": 1 - NEVER - LATE,
        "alerted_before_recognition": float((to_recognition > 0).mean()),
        "median_to_event": float(np.median(to_event)),
        "median_to_recognition": float(np.median(to_recognition)),
    }
    held: dict[str, list[bool]] = {name: [] for name in truth}
    for _ in range(repeats):
        found = lead_times(observed(rng, units, known, whole_hours))
        for name, true in truth.items():
            estimate = getattr(found, name)
            if estimate.value is not None:
                held[name].append(estimate.low <= true <= estimate.high)
    return {name: float(np.mean(inside)) for name, inside in held.items() if inside}


def test_intervals_of_lead_times_hold_the_truth() -> None:
    for name, share in coverage(60, 0.5, 300).items():
        assert share >= 0.92, f"{name} covers {share:.3f}"


@pytest.mark.slow
@pytest.mark.parametrize(("units", "known"), [(12, 0.9), (25, 0.5), (200, 0.3), (3_000, 0.5)])
@pytest.mark.parametrize("whole_hours", [False, True])
def test_intervals_of_lead_times_hold_the_truth_at_many_sizes(units: int, known: float, whole_hours: bool) -> None:
    for name, share in coverage(units, known, 1_500, whole_hours=whole_hours).items():
        assert share >= 0.93, f"{name} covers {share:.3f}"
