"""Rank acceptability: how often each use case takes each place when the panel's meeting is re-run."""

from __future__ import annotations

from typing import Final

import altair as alt

from attending.analytics.preference import PanelRanking
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, drawn, labels, pixels, segments, sheet, values
from attending.charts.numbers import percent
from attending.charts.rows import Column, Table

_SHOWN: Final = 20
_MOST_RANKS: Final = 12
_ROW: Final = 44


def rank_answer(ranking: PanelRanking) -> str:
    """How much of the choice is settled."""
    winners, noes = len(ranking.having("stable winner")), len(ranking.having("clear no"))
    contested = len(ranking.items) - winners - noes
    places = "the first place" if ranking.top == 1 else f"{ranking.top} places"
    if not contested:
        return f"For {places} the choice is settled: {winners} sure, {noes} out"
    return f"For {places}: {winners} sure, {contested} contested, {noes} out"


@drawn
def rank_acceptability(ranking: PanelRanking, *, width: int = WIDE) -> alt.LayerChart:
    """One row a use case, one column a place; the disc's area is how often it took the place."""
    shown = ranking.items[:_SHOWN]
    ranks = min(len(ranking.items), _MOST_RANKS)
    title = rank_answer(ranking)
    subtitle = (
        f"How often each place was taken in {ranking.resampling.samples:,} re-runs: the larger the disc, the oftener. "
        "Places left of the line are what there is room for."
    )
    margins = Margins(4, 4, 34, 6)
    plot = (width - margins.left - margins.right, _ROW * len(shown))
    step = plot[0] / ranks
    largest = min(step, 22.0) ** 2 * 0.75
    discs: list[Row] = [
        {"px": (rank + 0.5) * step, "py": row * _ROW + 29, "size": max(share * largest, 3.0)}
        for row, each in enumerate(shown)
        for rank, share in enumerate(each.resampled.acceptability[:ranks])
        if share >= 0.005
    ]
    marks: alt.Chart = (
        alt.Chart(values(discs))
        .mark_point(shape="circle", filled=True, fill=palette.ACCENT, opacity=1, strokeWidth=0)
        .encode(x=pixels("x", "px"), y=pixels("y", "py"), size=alt.Size("size:Q", scale=None, legend=None))
    )
    most = int(plot[0] / 6.6)
    names: list[Row] = [
        {"px": 0, "py": row * _ROW + 9, "text": each.item if len(each.item) <= most else f"{each.item[: most - 1]}…"}
        for row, each in enumerate(shown)
    ]
    places: list[Row] = [{"px": (rank + 0.5) * step, "py": -12, "text": str(rank + 1)} for rank in range(ranks)]
    lines: list[Row] = [
        {"px": 0, "px2": plot[0], "py": row * _ROW + 42, "py2": row * _ROW + 42} for row in range(len(shown))
    ]
    layers = [segments(lines, colour=palette.GRID), marks, labels(names, colour=palette.INK)]
    layers.append(labels(places, align="center"))
    if ranking.top < ranks:
        at = ranking.top * step
        room: list[Row] = [{"px": at, "px2": at, "py": -20, "py2": -4}]
        room += [{"px": at, "px2": at, "py": row * _ROW + 18, "py2": row * _ROW + 41} for row in range(len(shown))]
        layers.append(segments(room, colour=palette.SECOND, thickness=1.5))
    told = "; ".join(f"{each.item} {percent(each.resampled.within_top)}" for each in shown)
    return sheet(
        layers,
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=f"{title}. Share of re-runs within the places there are: {told}.",
    )


def rank_rows(ranking: PanelRanking) -> Table:
    """One row a use case: first, within the places, the range of ranks, and the same with any weights at all."""
    room = "First" if ranking.top == 1 else f"In the first {ranking.top}"
    names = ("Use case", "First", room, "Rank, 9 of 10 re-runs", "With any weights")
    return Table(
        f"Of {ranking.resampling.samples:,} re-runs, to within {percent(ranking.resampling.error)}",
        tuple(Column(name, name != "Use case") for name in names),
        tuple(
            (
                each.item,
                percent(each.resampled.first),
                percent(each.resampled.within_top),
                _range(each.resampled.rank_low, each.resampled.rank_high),
                percent(each.any_weights.within_top),
            )
            for each in ranking.items
        ),
    )


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
