"""Which threshold for which team: the one that looks best if capacity is ignored, and the one that is best under it."""

from __future__ import annotations

from collections.abc import Callable

from attending.analytics.alert_queue.interval import mean
from attending.analytics.alert_queue.results import Choice, Point, Sweep


def best(found: Sweep) -> tuple[Choice, ...]:
    """For each team of a sweep both optima; of equal ones the higher threshold, which makes less work.

    The optima are the best of those simulated on these patients, so their own values are a little flattered; `gain`
    compares them patient by patient over the replications.
    """
    return tuple(_choice(found, team) for team in found.teams)


def _choice(found: Sweep, team: str) -> Choice:
    points = found.of(team)
    blind = _highest(points, lambda point: point.ignoring_capacity.value)
    aware = _highest(points, lambda point: point.realised.value)
    apart = [after - before for after, before in zip(aware.realised_each, blind.realised_each, strict=True)]
    return Choice(team, blind, aware, mean(apart, spread=found.spread))


def _highest(points: tuple[Point, ...], worth: Callable[[Point], float | None]) -> Point:
    def order(point: Point) -> tuple[float, float]:
        value = worth(point)
        return (float("-inf") if value is None else value), point.threshold

    return max(points, key=order)
