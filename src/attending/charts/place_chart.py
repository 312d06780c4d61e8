"""How often each use case had a place when a panel's meeting was run again: who wins, and what is contested."""

from __future__ import annotations

from typing import Final

import altair as alt

from attending.analytics.preference import PanelRanking, RankedItem, Verdict
from attending.analytics.preference.words import share
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, drawn, is_narrow, labels, pixels, segments, sheet, values

_MOST: Final = 20
_COLOURS: Final[dict[Verdict, str]] = {
    "stable winner": palette.ACCENT,
    "contested": palette.WARN,
    "clear no": palette.MUTED,
}
_CHARACTER: Final = 6.6
_BAR: Final = 14
_TOLD: Final = 190


@drawn
def places(ranking: PanelRanking, *, width: int = WIDE) -> alt.LayerChart:
    """A bar for each use case at the head of the ranking, 20 at most: the share of the re-runs in which it had a place.

    The limits of a stable winner and of a clear no are drawn; each bar also says its verdict in words.
    """
    shown = ranking.items[:_MOST]
    narrow = is_narrow(width)
    step = 50 if narrow else 30
    margins = Margins(0 if narrow else 200, _TOLD, 8, 26)
    plot = (width - margins.left - margins.right, step * len(shown))
    limits = (ranking.limits.no_upto, ranking.limits.winner_from)
    layers: list[alt.Chart | alt.LayerChart] = [
        segments(
            [
                {"px": plot[0] * limit, "px2": plot[0] * limit, "py": middle - _BAR, "py2": middle + _BAR}
                for middle in (_middle(at, step, narrow=narrow) for at in range(len(shown)))
                for limit in limits
            ],
            colour=palette.MUTED,
            dash=(3, 3),
        ),
        labels([{"px": plot[0] * at, "py": plot[1] + 14, "text": share(at)} for at in limits], align="center"),
        *_bars(shown, plot, step, narrow=narrow),
        *_words(shown, plot, step, margins, narrow=narrow),
    ]
    title = places_answer(ranking)
    told = "; ".join(f"{each.item} {share(each.resampled.within_top)}, {each.verdict}" for each in shown)
    return sheet(
        layers, plot=plot, margins=margins, title=title, subtitle=_note(ranking), description=f"{title}. {told}."
    )


def places_answer(ranking: PanelRanking) -> str:
    """How many win whatever happens, how many hang in the balance, and how many do not win."""
    counts = [len(ranking.having(verdict)) for verdict in _COLOURS]
    winners = f"{counts[0]} stable winner{'' if counts[0] == 1 else 's'}"
    room = "1 place" if ranking.top == 1 else f"{ranking.top} places"
    return f"{winners}, {counts[1]} contested and {counts[2]} clear no for {room}"


def _note(ranking: PanelRanking) -> str:
    first = f"the first {_MOST} of {len(ranking.items):,} use cases; " if len(ranking.items) > _MOST else ""
    goal = "came first" if ranking.top == 1 else f"came in the top {ranking.top}"
    return f"Share of {ranking.resampling.samples:,} re-runs in which each {goal}; {first}dashed: the limits."


def _middle(at: int, step: int, *, narrow: bool) -> float:
    return step * at + (step - 1.2 * _BAR if narrow else step / 2)


def _bars(shown: tuple[RankedItem, ...], plot: tuple[int, int], step: int, *, narrow: bool) -> list[alt.Chart]:
    rows: list[Row] = []
    for at, each in enumerate(shown):
        middle = _middle(at, step, narrow=narrow)
        rows.append(
            {
                "px": 0,
                "px2": max(1.5, plot[0] * each.resampled.within_top),
                "py": middle - _BAR / 2,
                "py2": middle + _BAR / 2,
                "colour": _COLOURS[each.verdict],
            }
        )
    colour = alt.Color("colour:N", scale=None, legend=None)
    mark = alt.Chart(values(rows)).mark_rect()
    placed: alt.Chart = mark.encode(
        x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q"), color=colour
    )
    return [placed]


def _words(
    shown: tuple[RankedItem, ...], plot: tuple[int, int], step: int, margins: Margins, *, narrow: bool
) -> list[alt.Chart]:
    room = int((plot[0] + margins.right if narrow else margins.left - 12) / _CHARACTER)
    names: list[Row] = []
    told: list[Row] = []
    for at, each in enumerate(shown):
        middle = _middle(at, step, narrow=narrow)
        name = each.item if len(each.item) <= room else f"{each.item[: room - 1]}\N{HORIZONTAL ELLIPSIS}"
        names.append({"px": 0 if narrow else -12, "py": middle - 22 if narrow else middle, "text": name})
        told.append({"px": plot[0] + 10, "py": middle, "text": f"{share(each.resampled.within_top)}, {each.verdict}"})
    return [
        labels(names, colour=palette.INK, align="left" if narrow else "right"),
        labels(told, colour=palette.INK),
    ]
