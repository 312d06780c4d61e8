"""The label-delay curve: how long until an outcome that comes is known?"""

from collections.abc import Sequence
from typing import Final

import altair as alt

from attending.analytics.maturity import DelayPoint
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, sheet, values
from attending.charts.numbers import decimal, nice_ticks, percent
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis

_DAY: Final = 24.0
_MOST: Final = 0.9


def answer(points: Sequence[DelayPoint]) -> str:
    """Such as "Label delay: 90 % of the events that come are known after 12 days"."""
    known = next((each for each in points if each.share.value is not None and each.share.value >= _MOST), None)
    if known is None:
        return "Label delay: too few followed to the horizon to say"
    return f"Label delay: {percent(_MOST)} of the events that come are known after {span(known.hours)}"


def span(hours: float) -> str:
    """Hours in words: days from two days on."""
    if hours < 2 * _DAY:
        return f"{decimal(hours, 0 if hours == int(hours) else 1)} hours"
    days = hours / _DAY
    return f"{decimal(days, 0 if days == int(days) else 1)} days"


@drawn
def label_delay_curve(points: Sequence[DelayPoint], *, width: int = WIDE) -> alt.LayerChart:
    """Share of the events that come by the horizon which are known so long after the prediction, with intervals."""
    title = answer(points)
    subtitle = "Share of the events that come within the horizon; who was followed for less is taken into account."
    known = [each for each in points if each.share.value is not None]
    if not known:
        reason = next((each.share.reason for each in points if each.share.reason), None)
        return empty(
            f"{reason or 'No event came yet'}.".replace("..", "."), width=width, title=title, subtitle=subtitle
        )
    narrow = is_narrow(width)
    margins = Margins(50 if narrow else 56, 16, 12, 46)
    plot = (width - margins.left - margins.right, 190 if narrow else 230)
    in_days = points[-1].hours >= 4 * _DAY
    unit = _DAY if in_days else 1.0
    last = points[-1].hours / unit
    across = Axis(0.0, last, nice_ticks(0.0, last), logarithmic=False, percent=False)
    upward = Axis(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), logarithmic=False, percent=True)
    rows = [{"at": 0.0, "value": 0.0, "low": 0.0, "high": 0.0}]
    rows += [
        {
            "at": each.hours / unit,
            "value": each.share.value,
            "low": each.share.value if each.share.low is None else each.share.low,
            "high": each.share.value if each.share.high is None else each.share.high,
        }
        for each in known
        if each.share.value is not None
    ]
    data = values(rows)
    axis = across.axis(title="Days after the prediction" if in_days else "Hours after the prediction")
    x = alt.X("at:Q", scale=across.scale(), axis=axis)
    y = alt.Y("value:Q", scale=upward.scale(), axis=upward.axis())
    low = alt.Y("low:Q", scale=upward.scale(), axis=upward.axis())
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(data)
        .mark_area(color=palette.BAND, opacity=0.8, interpolate="step-after")
        .encode(x=x, y=low, y2="high:Q"),
        alt.Chart(data).mark_line(color=palette.ACCENT, strokeWidth=2.5, interpolate="step-after").encode(x=x, y=y),
    ]
    return sheet(
        layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=_describe(title, known)
    )


def rows(points: Sequence[DelayPoint]) -> Table:
    """One row an edge of the histogram."""
    names = ("After", "Known", "95 % interval", "Still followed")
    return Table(
        "Share of the events that come which are known after so long",
        tuple(Column(name, name != "After") for name in names),
        tuple((span(each.hours), *_cells(each), f"{each.at_risk:,}") for each in points),
    )


def _cells(point: DelayPoint) -> tuple[str, str]:
    share = point.share
    if share.value is None:
        return "not estimable", share.reason or ""
    if share.low is None or share.high is None:
        return percent(share.value), ""
    return percent(share.value), f"{percent(share.low)} to {percent(share.high)}"


def _describe(title: str, points: Sequence[DelayPoint]) -> str:
    told = [f"{span(each.hours)} {percent(each.share.value)}" for each in points if each.share.value is not None]
    return f"{title}. Known after: {'; '.join(told)}."
