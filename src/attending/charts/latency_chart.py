"""How long decisions take, by month: does what is asked wait longer than before?"""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, drawn, empty, is_narrow, labels, pixels, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import MONTHS, month_name, months_between, nice_ticks
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis

_SHORTEST = 0.1
"""Days below which a latency is told as "under" it."""


@dataclass(frozen=True, slots=True)
class LatencyMonth:
    """What was decided in one month: days from asked to decided. ``late`` is the 90th percentile, None for too few."""

    month: str
    n: int
    median: float
    late: float | None


@drawn
def latency_by_month(months: Sequence[LatencyMonth], *, width: int = WIDE) -> alt.LayerChart:
    """The median of each month as a point, and a line up to the days within which 9 of 10 were decided."""
    title = latency_answer(months)
    subtitle = "Days from when it was asked until it was decided, by the month of the decision; below, how many."
    if not months:
        return empty("Nothing was decided in the last twelve months.", width=width, title=title, subtitle=subtitle)
    calendar = months_between(months[0].month, months[-1].month)
    high = max([*(each.median for each in months), *(each.late or 0.0 for each in months), 1.0]) * 1.1
    scale = Axis(0.0, high, nice_ticks(0.0, high), logarithmic=False, percent=False)
    entries = [Entry("median", palette.ACCENT, "circle")]
    if any(each.late is not None for each in months):
        entries.append(Entry("9 of 10 decided within", palette.ACCENT, thickness=2))
    head = LINE_HEIGHT * key_lines(entries, width) + 8
    margins = Margins(46 if is_narrow(width) else 54, 12, head + 12, 58)
    plot = (width - margins.left - margins.right, 180 if is_narrow(width) else 220)
    layers = [
        _ground(scale),
        *_points(months, calendar, scale, plot),
        *_below(months, calendar, plot),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    told = "; ".join(f"{row[0]} median {row[2]}, n {row[1]}" for row in latency_rows(months).rows)
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}.")


def latency_answer(months: Sequence[LatencyMonth]) -> str:
    """The newest month beside the one before it."""
    if not months:
        return "Nothing was decided yet"
    newest = months[-1]
    took = _days(newest.median) if newest.median < _SHORTEST else f"at most {_days(newest.median)}"
    told = f"Half of what was decided in {month_name(newest.month)} took {took} (n {newest.n})"
    if len(months) == 1:
        return told
    before = months[-2]
    return f"{told}; in {month_name(before.month)} {_days(before.median)} (n {before.n})"


def latency_rows(months: Sequence[LatencyMonth]) -> Table:
    """One row a month in which something was decided."""
    columns = (Column("Month", False), *(Column(name, True) for name in ("Decided (n)", "Median", "9 of 10 within")))
    rows = tuple(
        (
            month_name(each.month),
            f"{each.n:,}",
            _days(each.median),
            "too few" if each.late is None else _days(each.late),
        )
        for each in months
    )
    return Table("Days from asked to decided, by month of the decision", columns, rows)


def _days(value: float) -> str:
    if value < _SHORTEST:
        return "under 0.1 days"
    shown = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"{shown.removesuffix('.0')} day{'' if shown in {'1', '1.0'} else 's'}"


def _ground(scale: Axis) -> alt.Chart:
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis(title="days"))
    mark = alt.Chart(values([{"px": 0, "value": scale.low}])).mark_point(opacity=0)
    ground: alt.Chart = mark.encode(x=pixels("x", "px"), y=y)
    return ground


def _place(month: str, calendar: Sequence[str], plot: tuple[int, int]) -> float:
    return plot[0] * (calendar.index(month) + 0.5) / len(calendar)


def _points(
    months: Sequence[LatencyMonth], calendar: Sequence[str], scale: Axis, plot: tuple[int, int]
) -> list[alt.Chart]:
    points: list[Row] = []
    lines: list[Row] = []
    for each in months:
        x, y = _place(each.month, calendar, plot), plot[1] * (1 - scale.fraction(each.median))
        points.append({"px": x, "py": y})
        if each.late is not None:
            lines.append({"px": x, "px2": x, "py": y, "py2": plot[1] * (1 - scale.fraction(each.late))})
    drawn_lines = [segments(lines, colour=palette.ACCENT, thickness=2)] if lines else []
    return [*drawn_lines, symbols(points, shape="circle", colour=palette.ACCENT, size=80)]


def _below(months: Sequence[LatencyMonth], calendar: Sequence[str], plot: tuple[int, int]) -> list[alt.Chart]:
    """Below the plot the months, as many as fit, and how many were decided in each of these."""
    counts = {each.month: each.n for each in months}
    step = plot[0] / len(calendar)
    every = max(1, -(-34 // max(int(step), 1)))
    rows: list[Row] = []
    for at, month in enumerate(calendar):
        if (len(calendar) - 1 - at) % every == 0:
            x = _place(month, calendar, plot)
            rows.append({"px": x, "py": plot[1] + 16, "text": MONTHS[int(month[5:]) - 1]})
            rows.append({"px": x, "py": plot[1] + 32, "text": f"n {counts.get(month, 0)}"})
    return [labels(rows, align="center")]
