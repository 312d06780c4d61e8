"""The product-limit estimate as printed for the best known of its data."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.maturity import DelayCounts, event_curve

KNOWN = (6, 6, 6, 7, 10, 13, 16, 22, 23)
FOLLOWED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
# Weeks with a relapse: number at risk, survival, its standard error.
PRINTED = {
    6: (21, 0.857, 0.0764),
    7: (17, 0.807, 0.0869),
    10: (15, 0.753, 0.0963),
    13: (12, 0.690, 0.1068),
    16: (11, 0.627, 0.1141),
    22: (7, 0.538, 0.1282),
}


def test_remission_under_mercaptopurine_of_freireich_1963() -> None:
    """Blood 21:699: weeks of remission of 21 children on 6-MP (Gehan 1965, Biometrika 52:203).

    Seen: the table that survival::survfit prints in R for these data, in two courses that work through them; its
    interval is another (log scale), so the standard error is taken back from ours. Each week is followed by a bin for
    those last seen in it, so that nobody is withdrawn within a bin of events.
    """
    edges = tuple(float(week) + half for week in range(1, 36) for half in (0.0, 0.5))
    known, followed = np.zeros(len(edges), dtype=int), np.zeros(len(edges), dtype=int)
    for week in KNOWN:
        known[edges.index(week)] += 1
    for week in FOLLOWED:
        followed[edges.index(week + 0.5)] += 1
    counts = DelayCounts(edges, tuple(map(int, known)), tuple(map(int, followed)), 0)
    points = {point.hours: point for point in event_curve(counts)}
    for week, (at_risk, survival, error) in PRINTED.items():
        point = points[week]
        assert point.at_risk == at_risk
        assert round(1 - point.share.value, 3) == survival
        low, high = (np.log(-np.log(1 - end)) for end in (point.share.low, point.share.high))
        scale = -(1 - point.share.value) * np.log(1 - point.share.value)
        assert (high - low) / (2 * 1.959964) * scale == pytest.approx(error, abs=6e-5)
