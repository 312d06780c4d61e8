"""The control charts of this room as another watches them: by a key, and by what each newly drawn one shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attending.program.models import Deployment
from attending.program.registries.signals import DrawnChart, WatchableChart
from attending.review.models import ChartPlan, ChartReading
from attending.review.months import first_day, last_day
from attending.review.queries import monitoring as queries
from attending.review.rules.monitoring import KIND_NAMES

_ISO_MONTH, _ISO_DAY = 7, 10  # several events of a day are "2026-01-11" and "2026-01-11 (2)"


class ReviewCharts:
    """The charts in force on a deployment."""

    def charts(self, deployment: Deployment) -> Sequence[WatchableChart]:
        return [WatchableChart(key_of(plan), title_of(plan)) for plan in queries.in_force(deployment.pk)]


def key_of(plan: ChartPlan) -> str:
    """How other rooms name a chart."""
    return f"chart:{plan.pk}"


def title_of(plan: ChartPlan) -> str:
    """The measure and the kind of a chart."""
    return f"{queries.measured_of(plan).name}, {KIND_NAMES[plan.kind]}"


def drawn_of(reading: ChartReading) -> DrawnChart:
    """What a reading shows; ``plan``, and ``run`` where it is of one, are at hand."""
    chart = queries.chart_of(reading)
    periods = [point.period for point in chart.points]
    return DrawnChart(
        key=key_of(reading.plan),
        points=len(periods),
        signals=reading.signals,
        newest=reading.newest_signal.rstrip("."),
        start=_first(periods[0]) if periods else day_of(reading),
        end=reading.run.period_end if reading.run else _last(periods[-1]) if periods else day_of(reading),
        faulty="" if chart.reason is None else f"{chart.reason}.".replace("..", "."),
    )


def day_of(reading: ChartReading) -> date:
    """The day of a chart that has no point yet."""
    return reading.read_at.date()


def _first(period: str) -> date:
    return first_day(period) if len(period) == _ISO_MONTH else date.fromisoformat(period[:_ISO_DAY])


def _last(period: str) -> date:
    return last_day(period) if len(period) == _ISO_MONTH else date.fromisoformat(period[:_ISO_DAY])
