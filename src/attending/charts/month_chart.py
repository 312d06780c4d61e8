"""A measure by month: is it changing, and is it beyond what was agreed?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import altair as alt

from attending.analytics import Estimate, StratumPerformance
from attending.analytics.catalogs import measures
from attending.charts import answers, palette
from attending.charts.annotations import NOTE_HEIGHT, KnownEvent, Limits, Status, note_lines
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.estimates import by_month, estimate_of
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import amount, month_name, months_between, period_name, with_interval
from attending.charts.scales import Axis, axis_for

_LOOKS: Mapping[Status, tuple[str, str, str]] = {
    "within": ("circle", palette.ACCENT, "within limits"),
    "warn": ("triangle-up", palette.WARN, "beyond warning limit"),
    "stop": ("square", palette.STOP, "beyond stop limit"),
}
_DASHES: Mapping[Status, tuple[float, ...]] = {"within": (1, 0), "warn": (7, 4), "stop": (1, 0)}


@drawn
def measure_by_month(
    months: Sequence[StratumPerformance],
    measure: str,
    *,
    limits: Limits | None = None,
    baseline: float | None = None,
    events: Sequence[KnownEvent] = (),
    threshold: Decimal | None = None,
    width: int = WIDE,
) -> alt.LayerChart:
    """One estimate a month with its 95 % interval; months without data or without an estimate are marked, not dropped.

    limits: agreed warn and stop limits, drawn as lines. baseline: the value agreed at the start. events: what happened
    in a month of the period, numbered in the plot and named below. threshold: for a measure taken at a threshold.
    """
    title = answers.measure_by_month(months, measure, limits=limits, baseline=baseline, threshold=threshold)
    entry = measures()[measure]
    found = by_month(months)
    subtitle = (
        f"{entry.title}{'' if threshold is None else f' at threshold {threshold}'} by month, "
        f"{sum(month.labelled for month in months):,} labelled, {sum(month.events for month in months):,} events, "
        f"{period_name((min(found), max(found)) if found else None)}. Bars are 95 % intervals."
    )
    if not found:
        return empty("No rows with a time, so no month can be shown.", width=width, title=title, subtitle=subtitle)
    calendar = months_between(min(found), max(found))
    estimates = {month: estimate_of(found[month], measure, threshold) for month in found}
    limits = limits or Limits()
    lines = [(f"{kind} {amount(measure, value)}", value, kind) for kind, value in limits.lines()]
    shown = [value for _, value, _ in lines] + ([] if baseline is None else [baseline])
    for estimate in estimates.values():
        shown += [value for value in (estimate.low, estimate.value, estimate.high) if value is not None]
    scale = axis_for(measure, shown or [0.0, 1.0])
    narrow = is_narrow(width)
    happened = sorted((event for event in events if event.month in calendar), key=lambda event: event.month)
    notes = note_lines(happened, width)
    entries = _entries(estimates, calendar, limits)
    if baseline is not None:
        entries.append(Entry("baseline", palette.MUTED, dash=(2, 3), thickness=1.2))
    marked = bool(lines) or baseline is not None
    right = (70 if narrow else 96) if marked else 12
    head = LINE_HEIGHT * key_lines(entries, width) + (20 if happened else 6)
    margins = Margins(46 if narrow else 54, right, head + 12, 44 + NOTE_HEIGHT * len(notes))
    plot = (width - margins.left - margins.right, 190 if narrow else 250)
    layers: list[alt.Chart | alt.LayerChart] = [
        *_reference_lines(lines, baseline, measure, scale, plot),
        *_events(happened, notes, calendar, plot, margins.left),
        *_series(estimates, calendar, limits, scale, plot),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=_describe(title, estimates, calendar, happened),
    )


def _entries(estimates: Mapping[str, Estimate], calendar: Sequence[str], limits: Limits) -> list[Entry]:
    present = {limits.status(estimate.value) for estimate in estimates.values() if estimate.value is not None}
    agreed = bool(limits.lines())
    entries = [
        Entry(text if agreed else "value", colour, shape)
        for status, (shape, colour, text) in _LOOKS.items()
        if status in present
    ]
    if any(not estimate.estimable for estimate in estimates.values()) or len(estimates) < len(calendar):
        entries.append(Entry("no estimate", palette.MUTED, CROSS))
    return entries


def _series(
    estimates: Mapping[str, Estimate], calendar: Sequence[str], limits: Limits, scale: Axis, plot: tuple[int, int]
) -> list[alt.Chart | alt.LayerChart]:
    known = [
        {
            "month": month,
            "value": scale.clamp(estimate.value),
            "low": scale.clamp(estimate.low if estimate.low is not None else estimate.value),
            "high": scale.clamp(estimate.high if estimate.high is not None else estimate.value),
            "status": limits.status(estimate.value),
            "run": _run(month, estimates, calendar),
            "n": estimate.n,
            "events": estimate.events,
        }
        for month, estimate in estimates.items()
        if estimate.value is not None
    ]
    step = plot[0] / len(calendar)
    every = max(1, -(-42 // int(step) if step >= 1 else len(calendar)))
    named = [month for index, month in enumerate(calendar) if (len(calendar) - 1 - index) % every == 0]
    # The year is written under the first month shown and under the first one of each further year.
    firsts = [month for index, month in enumerate(named) if index == 0 or month[:4] != named[index - 1][:4]]
    short = "utcFormat(utcParse(datum.value, '%Y-%m'), '%b')"
    label = f"indexof({firsts}, datum.value) >= 0 ? [{short}, slice(datum.value, 0, 4)] : {short}"
    x = alt.X(
        "month:O",
        scale=alt.Scale(domain=list(calendar), type="point", padding=0.5),
        axis=alt.Axis(
            values=named, labelExpr=label, labelAngle=0, title=None, grid=False, labelOverlap=False, labelFlush=False
        ),
    )
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis())
    data = values(known)
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(data).mark_line(color=palette.ACCENT, strokeWidth=1, opacity=0.6).encode(x=x, y=y, detail="run:N"),
        alt.Chart(data).mark_rule(color=palette.ACCENT, strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
    ]
    for status, (shape, colour, _) in _LOOKS.items():
        rows = [row for row in known if row["status"] == status]
        if rows:
            layers.append(symbols(rows, shape=shape, colour=colour, size=80, x=x, y=y))
    absent = [
        {"px": step * (index + 0.5), "py": plot[1] - 9}
        for index, month in enumerate(calendar)
        if month not in estimates or not estimates[month].estimable
    ]
    return [*layers, symbols(absent, shape=CROSS, colour=palette.MUTED)] if absent else layers


def _run(month: str, estimates: Mapping[str, Estimate], calendar: Sequence[str]) -> int:
    """Which unbroken run of months this one belongs to: no line is drawn across a month without an estimate."""
    before = calendar[: calendar.index(month)]
    return sum(1 for earlier in before if earlier not in estimates or not estimates[earlier].estimable)


def _reference_lines(
    lines: Sequence[tuple[str, float, Status]],
    baseline: float | None,
    measure: str,
    scale: Axis,
    plot: tuple[int, int],
) -> list[alt.Chart]:
    colours: Mapping[Status, str] = {"within": palette.MUTED, "warn": palette.WARN, "stop": palette.STOP}
    layers = []
    texts: list[tuple[float, str, str]] = []
    for text, value, kind in lines:
        y = plot[1] * (1 - scale.fraction(value))
        layers.append(segments(_across(y, plot), colour=colours[kind], thickness=1.5, dash=_DASHES[kind]))
        texts.append((y, text, colours[kind]))
    if baseline is not None:
        y = plot[1] * (1 - scale.fraction(baseline))
        layers.append(segments(_across(y, plot), colour=palette.MUTED, thickness=1.2, dash=(2, 3)))
        texts.append((y, amount(measure, baseline), palette.MUTED))
    last = float("-inf")
    for y, text, colour in sorted(texts):
        last = max(y, last + 14)
        layers.append(labels([{"px": plot[0] + 6, "py": last, "text": text}], colour=colour))
    return layers


def _across(y: float, plot: tuple[int, int]) -> list[dict[str, float]]:
    return [{"px": 0, "px2": plot[0], "py": y, "py2": y}]


def _events(
    happened: Sequence[KnownEvent], notes: Sequence[str], calendar: Sequence[str], plot: tuple[int, int], left: int
) -> list[alt.Chart]:
    if not happened:
        return []
    step = plot[0] / len(calendar)
    places: dict[str, list[str]] = {}
    for number, event in enumerate(happened, start=1):
        places.setdefault(event.month, []).append(str(number))
    centres = {month: step * (calendar.index(month) + 0.5) for month in places}
    below = [{"px": -left, "py": plot[1] + 48 + NOTE_HEIGHT * index, "text": line} for index, line in enumerate(notes)]
    return [
        segments(
            [{"px": x, "px2": x, "py": -4, "py2": plot[1]} for x in centres.values()],
            colour=palette.INK,
            thickness=1,
            dash=(2, 2),
        ),
        labels(
            [{"px": x, "py": -13, "text": ", ".join(places[month])} for month, x in centres.items()],
            colour=palette.INK,
            bold=True,
            align="center",
        ),
        labels(below, colour=palette.INK),
    ]


def _describe(
    title: str, estimates: Mapping[str, Estimate], calendar: Sequence[str], happened: Sequence[KnownEvent]
) -> str:
    told = []
    for month in calendar:
        estimate = estimates.get(month)
        if estimate is None:
            told.append(f"{month_name(month)} no data")
        elif estimate.value is None:
            told.append(f"{month_name(month)} not estimable")
        else:
            told.append(f"{month_name(month)} {with_interval(estimate)}")
    events = "".join(f" {month_name(event.month)}: {event.label}." for event in happened)
    return f"{title}. By month: {'; '.join(told)}.{events}"
