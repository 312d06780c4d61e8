"""What flagging at each threshold does: counts, rates and net benefit, all exact because thresholds are bin edges."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.net_benefit import net_benefit
from attending.analytics.proportion import proportion
from attending.analytics.reasons import too_few
from attending.analytics.results import ThresholdPerformance


def operating_points(scores: BinnedScores) -> tuple[ThresholdPerformance, ...]:
    """One entry per threshold of the table, ascending."""
    size = len(scores.thresholds) + 1

    def reached(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int]:
        """Per threshold, how many rows reach it."""
        per = np.bincount(scores.passed, counts, minlength=size)
        return [int(k) for k in np.cumsum(per[::-1])[::-1][1:]]

    flagged = reached(scores.n)
    flagged_labelled = reached(scores.labelled)
    true = reached(scores.positive)
    rows, labelled, events = scores.total, scores.total_labelled, scores.events
    points = []
    for t, all_flagged, known_flagged, tp in zip(scores.thresholds, flagged, flagged_labelled, true, strict=True):
        fp = known_flagged - tp
        measures = threshold_shares(t, tp, fp, all_flagged, rows=rows, labelled=labelled, events=events)
        measures["nne"] = number_needed_to_evaluate(measures["ppv"])
        measures["net_benefit"] = net_benefit(tp, fp, labelled=labelled, events=events, threshold=t)
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
