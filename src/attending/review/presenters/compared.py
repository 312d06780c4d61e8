"""Differences and work as exported numbers: groups, two scores, alerts a day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attending.analytics import Difference, Estimate, ScoreComparison, StratumPerformance
from attending.analytics.alert_burden import alerts_per_day
from attending.analytics.equity import EquityReview, GroupComparison, PooledComparison
from attending.review.presenters.number import Number
from attending.review.workload import Workload, usual_capacities


def paired_numbers(pair: ScoreComparison) -> list[Number]:
    """Model less comparator, tested row by row."""
    if pair.paired is None:
        return []
    paired = pair.paired
    first, last = pair.model.period or ("", "")
    found = [paired.auroc, paired.brier, *(d for at in paired.at_thresholds for d in at.differences.values())]
    return [_difference(each, first, last) for each in found]


def _difference(each: Difference, first: str, last: str) -> Number:
    return Number(
        "model less comparator",
        "overall",
        "all",
        first,
        last,
        _text(each.threshold),
        each.measure,
        each.value,
        each.low,
        each.high,
        each.n,
        each.events,
        None,
        None,
        each.bound,
        each.reason or "",
        reference="comparator",
        p=each.p,
    )


def group_numbers(equity: EquityReview | None) -> Iterator[tuple[Number, tuple[Estimate, ...]]]:
    """Each difference and ratio, with the estimates of both sides it is made of."""
    if equity is None:
        return
    for section, comparisons in (("group less reference", equity.comparisons), ("within control", equity.within)):
        for each in comparisons:
            yield from _group(each, section)
    for pooled in equity.pooled:
        yield _pooled(pooled), (pooled.difference,)


def _group(each: GroupComparison, section: str) -> Iterator[tuple[Number, tuple[Estimate, ...]]]:
    sides = (each.of_level, each.of_reference)
    reference = each.reference if each.within is None else f"{each.reference}, within {each.within}"
    lacking = ". ".join(map(str, each.shortfalls))
    for kind, found, joint in (
        (section, each.difference, each.simultaneous_difference),
        (f"{section}, ratio", each.ratio, each.simultaneous_ratio),
    ):
        yield (
            Number(
                kind,
                each.attribute,
                each.level,
                "",
                "",
                _text(each.threshold),
                each.measure,
                found.value,
                found.low,
                found.high,
                each.of_level.n,
                each.of_level.events,
                None,
                None,
                found.bound,
                lacking or found.reason or "",
                reference,
                None if joint is None else joint.low,
                None if joint is None else joint.high,
                each.p if kind == section else None,
                each.p_holm if kind == section else None,
            ),
            sides,
        )


def _pooled(each: PooledComparison) -> Number:
    found = each.difference
    return Number(
        f"pooled over {each.control}",
        each.attribute,
        each.level,
        "",
        "",
        _text(each.threshold),
        each.measure,
        found.value,
        found.low,
        found.high,
        found.n,
        found.events,
        None,
        None,
        found.bound,
        ". ".join(map(str, each.shortfalls)) or found.reason or "",
        each.reference,
        p=each.p,
        p_adjusted=each.p_holm,
    )


def work_numbers(overall: StratumPerformance, work: Workload | None) -> Iterator[Number]:
    """Alerts a day at agreed thresholds, and at those that fit round capacities."""
    if work is None or not work.days:
        return
    period = overall.period or ("", "")
    for at in overall.at_thresholds:
        flagged = at.measures["flag_rate"].numerator
        if flagged is not None:
            yield _work("alerts a day", period, alerts_per_day(flagged, work.days), _text(at.threshold))
    for point in usual_capacities(work):
        section = f"capacity of {point.capacity_per_day:g} alerts a day"
        for estimate in point.measures.values():
            yield _work(section, period, estimate, _text(point.threshold))


def _work(section: str, period: tuple[str, str], each: Estimate, threshold: str) -> Number:
    # An alert rate counts days, not people: its alerts are what may be few.
    days = each.measure == "alerts_per_day"
    return Number(
        section,
        "overall",
        "all",
        *period,
        threshold,
        each.measure,
        each.value,
        each.low,
        each.high,
        each.numerator if days else each.n,
        None if days else each.events,
        each.numerator,
        None if days else each.denominator,
        each.bound,
        each.reason or "",
    )


def _text(threshold: Decimal | None) -> str:
    return "" if threshold is None else f"{threshold.normalize():f}"
