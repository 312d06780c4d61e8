"""Drift by month: have the scores changed, and who is flagged or lacks an outcome?"""

from collections.abc import Sequence
from decimal import Decimal

import altair as alt

from attending.analytics import Estimate
from attending.analytics.drift import DriftReview, PeriodDrift
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
from attending.charts.drift_rows import flagged, levels_answer, moved, psi_answer
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import MONTHS, decimal, month_name, months_between, nice_ticks, period_name, with_interval
from attending.charts.scales import Axis, proportion_axis

_NOTHING = "No month comes after the baseline, so there is nothing to compare."
_BELOW = 36


@drawn
def psi_by_month(review: DriftReview, *, width: int = WIDE) -> alt.LayerChart:
    """PSI of each month's scores against the baseline, and the value that sampling alone passes in 5 % of months."""
    title = psi_answer(review)
    level = review.baseline
    subtitle = (
        f"Population stability index over {len(review.baseline_shares)} groups of scores; baseline "
        f"{period_name((level.first, level.last))}, n {level.n:,}."
    )
    if not review.periods:
        return empty(_NOTHING, width=width, title=title, subtitle=subtitle)
    calendar = months_between(review.periods[0].level.first, review.periods[-1].level.first)
    shown = [v for each in review.periods for v in (each.psi.value, each.psi.critical) if v is not None]
    high = max([*shown, 0.02]) * 1.12
    scale = Axis(0.0, high, nice_ticks(0.0, high), logarithmic=False, percent=False)
    absent = any(each.psi.value is None and not each.in_baseline for each in review.periods)
    entries = [Entry("no more than sampling explains", palette.ACCENT, "circle")]
    if any(moved(each) for each in review.periods):
        entries.append(Entry("more than sampling explains", palette.WARN, "triangle-up"))
    entries.append(Entry("critical value, 5 %", palette.MUTED, dash=(2, 3), thickness=1.2))
    entries += [Entry("cannot be said", palette.MUTED, CROSS)] if absent else []
    head, margins, plot = _frame(entries, width)
    layers = [
        *_baseline(review, calendar, plot),
        *_psi(review.periods, calendar, scale, plot),
        *_months(calendar, plot),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    told = "; ".join(
        f"{month_name(each.level.first)} {decimal(each.psi.value, 3)}, critical {decimal(each.psi.critical, 3)}"
        for each in review.periods
        if each.psi.value is not None and each.psi.critical is not None
    )
    description = f"{title}. {told}."
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=description)


@drawn
def levels_by_month(review: DriftReview, *, threshold: Decimal | None = None, width: int = WIDE) -> alt.LayerChart:
    """Share of rows flagged at `threshold` (the first where None) and share without an outcome, by month."""
    title = levels_answer(review, threshold)
    subtitle = "Shares of every row of the month, labelled or not. Bars are 95 % intervals."
    if not review.periods:
        return empty(_NOTHING, width=width, title=title, subtitle=subtitle)
    calendar = months_between(review.periods[0].level.first, review.periods[-1].level.first)
    series: list[tuple[str, str, str, list[Estimate | None]]] = [
        ("flagged", palette.ACCENT, "circle", [flagged(each.level, threshold) for each in review.periods]),
        ("without an outcome", palette.SECOND, "diamond", [each.level.outcome_missing for each in review.periods]),
    ]
    kept = [(name, colour, shape, found) for name, colour, shape, found in series if any(found)]
    shown = [each.high for *_, found in kept for each in found if each is not None and each.high is not None]
    scale = proportion_axis(max([*shown, 0.02]))
    entries = [Entry(name, colour, shape) for name, colour, shape, _ in kept]
    head, margins, plot = _frame(entries, width)
    layers: list[alt.Chart | alt.LayerChart] = [*_baseline(review, calendar, plot), _ground(scale)]
    aside = 4 if len(calendar) <= 18 else 2
    for at, (_, colour, shape, found) in enumerate(kept):
        places = [
            _place(calendar.index(each.level.first), calendar, plot) + (2 * at - 1) * (aside if len(kept) > 1 else 0)
            for each in review.periods
        ]
        layers += _series(found, places, colour, shape, scale, plot)
    layers += [*_months(calendar, plot), *key(entries, left=-margins.left, top=-head, width=width)]
    told = ". ".join(
        f"{name.capitalize()}: "
        + "; ".join(
            f"{month_name(period.level.first)} {with_interval(each)}"
            for period, each in zip(review.periods, found, strict=True)
            if each is not None
        )
        for name, _, _, found in kept
    )
    description = f"{title}. {told}."
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=description)


def _frame(entries: Sequence[Entry], width: int) -> tuple[int, Margins, tuple[int, int]]:
    narrow = is_narrow(width)
    head = LINE_HEIGHT * key_lines(entries, width) + 20
    margins = Margins(46 if narrow else 54, 12, head + 12, _BELOW + 10)
    return head, margins, (width - margins.left - margins.right, 190 if narrow else 230)


def _place(at: int, calendar: Sequence[str], plot: tuple[int, int]) -> float:
    return plot[0] * (at + 0.5) / len(calendar)


def _height(value: float, scale: Axis, plot: tuple[int, int]) -> float:
    return plot[1] * (1 - scale.fraction(value))


def _ground(scale: Axis) -> alt.Chart:
    """An invisible mark that carries the axis, so that it is there without any value too."""
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis())
    mark = alt.Chart(values([{"px": 0, "value": scale.low}])).mark_point(opacity=0)
    ground: alt.Chart = mark.encode(x=pixels("x", "px"), y=y)
    return ground


def _baseline(review: DriftReview, calendar: Sequence[str], plot: tuple[int, int]) -> list[alt.Chart]:
    """A bar above the months that everything is held against."""
    inside = [at for at, month in enumerate(calendar) if review.baseline.first <= month <= review.baseline.last]
    if not inside:
        return []
    half = plot[0] / len(calendar) / 2
    first, last = _place(inside[0], calendar, plot) - half, _place(inside[-1], calendar, plot) + half
    bar: Row = {"px": first + 2, "px2": last - 2, "py": -4, "py2": -4}
    word: Row = {"px": first + 2, "py": -13, "text": "baseline"}
    return [segments([bar], colour=palette.MUTED, thickness=3), labels([word])]


def _psi(
    periods: Sequence[PeriodDrift], calendar: Sequence[str], scale: Axis, plot: tuple[int, int]
) -> list[alt.Chart | alt.LayerChart]:
    half = plot[0] / len(calendar) / 2
    critical: list[Row] = []
    absent: list[Row] = []
    known: list[tuple[bool, Row]] = []
    for each in periods:
        x = _place(calendar.index(each.level.first), calendar, plot)
        if each.psi.critical is not None:
            y = _height(each.psi.critical, scale, plot)
            critical.append({"px": x - half, "px2": x + half, "py": y, "py2": y})
        if each.psi.value is not None:
            known.append((moved(each), {"px": x, "py": _height(each.psi.value, scale, plot)}))
        elif not each.in_baseline:
            absent.append({"px": x, "py": plot[1] - 9})
    layers: list[alt.Chart | alt.LayerChart] = [_ground(scale)]
    if critical:
        layers.append(segments(critical, colour=palette.MUTED, thickness=1.5, dash=(2, 3)))
    for drift, shape, colour in ((False, "circle", palette.ACCENT), (True, "triangle-up", palette.WARN)):
        rows = [row for is_drift, row in known if is_drift is drift]
        if rows:
            layers.append(symbols(rows, shape=shape, colour=colour, size=90))
    return [*layers, symbols(absent, shape=CROSS, colour=palette.MUTED)] if absent else layers


def _series(
    found: Sequence[Estimate | None],
    places: Sequence[float],
    colour: str,
    shape: str,
    scale: Axis,
    plot: tuple[int, int],
) -> list[alt.Chart | alt.LayerChart]:
    bars: list[Row] = []
    points: list[Row] = []
    for each, x in zip(found, places, strict=True):
        if each is None or each.value is None or each.low is None or each.high is None:
            continue
        points.append({"px": x, "py": _height(each.value, scale, plot)})
        bars.append({"px": x, "px2": x, "py": _height(each.low, scale, plot), "py2": _height(each.high, scale, plot)})
    if not points:
        return []
    return [segments(bars, colour=colour, thickness=2), symbols(points, shape=shape, colour=colour, size=60)]


def _months(calendar: Sequence[str], plot: tuple[int, int]) -> list[alt.Chart]:
    """Months below the plot, as many as fit, the newest always; the year below the first of each."""
    step = plot[0] / len(calendar)
    every = max(1, -(-34 // max(int(step), 1)))
    named = [(at, month) for at, month in enumerate(calendar) if (len(calendar) - 1 - at) % every == 0]
    rows: list[Row] = []
    year = ""
    for at, month in named:
        place = _place(at, calendar, plot)
        rows.append({"px": place, "py": plot[1] + 16, "text": MONTHS[int(month[5:]) - 1]})
        if month[:4] != year:
            year = month[:4]
            rows.append({"px": place, "py": plot[1] + 32, "text": year})
    return [labels(rows, align="center")]
