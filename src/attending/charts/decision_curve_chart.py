"""The decision curve: is acting on the score worth more than acting on everyone or on no one?"""

from collections.abc import Sequence

import altair as alt

from attending.analytics import StratumPerformance
from attending.analytics.results import DecisionPoint
from attending.charts import answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines
from attending.charts.numbers import decimal, nice_ticks, period_name
from attending.charts.scales import Axis


@drawn
def decision_curve(
    performance: StratumPerformance,
    *,
    comparator: StratumPerformance | None = None,
    comparator_name: str = "comparator",
    width: int = WIDE,
) -> alt.LayerChart:
    """Net benefit (true positives per patient, false ones weighed by the odds of the threshold) by threshold.

    Drawn are the score with its 95 % interval, treating everyone, treating no one, and a comparator where there is one
    (Vickers & Elkin 2006). Thresholds in use are marked. Very low values are cut off below the plot.
    """
    title = answers.decision_curve(performance)
    subtitle = (
        f"{performance.labelled:,} labelled, {performance.events:,} events, {period_name(performance.period)}. "
        "True positives per 100 patients, net of false ones; the band is the 95 % interval."
    )
    points = performance.decision_curve
    if not points or performance.events == 0 or performance.events == performance.labelled:
        return empty(
            "Without labelled rows of both outcomes net benefit has no meaning.",
            width=width,
            title=title,
            subtitle=subtitle,
        )
    narrow = is_narrow(width)
    other = comparator.decision_curve if comparator is not None else ()
    entries = [Entry("act on score", palette.ACCENT, thickness=2.5)]
    if other:
        entries.append(Entry(comparator_name, palette.SECOND, dash=(8, 3, 2, 3)))
    entries += [
        Entry("act on everyone", palette.MUTED, dash=(5, 4), thickness=1.5),
        Entry("act on no one", palette.INK, thickness=1.2),
    ]
    used = [point.threshold for point in performance.at_thresholds]
    head = LINE_HEIGHT * key_lines(entries, width) + (22 if used else 8)
    margins = Margins(40 if narrow else 46, 14, head + 12, 46)
    plot = (width - margins.left - margins.right, 220 if narrow else 270)
    benefit = _benefit_axis([*points, *other])
    first, last = float(points[0].threshold), float(points[-1].threshold)
    across = Axis(first, last, nice_ticks(first, last), logarithmic=False, percent=True) if last > first else None
    if across is None:
        across = Axis(first - 0.05, first + 0.05, (first,), logarithmic=False, percent=True)
    layers: list[alt.Chart | alt.LayerChart] = [
        *_in_use([float(value) for value in used], [str(value) for value in used], across, plot),
        *_curves(points, other, across, benefit),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=_describe(points, title),
    )


def _benefit_axis(points: Sequence[DecisionPoint]) -> Axis:
    """Net benefit per 100 patients, from a little below zero to the best."""
    high = max(max(point.high, point.treat_all, 0.0) for point in points) * 100
    low = min(min(point.low for point in points) * 100, 0.0)
    high = high if high > 0 else 1.0
    low = max(low, -0.3 * high) - 0.04 * high
    return Axis(low, high * 1.04, nice_ticks(low, high * 1.04), logarithmic=False, percent=False)


def _curves(
    points: Sequence[DecisionPoint], other: Sequence[DecisionPoint], across: Axis, benefit: Axis
) -> list[alt.Chart | alt.LayerChart]:
    x = alt.X("threshold:Q", scale=across.scale(), axis=across.axis(title="Threshold probability"))
    y = alt.Y("value:Q", scale=benefit.scale(), axis=benefit.axis())
    low = alt.Y("low:Q", scale=benefit.scale(), axis=benefit.axis())
    data = values(_rows(points))
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(data).mark_area(color=palette.BAND, opacity=0.8, clip=True).encode(x=x, y=low, y2="high:Q"),
        alt.Chart(values([{"value": 0.0}])).mark_rule(color=palette.INK, strokeWidth=1.2).encode(y=y),
        alt.Chart(data)
        .mark_line(color=palette.MUTED, strokeWidth=1.5, strokeDash=[5, 4], clip=True)
        .encode(x=x, y=alt.Y("treat_all:Q", scale=benefit.scale(), axis=benefit.axis())),
    ]
    if other:
        layers.append(
            alt.Chart(values(_rows(other)))
            .mark_line(color=palette.SECOND, strokeWidth=2, strokeDash=[8, 3, 2, 3], clip=True)
            .encode(x=x, y=y)
        )
    point = len(points) == 1
    layers.append(
        alt.Chart(data).mark_line(color=palette.ACCENT, strokeWidth=2.5, clip=True, point=point).encode(x=x, y=y)
    )
    return layers


def _rows(points: Sequence[DecisionPoint]) -> list[dict[str, float]]:
    return [
        {
            "threshold": float(point.threshold),
            "value": point.net_benefit * 100,
            "low": point.low * 100,
            "high": point.high * 100,
            "treat_all": point.treat_all * 100,
        }
        for point in points
    ]


def _in_use(used: Sequence[float], names: Sequence[str], across: Axis, plot: tuple[int, int]) -> list[alt.Chart]:
    inside = [
        (plot[0] * across.fraction(value), name)
        for value, name in zip(used, names, strict=True)
        if across.low <= value <= across.high
    ]
    if not inside:
        return []
    ticks = [{"px": x, "px2": x, "py": -4, "py2": plot[1]} for x, _ in inside]
    texts = []
    free = float("-inf")
    for x, name in inside:
        if x >= free:
            texts.append({"px": x, "py": -12, "text": name})
            free = x + 7 * len(name) + 8
    return [
        segments(ticks, colour=palette.MUTED, dash=(2, 3)),
        labels(texts, colour=palette.INK, align="center"),
    ]


def _describe(points: Sequence[DecisionPoint], title: str) -> str:
    told = [
        f"at {point.threshold}: score {decimal(point.net_benefit * 100, 1)} ({decimal(point.low * 100, 1)} to "
        f"{decimal(point.high * 100, 1)}), everyone {decimal(point.treat_all * 100, 1)}"
        for point in points[:: max(1, len(points) // 10)]
    ]
    return f"{title}. Net true positives per 100 patients, no one 0; {'; '.join(told)}."
