"""Drift as answers and as the tables below its charts. Nothing here draws."""

from decimal import Decimal

from attending.analytics import Estimate
from attending.analytics.drift import DriftReview, DriftValue, PeriodDrift, ScoreLevel
from attending.charts.numbers import decimal, month_name, with_interval
from attending.charts.rows import Column, Table

_DASH = "\N{EN DASH}"


def moved(period: PeriodDrift) -> bool:
    """Whether the scores differ from the baseline by more than sampling explains."""
    return exceeds(period.psi)


def exceeds(value: DriftValue) -> bool:
    """Whether a distance lies above its sampling critical value."""
    return value.value is not None and value.critical is not None and value.value > value.critical


def flagged(level: ScoreLevel, threshold: Decimal | None) -> Estimate | None:
    """The flag rate at a threshold, at the first where None; None where that was not measured."""
    rates = [each for each in level.flag_rates if threshold is None or each.threshold == threshold]
    return rates[0] if rates else None


def psi_answer(review: DriftReview) -> str:
    """In how many months the scores differ from the baseline by more than sampling explains, and in the newest."""
    judged = [each for each in review.periods if each.psi.value is not None]
    if not judged:
        return "Whether the scores changed cannot be said yet"
    changed = [each for each in judged if moved(each)]
    if not changed:
        return f"The scores changed no more than sampling explains in {_counted(len(judged))}"
    newest = judged[-1]
    value = decimal(newest.psi.value or 0.0, 3)
    told = "they did" if moved(newest) else "they did not"
    return (
        f"The scores changed by more than sampling explains in {len(changed)} of {_counted(len(judged))}; in "
        f"{month_name(newest.level.first)} {told}, PSI {value}"
    )


def _counted(months: int) -> str:
    return f"{months} month{'' if months == 1 else 's'}"


def levels_answer(review: DriftReview, threshold: Decimal | None) -> str:
    """Flag rate and missing outcomes of the newest month beside the baseline's."""
    if not review.periods:
        return "No month to compare"
    newest = review.periods[-1].level
    found = []
    now, before = flagged(newest, threshold), flagged(review.baseline, threshold)
    if now is not None and before is not None:
        at = "" if now.threshold is None else f" at {now.threshold.normalize():f}"
        found.append(
            f"Flagged{at}: {with_interval(now)} in {month_name(newest.first)}, {_value(before)} in the baseline"
        )
    missing = f"{with_interval(newest.outcome_missing)} against {_value(review.baseline.outcome_missing)}"
    found.append(f"{'without' if found else 'Without'} an outcome: {missing}")
    return "; ".join(found)


def _value(estimate: Estimate) -> str:
    return with_interval(estimate).partition(" (")[0]


def distance(value: DriftValue) -> str:
    """A distance with its sampling critical value, such as "0.031, critical 0.024"; a dash without one."""
    if value.value is None or value.critical is None:
        return _DASH
    return f"{decimal(value.value, 3)}, critical {decimal(value.critical, 3)}"


def verdict(period: PeriodDrift) -> str:
    """What can be said of a month, in words."""
    if period.in_baseline:
        return "part of the baseline"
    return period.psi.reason or period.psi.verdict


def psi_table(review: DriftReview) -> Table:
    """One row a month: rows, PSI, its critical value, and the verdict."""
    columns = (
        Column("Month", False),
        Column("n", True),
        Column("PSI", True),
        Column("Critical value", True),
        Column("In words", False),
    )
    rows = tuple(
        (
            month_name(each.level.first),
            f"{each.level.n:,}",
            _DASH if each.psi.value is None else decimal(each.psi.value, 3),
            _DASH if each.psi.critical is None else decimal(each.psi.critical, 3),
            verdict(each),
        )
        for each in review.periods
    )
    return Table("Population stability index of the scores by month", columns, rows)


def levels_table(review: DriftReview, threshold: Decimal | None) -> Table:
    """One row for the baseline and one a month: rows, mean score, flag rate, and rows without an outcome."""
    rates = flagged(review.baseline, threshold) is not None
    columns = [Column("Month", False), Column("n", True), Column("Mean score (95 % interval)", True)]
    columns += [Column("Flagged (95 % interval)", True)] if rates else []
    columns.append(Column("Without an outcome (95 % interval)", True))
    named = [("Baseline", review.baseline), *((month_name(each.level.first), each.level) for each in review.periods)]
    rows = []
    for name, level in named:
        rate = flagged(level, threshold)
        cells = [name, f"{level.n:,}", with_interval(level.mean_score)]
        cells += [_DASH if rate is None else with_interval(rate)] if rates else []
        rows.append((*cells, with_interval(level.outcome_missing)))
    return Table("Scores, flags and missing outcomes by month", tuple(columns), tuple(rows))
