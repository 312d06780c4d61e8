"""Drift of scores and inputs as rows ready to print. The numbers say what changed, never how well the model works."""

from __future__ import annotations

from attending.analytics.catalogs import measures
from attending.analytics.difference import Difference
from attending.analytics.drift import DriftReview, InputDriftReview, InputPeriod, InputReview
from attending.charts.drift_rows import distance, exceeds, flagged, verdict
from attending.charts.group_rows import span_of_difference
from attending.charts.numbers import month_name, period_name
from attending.documents.grid import Grid
from attending.review.report.figures import DASH, cell
from attending.review.supplements import Supplements
from attending.ui import formats


def drift_grids(beside: Supplements) -> list[Grid]:
    """Scores by month, flags and missing outcomes by month, inputs by month; what there is of them."""
    found = []
    if beside.score_drift is not None:
        found += [score_grid(beside.score_drift), level_grid(beside.score_drift)]
    if beside.input_drift is not None:
        found.append(input_grid(beside.input_drift))
    return found


def score_grid(review: DriftReview) -> Grid:
    """One row a month: three distances from the baseline, each with what sampling alone explains."""
    rows = [
        (
            month_name(each.level.first),
            f"{each.level.n:,}",
            distance(each.psi),
            distance(each.ks),
            "" if each.ks.p is None else formats.p_value(each.ks.p),
            distance(each.js),
            verdict(each),
        )
        for each in review.periods
    ]
    columns = (
        "Month",
        "n",
        *(measures()[name].short for name in ("psi", "ks_distance")),
        "p of KS",
        measures()["js_distance"].short,
        "PSI in words",
    )
    return Grid(
        "Scores against the baseline", columns, rows, (1, 2, 3, 4, 5), f"{baseline_text(review)} {review.caution}"
    )


def baseline_text(review: DriftReview) -> str:
    """Which months everything is held against, and why these."""
    level = review.baseline
    return (
        f"Baseline: {period_name((level.first, level.last))}, the first quarter of the months, n {level.n:,}; "
        f"{len(review.baseline_shares)} groups of scores of about equal size. Critical: passed by sampling alone in "
        "5 % of months."
    )


def level_grid(review: DriftReview) -> Grid:
    """One row for the baseline and one a month: mean score, flag rate at each threshold, rows without an outcome."""
    thresholds = [each.threshold for each in review.baseline.flag_rates]
    rows = []
    named = [("Baseline", review.baseline), *((month_name(each.level.first), each.level) for each in review.periods)]
    for name, level in named:
        rates = [flagged(level, threshold) for threshold in thresholds]
        rows.append(
            (
                name,
                f"{level.n:,}",
                cell(level.mean_score),
                *(DASH if rate is None else cell(rate) for rate in rates),
                cell(level.outcome_missing),
            )
        )
    columns = (
        "Month",
        "n",
        measures()["mean_score_all"].short,
        *(f"Flagged at {threshold}" for threshold in thresholds),
        measures()["outcome_missing_rate"].title,
    )
    note = (
        "Of every row, labelled or not; an outcome that is not yet known counts as missing, so recent months have more."
    )
    return Grid("Flags and missing outcomes by month", columns, rows, tuple(range(1, len(columns))), note)


def input_grid(review: InputDriftReview) -> Grid:
    """One row for each month of each input."""
    rows = [_input_row(column, each) for column in review.inputs for each in column.periods]
    columns = (
        "Input",
        "Month",
        "n",
        "PSI",
        "KS or V",
        "Missing",
        "Change of missing, percentage points",
        "In words",
    )
    note = (
        f"Baseline: {period_name(review.baseline)}. Distances are among rows with a value: KS of numbers, Cramér's V "
        f"of categories. {review.caution}"
    )
    return Grid("Inputs against the baseline", columns, rows, (2, 3, 4, 5, 6), note)


def newest_inputs(review: InputDriftReview) -> Grid:
    """One row an input: its newest month, and in how many months it differed by more than sampling explains."""
    rows = []
    for column in review.inputs:
        judged = [each for each in column.periods if not each.in_baseline]
        if judged:
            moved = sum(exceeds(each.psi) for each in judged)
            rows.append((*_input_row(column, judged[-1])[:-1], f"{moved} of {len(judged)}", input_verdict(judged[-1])))
    columns = (
        "Input",
        "Month",
        "n",
        "PSI",
        "KS or V",
        "Missing",
        "Change of missing, percentage points",
        "Months beyond sampling",
        "In words",
    )
    note = f"The newest month of each, against {period_name(review.baseline)}. Every month is among the numbers below."
    return Grid("Have the inputs changed?", columns, rows, (2, 3, 4, 5, 6, 7), note)


def input_verdict(each: InputPeriod) -> str:
    """What can be said of a month of an input: its values, then its missing values."""
    if each.in_baseline:
        return "part of the baseline"
    said = f"values: {each.psi.reason or each.psi.verdict}"
    change = each.missing_change
    if change.value is None or change.low is None or change.high is None:
        return said
    more = change.low > 0
    word = "more missing than before" if more else "fewer missing than before" if change.high < 0 else ""
    return f"{said}; {word}" if word else said


def _input_row(column: InputReview, each: InputPeriod) -> tuple[str, ...]:
    return (
        column.name,
        month_name(each.period),
        f"{each.n:,}",
        distance(each.psi),
        distance(each.distribution),
        cell(each.missing),
        _change(each.missing_change),
        input_verdict(each),
    )


def _change(change: Difference) -> str:
    if change.value is None or change.low is None or change.high is None:
        return DASH
    return span_of_difference(change.measure, change.value, change.low, change.high)
