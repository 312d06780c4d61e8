"""A control chart: has something changed, beyond what this place's months usually do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from attending.analytics.catalogs import measures
from attending.analytics.control_charts import ChartPoint, ControlChart
from attending.charts import control_rows, palette
from attending.charts.annotations import NOTE_HEIGHT, KnownEvent, note_lines
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, pixels, segments, sheet, values
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import month_name, nice_ticks
from attending.charts.scales import Axis, axis_for

_LIMIT_DASH = (7, 4)
_CENTRE_DASH = (2, 3)
_STATISTICS: Mapping[str, str] = {
    "calibration_cusum": "evidence that the odds of the event rose (above 0) or fell (below 0)",
    "ra_cusum": "evidence that the odds of the event rose (above 0) or fell (below 0)",
    "calibration_ewma": "weighted mean of standardised observed minus expected events",
    "ra_vlad": "expected minus observed events, added up",
    "vlad": "expected minus observed events, added up",
    "ewma": "weighted mean of standardised values",
    "cusum": "standardised deviations from the baseline, added up on each side",
}


@drawn
def control_by_month(
    chart: ControlChart, name: str, *, events: Mapping[str, str] | None = None, width: int = WIDE
) -> alt.LayerChart:
    """The months with their limits, the baseline shaded, phases parted, signals marked by shape and word.

    name: the measure as a reader knows it. events: what happened, by ISO month; numbered in the plot, named below.
    """
    title = control_rows.answer(chart, name)
    subtitle = _subtitle(chart, name)
    plotted = [point for point in chart.points if _values(point)]
    if not plotted:
        return empty(chart.reason or "No month has been judged yet.", width=width, title=title, subtitle=subtitle)
    narrow = is_narrow(width)
    calendar = [point.period for point in chart.points]
    happened = _happened(chart, events or {}, calendar)
    notes = note_lines([KnownEvent(month, label) for month, label in happened], width)
    entries = _entries(chart)
    head = LINE_HEIGHT * key_lines(entries, width) + (20 if happened else 6)
    margins = Margins(50 if narrow else 58, 14, head + 12, 44 + NOTE_HEIGHT * len(notes))
    plot = (width - margins.left - margins.right, 200 if narrow else 260)
    scale = _scale(chart)
    layers: list[alt.Chart | alt.LayerChart] = [
        *_baseline(chart, plot),
        *_events(happened, notes, calendar, plot, margins.left),
        *_lines(chart, scale, plot),
        *_series(chart, scale, plot),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=_describe(chart, title, happened),
    )


def _subtitle(chart: ControlChart, name: str) -> str:
    what = _STATISTICS.get(chart.kind, f"{name} by {control_rows.entry(chart)}")
    total = sum(point.n for point in chart.points)
    return f"{chart.method}: {what}. n {total:,.0f}. Rules: {chart.design.rule_set.name}."


def _values(point: ChartPoint) -> list[float]:
    return [each for each in (point.value, point.downward) if each is not None]


def _scale(chart: ControlChart) -> Axis:
    found = [
        each
        for point in chart.points
        for each in (*_values(point), point.lower, point.upper, point.centre)
        if each is not None
    ]
    found += [each for point in chart.path for each in (point.value, point.downward) if each is not None]
    if chart.kind not in control_rows.RUNNING and chart.measure in measures():
        return axis_for(chart.measure, found)
    low, high = min(found), max(found)
    room = (high - low) * 0.08 or 0.5
    return Axis(low - room, high + room, nice_ticks(low - room, high + room), logarithmic=False, percent=False)


def _entries(chart: ControlChart) -> list[Entry]:
    entries = [Entry(control_rows.entry(chart), palette.ACCENT, "circle")]
    if any(point.flags for point in chart.points):
        entries.append(Entry("signal", palette.STOP, "square"))
    if any(point.downward is not None for point in chart.points):
        entries[0] = Entry("rise", palette.ACCENT, "circle")
        entries.insert(1, Entry("fall", palette.SECOND, "diamond"))
    if chart.path:
        entries.append(Entry("block of cases", palette.ACCENT, thickness=1.2))
    if any(point.observed is None for point in chart.points):
        entries.append(Entry("no value", palette.MUTED, CROSS))
    if any(point.upper is not None or point.lower is not None for point in chart.points):
        entries.append(Entry("limits", palette.WARN, dash=_LIMIT_DASH, thickness=1.5))
    if any(point.centre is not None for point in chart.points):
        entries.append(Entry("centre", palette.MUTED, dash=_CENTRE_DASH, thickness=1.2))
    if any(point.in_baseline for point in chart.points):
        entries.append(Entry("baseline", palette.BAND, "square"))
    return entries


def _happened(chart: ControlChart, events: Mapping[str, str], calendar: Sequence[str]) -> list[tuple[str, str]]:
    """Known events and new phases by month, in order of time."""
    found = {month: label for month, label in events.items() if month in calendar}
    for phase in chart.phases[1:]:
        label = f"new limits from here ({phase.event})"
        found[phase.first] = f"{found[phase.first]}; {label}" if phase.first in found else label
    return sorted(found.items())


def _baseline(chart: ControlChart, plot: tuple[int, int]) -> list[alt.Chart]:
    step = plot[0] / len(chart.points)
    rows = [
        {"px": step * place, "px2": step * (place + 1), "py": 0, "py2": plot[1]}
        for place, point in enumerate(chart.points)
        if point.in_baseline
    ]
    if not rows:
        return []
    mark = alt.Chart(values(rows)).mark_rect(color=palette.BAND, opacity=0.45)
    return [mark.encode(x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q"))]


def _lines(chart: ControlChart, scale: Axis, plot: tuple[int, int]) -> list[alt.Chart]:
    """Centre and limits as steps: each month's own, parted where a phase begins."""
    step = plot[0] / len(chart.points)

    def level(value: float) -> float:
        return plot[1] * (1 - scale.fraction(value))

    layers = []
    for name, colour, dash, thickness in (
        ("centre", palette.MUTED, _CENTRE_DASH, 1.2),
        ("lower", palette.WARN, _LIMIT_DASH, 1.5),
        ("upper", palette.WARN, _LIMIT_DASH, 1.5),
    ):
        rows: list[dict[str, float]] = []
        before: float | None = None
        phase = -1
        for place, point in enumerate(chart.points):
            value = getattr(point, name)
            if value is None:
                before = None
                continue
            y = level(value)
            # Neighbours at one height are one line, so that its dashes do not begin anew each month.
            if before is not None and phase == point.phase and abs(before - y) < 0.01:
                rows[-1]["px2"] = step * (place + 1)
            else:
                if before is not None and phase == point.phase:
                    rows.append({"px": step * place, "px2": step * place, "py": before, "py2": y})
                rows.append({"px": step * place, "px2": step * (place + 1), "py": y, "py2": y})
            before, phase = y, point.phase
        if rows:
            layers.append(segments(rows, colour=colour, thickness=thickness, dash=dash))
    return layers


def _series(chart: ControlChart, scale: Axis, plot: tuple[int, int]) -> list[alt.Chart | alt.LayerChart]:
    calendar = [point.period for point in chart.points]
    x = alt.X("month:O", scale=alt.Scale(domain=calendar, type="point", padding=0.5), axis=_months(calendar, plot[0]))
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis())
    layers: list[alt.Chart | alt.LayerChart] = []
    flagged = []
    for arm, shape, colour in (("value", "circle", palette.ACCENT), ("downward", "diamond", palette.SECOND)):
        rows = []
        run = 0
        for point in chart.points:
            value = getattr(point, arm)
            if value is None:
                run += 1
                continue
            row = {
                "month": point.period,
                "value": scale.clamp(value),
                "run": run + 1000 * point.phase,
                "n": point.n,
            }
            if point.flags and _is_flagged(point, arm):
                flagged.append(row)
            rows.append(row)
        if not rows:
            continue
        if chart.path:
            layers.append(_path(chart, arm, colour, scale, plot))
        else:
            line = alt.Chart(values(rows)).mark_line(color=colour, strokeWidth=1.2, opacity=0.7)
            layers.append(line.encode(x=x, y=y, detail="run:N"))
        layers.append(symbols([row for row in rows if row not in flagged], shape=shape, colour=colour, x=x, y=y))
    if flagged:
        layers.append(symbols(flagged, shape="square", colour=palette.STOP, size=110, x=x, y=y))
        layers.extend(_words(chart, flagged, scale, plot))
    step = plot[0] / len(calendar)
    absent = [
        {"px": step * (place + 0.5), "py": plot[1] - 9}
        for place, point in enumerate(chart.points)
        if point.observed is None
    ]
    return [*layers, symbols(absent, shape=CROSS, colour=palette.MUTED)] if absent else layers


def _path(chart: ControlChart, arm: str, colour: str, scale: Axis, plot: tuple[int, int]) -> alt.Chart:
    """The way through the cases: each month's from its left to its right, parted where a phase begins."""
    step = plot[0] / len(chart.points)
    months = {point.period: (place, point) for place, point in enumerate(chart.points)}
    rows = []
    for each in chart.path:
        place, month = months[each.period]
        value = each.value if arm == "value" else each.downward
        if value is not None:
            at = {"px": step * (place + each.cases / month.n), "py": plot[1] * (1 - scale.fraction(value))}
            rows.append(at | {"run": month.phase})
    line = alt.Chart(values(rows)).mark_line(color=colour, strokeWidth=1.2, opacity=0.7)
    path: alt.Chart = line.encode(x=pixels("x", "px"), y=pixels("y", "py"), detail="run:N")
    return path


def _is_flagged(point: ChartPoint, arm: str) -> bool:
    """Of the two arms of a CUSUM only the one beyond its limit signals."""
    if point.downward is None:
        return True
    if arm == "value":
        return point.value is not None and point.upper is not None and point.value > point.upper
    return point.lower is not None and point.downward < point.lower


def _words(
    chart: ControlChart, flagged: Sequence[Mapping[str, object]], scale: Axis, plot: tuple[int, int]
) -> list[alt.Chart]:
    """The word beside the first point of each signal."""
    calendar = [point.period for point in chart.points]
    step = plot[0] / len(calendar)
    begun = {signal.period for signal in chart.signals}
    texts = []
    for row in flagged:
        if row["month"] not in begun:
            continue
        place = calendar.index(str(row["month"]))
        at = plot[1] * (1 - scale.fraction(float(str(row["value"]))))
        texts.append(
            {
                "px": min(max(step * (place + 0.5), 20), plot[0] - 20),
                "py": at - 14 if at > 28 else at + 16,
                "text": "signal",
            }
        )
    return [
        labels(texts, colour=palette.STOP, bold=True, align="center", edge=True),
        labels(texts, colour=palette.STOP, bold=True, align="center"),
    ]


def _months(calendar: Sequence[str], width: int) -> alt.Axis:
    step = width / len(calendar)
    every = max(1, -(-42 // max(int(step), 1)))
    named = [month for place, month in enumerate(calendar) if (len(calendar) - 1 - place) % every == 0]
    firsts = [month for place, month in enumerate(named) if place == 0 or month[:4] != named[place - 1][:4]]
    short = "utcFormat(utcParse(datum.value, '%Y-%m'), '%b')"
    if len(calendar[0]) > len("2026-03"):
        short = "utcFormat(utcParse(slice(datum.value, 0, 10), '%Y-%m-%d'), '%-d %b')"
    label = f"indexof({firsts}, datum.value) >= 0 ? [{short}, slice(datum.value, 0, 4)] : {short}"
    return alt.Axis(
        values=named, labelExpr=label, labelAngle=0, title=None, grid=False, labelOverlap=False, labelFlush=False
    )


def _events(
    happened: Sequence[tuple[str, str]],
    notes: Sequence[str],
    calendar: Sequence[str],
    plot: tuple[int, int],
    left: int,
) -> list[alt.Chart]:
    if not happened:
        return []
    step = plot[0] / len(calendar)
    at = [step * calendar.index(month) for month, _ in happened]
    below = [{"px": -left, "py": plot[1] + 48 + NOTE_HEIGHT * place, "text": line} for place, line in enumerate(notes)]
    return [
        segments(
            [{"px": x, "px2": x, "py": -4, "py2": plot[1]} for x in at], colour=palette.INK, thickness=1, dash=(2, 2)
        ),
        labels(
            [{"px": x, "py": -13, "text": str(place + 1)} for place, x in enumerate(at)],
            colour=palette.INK,
            bold=True,
            align="center",
        ),
        labels(below, colour=palette.INK),
    ]


def _describe(chart: ControlChart, title: str, happened: Sequence[tuple[str, str]]) -> str:
    told = []
    for point in chart.points:
        values_told = " and ".join(control_rows.shown(chart, each) for each in _values(point)) or "no value"
        told.append(f"{month_name(point.period)} {values_told}, {control_rows.verdict(chart, point)}")
    said = "".join(f" {month_name(month)}: {label}." for month, label in happened)
    return f"{title}. By {control_rows.entry(chart)}: {'; '.join(told)}.{said}"
