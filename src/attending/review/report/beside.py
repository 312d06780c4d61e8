"""What stands beside the measures, as rows ready to print: the two scores compared, and the work the score makes."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics import Difference, PairedComparison, ScoreComparison, StratumPerformance
from attending.analytics.alert_burden import CapacityPoint, alerts_per_day
from attending.analytics.catalogs import measures
from attending.charts.group_rows import span_of_difference, unit
from attending.charts.numbers import decimal
from attending.documents.grid import Grid
from attending.review.report.figures import DASH, cell
from attending.review.supplements import Supplements
from attending.review.workload import Workload, usual_capacities
from attending.ui import formats

CAPACITIES = "Threshold that fits a capacity"
PAIRED = "Model less comparator"


def beside_grids(overall: StratumPerformance, pair: ScoreComparison | None, beside: Supplements) -> list[Grid]:
    """Differences from the comparator, interventions avoided, alerts a day, capacities; what there is of them."""
    found = []
    if pair is not None and pair.paired is not None:
        found.append(paired_grid(pair.paired))
    if any(point.avoided_per_100 is not None for point in overall.decision_curve):
        found.append(avoided_grid(overall, pair))
    if beside.workload is not None and beside.workload.days:
        if overall.at_thresholds:
            found.append(alert_grid(overall, beside.workload))
        found.append(capacity_grid(usual_capacities(beside.workload), beside.workload))
    if beside.clustering is not None:
        found.append(clustering_grid(beside))
    return found


def paired_grid(paired: PairedComparison) -> Grid:
    """Model less comparator on the same rows, each with its interval, p value and method."""
    found = [paired.auroc, paired.brier, *(d for at in paired.at_thresholds for d in at.differences.values())]
    rows = [
        (
            _named(each),
            _difference(each),
            unit(each.measure) or measures()[each.measure].unit,
            "" if each.p is None else formats.p_value(each.p),
            f"{each.n:,}",
            f"{each.events:,}",
            each.reason or each.method,
        )
        for each in found
    ]
    columns = ("Measure", "Model less comparator", "In", "p", "n", "Events", "Method")
    together = (
        "rows are taken as independent"
        if paired.clusters is None
        else f"the rows of each of {paired.clusters:,} patients are taken together"
    )
    note = f"Tested row by row; {together}. p values are not adjusted for the number of measures."
    return Grid(PAIRED, columns, rows, (1, 3, 4, 5), note)


def paired_sentence(paired: PairedComparison, comparator: str) -> str:
    """The difference in AUROC with its interval and p, and that of net benefit where both flag."""
    auroc = paired.auroc
    if auroc.value is None or auroc.p is None:
        return f"AUROC, model less {comparator}: not estimable. {auroc.reason}."
    said = [f"AUROC, model less {comparator}: {_difference(auroc)}, p {formats.p_value(auroc.p)}, n {auroc.n:,}"]
    for at in paired.at_thresholds:
        gain = at.differences["net_benefit"]
        if gain.value is not None and gain.low is not None and gain.high is not None and not gain.low <= 0 <= gain.high:
            per = f"{decimal(gain.value * 100, 1)} ({decimal(gain.low * 100, 1)} to {decimal(gain.high * 100, 1)})"
            said.append(f"net benefit at {at.threshold}: {per} per 100")
    return f"{'; '.join(said)}."


def _named(each: Difference) -> str:
    at = "" if each.threshold is None else f" at {each.threshold}"
    return f"{measures()[each.measure].title}{at}"


def _difference(each: Difference) -> str:
    if each.value is None or each.low is None or each.high is None:
        return DASH
    return span_of_difference(each.measure, each.value, each.low, each.high)


def avoided_grid(overall: StratumPerformance, pair: ScoreComparison | None) -> Grid:
    """Net interventions avoided per 100 against treating everyone: of all rows, and of both scores on shared rows."""
    columns = ["Threshold", "Avoided per 100"]
    sides = [overall]
    if pair is not None:
        columns += ["Model, rows with both", "Comparator, rows with both"]
        sides += [pair.model, pair.comparator]
    at = [{point.threshold: point for point in side.decision_curve} for side in sides]
    rows = []
    for threshold in at[0]:
        cells = []
        for side in at:
            point = side.get(threshold)
            if (
                point is None
                or point.avoided_per_100 is None
                or point.avoided_low is None
                or point.avoided_high is None
            ):
                cells.append(DASH)
                continue
            low, high = decimal(point.avoided_low, 1), decimal(point.avoided_high, 1)
            cells.append(f"{decimal(point.avoided_per_100, 1)} ({low} to {high})")
        rows.append((f"{threshold}", *cells))
    note = "Against treating everyone, net of events missed, weighed by the odds of the threshold."
    return Grid("Interventions avoided", columns, rows, tuple(range(len(columns))), note)


def alert_grid(overall: StratumPerformance, workload: Workload) -> Grid:
    """Alerts a day at each agreed threshold: every row flagged, with or without a known outcome."""
    rows = []
    for at in overall.at_thresholds:
        flagged = at.measures["flag_rate"].numerator
        if flagged is not None:
            found = alerts_per_day(flagged, workload.days)
            rows.append((f"{at.threshold.normalize():f}", cell(found), f"{flagged:,}", cell(at.measures["ppv"])))
    return Grid(
        "Alerts a day", ("Flagged from", "Alerts a day", "Flagged", "PPV"), rows, (0, 1, 2, 3), days_note(workload)
    )


def capacity_grid(points: Sequence[CapacityPoint], workload: Workload) -> Grid:
    """The lowest threshold that fits each capacity, and what it finds there."""
    rows = [
        (
            f"{point.capacity_per_day:g}",
            DASH if point.threshold is None else decimal(float(point.threshold), 3),
            f"{point.flagged:,}",
            *(cell(found) if (found := point.measures.get(name)) else DASH for name in CAPACITY_MEASURES),
            point.reason or "",
        )
        for point in points
    ]
    names = tuple(measures()[name].short for name in CAPACITY_MEASURES)
    columns: tuple[str, ...] = ("Can be answered a day", "Flag from", "Flagged", *names, "Why not")
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    note = f"{days_note(workload)} Intervals take the threshold as given; it was chosen on these rows."
    return Grid(CAPACITIES, columns, rows, tuple(range(3 + len(names))), note)


CAPACITY_MEASURES = ("alerts_per_day", "sensitivity", "ppv", "nne")


def days_note(workload: Workload) -> str:
    """What alerts are counted over."""
    return (
        f"Over the {workload.days:,} calendar days of the {workload.months:,} months with rows; a month that the log "
        "covers in part makes alerts look fewer."
    )


def clustering_grid(beside: Supplements) -> Grid:
    """Patients and design effect of each measure, where a patient's rows were taken together."""
    of = beside.clustering
    rows = [
        (
            measures()[each.measure].title + ("" if each.threshold is None else f" at {each.threshold}"),
            f"{each.clusters:,}",
            DASH if each.design_effect is None else decimal(each.design_effect, 2),
        )
        for each in (of.measures.values() if of is not None else ())
    ]
    note = "The design effect is the variance with a patient's rows taken together over that of independent rows."
    return Grid("Patients", ("Measure", "Patients", "Design effect"), rows, (1, 2), note)


def clustering_sentence(beside: Supplements) -> str:
    """How many patients stand behind the rows; nothing where every row stands for itself."""
    of = beside.clustering
    if of is None:
        return ""
    auroc = of.measures.get("auroc")
    effect = (
        "" if auroc is None or auroc.design_effect is None else f"; design effect of AUROC {auroc.design_effect:.2f}"
    )
    return f"Clustered by patient: {of.patients:,} patients{effect}"
