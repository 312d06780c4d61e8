"""The figures of a review as rows ready to print: one formatting for terminal, HTML, PDF and page."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics import Estimate, PerformanceReview, ScoreComparison, StratumPerformance
from attending.analytics.catalogs import measures
from attending.charts import Limits, answers
from attending.charts.numbers import amount, month_name, span
from attending.documents.grid import Grid

MEASURED = (
    "auroc",
    "auprc",
    "oe",
    "calibration_intercept",
    "calibration_slope",
    "ici",
    "e50",
    "e90",
    "brier",
    "event_rate",
    "mean_score",
)
AT_THRESHOLD = ("sensitivity", "specificity", "ppv", "npv", "flag_rate", "nne", "net_benefit")
DASH = "\N{EN DASH}"
TIERS = (
    "Tier: Van Calster et al. 2025 (Lancet Digital Health 7:100916), recommended, optional, or caution. "
    "As reported: read in another work that reports the paper's table, not checked in the paper itself."
)
BY_GROUP = ("auroc", "oe", "calibration_slope", "event_rate")


def value_text(estimate: Estimate) -> str:
    """The value alone, or a dash."""
    return DASH if estimate.value is None else amount(estimate.measure, estimate.value)


def interval_text(estimate: Estimate) -> str:
    """The 95 % interval, or why there is none."""
    if estimate.low is None or estimate.high is None:
        return estimate.reason or ""
    return span(estimate.measure, estimate.low, estimate.high)


def bound_text(estimate: Estimate) -> str:
    """How far binning may have moved the value; nothing where there is none."""
    if estimate.value is None:
        return ""
    return "exact" if estimate.bound == 0 else f"± {estimate.bound:.1e}"


def cell(estimate: Estimate) -> str:
    """Value and interval in one cell; a measure that cannot be estimated says so."""
    return value_text(estimate) if estimate.value is None else f"{value_text(estimate)} ({interval_text(estimate)})"


def period_text(stratum: StratumPerformance) -> str:
    """The months a stratum covers, in words."""
    if stratum.period is None:
        return "no rows"
    first, last = stratum.period
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def comparator_name(column: str | None) -> str:
    """The comparator's column as words: ``physician_risk`` is "physician risk"."""
    return (column or "the comparator").replace("_", " ")


def standing_out(
    review: PerformanceReview, *, outcome: str = "events", comparator: str | None = None, limits: Limits | None = None
) -> list[str]:
    """The answers first: calibration, for whom it differs, what flagging costs, against the comparator's column.

    limits: those agreed on observed over expected events; without them its months are held against 1.
    """
    auroc = review.overall.measures["auroc"]
    known = f"AUROC {cell(auroc)}, n {auroc.n:,}" if auroc.estimable else f"AUROC not estimable. {auroc.reason}"
    found = [
        f"Discrimination: {known}.",
        f"{answers.calibration(review.overall, outcome=outcome)}.",
    ]
    if review.subgroups:
        found += [f"{answers.subgroup_forest(review.subgroups, name, review.overall)}." for name in ("auroc", "oe")]
    if len(review.months) > 1:
        baseline = None if limits else 1.0
        found.append(f"{answers.measure_by_month(review.months, 'oe', limits=limits, baseline=baseline)}.")
    if review.thresholds:
        found.append(f"{answers.threshold_table(review.overall, outcome=outcome)}.")
    found.append(f"{answers.decision_curve(review.overall)}.")
    if review.comparator is not None:
        found.append(f"{answers.comparison(review.comparator, comparator=comparator_name(comparator))}.")
    return [sentence.replace("..", ".") for sentence in found]


def overall_grid(stratum: StratumPerformance, heading: str = "Overall") -> Grid:
    """Every measure of everyone, with its interval, n, events and bound."""
    known = [name for name in MEASURED if name in stratum.measures]
    rows = [
        (
            measures()[name].title,
            value_text(estimate),
            interval_text(estimate),
            f"{estimate.n:,}",
            f"{estimate.events:,}",
            bound_text(estimate),
            tier_text(name),
        )
        for name, estimate in ((name, stratum.measures[name]) for name in known)
    ]
    noted: dict[str, list[str]] = {}
    for name in known:
        if note := stratum.measures[name].note:
            noted.setdefault(note, []).append(measures()[name].short)
    notes = [f"{', '.join(names)}: {note}." for note, names in noted.items()]
    return Grid(
        heading,
        ("Measure", "Value", "95 % interval", "n", "Events", "Bound", "Tier"),
        rows,
        (1, 3, 4),
        " ".join([*notes, TIERS]),
    )


def tier_text(measure: str) -> str:
    """The measure's tier in Van Calster et al. 2025; one read at second hand says so."""
    entry = measures()[measure]
    if entry.van_calster is None:
        return DASH
    return entry.van_calster if entry.van_calster_basis == "abstract" else f"{entry.van_calster} (as reported)"


def threshold_grid(stratum: StratumPerformance) -> Grid:
    """What flagging at each threshold does."""
    rows = [
        (
            f"{at.threshold.normalize():f}",
            *(cell(at.measures[name]) for name in AT_THRESHOLD),
            f"{at.tp:,}",
            f"{at.fp:,}",
        )
        for at in stratum.at_thresholds
    ]
    columns = ("Flagged from", *(measures()[name].short for name in AT_THRESHOLD), "True", "False")
    numeric = tuple(range(len(columns)))
    why = dict.fromkeys(
        f"{measures()[name].short}: {at.measures[name].reason}."
        for at in stratum.at_thresholds
        for name in AT_THRESHOLD
        if at.measures[name].reason
    )
    tiers: dict[str, list[str]] = {}
    for name in AT_THRESHOLD:
        tiers.setdefault(tier_text(name), []).append(measures()[name].short)
    told = "; ".join(f"{tier}: {', '.join(names)}" for tier, names in tiers.items() if tier != DASH)
    note = " ".join([f"n {stratum.labelled:,} with known outcome.", *why, f"Tiers: {told}."])
    return Grid("At thresholds", columns, rows, numeric, note)


def group_grid(strata: Sequence[StratumPerformance], heading: str, name: str) -> Grid:
    """One row for each subgroup level or month."""
    rows = []
    for stratum in strata:
        label = period_text(stratum) if stratum.attribute == "month" or name == "Month" else stratum.level
        cells = [cell(stratum.measures[measure]) for measure in BY_GROUP]
        rows.append((label, f"{stratum.labelled:,}", f"{stratum.events:,}", *cells, why_not(stratum)))
    columns = (name, "n", "Events", *(measures()[measure].short for measure in BY_GROUP), "Why not")
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Grid(heading, columns, rows, tuple(range(1, 3 + len(BY_GROUP))))


def why_not(stratum: StratumPerformance) -> str:
    """Why measures of a group have no estimate, and how many more rows they need; each reason once."""
    reasons: dict[str, list[str]] = {}
    for measure in BY_GROUP:
        estimate = stratum.measures[measure]
        if estimate.reason:
            reasons.setdefault(estimate.reason, []).append(measures()[measure].short)
    return " ".join(f"{', '.join(names)}: {reason}." for reason, names in reasons.items())


def subgroup_grids(review: PerformanceReview) -> list[Grid]:
    """One table for each attribute."""
    attributes = dict.fromkeys(stratum.attribute for stratum in review.subgroups)
    return [
        group_grid([s for s in review.subgroups if s.attribute == attribute], f"By {attribute}", attribute.capitalize())
        for attribute in attributes
    ]


def month_grid(review: PerformanceReview) -> Grid:
    """One row for each month."""
    return group_grid(review.months, "By month", "Month")


def comparison_grid(pair: ScoreComparison, model: str, comparator: str) -> Grid:
    """Two scores on the same rows, side by side."""
    rows = [
        (measures()[name].title, cell(pair.model.measures[name]), cell(pair.comparator.measures[name]))
        for name in MEASURED
        if name != "event_rate" and name in pair.model.measures and name in pair.comparator.measures
    ]
    note = f"The {pair.model.labelled:,} rows on which both are recorded, {pair.model.events:,} events."
    return Grid("Beside the comparator", ("Measure", model, comparator), rows, (1, 2), note)
