"""Two scores on the same patients: which one does better, and in what?"""

from collections.abc import Sequence
from typing import Final

import altair as alt

from attending.analytics import Estimate, ScoreComparison
from attending.analytics.catalogs import measures
from attending.charts import answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, is_narrow, labels, segments, sheet
from attending.charts.estimates import estimate_of
from attending.charts.key import CROSS, LINE_HEIGHT, TICK, Entry, key, key_lines, symbols
from attending.charts.numbers import amount, period_name, with_interval
from attending.charts.scales import axis_for

_SHOWN: Final = ("auroc", "oe", "calibration_slope", "brier")
_LOOKS: Final = (("circle", palette.ACCENT), ("diamond", palette.SECOND))


@drawn
def score_comparison(
    pair: ScoreComparison,
    *,
    shown: Sequence[str] = _SHOWN,
    model: str = "Model",
    comparator: str = "comparator",
    width: int = WIDE,
) -> alt.LayerChart:
    """Each measure of the model beside that of the comparator, on the rows that have both, with 95 % intervals.

    shown: measure ids; the first one gives the answer in the title. Every measure has a scale of its own; a tick marks
    the ideal value where it lies on it. Intervals that overlap do not show that the scores are alike.
    """
    title = answers.comparison(pair, shown[0], model=model, comparator=comparator)
    subtitle = (
        f"Both scores on the same {pair.model.labelled:,} labelled patients, {pair.model.events:,} events, "
        f"{period_name(pair.model.period)}. Bars are 95 % intervals; each measure has its own scale."
    )
    narrow = is_narrow(width)
    left = 4 if narrow else 110
    right = 8 if narrow else 190
    plot_width = width - left - right
    row = 108 if narrow else 72
    entries = [Entry(name, colour, shape) for name, (shape, colour) in zip((model, comparator), _LOOKS, strict=True)]
    entries.append(Entry("ideal", palette.INK, TICK))
    head = LINE_HEIGHT * key_lines(entries, width)
    layers: list[alt.Chart | alt.LayerChart] = [
        segments(
            [{"px": -left, "px2": width - left, "py": row * i, "py2": row * i} for i in range(len(shown) + 1)],
            colour=palette.GRID,
        ),
        labels(
            [
                {"px": -left, "py": row * i + (16 if narrow else row / 2), "text": measures()[name].short}
                for i, name in enumerate(shown)
            ],
            colour=palette.INK,
            size=13,
            bold=True,
        ),
        *key(entries, left=-left, top=-head, width=width),
    ]
    for index, name in enumerate(shown):
        both = (estimate_of(pair.model, name), estimate_of(pair.comparator, name))
        layers += _row(both, name, top=row * index, plot_width=plot_width, narrow=narrow)
    return sheet(
        layers,
        plot=(plot_width, row * len(shown)),
        margins=Margins(left, right, head + 12, 6),
        title=title,
        subtitle=subtitle,
        description=_describe(pair, shown, title, model, comparator),
    )


def _row(
    both: tuple[Estimate, Estimate], measure: str, *, top: float, plot_width: int, narrow: bool
) -> list[alt.Chart]:
    ends = [v for estimate in both for v in (estimate.low, estimate.value, estimate.high) if v is not None]
    ideal = measures()[measure].ideal
    layers = []
    heights = [top + (44 + 28 * order if narrow else 18 + 24 * order) for order in (0, 1)]
    if ends:
        near = ideal is not None and measures()[measure].direction == "target"
        axis = axis_for(measure, [*ends, ideal] if near and ideal is not None else ends)
        base = top + (96 if narrow else 60)
        marks = [axis.ticks[0], axis.ticks[-1]] if len(axis.ticks) > 1 else list(axis.ticks)
        layers.append(
            labels(
                [{"px": plot_width * axis.fraction(v), "py": base, "text": amount(measure, v)} for v in marks],
                align="center",
            )
        )
        if ideal is not None and axis.low <= ideal <= axis.high:
            x = plot_width * axis.fraction(ideal)
            ticks = [{"px": x, "px2": x, "py": y - (4 if narrow else 7), "py2": y + 7} for y in heights]
            layers.append(segments(ticks, colour=palette.INK, thickness=1.5))
    for y, estimate, (shape, colour) in zip(heights, both, _LOOKS, strict=True):
        told = {"px": plot_width if narrow else plot_width + 20, "py": y, "text": with_interval(estimate)}
        if narrow:
            told["py"] = y - 13
        if estimate.value is None:
            layers.append(symbols([{"px": 6, "py": y}], shape=CROSS, colour=palette.MUTED))
        elif estimate.low is not None and estimate.high is not None:
            low, middle, high = (plot_width * axis.fraction(v) for v in (estimate.low, estimate.value, estimate.high))
            layers.append(segments([{"px": low, "px2": high, "py": y, "py2": y}], colour=colour, thickness=2))
            layers.append(symbols([{"px": middle, "py": y}], shape=shape, colour=colour, size=80))
        layers.append(labels([told], colour=colour, align="right" if narrow else "left"))
    return layers


def _describe(pair: ScoreComparison, shown: Sequence[str], title: str, model: str, comparator: str) -> str:
    told = [
        f"{measures()[name].short}: {model} {with_interval(estimate_of(pair.model, name))}, "
        f"{comparator} {with_interval(estimate_of(pair.comparator, name))}"
        for name in shown
    ]
    return f"{title}. {'; '.join(told)}."
