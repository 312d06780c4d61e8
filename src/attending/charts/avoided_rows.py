"""The numbers of interventions avoided, as a title and as a table; nothing is drawn here."""

from attending.analytics import StratumPerformance
from attending.analytics.results import DecisionPoint
from attending.charts.numbers import decimal
from attending.charts.rows import Column, Table


def avoided_answer(performance: StratumPerformance) -> str:
    """From which thresholds on are interventions avoided at no cost in events missed?"""
    points = [point for point in performance.decision_curve if point.avoided_low is not None]
    if not points:
        return "Interventions avoided: not computed"
    clear = [point for point in points if (point.avoided_low or 0.0) > 0]
    if not clear:
        return "Interventions avoided: none shown against treating everyone, at any threshold"
    best = max(clear, key=lambda point: point.avoided_per_100 or 0.0)
    return (
        f"Interventions avoided: up to {told(best)} per 100 patients against treating everyone, at threshold "
        f"{best.threshold}"
    )


def avoided_table(performance: StratumPerformance, *, comparator: StratumPerformance | None = None) -> Table:
    """One row a threshold: net benefit and interventions avoided, of the score and of a comparator."""
    others = {point.threshold: point for point in comparator.decision_curve} if comparator is not None else {}
    columns = [Column("Threshold", True), Column("Avoided per 100 (95 % interval)", True)]
    columns += [Column("Comparator", True)] if others else []
    return Table(
        "Net interventions avoided per 100 patients against treating everyone",
        tuple(columns),
        tuple(
            (f"{point.threshold}", told(point), *([told(others.get(point.threshold))] if others else []))
            for point in performance.decision_curve
        ),
    )


def told(point: DecisionPoint | None) -> str:
    """Interventions avoided at one threshold with their interval; a dash where they are not known."""
    if point is None or point.avoided_per_100 is None or point.avoided_low is None or point.avoided_high is None:
        return "\N{EN DASH}"
    return f"{decimal(point.avoided_per_100, 1)} ({decimal(point.avoided_low, 1)} to {decimal(point.avoided_high, 1)})"
