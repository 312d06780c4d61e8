"""The sentence that titles a chart: its answer, computed from the numbers with their uncertainty.

A difference is claimed only when the 95 % interval excludes "no difference"; otherwise the sentence says that none is
shown, which is not the same as showing that there is none.
"""

from collections.abc import Sequence
from decimal import Decimal

from attending.analytics import Estimate, ScoreComparison, StratumPerformance, ThresholdPerformance
from attending.analytics.catalogs import measures
from attending.charts.annotations import Limits
from attending.charts.estimates import by_month, estimate_of
from attending.charts.numbers import amount, decimal, is_proportion, joined, listed, month_name, percent, with_interval

_NAMED = 3


def calibration(performance: StratumPerformance, *, outcome: str = "events") -> str:
    """Does the score predict the right number, and are high and low risks right? `outcome` is a plural noun.

    "17 % too many" compares predicted with observed events: expected / observed - 1, the inverse of O:E.
    """
    ratio = performance.measures.get("oe")
    if ratio is None or ratio.value is None or ratio.low is None or ratio.high is None:
        reason = ratio.reason if ratio and ratio.reason else "O:E was not measured"
        return f"Calibration: not estimable. {reason}"
    spread = _spread(performance.measures.get("calibration_slope"))
    if ratio.value == 0 and ratio.low <= 1 <= ratio.high:
        return f"Calibration: not estimable. No {outcome} among {ratio.n:,} labelled (O:E {listed(ratio)})"
    if ratio.low <= 1 <= ratio.high:
        known = f"O:E {listed(ratio)}"
        if spread:
            return f"Calibration: right on average ({known}), but {spread}"
        return f"Calibration: no difference shown between predicted and observed {outcome} ({known})"
    if ratio.value == 0:
        return f"Calibration: predicts {outcome} where none were observed (O:E {listed(ratio)})"
    sentence = f"Calibration: predicts {_excess(ratio.value)} {outcome} (O:E {listed(ratio)})"
    return f"{sentence}, and {spread}" if spread else sentence


def measure_by_month(
    months: Sequence[StratumPerformance],
    measure: str,
    *,
    limits: Limits | None = None,
    baseline: float | None = None,
    threshold: Decimal | None = None,
) -> str:
    """Where does the measure stand in the last month, against its limits or else its baseline?"""
    name = _name(measure, threshold)
    found = by_month(months)
    if not found:
        return f"{name}: no data in any month"
    last = max(found)
    latest = estimate_of(found[last], measure, threshold)
    if latest.value is None:
        return f"{name}: not estimable in {month_name(last)}. {latest.reason}"
    stands = f"{name}: {with_interval(latest)} in {month_name(last)}"
    if limits is not None and limits.lines():
        return f"{stands}, {_against_limits(found, latest, measure, limits, threshold)}"
    if baseline is not None:
        return f"{stands}, {_against_baseline(latest, baseline)}"
    return stands


def subgroup_forest(
    subgroups: Sequence[StratumPerformance],
    measure: str,
    overall: StratumPerformance,
    *,
    threshold: Decimal | None = None,
) -> str:
    """For whom does the measure differ from everyone's?"""
    name = _name(measure, threshold)
    everyone = estimate_of(overall, measure, threshold)
    if everyone.value is None:
        return f"{name} by subgroup: not estimable overall. {everyone.reason}"
    if measure == "oe" and everyone.value == 0:
        return f"{name} by subgroup: not estimable. No events among {everyone.n:,} labelled"
    pairs = [(group, estimate_of(group, measure, threshold)) for group in subgroups]
    known = [(group, estimate) for group, estimate in pairs if estimate.value is not None]
    value = amount(measure, everyone.value)
    missing = len(pairs) - len(known)
    tail = f"; {missing} not estimable" if missing else ""
    if not known:
        return (
            f"{name} by subgroup: no subgroup is estimable" if pairs else f"{name} by subgroup: no subgroups recorded"
        )
    apart = [
        f"{group.attribute} {group.level} ({listed(estimate)})"
        for group, estimate in known
        if not _includes(estimate, everyone.value)
    ]
    if not apart:
        scope = "the one subgroup" if len(known) == 1 else f"any of {len(known)} subgroups"
        return f"{name}: no difference from overall ({value}) shown in {scope}{tail}"
    if len(apart) > _NAMED:
        return f"{name}: {len(apart)} of {len(known)} subgroups differ from overall ({value}){tail}"
    return f"{name}: {joined(apart)} {'differs' if len(apart) == 1 else 'differ'} from overall ({value}){tail}"


def threshold_table(performance: StratumPerformance, *, outcome: str = "events") -> str:
    """What does flagging cost and find?"""
    points = performance.at_thresholds
    if not points:
        return "Thresholds: none agreed"
    if len(points) == 1:
        return _at_one(points[0], outcome)
    first, last = points[0], points[-1]
    finds = [point.measures["sensitivity"].value for point in (first, last)]
    flags = [point.measures["flag_rate"].value for point in (first, last)]
    scope = f"Thresholds {first.threshold} to {last.threshold}"
    if finds[0] is None or finds[1] is None or flags[0] is None or flags[1] is None:
        reason = first.measures["sensitivity"].reason or last.measures["sensitivity"].reason
        return f"{scope}: not estimable. {reason}"
    return (
        f"{scope}: patients flagged go from {percent(flags[0])} to {percent(flags[1])}, "
        f"{outcome} found from {percent(finds[0])} to {percent(finds[1])}"
    )


def decision_curve(performance: StratumPerformance) -> str:
    """At which thresholds is acting on the score worth more than acting on everyone or on no one?

    The interval is that of the score's own net benefit; its lower end is held against the better default.
    """
    points = performance.decision_curve
    if not points or performance.events == 0 or performance.events == performance.labelled:
        reason = estimate_of(performance, "auroc").reason or "No labelled rows"
        return f"Net benefit: not estimable. {reason}"
    clear = [point.low > max(point.treat_all, 0.0) for point in points]
    if not any(clear):
        return "Net benefit: no gain shown over treating everyone or no one at any threshold"
    runs = _runs([point.threshold for point in points], clear)
    return f"Net benefit: more than treating everyone or no one at thresholds {joined([_range(run) for run in runs])}"


def comparison(
    pair: ScoreComparison, measure: str = "auroc", *, model: str = "Model", comparator: str = "comparator"
) -> str:
    """Which of two scores on the same patients does better? Overlapping intervals never show equality."""
    first, second = (estimate_of(side, measure) for side in (pair.model, pair.comparator))
    short = measures()[measure].short
    if first.value is None or second.value is None:
        return f"{model} and {comparator}: {short} not estimable. {first.reason or second.reason}"
    told = f"{short} {listed(first)}; against {listed(second)}"
    apart = _disjoint(first, second)
    if not apart:
        return f"{model} and {comparator}: no clear difference ({told})"
    better = _better(measure, first.value, second.value)
    if better is None:
        return f"{model} and {comparator} differ ({told})"
    return f"{model} {'better' if better else 'worse'} than {comparator} ({told})"


def _name(measure: str, threshold: Decimal | None) -> str:
    short = measures()[measure].short
    return short if threshold is None else f"{short} at threshold {threshold}"


def _excess(ratio: float) -> str:
    predicted = 1 / ratio
    if predicted >= 2:
        return f"{decimal(predicted, 1)} times as many"
    if predicted > 1:
        return f"{percent(predicted - 1)} too many"
    return f"{percent(1 - predicted)} too few"


def _spread(slope: Estimate | None) -> str:
    if slope is None or slope.value is None or slope.low is None or slope.high is None:
        return ""
    if slope.high < 1:
        return f"its risks are too extreme (slope {listed(slope)})"
    if slope.low > 1:
        return f"its risks are too close to the average (slope {listed(slope)})"
    return ""


def _against_limits(
    found: dict[str, StratumPerformance], latest: Estimate, measure: str, limits: Limits, threshold: Decimal | None
) -> str:
    value = latest.value
    if value is None:
        raise ValueError("The latest month has no value to hold against limits.")
    crossed = limits.crossed(value)
    if crossed is None:
        return "within its limits"
    kind = limits.status(value)
    since = None
    for month in sorted(found, reverse=True):
        estimate = estimate_of(found[month], measure, threshold)
        if estimate.value is None or limits.status(estimate.value) == "within":
            break
        since = month
    last = max(found)
    duration = f" (beyond a limit since {month_name(since)})" if since is not None and since != last else ""
    doubt = "; the interval includes the limit" if _includes(latest, crossed) else ""
    agreed = amount(measure, crossed)
    exact = f" ({value * 100:.2f} %)" if is_proportion(measure) else f" ({decimal(value, 4)})"
    near = exact if agreed == amount(measure, value) else ""
    name = "warning" if kind == "warn" else kind
    return f"beyond the {name} limit {agreed}{near}{duration}{doubt}"


def _against_baseline(latest: Estimate, baseline: float) -> str:
    value = amount(latest.measure, baseline)
    if latest.measure == "oe" and latest.value == 0 and _includes(latest, baseline):
        return f"without any event, so that it cannot be told from the baseline {value}"
    if _includes(latest, baseline):
        return f"no difference from the baseline {value} shown"
    return f"{'above' if (latest.value or 0.0) > baseline else 'below'} the baseline {value}"


def _at_one(point: ThresholdPerformance, outcome: str) -> str:
    flags, finds, right = (point.measures[name] for name in ("flag_rate", "sensitivity", "ppv"))
    said = [f"flags {with_interval(flags)}"]
    said.append(f"finds {with_interval(finds)} of {outcome}" if finds.estimable else f"{outcome} found not estimable")
    said.append(f"{with_interval(right)} of flags are right" if right.estimable else "PPV not estimable")
    return f"Threshold {point.threshold}: {joined(said)}"


def _includes(estimate: Estimate, value: float) -> bool:
    return estimate.low is None or estimate.high is None or estimate.low <= value <= estimate.high


def _disjoint(first: Estimate, second: Estimate) -> bool:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return False
    return first.low > second.high or first.high < second.low


def _better(measure: str, first: float, second: float) -> bool | None:
    entry = measures()[measure]
    if entry.direction == "higher":
        return first > second
    if entry.direction == "lower":
        return first < second
    if entry.direction == "target" and entry.ideal is not None:
        return abs(first - entry.ideal) < abs(second - entry.ideal)
    return None


def _runs(thresholds: Sequence[Decimal], flags: Sequence[bool]) -> list[tuple[Decimal, Decimal]]:
    runs: list[tuple[Decimal, Decimal]] = []
    open_run = False
    for threshold, flag in zip(thresholds, flags, strict=True):
        if flag:
            runs = [*runs[:-1], (runs[-1][0], threshold)] if open_run else [*runs, (threshold, threshold)]
        open_run = flag
    return runs


def _range(run: tuple[Decimal, Decimal]) -> str:
    return f"{run[0]}" if run[0] == run[1] else f"{run[0]} to {run[1]}"


__all__ = [
    "calibration",
    "comparison",
    "decision_curve",
    "measure_by_month",
    "subgroup_forest",
    "threshold_table",
]
