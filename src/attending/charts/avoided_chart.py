"""Interventions avoided: how many needless interventions does acting on the score save against treating everyone?"""

from collections.abc import Sequence

import altair as alt

from attending.analytics import StratumPerformance
from attending.analytics.results import DecisionPoint
from attending.charts import palette
from attending.charts.avoided_rows import avoided_answer, told
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines
from attending.charts.numbers import nice_ticks, period_name
from attending.charts.scales import Axis


@drawn
def interventions_avoided(
    performance: StratumPerformance,
    *,
    comparator: StratumPerformance | None = None,
    comparator_name: str = "comparator",
    width: int = WIDE,
) -> alt.LayerChart:
    """Net interventions avoided per 100 patients against treating everyone, by threshold (Vickers & Elkin 2006).

    The band is the score's 95 % interval; a comparator's line stands beside it. Very low values are cut off below.
    """
    title = avoided_answer(performance)
    subtitle = (
        f"{performance.labelled:,} labelled, {performance.events:,} events, {period_name(performance.period)}. "
        "Net of events missed, each weighed by the odds of the threshold; the band is the 95 % interval."
    )
    points = _known(performance)
    if not points:
        return empty("There is no threshold above 0 to tell it for.", width=width, title=title, subtitle=subtitle)
    other = _known(comparator) if comparator is not None else []
    entries = [Entry("act on score", palette.ACCENT, thickness=2.5)]
    entries += [Entry(comparator_name, palette.SECOND, dash=(8, 3, 2, 3))] if other else []
    entries.append(Entry("act on everyone", palette.MUTED, dash=(5, 4), thickness=1.5))
    head = LINE_HEIGHT * key_lines(entries, width) + 8
    margins = Margins(40 if is_narrow(width) else 46, 14, head + 12, 46)
    plot = (width - margins.left - margins.right, 220 if is_narrow(width) else 270)
    high = max([0.0, *(row["high"] for row in points), *(row["value"] for row in other)]) or 1.0
    low = max(min([0.0, *(row["low"] for row in points)]), -0.3 * high) - 0.04 * high
    up = Axis(low, high * 1.04, nice_ticks(low, high * 1.04), logarithmic=False, percent=False)
    first, last = points[0]["threshold"], max(points[-1]["threshold"], points[0]["threshold"] + 0.01)
    across = Axis(first, last, nice_ticks(first, last), logarithmic=False, percent=True)
    x = alt.X("threshold:Q", scale=across.scale(), axis=across.axis(title="Threshold probability"))
    y = alt.Y("value:Q", scale=up.scale(), axis=up.axis())
    zero = plot[1] * (1 - up.fraction(0.0))
    data = values(points)
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(data)
        .mark_area(color=palette.BAND, opacity=0.8, clip=True)
        .encode(x=x, y=alt.Y("low:Q", scale=up.scale(), axis=up.axis()), y2="high:Q"),
        segments(
            [{"px": 0, "px2": plot[0], "py": zero, "py2": zero}], colour=palette.MUTED, thickness=1.5, dash=(5, 4)
        ),
    ]
    if other:
        second = alt.Chart(values(other)).mark_line(
            color=palette.SECOND, strokeWidth=2, strokeDash=[8, 3, 2, 3], clip=True
        )
        layers.append(second.encode(x=x, y=y))
    layers += [
        alt.Chart(data).mark_line(color=palette.ACCENT, strokeWidth=2.5, clip=True).encode(x=x, y=y),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    described = "; ".join(
        f"at {point.threshold}: {told(point)}" for point in performance.decision_curve[:: max(1, len(points) // 10)]
    )
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=f"{title}. Net interventions avoided per 100 patients: {described}.",
    )


def _known(performance: StratumPerformance) -> list[dict[str, float]]:
    points: Sequence[DecisionPoint] = performance.decision_curve
    return [
        {
            "threshold": float(point.threshold),
            "value": point.avoided_per_100,
            "low": point.avoided_low,
            "high": point.avoided_high,
        }
        for point in points
        if point.avoided_per_100 is not None and point.avoided_low is not None and point.avoided_high is not None
    ]
