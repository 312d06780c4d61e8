"""Label maturity by month: of which predictions is the outcome known, and which still wait?"""

from collections.abc import Callable, Sequence
from typing import Final

import altair as alt

from attending.analytics.maturity import MaturityCounts, PeriodMaturity
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines
from attending.charts.numbers import month_name, months_between, nice_ticks
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis

_PARTS: Final[tuple[tuple[str, str, Callable[[PeriodMaturity], int]], ...]] = (
    ("event", palette.SECOND, lambda each: each.event),
    ("no event", palette.ACCENT, lambda each: each.no_event),
    ("waiting for its horizon", palette.BAND, lambda each: each.waiting),
    ("lost or unknown", palette.MUTED, lambda each: each.lost + each.unknown),
)


def answer(counts: MaturityCounts) -> str:
    """Such as "Outcomes: known for 3,790 of 4,100 predictions, 310 still wait"."""
    total = counts.total
    if not total.rows:
        return "Outcomes: there are no predictions"
    waits = f"{total.waiting:,} still wait" if total.waiting else "none still waits"
    return f"Outcomes: known for {total.mature:,} of {total.rows:,} predictions, {waits}"


@drawn
def label_maturity(counts: MaturityCounts, *, width: int = WIDE) -> alt.LayerChart:
    """Rows of each month by what is known of their outcome; an outcome counts only after its horizon has passed."""
    title = answer(counts)
    subtitle = (
        "Rows by month. An outcome counts only once its whole horizon has passed; what is unknown is never negative."
    )
    if not counts.periods:
        return empty("There are no predictions yet.", width=width, title=title, subtitle=subtitle)
    calendar = months_between(counts.periods[0].period, counts.periods[-1].period)
    present = [part for part in _PARTS if any(part[2](each) for each in counts.periods)]
    entries = [Entry(name, colour, "square") for name, colour, _ in present]
    head = LINE_HEIGHT * key_lines(entries, width) + 6
    narrow = is_narrow(width)
    margins = Margins(46 if narrow else 54, 12, head + 12, 44)
    plot = (width - margins.left - margins.right, 170 if narrow else 220)
    highest = max(each.rows for each in counts.periods)
    upward = Axis(0.0, highest * 1.05, nice_ticks(0.0, highest * 1.05), logarithmic=False, percent=False)
    layers: list[alt.Chart | alt.LayerChart] = [
        _bars(counts, present, calendar, upward, plot[0]),
        *key(entries, left=-margins.left, top=-head, width=width),
    ]
    return sheet(
        layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=_describe(title, counts)
    )


def _bars(
    counts: MaturityCounts,
    present: Sequence[tuple[str, str, Callable[[PeriodMaturity], int]]],
    calendar: Sequence[str],
    upward: Axis,
    wide: int,
) -> alt.Chart:
    rows = []
    for each in counts.periods:
        bottom = 0
        for _, colour, count in present:
            top = bottom + count(each)
            rows.append({"month": each.period, "low": bottom, "value": top, "colour": colour})
            bottom = top
    step = wide / len(calendar)
    every = max(1, -(-42 // max(int(step), 1)))
    named = [month for at, month in enumerate(calendar) if (len(calendar) - 1 - at) % every == 0]
    short = "utcFormat(utcParse(datum.value, '%Y-%m'), '%b')"
    firsts = [month for at, month in enumerate(named) if at == 0 or month[:4] != named[at - 1][:4]]
    label = f"indexof({firsts}, datum.value) >= 0 ? [{short}, slice(datum.value, 0, 4)] : {short}"
    bars: alt.Chart = (
        alt.Chart(values(rows))
        .mark_bar(stroke=palette.PAPER, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "month:O",
                scale=alt.Scale(domain=list(calendar), padding=0.25),
                axis=alt.Axis(
                    values=named,
                    labelExpr=label,
                    labelAngle=0,
                    title=None,
                    grid=False,
                    labelOverlap=False,
                    labelFlush=False,
                ),
            ),
            y=alt.Y("low:Q", scale=upward.scale(), axis=upward.axis()),
            y2="value:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    return bars


def rows(counts: MaturityCounts) -> Table:
    """One row a month: what is known, what waits, and why the rest does not count."""
    names = ("Month", "Rows", "Event", "No event", "Waiting", "Event seen early", "Lost", "Unknown", "Set apart")
    return Table(
        "What is known of the outcomes, by month",
        tuple(Column(name, name != "Month") for name in names),
        tuple(
            (
                month_name(each.period),
                *(
                    f"{number:,}"
                    for number in (
                        each.rows,
                        each.event,
                        each.no_event,
                        each.waiting,
                        each.event_already_seen,
                        each.lost,
                        each.unknown + each.unreadable,
                        each.set_apart,
                    )
                ),
            )
            for each in counts.periods
        ),
    )


def _describe(title: str, counts: MaturityCounts) -> str:
    told = [
        f"{month_name(each.period)} {each.event} events, {each.no_event} without, {each.waiting} waiting, "
        f"{each.lost + each.unknown} lost or unknown"
        for each in counts.periods
    ]
    return f"{title}. By month: {'; '.join(told)}."
