"""Lead time: how long before the event, and before clinicians knew, did the score reach the threshold?"""

from collections.abc import Sequence

import altair as alt

from attending.analytics.timeliness import DurationCounts, LeadTimes
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, segments, sheet, values
from attending.charts.label_delay_chart import span
from attending.charts.numbers import nice_ticks, percent
from attending.charts.rows import Column, Table
from attending.charts.scales import Axis


def answer(found: LeadTimes) -> str:
    """Such as "Lead time at 0.3: 6 hours at the median, for the 61 % alerted before their event"."""
    share, middle = found.alerted_before_event, found.median_to_event
    at = f"Lead time at {found.threshold.normalize():f}"
    if share.value is None:
        return f"{at}: no mature event yet"
    if middle.value is None:
        return f"{at}: {percent(share.value)} alerted before their event, too few for a median"
    return f"{at}: {span(middle.value)} at the median, for the {percent(share.value)} alerted before their event"


@drawn
def lead_time(found: LeadTimes, counts: DurationCounts, *, width: int = WIDE) -> alt.LayerChart:
    """Units by the hours from their first score at the threshold to their event."""
    title = answer(found)
    subtitle = (
        f"{counts.total:,} units of {found.alerted_before_event.n:,} with a mature event, by hours from their first "
        "score at the threshold to the event."
    )
    if not counts.total:
        return empty("No unit reached the threshold before its event.", width=width, title=title, subtitle=subtitle)
    bins = list(zip(counts.edges, counts.edges[1:], counts.counts, strict=False))
    narrow = is_narrow(width)
    margins = Margins(46, 16, 12, 46)
    plot = (width - margins.left - margins.right, 170 if narrow else 210)
    highest = max([*counts.counts, counts.below, counts.above]) * 1.05
    upward = Axis(0.0, highest, nice_ticks(0.0, highest), logarithmic=False, percent=False)
    number = len(bins) + (1 if counts.above else 0)
    step = plot[0] / number
    shown = [{"at": at, "at2": at + 1, "value": count} for at, (_, _, count) in enumerate(bins)]
    if counts.above:
        shown.append({"at": len(bins), "at2": len(bins) + 1, "value": counts.above})
    names = [f"{low:g}" for low, _, _ in bins] + ([f"{counts.edges[-1]:g}+"] if counts.above else [])
    every = max(1, -(-34 // max(int(step), 1)))
    ticks = [at for at in range(number) if at % every == 0]
    across = alt.Axis(
        values=ticks, labelExpr=f"{names}[datum.value]", title="Hours before the event", grid=False, labelAngle=0
    )
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(values(shown))
        .mark_bar(color=palette.ACCENT, stroke=palette.PAPER, strokeWidth=1)
        .encode(
            x=alt.X("at:Q", scale=alt.Scale(domain=[0, number], nice=False), axis=across),
            x2="at2:Q",
            y=alt.Y("value:Q", scale=upward.scale(), axis=upward.axis()),
        ),
        segments([{"px": 0, "px2": plot[0], "py": plot[1], "py2": plot[1]}], colour=palette.INK),
    ]
    told = ", ".join(f"{low:g} to {high:g} hours {count}" for low, high, count in bins if count)
    above = f", {counts.edges[-1]:g} hours and more {counts.above}" if counts.above else ""
    return sheet(
        layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}{above}."
    )


def rows(found: Sequence[LeadTimes]) -> Table:
    """One row a threshold."""
    names = (
        "Threshold",
        "Alerted before the event",
        "Median lead time",
        "Before clinicians knew",
        "Median to recognition",
    )
    return Table(
        "Timeliness by threshold, 95 % intervals",
        tuple(Column(name, True) for name in names),
        tuple(
            (
                f"{each.threshold.normalize():f}",
                _share(each.alerted_before_event.value, each.alerted_before_event.low, each.alerted_before_event.high),
                _hours(each.median_to_event.value, each.median_to_event.low, each.median_to_event.high),
                _share(
                    each.alerted_before_recognition.value,
                    each.alerted_before_recognition.low,
                    each.alerted_before_recognition.high,
                ),
                _hours(
                    each.median_to_recognition.value, each.median_to_recognition.low, each.median_to_recognition.high
                ),
            )
            for each in found
        ),
    )


def _share(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "not estimable"
    return f"{percent(value)} ({percent(low)} to {percent(high)})"


def _hours(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "not estimable"
    return f"{value:.1f} h ({low:.1f} to {high:.1f})"
