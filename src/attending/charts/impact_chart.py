"""Did it help? What was seen beside what was expected, effects by time since the start, and who started when."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt

from attending.analytics.impact.panel import Period, ordinal
from attending.analytics.impact.result import Effect, ImpactResult
from attending.charts import impact_answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.impact_rows import period_text
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import nice_ticks
from attending.charts.scales import Axis

_EXPECTED_DASH = (6, 4)

RIGHT = 14
"""Pixels right of the plot; the name of the last period may reach into them."""


@drawn
def impact_series(
    result: ImpactResult, *, outcome: str, better: Literal["lower", "higher"], unit: str, width: int = WIDE
) -> alt.LayerChart:
    """An interrupted time series: observed values, the fitted line, and what was expected without it with its band."""
    told = impact_answers.told(result, outcome=outcome, better=better)
    points = result.counterfactual
    if not points:
        return empty(result.reason or "There is no series.", width=width, title=told.answer, subtitle="")
    subtitle = (
        f"{outcome}, in {unit}, {period_text(points[0].period)} to {period_text(points[-1].period)}. "
        "The band is the 95 % interval of the expected value."
    )
    shown = [each for point in points for each in (point.observed, point.fitted)]
    shown += [each for point in points if point.treated for each in (point.low, point.high)]
    scale = axis_of(shown)
    left_out = [point for point in points if not point.used]
    entries = [
        Entry("observed before", palette.MUTED, "circle"),
        Entry("observed since", palette.ACCENT, "diamond"),
        Entry("expected without it", palette.SECOND, dash=_EXPECTED_DASH),
        *([Entry("left out (phase-in)", palette.MUTED, CROSS)] if left_out else []),
    ]
    plot, margins = _layout(entries, width)
    rows = [
        {
            "period": index,
            "observed": point.observed,
            "fitted": scale.clamp(point.fitted),
            "expected": scale.clamp(point.expected),
            "low": scale.clamp(point.low),
            "high": scale.clamp(point.high),
            "kind": "out" if not point.used else "since" if point.treated else "before",
        }
        for index, point in enumerate(points)
    ]
    x, y = periods_of([point.period for point in points], plot[0]), _vertical(scale, "observed")
    treated = [row for row, point in zip(rows, points, strict=True) if point.treated]
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(values(treated))
        .mark_area(color=palette.BAND, opacity=0.75)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        *_start_mark(points, plot),
        _line([row for row in rows if row["kind"] == "before"], x, "fitted", palette.MUTED),
        _line([row for row in rows if row["kind"] == "since"], x, "fitted", palette.ACCENT),
        _line(treated, x, "expected", palette.SECOND, dash=_EXPECTED_DASH),
    ]
    for kind, shape, colour in (
        ("before", "circle", palette.MUTED),
        ("since", "diamond", palette.ACCENT),
        ("out", CROSS, palette.MUTED),
    ):
        chosen = [row for row in rows if row["kind"] == kind]
        if chosen:
            layers.append(symbols(chosen, shape=shape, colour=colour, size=70 if shape == "diamond" else 46, x=x, y=y))
    layers += key(entries, left=-margins.left, top=-_head(entries, width), width=width)
    last = points[-1]
    description = (
        f"{told.answer}. {len(points)} periods; in the last, {period_text(last.period)}, {last.observed:.4g} was "
        f"observed and {last.expected:.4g} ({last.low:.4g} to {last.high:.4g}) {unit} expected."
    )
    return sheet(layers, plot=plot, margins=margins, title=told.answer, subtitle=subtitle, description=description)


@drawn
def event_study(result: ImpactResult, *, unit: str, width: int = WIDE) -> alt.LayerChart:
    """Effects by time since the start, each with its 95 % interval; before the start they should lie around none."""
    title = _study_title(result.series)
    known = [(_time(each), each) for each in result.series if each.value is not None]
    if not known:
        reason = result.reason or "There is no period that can be compared."
        return empty(reason, width=width, title=title, subtitle="")
    ratio = known[0][1].scale.startswith("ratio")
    null = known[0][1].null
    subtitle = (
        f"Effect by periods since the start, {'as a ratio' if ratio else f'in {unit}'}. Bars are 95 % intervals; the "
        "period just before the start is the reference."
    )
    shown = [null]
    for _, each in known:
        shown += [value for value in (each.low, each.value, each.high) if value is not None]
    scale = axis_of(shown)
    entries = [
        Entry("before the start", palette.MUTED, "circle"),
        Entry("since the start", palette.ACCENT, "diamond"),
        Entry("no effect", palette.INK, dash=(2, 3), thickness=1.2),
    ]
    plot, margins = _layout(entries, width)
    first, last = min(time for time, _ in known), max(time for time, _ in known)
    times = list(range(min(first, -1), last + 1))
    step = plot[0] / len(times)
    every = max(1, math.ceil(30 / step))
    x = alt.X(
        "time:O",
        scale=alt.Scale(domain=times, type="point", padding=0.5),
        axis=alt.Axis(
            values=[time for time in times if time % every == 0],
            labelExpr="replace(toString(datum.value), '-', '\N{MINUS SIGN}')",
            labelAngle=0,
            title="Periods since the start",
            grid=False,
        ),
    )
    level = plot[1] * (1 - scale.fraction(null))
    start = step * (times.index(0) if 0 in times else len(times))
    layers: list[alt.Chart | alt.LayerChart] = [
        segments(
            [{"px": 0, "px2": plot[0], "py": level, "py2": level}], colour=palette.INK, thickness=1.2, dash=(2, 3)
        ),
        segments([{"px": start, "px2": start, "py": 0, "py2": plot[1]}], colour=palette.INK, dash=(2, 2)),
    ]
    for since, shape, colour in ((False, "circle", palette.MUTED), (True, "diamond", palette.ACCENT)):
        rows = [
            {
                "time": time,
                "value": each.value,
                "low": each.low if each.low is not None else each.value,
                "high": each.high if each.high is not None else each.value,
            }
            for time, each in known
            if (time >= 0) is since
        ]
        if rows:
            bars = alt.Chart(values(rows)).mark_rule(color=colour, strokeWidth=2)
            layers.append(bars.encode(x=x, y=_vertical(scale, "low"), y2="high:Q"))
            layers.append(
                symbols(
                    rows,
                    shape=shape,
                    colour=colour,
                    size=90 if shape == "diamond" else 60,
                    x=x,
                    y=_vertical(scale, "value"),
                )
            )
    layers += key(entries, left=-margins.left, top=-_head(entries, width), width=width)
    told = "; ".join(f"{time:+d}: {impact_answers.with_interval(each)}" for time, each in known)
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}")


@drawn
def rollout(periods: Sequence[Period], starts: Mapping[str, Period | None], *, width: int = WIDE) -> alt.LayerChart:
    """Who had the tool when: one line a unit, thin before its start and thick from then on."""
    first, count = ordinal(periods[0]), len(periods)
    begun = {
        unit: count if start is None else min(max(ordinal(start) - first, 0), count) for unit, start in starts.items()
    }
    ordered = sorted(begun, key=lambda unit: (begun[unit], unit))
    ever = sum(1 for each in begun.values() if each < count)
    title = f"{ever} of {len(begun)} units had it by {period_text(periods[-1])}"
    subtitle = f"Units by when they started, {period_text(periods[0])} to {period_text(periods[-1])}."
    entries = [
        Entry("without it", palette.MUTED, dash=(2, 3), thickness=1.2),
        Entry("with it", palette.ACCENT, dash=(1, 0), thickness=6),
    ]
    margins = Margins(104 if is_narrow(width) else 170, 12, _head(entries, width) + 12, 34)
    row = 20 if len(ordered) <= 30 else 8
    plot = (width - margins.left - margins.right, row * len(ordered))
    step = plot[0] / count
    middle = {unit: row * (index + 0.5) for index, unit in enumerate(ordered)}
    thin = [{"px": 0, "px2": begun[u] * step, "py": y, "py2": y} for u, y in middle.items() if begun[u] > 0]
    thick = [{"px": begun[u] * step, "px2": plot[0], "py": y, "py2": y} for u, y in middle.items() if begun[u] < count]
    longest = (margins.left - 10) // 7
    layers: list[alt.Chart | alt.LayerChart] = []
    if thin:
        layers.append(segments(thin, colour=palette.MUTED, thickness=1.2, dash=(2, 3)))
    if thick:
        layers.append(segments(thick, colour=palette.ACCENT, thickness=6))
    if row >= 20:
        names = [
            {
                "px": -8,
                "py": y,
                "text": unit if len(unit) <= longest else unit[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}",
            }
            for unit, y in middle.items()
        ]
        layers.append(labels(names, colour=palette.INK, align="right"))
    ends = [(0, "left", periods[0]), (plot[0], "right", periods[-1])]
    for px, align, period in ends:
        side: Literal["left", "right"] = "left" if align == "left" else "right"
        layers.append(labels([{"px": px, "py": plot[1] + 18, "text": period_text(period)}], align=side))
    layers += key(entries, left=-margins.left, top=-_head(entries, width), width=width)
    told = "; ".join(
        f"{unit} {'never' if begun[unit] == count else 'from ' + period_text(periods[begun[unit]])}" for unit in ordered
    )
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}")


def _study_title(series: Sequence[Effect]) -> str:
    before = [each for each in series if _time(each) < 0 and each.estimable]
    apart = [each for each in before if not (each.low or 0.0) <= each.null <= (each.high or 0.0)]
    if not before:
        return "Before the start: cannot be compared"
    if apart:
        return f"Before the start: {len(apart)} of {len(before)} periods already differ from the controls"
    return f"Before the start: no difference from the controls shown in {len(before)} periods"


def _time(effect: Effect) -> int:
    return int(effect.name.removeprefix("time_"))


def axis_of(shown: Sequence[float]) -> Axis:
    """A linear axis with some room around what is shown; never below 0 where nothing is."""
    low, high = min(shown), max(shown)
    room = (high - low) * 0.08 or max(abs(high) * 0.1, 0.05)
    bottom = max(low - room, 0.0) if low >= 0 else low - room
    return Axis(bottom, high + room, nice_ticks(bottom, high + room), logarithmic=False, percent=False)


def _vertical(scale: Axis, field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=scale.scale(), axis=scale.axis())


def _line(
    rows: Sequence[Mapping[str, Any]], x: alt.X, field: str, colour: str, dash: Sequence[float] = (1, 0)
) -> alt.Chart:
    mark = alt.Chart(values(rows)).mark_line(color=colour, strokeWidth=2, strokeDash=list(dash))
    placed: alt.Chart = mark.encode(x=x, y=alt.Y(f"{field}:Q"))
    return placed


def periods_of(periods: Sequence[Period], width: int) -> alt.X:
    """A scale of whole steps; as many periods are named as do not touch and do not reach beyond the sheet."""
    name = 66 if isinstance(periods[0], str) else 34
    step = width / len(periods)
    every = max(1, math.ceil(name / step))
    last = len(periods) - 1 - max(0, math.ceil((name / 2 - RIGHT) / step - 0.5))
    shown = range(last, -1, -every)
    names = [period_text(period) for period in periods]
    return alt.X(
        "period:O",
        scale=alt.Scale(domain=list(range(len(periods))), type="point", padding=0.5),
        axis=alt.Axis(values=sorted(shown), labelExpr=f"{names}[datum.value]", labelAngle=0, title=None, grid=False),
    )


def _start_mark(points: Sequence[Any], plot: tuple[int, int]) -> list[alt.Chart]:
    first = next((index for index, point in enumerate(points) if point.treated or not point.used), None)
    if first is None:
        return []
    x = plot[0] / len(points) * first
    right = x > plot[0] * 0.75
    return [
        segments([{"px": x, "px2": x, "py": -4, "py2": plot[1]}], colour=palette.INK, dash=(2, 2)),
        labels(
            [{"px": x - 5 if right else x + 5, "py": 4, "text": f"from {period_text(points[first].period)}"}],
            colour=palette.INK,
            align="right" if right else "left",
        ),
    ]


def _head(entries: Sequence[Entry], width: int) -> int:
    return LINE_HEIGHT * key_lines(entries, width) + 6


def _layout(entries: Sequence[Entry], width: int) -> tuple[tuple[int, int], Margins]:
    narrow = is_narrow(width)
    margins = Margins(50 if narrow else 58, RIGHT, _head(entries, width) + 12, 44)
    return (width - margins.left - margins.right, 200 if narrow else 260), margins
