"""Calibration: are the predicted risks the observed ones?"""

from collections.abc import Sequence

import altair as alt

from attending.analytics import StratumPerformance
from attending.charts import answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.key import Entry, key, key_lines
from attending.charts.numbers import percent, period_name, with_interval
from attending.charts.scales import proportion_axis

_NUMBERS = (
    ("oe", "O:E"),
    ("calibration_intercept", "Intercept"),
    ("calibration_slope", "Slope"),
    ("ici", "ICI"),
    ("e50", "E50"),
    ("e90", "E90"),
    ("brier", "Brier score"),
)
_APART = 42


@drawn
def calibration(performance: StratumPerformance, *, outcome: str = "events", width: int = WIDE) -> alt.LayerChart:
    """Observed event rate against mean predicted risk in groups of neighbouring scores.

    Each point is a group with its 95 % interval, its area in proportion to n; the diagonal is perfect calibration. The
    line is the smoothed curve with its pointwise 95 % band, where there are enough events for one.
    outcome: what is predicted, as a plural noun. width: pixels; below 480 the layout is the one for phones.
    """
    title = answers.calibration(performance, outcome=outcome)
    subtitle = (
        f"{performance.labelled:,} labelled, {performance.events:,} {outcome}, {period_name(performance.period)}. "
        "Bars and band are 95 % intervals; larger points stand for more patients."
    )
    points = performance.calibration
    if not points:
        return empty("No labelled rows, so there is nothing to compare.", width=width, title=title, subtitle=subtitle)
    narrow = is_narrow(width)
    margins = Margins(48, 20, 64, 60 + 18 * 8) if narrow else Margins(54, 216, 28, 46)
    side = width - margins.left - margins.right
    plot_height = side if narrow else min(side, 360)
    curve = performance.smoothed.points if performance.smoothed is not None else ()
    risk = proportion_axis(max([max(p.high, p.mean_score) for p in points] + [max(c.rate, c.score) for c in curve]))
    x = alt.X("score:Q", scale=risk.scale(), axis=risk.axis(title="Predicted risk"))
    y = alt.Y("observed:Q", scale=risk.scale(), axis=risk.axis())
    most = max(point.n for point in points)
    rows = [
        {
            "score": point.mean_score,
            "observed": point.observed,
            "low": point.low,
            "high": point.high,
            "n": point.n,
            "events": point.events,
            "area": 36 + 110 * point.n / most,
        }
        for point in points
    ]
    data = values(rows)
    entries = [
        Entry("perfect calibration", palette.MUTED, dash=(5, 4), thickness=1.5),
        Entry("observed", palette.ACCENT, shape="circle"),
        *([Entry("smoothed", palette.INK, thickness=1.8)] if curve else []),
    ]
    lines = key_lines(entries, width)
    smooth = values([{"score": c.score, "rate": c.rate, "low": c.low, "high": c.high} for c in curve])
    band = alt.Chart(smooth).mark_area(color=palette.BAND, opacity=0.8, clip=True)
    line = alt.Chart(smooth).mark_line(color=palette.INK, strokeWidth=1.8, clip=True)
    plain = alt.Chart(data).mark_line(color=palette.ACCENT, strokeWidth=1, opacity=0.6)
    layers: list[alt.Chart | alt.LayerChart] = [
        *([band.encode(x=x, y=alt.Y("low:Q", scale=risk.scale(), axis=risk.axis()), y2="high:Q")] if curve else []),
        segments(
            [{"px": 0, "px2": side, "py": plot_height, "py2": 0}], colour=palette.MUTED, thickness=1.5, dash=(5, 4)
        ),
        line.encode(x=x, y=alt.Y("rate:Q", scale=risk.scale(), axis=risk.axis())) if curve else plain.encode(x=x, y=y),
        alt.Chart(data).mark_rule(color=palette.ACCENT, strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        alt.Chart(data)
        .mark_point(filled=True, fill=palette.ACCENT, stroke=palette.PAPER, strokeWidth=1, opacity=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size("area:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("score:Q"), alt.Tooltip("observed:Q"), alt.Tooltip("n:Q"), alt.Tooltip("events:Q")],
        ),
        labels([{"px": -margins.left, "py": -14, "text": "Observed rate"}]),
        *key(entries, left=-margins.left if narrow else 90, top=-14 - 18 * lines if narrow else -14, width=width),
        *_numbers(performance, side=side, below=plot_height, left=margins.left, narrow=narrow),
    ]
    return sheet(
        layers,
        plot=(side, plot_height),
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=_describe(performance, title, outcome),
    )


def _numbers(performance: StratumPerformance, *, side: int, below: int, left: int, narrow: bool) -> list[alt.Chart]:
    """The measures of calibration beside the plot, or under it on a phone."""
    known = [(name, performance.measures[measure]) for measure, name in _NUMBERS if measure in performance.measures]
    names: list[dict[str, object]] = []
    told: list[dict[str, object]] = []
    for index, (name, estimate) in enumerate(known):
        x, y = (-left, below + 62 + 18 * index) if narrow else (side + 28, 14 + _APART * index)
        names.append({"px": x, "py": y, "text": name})
        offset = (88, 0) if narrow else (0, 17)
        told.append({"px": x + offset[0], "py": y + offset[1], "text": with_interval(estimate)})
    note = (
        {"px": -left, "py": below + 62 + 18 * len(known)}
        if narrow
        else {"px": side + 28, "py": 14 + _APART * len(known)}
    )
    names.append({**note, "text": "95 % intervals in brackets"})
    return [labels(names), labels(told, colour=palette.INK, size=13)] if told else []


def _describe(performance: StratumPerformance, title: str, outcome: str) -> str:
    points = performance.calibration
    told: Sequence[str] = [
        f"predicted {percent(point.mean_score)}, observed {percent(point.observed)} "
        f"({percent(point.low)} to {percent(point.high)}, n {point.n:,})"
        for point in points
    ]
    return f"{title}. Observed rate of {outcome} in {len(points)} groups of rising predicted risk: {'; '.join(told)}."
