"""What a control chart is drawn from: the months of recorded reviews, as the sums or values its kind needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from attending.analytics import Estimate, StratumPerformance
from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.control_charts import (
    ChartDesign,
    ChartKind,
    EventCount,
    Measurement,
    PeriodBlocks,
    PeriodCounts,
    RiskBins,
)
from attending.analytics.control_charts.design import BY_CASE, RISK_ADJUSTED
from attending.analytics.estimate import Z
from attending.analytics.intervals import wilson
from attending.analytics.records import from_record, to_record

Row: TypeAlias = PeriodCounts | EventCount | Measurement
Rows: TypeAlias = tuple[Row, ...]

COUNTED: Final = ("p", "p_prime", "u", "u_prime")
"""Kinds drawn from events and their n or exposure."""

BY_EVENT: Final = ("g", "t")
"""Kinds with an entry for each rare event, not for each month."""

WITH_ERROR: Final = ("measured", "ewma", "cusum")
"""Kinds that take each month's own standard error."""


def row_type(kind: ChartKind) -> type[PeriodCounts | EventCount | Measurement]:
    """Which entry a kind of chart is drawn from."""
    if kind in BY_CASE:
        return PeriodBlocks
    if kind in RISK_ADJUSTED:
        return PeriodCounts
    return EventCount if kind in COUNTED else Measurement


def estimate_in(month: StratumPerformance, measure: str, threshold: Decimal | None) -> Estimate | None:
    """A month's estimate of a measure, at a score threshold where it needs one."""
    if threshold is None:
        return month.measures.get(measure)
    at = next((each for each in month.at_thresholds if each.threshold == threshold), None)
    return at.measures.get(measure) if at else None


def rows_of(
    kind: ChartKind,
    measure: str,
    threshold: Decimal | None,
    months: Mapping[str, StratumPerformance],
    cases: Mapping[str, MonthBlocks] | None = None,
) -> Rows:
    """One entry a calendar month from the first to the last; a month without data is an entry without patients.

    ``cases`` are the months' blocks, for the kinds that follow the cases.
    """
    if not months:
        return ()
    if kind in BY_CASE:
        known = cases or {}
        return tuple(
            _followed(label, months.get(label), known.get(label)) for label in calendar(min(months), max(months))
        )
    return tuple(
        _row(kind, measure, threshold, label, months.get(label)) for label in calendar(min(months), max(months))
    )


def calendar(first: str, last: str) -> tuple[str, ...]:
    """Every ISO month from ``first`` to ``last``, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(start, end + 1))


def has_data(row: Row) -> bool:
    """Whether a month says anything."""
    return row.value is not None if isinstance(row, Measurement) else row.n > 0


def newest_cases(reviews: Iterable[Sequence[MonthBlocks]]) -> dict[str, MonthBlocks]:
    """Each month's blocks as the newest of ``reviews``, newest first, has them; no case is in two of them."""
    found: dict[str, MonthBlocks] = {}
    taken: set[str] = set()
    for review in reviews:
        free = [each for each in review if taken.isdisjoint(calendar(each.since, each.period))]
        for each in free:
            found[each.period] = each
            taken.update(calendar(each.since, each.period))
    return dict(sorted(found.items()))


def kept_rows(design: ChartDesign, rows: Rows) -> Rows:
    """What a chart keeps of its rows: of blocks, the sums for the change it is tuned to."""
    return tuple(row.only(design.odds_ratio) if isinstance(row, PeriodBlocks) else row for row in rows)


def extended(kept: Rows, newer: Rows, frozen: frozenset[str]) -> Rows:
    """``kept`` with what a newer review says of each month; months in ``frozen`` stay as they were.

    A newer review counts where it has data: outcomes mature. It cannot take a month away, nor begin the chart earlier.
    """
    if not _is_month(kept[0].period):
        stays = {row.period: row for row in kept if row.period in frozen}
        return tuple(stays.get(row.period, row) for row in newer)
    said = _apart(kept, {row.period: row for row in newer if has_data(row)}, frozen)
    first, last = kept[0].period, max((kept[-1].period, *said))
    empty = {row.period: row for row in newer}
    found = {row.period: row for row in kept}
    for label in calendar(first, last):
        if label in said and label not in frozen:
            found[label] = said[label]
        elif label not in found:
            found[label] = empty.get(label) or _nothing(type(kept[0]), label)
    return tuple(found[label] for label in calendar(first, last))


def _apart(kept: Rows, said: Mapping[str, Row], frozen: frozenset[str]) -> dict[str, Row]:
    """``said`` without months whose cases a month that stays already has among its own."""
    stays = [row for row in kept if isinstance(row, PeriodBlocks) and (row.period in frozen or row.period not in said)]
    held = {month for row in stays if row.blocks for month in calendar(row.blocks.since, row.period)}
    return {
        label: row
        for label, row in said.items()
        if not (isinstance(row, PeriodBlocks) and row.blocks and held & {*calendar(row.blocks.since, label)})
    }


def labels_between(labels: Sequence[str], first: str, last: str) -> tuple[str, ...]:
    """The labels of a baseline: every calendar month, or every event, from ``first`` to ``last``."""
    if _is_month(first):
        return calendar(first, last)
    return tuple(labels)[labels.index(first) : labels.index(last) + 1]


def _is_month(label: str) -> bool:
    return len(label) == len("2026-03")


def to_records(rows: Rows) -> list[object]:
    """Rows as JSON."""
    return [to_record(row) for row in rows]


def from_records(kind: ChartKind, records: Sequence[object]) -> Rows:
    """Rows that ``to_records`` wrote."""
    made = row_type(kind)
    return tuple(from_record(made, each) for each in records)


def _row(kind: ChartKind, measure: str, threshold: Decimal | None, label: str, month: StratumPerformance | None) -> Row:
    made = row_type(kind)
    if month is None:
        return _nothing(made, label)
    if made is PeriodCounts:
        return _counts(label, month)
    estimate = estimate_in(month, measure, threshold)
    if estimate is None:
        return _nothing(made, label)
    if made is EventCount:
        return EventCount(label, estimate.numerator or 0, float(estimate.denominator or 0))
    error = _standard_error(estimate)
    value = estimate.value if kind not in WITH_ERROR or error is not None else None
    return Measurement(label, value, float(estimate.n), error if kind in WITH_ERROR and value is not None else None)


def _followed(label: str, month: StratumPerformance | None, blocks: MonthBlocks | None) -> PeriodBlocks:
    if blocks is None:
        return PeriodBlocks(label, 0, 0, 0.0, 0.0)
    return PeriodBlocks.of(blocks, None if month is None else _counts(label, month).bins)


def _nothing(made: type[PeriodCounts | EventCount | Measurement], label: str) -> Row:
    if issubclass(made, PeriodCounts):
        return made(label, 0, 0, 0.0, 0.0)
    return EventCount(label, 0, 0.0) if made is EventCount else Measurement(label, None, 0.0)


def _standard_error(estimate: Estimate) -> float | None:
    """From the width of the 95 % interval; None where it has none."""
    if estimate.value is None or estimate.low is None or estimate.high is None or not estimate.high > estimate.low:
        return None
    return (estimate.high - estimate.low) / (2 * Z)


def _counts(label: str, month: StratumPerformance) -> PeriodCounts:
    """The month's sums of p and p (1 - p), with its groups of neighbouring scores as the local mix of risks.

    The document holds the mean score of the labelled rows exactly; the sum of squares follows exactly from the interval
    of that mean, which was made from it.
    """
    mean = month.measures["mean_score"]
    if mean.value is None or month.labelled == 0:
        return PeriodCounts(label, 0, 0, 0.0, 0.0)
    expected = mean.value * month.labelled
    squares = month.labelled * (_spread(mean) + mean.value**2)
    points = month.calibration
    bins = RiskBins(
        tuple(min(max(point.mean_score, 0.0), 1.0) for point in points),
        tuple(point.n for point in points),
        tuple(point.events for point in points),
    )
    whole = (sum(bins.n), sum(bins.events)) == (month.labelled, month.events)
    variance = min(max(expected - squares, 0.0), expected)
    return PeriodCounts(label, month.labelled, month.events, expected, variance, bins if whole else None)


def _spread(mean: Estimate) -> float:
    """The scores' variance (divisor n), from the interval of their mean on the logit scale."""
    value, low, high = mean.value, mean.low, mean.high
    if value is None or low is None or high is None or not (0 < low < high < 1 and 0 < value < 1):
        return 0.0
    constant = wilson(value * mean.n, mean.n)
    if mean.n < 2 or (math.isclose(low, float(constant[0])) and math.isclose(high, float(constant[1]))):
        return 0.0
    error = (_logit(high) - _logit(low)) / (2 * Z) * value * (1 - value)
    return error**2 * (mean.n - 1)


def _logit(p: float) -> float:
    return math.log(p) - math.log1p(-p)
