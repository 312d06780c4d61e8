"""What a decision must have before its eyes of the control charts: each as drawn at the newest review, sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attending import charts
from attending.analytics.control_charts import ControlChart
from attending.analytics.records import from_record, to_record
from attending.charts import control_rows
from attending.decisions import packet_charts
from attending.program.models import Deployment
from attending.review.models import ChartReading
from attending.review.queries.monitoring import chart_of, in_force, measured_of, newest_readings

if TYPE_CHECKING:
    import altair as alt

CONTROL = "review.control-chart"


def sections(deployment: Deployment) -> Iterable[dict[str, Any]]:
    """One section a chart in force, with its signals and what was answered. Two queries."""
    plans = list(in_force(deployment.pk))
    if not plans:
        return [{"heading": "Control charts", "text": "No control chart is agreed for this deployment."}]
    readings = newest_readings(plans)
    return [_section(measured_of(plan).name, readings[plan.pk]) for plan in plans]


def register_charts() -> None:
    """Tell the room of decisions how these charts are drawn; called once, at start-up."""
    packet_charts.register(
        CONTROL,
        lambda chart: charts.responsive_svg(lambda width: _draw(chart, width)),
        lambda chart: charts.print_svg(_draw(chart, charts.WIDE)),
    )


def _section(name: str, reading: ChartReading) -> dict[str, Any]:
    found = chart_of(reading)
    data: dict[str, Any] = {"name": CONTROL, "called": name, "control": to_record(found)}
    drawn = _draw(data, charts.WIDE)
    data |= {"title": charts.answer_of(drawn), "description": charts.description_of(drawn)}
    table = control_rows.points(found, name)
    said = " ".join(f"{control_rows.in_words(signal.words)}." for signal in found.signals)
    if hasattr(reading, "answer"):
        said += f" Answered by {reading.answer.answered_by}: {reading.answer.cause} {reading.answer.done}"
    elif reading.signals:
        said += " Nobody has answered yet."
    return {
        "heading": f"Control chart: {name}",
        "chart": data,
        "text": " ".join(part for part in (charts.note_of(drawn), said) if part),
        "table": {"columns": [each.label for each in table.columns], "rows": [[*row] for row in table.rows]},
    }


def _draw(chart: Mapping[str, Any], width: int) -> alt.LayerChart:
    return charts.control_by_month(from_record(ControlChart, chart["control"]), chart["called"], width=width)
