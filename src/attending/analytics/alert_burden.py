"""The work a score makes: alerts per day, and the threshold that fits the capacity to look at them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.operating_points import number_needed_to_evaluate
from attending.analytics.proportion import proportion
from attending.analytics.reasons import too_few


@dataclass(frozen=True)
class CapacityPoint:
    """The lowest threshold at which the flags of `days` fit `capacity_per_day`; None when not even the highest does.

    `flagged` rows, labelled or not, score at or above it. `measures` holds alerts_per_day, sensitivity, ppv and nne
    there. `reason` says why there is no threshold.
    """

    capacity_per_day: float
    days: int
    threshold: Decimal | None
    flagged: int
    measures: dict[str, Estimate]
    reason: str | None = None


def alerts_per_day(flagged: int, days: int) -> Estimate:
    """Alerts divided by days, with the exact Poisson interval (Garwood 1936).

    `n` counts the days, `events` the alerts. The interval takes alerts as independent at a steady rate; wards and
    weekdays differ, so it says how well the mean is known, not how a day may vary. Raises ValueError for a negative
    count.
    """
    if flagged < 0 or days < 0:
        raise ValueError(f"Alerts and days cannot be negative ({flagged} and {days}).")
    if days == 0:
        return Estimate.missing("alerts_per_day", "No days observed; at least 1 needed", n=0, events=flagged)
    # Imported here because it is heavy and nothing else needs it at the start.
    from scipy.special import gammaincinv

    tail = (1 - LEVEL) / 2
    low = float(gammaincinv(flagged, tail)) / days if flagged else 0.0
    high = float(gammaincinv(flagged + 1, 1 - tail)) / days
    return Estimate("alerts_per_day", flagged / days, low, high, LEVEL, days, flagged, flagged, days)


def capacity_view(scores: BinnedScores, days: int, capacity_per_day: float) -> CapacityPoint:
    """Where to flag so that, over `days` days of these rows, at most `capacity_per_day` a day are flagged on average.

    Every row counts as work, labelled or not. Equal scores are flagged together, and so are scores that share a bin,
    so the threshold is the least score of a bin. Intervals take the threshold as given: it was chosen on these rows,
    so expect slightly worse on new ones. Raises ValueError when `days` is not positive or the capacity is negative.
    """
    if days <= 0 or not 0 <= capacity_per_day < float("inf"):
        raise ValueError("A capacity view needs at least one day and a capacity of 0 or more alerts a day.")
    if len(scores.n) == 0:
        return CapacityPoint(capacity_per_day, days, None, 0, {}, "No rows; at least 1 needed")
    from_here = np.cumsum(scores.n[::-1])[::-1]
    # In decimals: 0.29 a day over 100 days is 29, which the product of doubles falls short of.
    fits = np.flatnonzero(from_here <= math.floor(Decimal(repr(float(capacity_per_day))) * days))
    if not len(fits):
        reason = f"The {int(scores.n[-1]):,} rows with the highest scores are more than {capacity_per_day:g} a day"
        return CapacityPoint(capacity_per_day, days, None, 0, {}, reason)
    first = int(fits[0])
    threshold = Decimal(repr(float(scores.score_low[first])))
    flagged, known = int(from_here[first]), int(scores.labelled[first:].sum())
    tp, events, labelled = int(scores.positive[first:].sum()), scores.events, scores.total_labelled
    among = f"{labelled:,} labelled"
    sensitivity = proportion(
        "sensitivity",
        tp,
        events,
        n=labelled,
        events=events,
        without=too_few("events", have=0, needed=1, among=among),
        threshold=threshold,
    )
    ppv = proportion(
        "ppv",
        tp,
        known,
        n=labelled,
        events=events,
        without=too_few("rows flagged", have=0, needed=1, among=among),
        threshold=threshold,
    )
    found = (alerts_per_day(flagged, days), sensitivity, ppv, number_needed_to_evaluate(ppv))
    return CapacityPoint(capacity_per_day, days, threshold, flagged, {e.measure: e for e in found})


def capacity_table(scores: BinnedScores, days: int, capacities: Sequence[float]) -> tuple[CapacityPoint, ...]:
    """`capacity_view` for each capacity, ascending."""
    return tuple(capacity_view(scores, days, capacity) for capacity in sorted(set(capacities)))
