"""A rate over rounds or months: is it within what was agreed, and does it move more than chance?"""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from attending.analytics import Estimate
from attending.analytics.catalogs import measures
from attending.analytics.control_charts import ControlChart
from attending.charts import palette
from attending.charts.canvas import (
    WIDE,
    Margins,
    Row,
    drawn,
    empty,
    is_narrow,
    labels,
    pixels,
    segments,
    sheet,
    values,
)
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import amount, percent, with_interval
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis, axis_for


@dataclass(frozen=True, slots=True)
class RatePoint:
    """One round or month: `label` names it in the table, `short` under the plot, each once."""

    label: str
    short: str
    estimate: Estimate


@drawn
def rate_over_time(
    points: Sequence[RatePoint],
    *,
    limit: float | None = None,
    control: ControlChart | None = None,
    width: int = WIDE,
) -> alt.LayerChart:
    """One estimate a point with its 95 % interval, in the order given.

    limit: the rate that must not be exceeded. control: a control chart of the same points, whose limits are drawn and
    whose signals are marked; it is left out where it has no limits.
    """
    title = rate_answer(points, limit=limit, control=control)
    if not points:
        return empty("Nothing was recorded yet.", width=width, title=title, subtitle="")
    measure = points[0].estimate.measure
    drawn_limits = control if control is not None and control.estimable else None
    total = sum(each.estimate.n for each in points)
    subtitle = f"{measures()[measure].title}, {total:,} documents. Bars are 95 % intervals."
    if drawn_limits is not None:
        subtitle += " Steps are control limits set by the first points; they are wider where fewer were counted."
    scale = axis_for(measure, _shown(points, limit, drawn_limits))
    signalled = _signalled(drawn_limits)
    entries = _entries(points, limit, drawn_limits, signalled, measure)
    narrow = is_narrow(width)
    head = LINE_HEIGHT * key_lines(entries, width) + 6
    margins = Margins(46 if narrow else 54, 12, head + 12, 30)
    plot = (width - margins.left - margins.right, 190 if narrow else 230)
    layers: list[alt.Chart | alt.LayerChart] = [
        *_limits(drawn_limits, scale, plot),
        *_tolerable(limit, scale, plot),
        *_points(points, signalled, scale, plot),
        *_names(points, plot),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    told = "; ".join(f"{each.label} {with_interval(each.estimate)}" for each in points)
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}.")


def rate_answer(points: Sequence[RatePoint], *, limit: float | None = None, control: ControlChart | None = None) -> str:
    """Where the newest point stands against the limit, and whether the series signals.

    "Below" and "above" are said only where the whole interval is.
    """
    if not points:
        return "Nothing was recorded yet"
    last = points[-1].estimate
    name = measures()[last.measure].title
    if last.value is None:
        return f"{name}: not estimable in {points[-1].label}. {last.reason}"
    told = f"{name}: {with_interval(last)} in {points[-1].label}"
    if limit is not None and last.low is not None and last.high is not None:
        bound = percent(limit)
        if last.low > limit:
            told += f", above the tolerable {bound}"
        elif last.high < limit:
            told += f", below the tolerable {bound}"
        else:
            told += f"; whether it is below the tolerable {bound} cannot be told"
    if control is not None and control.estimable and control.signals:
        newest = control.signals[-1]
        told += f". Signal in {newest.period}"
    return told


def rate_rows(points: Sequence[RatePoint], *, first: str, counted: str) -> Table:
    """The same points as a table; `first` heads the points, `counted` what n counts."""
    columns = (
        Column(first, False),
        Column("Rate (95 % interval)", True),
        Column(counted, True),
        Column("Of these", True),
    )
    name = measures()[points[0].estimate.measure].title if points else "Rate"
    rows = tuple(
        (
            each.label,
            each.estimate.reason or "not estimable" if each.estimate.value is None else with_interval(each.estimate),
            f"{each.estimate.n:,}",
            f"{each.estimate.events:,}",
        )
        for each in points
    )
    return Table(f"{name} over time", columns, rows)


def _shown(points: Sequence[RatePoint], limit: float | None, control: ControlChart | None) -> list[float]:
    shown = [0.0] if limit is None else [0.0, limit]
    for each in points:
        shown += [value for value in (each.estimate.value, each.estimate.low, each.estimate.high) if value is not None]
    for point in control.points if control else ():
        shown += [value for value in (point.lower, point.centre, point.upper) if value is not None]
    return [*shown, 0.02]


def _signalled(control: ControlChart | None) -> set[str]:
    return {each.period for each in control.signals} if control else set()


def _entries(
    points: Sequence[RatePoint],
    limit: float | None,
    control: ControlChart | None,
    signalled: set[str],
    measure: str,
) -> list[Entry]:
    entries = [Entry("rate", palette.ACCENT, "circle")]
    if signalled:
        entries.append(Entry("signal", palette.WARN, "triangle-up"))
    if any(each.estimate.value is None for each in points):
        entries.append(Entry("no estimate", palette.MUTED, CROSS))
    if limit is not None:
        entries.append(Entry(f"tolerable {amount(measure, limit)}", palette.STOP, dash=(7, 4), thickness=1.5))
    if control is not None:
        entries.append(Entry("control limits", palette.MUTED, dash=(2, 3), thickness=1.2))
    return entries


def _place(at: int, count: int, plot: tuple[int, int]) -> float:
    return plot[0] * (at + 0.5) / count


def _height(value: float, scale: Axis, plot: tuple[int, int]) -> float:
    return plot[1] * (1 - scale.fraction(value))


def _limits(control: ControlChart | None, scale: Axis, plot: tuple[int, int]) -> list[alt.Chart]:
    if control is None:
        return []
    half = plot[0] / len(control.points) / 2
    layers = []
    for name, dash in (("lower", (2, 3)), ("centre", (1, 0)), ("upper", (2, 3))):
        steps: list[Row] = []
        for at, point in enumerate(control.points):
            value = getattr(point, name)
            if value is not None:
                x, y = _place(at, len(control.points), plot), _height(value, scale, plot)
                steps.append({"px": x - half, "px2": x + half, "py": y, "py2": y})
        if steps:
            layers.append(segments(steps, colour=palette.MUTED, thickness=1.2, dash=dash))
    return layers


def _tolerable(limit: float | None, scale: Axis, plot: tuple[int, int]) -> list[alt.Chart]:
    if limit is None:
        return []
    y = _height(limit, scale, plot)
    line: Row = {"px": 0, "px2": plot[0], "py": y, "py2": y}
    return [segments([line], colour=palette.STOP, thickness=1.5, dash=(7, 4))]


def _points(
    points: Sequence[RatePoint], signalled: set[str], scale: Axis, plot: tuple[int, int]
) -> list[alt.Chart | alt.LayerChart]:
    known: list[Row] = []
    bars: list[Row] = []
    absent: list[Row] = []
    for at, each in enumerate(points):
        x = _place(at, len(points), plot)
        estimate = each.estimate
        if estimate.value is None or estimate.low is None or estimate.high is None:
            absent.append({"px": x, "py": plot[1] - 9})
            continue
        known.append({"px": x, "value": estimate.value, "signal": each.short in signalled})
        bars.append(
            {"px": x, "px2": x, "py": _height(estimate.low, scale, plot), "py2": _height(estimate.high, scale, plot)}
        )
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis())
    x_of = pixels("x", "px")
    # An invisible mark carries the axis, so that it is there without any estimate too.
    ground = alt.Chart(values([{"px": 0, "value": scale.low}])).mark_point(opacity=0).encode(x=x_of, y=y)
    layers: list[alt.Chart | alt.LayerChart] = [ground]
    if bars:
        layers.append(segments(bars, colour=palette.ACCENT, thickness=2))
    plain = [row for row in known if not row["signal"]]
    marked = [row for row in known if row["signal"]]
    if plain:
        layers.append(symbols(plain, shape="circle", colour=palette.ACCENT, size=80, y=y))
    if marked:
        layers.append(symbols(marked, shape="triangle-up", colour=palette.WARN, size=110, y=y))
    return [*layers, symbols(absent, shape=CROSS, colour=palette.MUTED)] if absent else layers


def _names(points: Sequence[RatePoint], plot: tuple[int, int]) -> list[alt.Chart]:
    step = plot[0] / len(points)
    longest = max(len(each.short) for each in points)
    every = max(1, -(-int(longest * 6.6 + 10) // max(int(step), 1)))
    named: list[Row] = [
        {"px": _place(at, len(points), plot), "py": plot[1] + 16, "text": each.short}
        for at, each in enumerate(points)
        if (len(points) - 1 - at) % every == 0
    ]
    return [labels(named, align="center")]
