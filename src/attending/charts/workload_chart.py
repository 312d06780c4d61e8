"""The work a score makes: how many alerts a day does each threshold give?"""

from collections.abc import Sequence

import altair as alt

from attending.analytics.alert_burden import CapacityPoint
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines
from attending.charts.numbers import decimal, nice_ticks, percent, with_interval
from attending.charts.scales import Axis


def workload_answer(
    steps: Sequence[tuple[float, int]], days: int, fitting: CapacityPoint | None, used: Sequence[float]
) -> str:
    """Which threshold fits what can be answered, and what it finds?"""
    if fitting is None:
        told = [f"{_alerts(steps, days, each)} at {each:g}" for each in ([*used[:1], *used[-1:]] if used[1:] else used)]
        return f"Alerts a day: {' to '.join(told)}" if told and days > 0 else "Alerts a day at each threshold"
    said = f"{fitting.capacity_per_day:g} alerts a day"
    if fitting.threshold is None:
        return f"No threshold fits {said}. {fitting.reason}"
    finds = fitting.measures["sensitivity"]
    found = f", which finds {with_interval(finds)} of events" if finds.value is not None else ""
    return f"A threshold of {decimal(float(fitting.threshold), 3)} fits {said}{found}"


@drawn
def alerts_by_threshold(
    steps: Sequence[tuple[float, int]],
    days: int,
    *,
    fitting: CapacityPoint | None = None,
    used: Sequence[float] = (),
    width: int = WIDE,
) -> alt.LayerChart:
    """Mean alerts a day by threshold; the capacity asked for and the threshold that fits it are marked.

    steps: threshold and rows flagged there, from the highest threshold down. used: thresholds in use.
    """
    title = workload_answer(steps, days, fitting, used)
    subtitle = (
        f"Every prediction counts, with or without a known outcome, over the {days:,} calendar days of the months with "
        "rows; a month that the log covers in part makes alerts look fewer."
    )
    if not steps or days <= 0:
        return empty("No rows, so there is no work to count.", width=width, title=title, subtitle=subtitle)
    high = steps[-1][1] / days * 1.04
    up = Axis(0.0, high, nice_ticks(0.0, high), logarithmic=False, percent=False)
    across = Axis(0.0, 1.0, nice_ticks(0.0, 1.0), logarithmic=False, percent=True)
    entries = [Entry("alerts a day", palette.ACCENT, thickness=2.5)]
    if fitting is not None:
        entries.append(Entry("what can be answered", palette.SECOND, dash=(8, 3, 2, 3), thickness=1.5))
    head = LINE_HEIGHT * key_lines(entries, width) + (22 if used else 8)
    margins = Margins(40 if is_narrow(width) else 46, 20, head + 12, 46)
    plot = (width - margins.left - margins.right, 200 if is_narrow(width) else 240)
    rows = [{"threshold": threshold, "value": flagged / days} for threshold, flagged in steps]
    line = alt.Chart(values(rows)).mark_line(color=palette.ACCENT, strokeWidth=2.5, interpolate="step-before")
    x = alt.X("threshold:Q", scale=across.scale(), axis=across.axis(title="Threshold"))
    layers: list[alt.Chart | alt.LayerChart] = [
        line.encode(x=x, y=alt.Y("value:Q", scale=up.scale(), axis=up.axis())),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    for value in used:
        place = plot[0] * across.fraction(value)
        layers.append(
            segments([{"px": place, "px2": place, "py": -4, "py2": plot[1]}], colour=palette.MUTED, dash=(2, 3))
        )
        layers.append(labels([{"px": place, "py": -12, "text": f"{value:g}"}], colour=palette.INK, align="center"))
    if fitting is not None:
        level = plot[1] * (1 - up.fraction(fitting.capacity_per_day))
        ends = [{"px": 0, "px2": plot[0], "py": level, "py2": level}]
        if fitting.threshold is not None:
            place = plot[0] * across.fraction(float(fitting.threshold))
            ends.append({"px": place, "px2": place, "py": level, "py2": plot[1]})
        layers.append(segments(ends, colour=palette.SECOND, thickness=1.5, dash=(8, 3, 2, 3)))
    told = "; ".join(
        f"from {percent(threshold)}: {decimal(flagged / days, 1)}"
        for threshold, flagged in steps[:: max(1, len(steps) // 10)]
    )
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=f"{title}. Mean alerts a day by threshold; {told}.",
    )


def _alerts(steps: Sequence[tuple[float, int]], days: int, threshold: float) -> str:
    return decimal(max((flagged for at, flagged in steps if at >= threshold), default=0) / days, 1)
