"""What flagging at each threshold does: counts, rates and net benefit, all exact because thresholds are bin edges."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.net_benefit import net_benefit
from attending.analytics.proportion import proportion
from attending.analytics.reasons import too_few
from attending.analytics.results import ThresholdPerformance


def operating_points(scores: BinnedScores) -> tuple[ThresholdPerformance, ...]:
    """One entry per threshold of the table, ascending."""
    # Bins ascend, so those that reach a threshold are the last ones.
    first = np.searchsorted(scores.passed, np.arange(1, len(scores.thresholds) + 1)).tolist()

    def reached(counts: NDArray[np.int64]) -> list[int]:
        """Per threshold, how many rows reach it."""
        between = (int(counts[low:high].sum()) for low, high in pairwise([*first, len(counts)]))
        return list(accumulate(reversed(list(between))))[::-1]

    flagged = reached(scores.n)
    true = reached(scores.positive)
    false = [known - tp for known, tp in zip(reached(scores.labelled), true, strict=True)]
    rows, labelled, events = scores.total, scores.total_labelled, scores.events
    benefits = net_benefit(true, false, labelled=labelled, events=events, thresholds=scores.thresholds)
    points = []
    for t, all_flagged, tp, fp, benefit in zip(scores.thresholds, flagged, true, false, benefits, strict=True):
        measures = threshold_shares(t, tp, fp, all_flagged, rows=rows, labelled=labelled, events=events)
        measures["nne"] = number_needed_to_evaluate(measures["ppv"])
        measures["net_benefit"] = benefit
        points.append(ThresholdPerformance(t, tp, fp, events - tp, labelled - events - fp, measures))
    return tuple(points)


def threshold_shares(
    threshold: Decimal, tp: int, fp: int, flagged: int, *, rows: int, labelled: int, events: int
) -> dict[str, Estimate]:
    """Sensitivity, specificity, PPV, NPV and flag rate from counts; `flagged` of all `rows`, the others of labelled."""
    among = f"{labelled:,} labelled"
    fn, tn = events - tp, labelled - events - fp
    shares = (
        ("sensitivity", tp, events, labelled, too_few("events", have=0, needed=1, among=among)),
        ("specificity", tn, labelled - events, labelled, too_few("non-events", have=0, needed=1, among=among)),
        ("ppv", tp, tp + fp, labelled, too_few("rows flagged", have=0, needed=1, among=among)),
        ("npv", tn, tn + fn, labelled, too_few("rows not flagged", have=0, needed=1, among=among)),
        ("flag_rate", flagged, rows, rows, "No rows; at least 1 needed"),
    )
    return {
        measure: proportion(measure, k, of, n=n, events=events, without=without, threshold=threshold)
        for measure, k, of, n, without in shares
    }


def number_needed_to_evaluate(ppv: Estimate) -> Estimate:
    """1 / PPV: how many flagged rows are looked at for one event; its interval is that of the PPV, inverted."""
    reason = ppv.reason
    if ppv.value == 0:
        reason = f"No events among {ppv.denominator:,} flagged; at least 1 needed"
    if not ppv.value or not ppv.low or not ppv.high:
        return Estimate.missing(
            "nne", reason or "No events among those flagged", n=ppv.n, events=ppv.events, threshold=ppv.threshold
        )
    return Estimate("nne", 1 / ppv.value, 1 / ppv.high, 1 / ppv.low, LEVEL, ppv.n, ppv.events, threshold=ppv.threshold)
