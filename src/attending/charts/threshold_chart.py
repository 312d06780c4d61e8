"""The thresholds: how many patients are flagged, how many events found, how often is a flag right?"""

from collections.abc import Sequence
from typing import Final

import altair as alt

from attending.analytics import Estimate, StratumPerformance
from attending.analytics.catalogs import measures
from attending.charts import answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet
from attending.charts.key import CROSS, symbols
from attending.charts.numbers import NBSP, amount, period_name, span, with_interval

_SHOWN: Final = ("flag_rate", "sensitivity", "ppv", "specificity")


@drawn
def threshold_table(performance: StratumPerformance, *, outcome: str = "events", width: int = WIDE) -> alt.LayerChart:
    """A table of tiles: one row a threshold, one column a measure, each with its value, interval and place from 0 to 1.

    Shown are flag rate, sensitivity, positive predictive value and specificity; the rows for a page
    (`attending.charts.rows.thresholds`) hold every measure.
    """
    title = answers.threshold_table(performance, outcome=outcome)
    subtitle = (
        f"{performance.labelled:,} labelled, {performance.events:,} {outcome}, {period_name(performance.period)}. "
        "A score at or above the threshold is flagged; each track runs from 0 to 100 %, bars are 95 % intervals."
    )
    points = performance.at_thresholds
    if not points:
        return empty("No threshold is agreed for this score.", width=width, title=title, subtitle=subtitle)
    narrow = is_narrow(width)
    left = 48 if narrow else 88
    plot_width = width - left - 6
    column = plot_width / len(_SHOWN)
    track = column - (12 if narrow else 32)
    row = 66 if narrow else 54
    cells = [
        (column * j, row * i, point.measures[measure])
        for i, point in enumerate(points)
        for j, measure in enumerate(_SHOWN)
        if measure in point.measures
    ]
    heads = [{"px": column * j, "py": -14, "text": measures()[measure].short} for j, measure in enumerate(_SHOWN)]
    names = [{"px": -left, "py": row * i + 18, "text": f"{point.threshold}"} for i, point in enumerate(points)]
    ruled = [{"px": -left, "px2": plot_width, "py": row * i, "py2": row * i} for i in range(len(points) + 1)]
    layers: list[alt.Chart | alt.LayerChart] = [
        segments(ruled, colour=palette.GRID),
        labels([{"px": -left, "py": -14, "text": "Flag at" if narrow else "Threshold"}, *heads]),
        labels(names, colour=palette.INK, size=13, bold=True),
        *_tiles(cells, track, narrow=narrow),
    ]
    return sheet(
        layers,
        plot=(plot_width, row * len(points)),
        margins=Margins(left, 6, 30, 6),
        title=title,
        subtitle=subtitle,
        description=_describe(performance, title),
    )


def _tiles(cells: Sequence[tuple[float, float, Estimate]], track: float, *, narrow: bool) -> list[alt.Chart]:
    known = [(x, y, estimate) for x, y, estimate in cells if estimate.value is not None]
    missing = [(x, y) for x, y, estimate in cells if estimate.value is None]
    bottom = 54 if narrow else 38
    layers = [
        segments(
            [{"px": x, "px2": x + track, "py": y + bottom, "py2": y + bottom} for x, y, _ in cells],
            colour=palette.GRID,
            thickness=5,
        ),
        segments(
            [
                {"px": x + track * low, "px2": x + track * high, "py": y + bottom, "py2": y + bottom}
                for x, y, low, high in _ends(known)
            ],
            colour=palette.ACCENT,
            thickness=2,
        ),
        symbols(
            [{"px": x + track * (estimate.value or 0.0), "py": y + bottom} for x, y, estimate in known],
            shape="circle",
            colour=palette.ACCENT,
            size=60,
        ),
        labels(
            [{"px": x, "py": y + 18, "text": amount(e.measure, e.value or 0.0)} for x, y, e in known],
            colour=palette.INK,
            size=14,
            bold=True,
        ),
        labels(
            [
                {"px": x if narrow else x + 48, "py": y + (36 if narrow else 19), "text": _range(e, narrow)}
                for x, y, e in known
            ]
        ),
    ]
    if missing:
        layers += [
            symbols([{"px": x + 6, "py": y + 18} for x, y in missing], shape=CROSS, colour=palette.MUTED),
            labels(
                [{"px": x + 16, "py": y + 18, "text": "no est." if narrow else "not estimable"} for x, y in missing]
            ),
        ]
    return layers


def _ends(known: Sequence[tuple[float, float, Estimate]]) -> list[tuple[float, float, float, float]]:
    return [(x, y, e.low, e.high) for x, y, e in known if e.low is not None and e.high is not None]


def _range(estimate: Estimate, narrow: bool) -> str:
    """Both ends; where columns are narrow without the sign that the value above carries already."""
    if estimate.low is None or estimate.high is None:
        return ""
    ends = span(estimate.measure, estimate.low, estimate.high)
    return ends.removesuffix(f"{NBSP}%") if narrow else ends


def _describe(performance: StratumPerformance, title: str) -> str:
    told = [
        f"at {point.threshold}: "
        + ", ".join(f"{measures()[name].short} {with_interval(point.measures[name])}" for name in _SHOWN)
        for point in performance.at_thresholds
    ]
    return f"{title}. {'; '.join(told)}."
