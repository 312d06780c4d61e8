"""Charts as functions of analytics' results. Each answers one question and is titled with the answer.

A chart is an Altair chart: a notebook shows it as it is; `svg`, `responsive_svg` and `print_svg` render it for a page
and for paper. `answers` makes the titles, `rows` the tables of the same numbers.

Whatever draws is loaded at its first use: the drawing library takes a second, and most commands draw nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from attending.charts import answers, rows
from attending.charts.annotations import KnownEvent, Limits

if TYPE_CHECKING:
    from attending.charts.avoided_chart import interventions_avoided
    from attending.charts.calibration_chart import calibration
    from attending.charts.canvas import FULL, NARROW, WIDE
    from attending.charts.comparison_chart import score_comparison
    from attending.charts.control_chart import control_by_month
    from attending.charts.decision_curve_chart import decision_curve
    from attending.charts.drift_chart import levels_by_month, psi_by_month
    from attending.charts.forest_chart import subgroup_forest
    from attending.charts.funnel_chart import unit_funnel
    from attending.charts.group_chart import group_differences
    from attending.charts.impact_chart import event_study, impact_series, rollout
    from attending.charts.label_delay_chart import label_delay_curve
    from attending.charts.latency_chart import LatencyMonth, latency_by_month, latency_rows
    from attending.charts.lead_time_chart import lead_time
    from attending.charts.maturity_chart import label_maturity
    from attending.charts.month_chart import measure_by_month
    from attending.charts.place_chart import places
    from attending.charts.queue_chart import alerts_per_person, realised_by_threshold, share_in_time
    from attending.charts.queue_rows import alerts_by_shift, realised_rows, team_rows
    from attending.charts.rank_chart import rank_acceptability, rank_rows
    from attending.charts.ranking import value_contributions, value_rows
    from attending.charts.rate_chart import RatePoint, rate_over_time, rate_rows
    from attending.charts.render import answer_of, description_of, note_of, print_svg, responsive_svg, svg
    from attending.charts.threshold_chart import threshold_table
    from attending.charts.unit_series_chart import unit_series
    from attending.charts.weight_chart import weight_spread
    from attending.charts.workload_chart import alerts_by_threshold

_HOMES = {
    "levels_by_month": "drift_chart",
    "psi_by_month": "drift_chart",
    "alerts_by_threshold": "workload_chart",
    "group_differences": "group_chart",
    "interventions_avoided": "avoided_chart",
    "label_maturity": "maturity_chart",
    "label_delay_curve": "label_delay_chart",
    "event_study": "impact_chart",
    "impact_series": "impact_chart",
    "rollout": "impact_chart",
    "unit_series": "unit_series_chart",
    "LatencyMonth": "latency_chart",
    "latency_by_month": "latency_chart",
    "latency_rows": "latency_chart",
    "lead_time": "lead_time_chart",
    "calibration": "calibration_chart",
    "FULL": "canvas",
    "NARROW": "canvas",
    "WIDE": "canvas",
    "score_comparison": "comparison_chart",
    "control_by_month": "control_chart",
    "decision_curve": "decision_curve_chart",
    "unit_funnel": "funnel_chart",
    "subgroup_forest": "forest_chart",
    "measure_by_month": "month_chart",
    "places": "place_chart",
    "alerts_by_shift": "queue_rows",
    "alerts_per_person": "queue_chart",
    "realised_by_threshold": "queue_chart",
    "realised_rows": "queue_rows",
    "share_in_time": "queue_chart",
    "team_rows": "queue_rows",
    "rank_acceptability": "rank_chart",
    "rank_rows": "rank_chart",
    "value_contributions": "ranking",
    "value_rows": "ranking",
    "weight_spread": "weight_chart",
    "RatePoint": "rate_chart",
    "rate_over_time": "rate_chart",
    "rate_rows": "rate_chart",
    "answer_of": "render",
    "description_of": "render",
    "note_of": "render",
    "print_svg": "render",
    "responsive_svg": "render",
    "svg": "render",
    "threshold_table": "threshold_chart",
}


def __getattr__(name: str) -> Any:
    """Load the module that draws (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def load() -> None:
    """Load what draws and draw one mark, so that the next chart takes no longer than itself."""
    import_module(f"{__name__}.render").warm()


__all__ = [
    "FULL",
    "NARROW",
    "WIDE",
    "KnownEvent",
    "LatencyMonth",
    "Limits",
    "RatePoint",
    "alerts_by_shift",
    "alerts_by_threshold",
    "alerts_per_person",
    "answer_of",
    "answers",
    "calibration",
    "control_by_month",
    "decision_curve",
    "description_of",
    "event_study",
    "group_differences",
    "impact_series",
    "interventions_avoided",
    "label_delay_curve",
    "label_maturity",
    "latency_by_month",
    "latency_rows",
    "lead_time",
    "levels_by_month",
    "load",
    "measure_by_month",
    "note_of",
    "places",
    "print_svg",
    "psi_by_month",
    "rank_acceptability",
    "rank_rows",
    "rate_over_time",
    "rate_rows",
    "realised_by_threshold",
    "realised_rows",
    "responsive_svg",
    "rollout",
    "rows",
    "score_comparison",
    "share_in_time",
    "subgroup_forest",
    "svg",
    "team_rows",
    "threshold_table",
    "unit_funnel",
    "unit_series",
    "value_contributions",
    "value_rows",
    "weight_spread",
]
