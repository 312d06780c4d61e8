"""Every unit's own series: thin before it had the tool, thick from then on, so that one odd unit is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from attending.analytics.impact.panel import Period, ordinal
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, is_narrow, sheet, values
from attending.charts.impact_chart import RIGHT, axis_of, periods_of
from attending.charts.impact_rows import mean_text, period_text, with_and_without
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines, symbols


@drawn
def unit_series(
    periods: Sequence[Period],
    starts: Mapping[str, Period | None],
    shown: Mapping[str, Sequence[float]],
    *,
    outcome: str,
    unit: str,
    width: int = WIDE,
) -> alt.LayerChart:
    """Observed values of every unit by period, unadjusted; ``shown`` holds one value a period for each unit."""
    first = ordinal(periods[0])
    having, others = with_and_without(periods, starts, shown)[-1]
    end = period_text(periods[-1])
    title = f"{outcome} in {end}: {mean_text(having)} {unit} on average in the {len(having)} units with it"
    title += f", {mean_text(others)} in the {len(others)} without" if others else ""
    subtitle = (
        f"{len(starts)} units as observed, {period_text(periods[0])} to {end}, in {unit}. Nothing is adjusted: "
        "the estimate is in the table of effects."
    )
    entries = [
        Entry("before or without it", palette.MUTED, thickness=1.2),
        Entry("start", palette.ACCENT, "diamond"),
        Entry("with it", palette.ACCENT, thickness=2),
    ]
    head = LINE_HEIGHT * key_lines(entries, width) + 6
    narrow = is_narrow(width)
    margins = Margins(50 if narrow else 58, RIGHT, head + 12, 44)
    plot = (width - margins.left - margins.right, 200 if narrow else 260)
    scale = axis_of([value for series in shown.values() for value in series])
    x = periods_of(periods, plot[0])
    y = alt.Y("value:Q", scale=scale.scale(), axis=scale.axis())
    before, since, begun = [], [], []
    for name, start in starts.items():
        at = len(periods) if start is None else min(max(ordinal(start) - first, 0), len(periods))
        rows = [{"period": place, "value": value, "unit": name} for place, value in enumerate(shown[name])]
        # The thin line runs into the thick one, so that the series stays whole.
        before += rows[: at + 1] if at else []
        since += rows[at:]
        begun += rows[at : at + 1]
    layers: list[alt.Chart | alt.LayerChart] = []
    for lines, colour, thickness in ((before, palette.MUTED, 1.2), (since, palette.ACCENT, 2.0)):
        if lines:
            mark = alt.Chart(values(lines)).mark_line(color=colour, strokeWidth=thickness, opacity=0.75)
            layers.append(mark.encode(x=x, y=y, detail="unit:N"))
    if begun:
        layers.append(symbols(begun, shape="diamond", colour=palette.ACCENT, size=60, x=x, y=y))
    layers += key(entries, left=-margins.left, top=-head, width=width)
    told = "; ".join(
        f"{name} {shown[name][0]:.4g} to {shown[name][-1]:.4g}, "
        f"{'never with it' if start is None else 'with it from ' + period_text(start)}"
        for name, start in starts.items()
    )
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}")
