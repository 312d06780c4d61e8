"""A panel's ranking: what each use case is worth and what that value is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt

from attending.analytics.preference import PanelRanking, RankedItem
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, drawn, is_narrow, labels, pixels, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines
from attending.charts.rows import Column, Table

SHOWN: Final = 20
"""Use cases drawn; the table below has all."""

_ROW: Final = 42
_BAR: Final = 18
_DIGIT: Final = 15
_FILLS: Final = (
    (palette.ACCENT, palette.PAPER),
    (palette.BAND, palette.INK),
    (palette.SECOND, palette.PAPER),
    (palette.GRID, palette.INK),
    (palette.MUTED, palette.PAPER),
    (palette.WARN, palette.PAPER),
    (palette.INK, palette.PAPER),
)
"""Fill and text of the parts, in turn; the number in a part and in the key says what colour alone would not."""


def value_answer(ranking: PanelRanking) -> str:
    """Which use case is worth most to the panel, and what carries it."""
    first = ranking.items[0]
    if first.tied_with:
        return (
            f"{first.item} and {len(first.tied_with)} more are worth most to the panel, {_points(first.value)} of 100"
        )
    if not first.contributions:
        return f"{first.item} is worth most to the panel, {_points(first.value)} of 100"
    most = max(first.contributions, key=lambda name: first.contributions[name])
    return f"{first.item} is worth most to the panel, {_points(first.value)} of 100; {most.lower()} adds most to it"


@drawn
def value_contributions(ranking: PanelRanking, *, width: int = WIDE) -> alt.LayerChart:
    """One bar a use case, best first, made of what each criterion adds: its weight times its value.

    One bar in one piece where that is not told: an item without ``contributions``.
    """
    shown = ranking.items[:SHOWN]
    criteria = [each.criterion for each in ranking.criteria]
    title = value_answer(ranking)
    subtitle = (
        "0: every panelist scored 1 on everything. 100: every one scored 9. Parts are numbered as in the key."
        + (f" The first {SHOWN} of {len(ranking.items)}." if len(ranking.items) > SHOWN else "")
        + ("" if all(each.contributions for each in shown) else " A bar in one piece: its parts are not told.")
    )
    entries = [Entry(f"{at} {name}", _fill(at)[0], "square") for at, name in enumerate(criteria, start=1)]
    head = LINE_HEIGHT * key_lines(entries, width) + 6
    margins = Margins(4, 34 if is_narrow(width) else 40, head + 12, 8)
    plot = (width - margins.left - margins.right, _ROW * len(shown))
    return sheet(
        [
            *_bars(shown, criteria, plot[0]),
            *_names(shown, plot[0]),
            *key(entries, left=-margins.left, top=-head, width=width),
        ],
        plot=plot,
        margins=margins,
        title=title,
        subtitle=subtitle,
        description=f"{title}. {'; '.join(f'{each.item} {_points(each.value)}' for each in shown)}.",
    )


def value_rows(ranking: PanelRanking) -> Table:
    """One row a use case: its value of 100 and what each criterion adds, a dash where that is not told."""
    names = [each.criterion for each in ranking.criteria]
    return Table(
        "Value of 100, and what each criterion adds to it",
        (Column("Use case", False), Column("Value", True), *(Column(name, True) for name in names)),
        tuple((each.item, _points(each.value), *(_added(each, name) for name in names)) for each in ranking.items),
    )


def _added(item: RankedItem, criterion: str) -> str:
    return _points(item.contributions[criterion]) if item.contributions else "\N{EN DASH}"


def _points(value: float) -> str:
    return f"{100 * value:.1f}" if 0 < value < 0.1 else f"{100 * value:.0f}"


def _fill(at: int) -> tuple[str, str]:
    return _FILLS[(at - 1) % len(_FILLS)]


def _bars(shown: Sequence[RankedItem], criteria: Sequence[str], wide: int) -> list[alt.Chart]:
    parts: list[Row] = []
    digits: dict[str, list[Row]] = {}
    for row, each in enumerate(shown):
        left, top = 0.0, row * _ROW + 20.0
        if not each.contributions:
            whole = each.value * wide
            parts.append({"px": left, "px2": whole, "py": top, "py2": top + _BAR, "colour": palette.GRID})
            continue
        for at, name in enumerate(criteria, start=1):
            right = left + each.contributions[name] * wide
            fill, ink = _fill(at)
            parts.append({"px": left, "px2": right, "py": top, "py2": top + _BAR, "colour": fill})
            if right - left >= _DIGIT:
                middle = {"px": (left + right) / 2, "py": top + _BAR / 2 + 1, "text": str(at)}
                digits.setdefault(ink, []).append(middle)
            left = right
    bars: alt.Chart = (
        alt.Chart(values(parts))
        .mark_rect(stroke=palette.PAPER, strokeWidth=1)
        .encode(
            x=pixels("x", "px"),
            y=pixels("y", "py"),
            x2=alt.X2("px2:Q"),
            y2=alt.Y2("py2:Q"),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    ends: list[Row] = [
        {"px": wide, "px2": wide, "py": row * _ROW + 20, "py2": row * _ROW + 20 + _BAR} for row in range(len(shown))
    ]
    return [
        segments(ends, colour=palette.GRID),
        bars,
        *(labels(rows, colour=ink, align="center") for ink, rows in digits.items()),
    ]


def _names(shown: Sequence[RankedItem], wide: int) -> list[alt.Chart]:
    most = int(wide / 6.6)
    names: list[Row] = [
        {"px": 0, "py": row * _ROW + 10, "text": _short(f"{each.rank}. {each.item}", most)}
        for row, each in enumerate(shown)
    ]
    points: list[Row] = [
        {"px": each.value * wide + 6, "py": row * _ROW + 20 + _BAR / 2 + 1, "text": _points(each.value)}
        for row, each in enumerate(shown)
    ]
    return [labels(names, colour=palette.INK), labels(points, colour=palette.INK, bold=True)]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
