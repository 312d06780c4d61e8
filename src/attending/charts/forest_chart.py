"""A measure by subgroup: for whom does the score work differently?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import altair as alt

from attending.analytics import Estimate, StratumPerformance
from attending.analytics.catalogs import measures
from attending.charts import answers, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, pixels, segments, sheet, values
from attending.charts.estimates import estimate_of
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import amount, period_name, span, with_interval
from attending.charts.scales import Axis, axis_for

_HEADING: Final = 26
_SAME: Final = ("circle", palette.ACCENT)
_APART: Final = ("diamond", palette.SECOND)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the forest: a heading without an estimate, or a level with one; `y` is its middle in pixels."""

    y: float
    text: str
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where columns stand: pixels from the plot's left edge."""

    narrow: bool
    left: int
    plot: int
    right: int

    @property
    def row(self) -> int:
        return 46 if self.narrow else 26


@drawn
def subgroup_forest(
    subgroups: Sequence[StratumPerformance],
    measure: str,
    overall: StratumPerformance,
    *,
    threshold: Decimal | None = None,
    width: int = WIDE,
) -> alt.LayerChart:
    """Estimate and 95 % interval of every level of every attribute, beside the overall value and its interval.

    A level that cannot be estimated keeps its row and says why. Levels whose interval excludes the overall value have a
    shape of their own; with many levels some do by chance alone (about one in twenty).
    """
    title = answers.subgroup_forest(subgroups, measure, overall, threshold=threshold)
    entry = measures()[measure]
    at = "" if threshold is None else f" at threshold {threshold}"
    subtitle = (
        f"{entry.title}{at}, {overall.labelled:,} labelled, {overall.events:,} events, {period_name(overall.period)}. "
        "Bars are 95 % intervals; the dashed line is everyone."
    )
    everyone = estimate_of(overall, measure, threshold)
    estimates = [estimate_of(group, measure, threshold) for group in subgroups]
    if not subgroups:
        return empty(
            "The log was read without subgroups: name the columns to compare by.",
            width=width,
            title=title,
            subtitle=subtitle,
        )
    narrow = is_narrow(width)
    layout = _Layout(narrow, 4, width - 142, 138) if narrow else _Layout(narrow, 156, width - 156 - 234, 234)
    shown = [
        value
        for estimate in (everyone, *estimates)
        for value in (estimate.low, estimate.value, estimate.high)
        if value is not None
    ]
    scale = axis_for(measure, shown or [0.0, 1.0])
    lines, height = _lines(subgroups, estimates, everyone, layout)
    entries = _entries(estimates, everyone)
    head = LINE_HEIGHT * key_lines(entries, width) + (6 if narrow else 24)
    layers: list[alt.Chart | alt.LayerChart] = [
        *_overall_mark(everyone, scale, height, layout),
        *_names(lines, layout),
        *_intervals(lines, everyone, scale, drop=9 if narrow else 0),
        *_columns(lines, layout),
        *key(entries, left=-layout.left, top=-head, width=width),
    ]
    return sheet(
        layers,
        plot=(layout.plot, height),
        margins=Margins(layout.left, layout.right, head + 12, 30),
        title=title,
        subtitle=subtitle,
        description=_describe(title, subgroups, estimates, everyone),
    )


def _lines(
    subgroups: Sequence[StratumPerformance], estimates: Sequence[Estimate], everyone: Estimate, layout: _Layout
) -> tuple[list[_Line], int]:
    """Rows from top to bottom with their middles, and the height of all."""
    lines = [_Line(layout.row / 2, "Everyone", everyone)]
    y: float = layout.row
    attribute = None
    for group, estimate in zip(subgroups, estimates, strict=True):
        if group.attribute != attribute:
            attribute = group.attribute
            lines.append(_Line(y + _HEADING / 2 + 4, attribute, None))
            y += _HEADING
        lines.append(_Line(y + layout.row / 2, group.level, estimate))
        y += layout.row
    return lines, int(y)


def _entries(estimates: Sequence[Estimate], everyone: Estimate) -> list[Entry]:
    known = [estimate for estimate in estimates if estimate.estimable]
    apart = [estimate for estimate in known if _excludes(estimate, everyone.value)]
    entries = []
    if len(apart) < len(known):
        entries.append(Entry("interval includes overall", _SAME[1], _SAME[0]))
    if apart:
        entries.append(Entry("interval excludes overall", _APART[1], _APART[0]))
    if len(known) < len(estimates):
        entries.append(Entry("not estimable", palette.MUTED, CROSS))
    return entries


def _overall_mark(everyone: Estimate, scale: Axis, height: int, layout: _Layout) -> list[alt.Chart]:
    if everyone.value is None or everyone.low is None or everyone.high is None:
        return []
    low, middle, high = (layout.plot * scale.fraction(v) for v in (everyone.low, everyone.value, everyone.high))
    band = alt.Chart(values([{"px": low, "px2": high, "py": 0, "py2": height}])).mark_rect(
        color=palette.BAND, opacity=0.7
    )
    return [
        band.encode(x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q")),
        segments(
            [{"px": middle, "px2": middle, "py": 0, "py2": height}], colour=palette.INK, thickness=1.2, dash=(5, 4)
        ),
    ]


def _names(lines: Sequence[_Line], layout: _Layout) -> list[alt.Chart]:
    headings = [line for line in lines if line.estimate is None or line.text == "Everyone"]
    levels = [line for line in lines if line not in headings]
    lift = 12 if layout.narrow else 0
    limit = 32 if layout.narrow else 22
    told = [
        {"px": -layout.left + (0 if layout.narrow else 10), "py": line.y - lift, "text": _short(line.text, limit)}
        for line in levels
    ]
    bold = [
        {"px": -layout.left, "py": line.y - (lift if line.estimate else 0), "text": _short(line.text, limit)}
        for line in headings
    ]
    # On a phone names stand on the plot: a paper-coloured edge keeps them apart from the lines below.
    under = [labels(bold, bold=True, edge=True), labels(told, edge=True)] if layout.narrow else []
    return [*under, labels(bold, colour=palette.INK, bold=True), labels(told, colour=palette.INK)]


def _intervals(lines: Sequence[_Line], everyone: Estimate, scale: Axis, *, drop: int) -> list[alt.Chart]:
    x = alt.X("value:Q", scale=scale.scale(), axis=scale.axis())
    y = alt.Y("py:Q", scale=None, axis=None)
    rows = []
    for line in lines:
        estimate = line.estimate
        if estimate is None or estimate.value is None or estimate.low is None or estimate.high is None:
            continue
        rows.append(
            {
                "value": scale.clamp(estimate.value),
                "low": scale.clamp(estimate.low),
                "high": scale.clamp(estimate.high),
                "py": line.y + drop,
                "apart": line.text != "Everyone" and _excludes(estimate, everyone.value),
                "level": line.text,
                "n": estimate.n,
                "events": estimate.events,
            }
        )
    layers = []
    for apart, (shape, colour) in ((False, _SAME), (True, _APART)):
        chosen = [row for row in rows if row["apart"] is apart]
        if chosen or not apart:
            bar = alt.Chart(values(chosen)).mark_rule(color=colour, strokeWidth=2)
            layers.append(
                bar.encode(x=alt.X("low:Q", scale=scale.scale(), axis=scale.axis(title=None)), x2="high:Q", y=y)
            )
            layers.append(symbols(chosen, shape=shape, colour=colour, size=80, x=x, y=y))
    return layers


def _columns(lines: Sequence[_Line], layout: _Layout) -> list[alt.Chart]:
    """Value with interval, n and events of each level; the reason where there is no value."""
    edge = layout.plot + layout.right
    known = [(line.y, line.estimate) for line in lines if line.estimate is not None and line.estimate.value is not None]
    missing = [(line.y, line.estimate) for line in lines if line.estimate is not None and line.estimate.value is None]
    if layout.narrow:
        told = [{"px": edge, "py": y - 12, "text": with_interval(estimate)} for y, estimate in known]
        counts = [{"px": edge, "py": y + 9, "text": _counts(estimate)} for y, estimate in known]
        layers = [
            labels(told, colour=palette.INK, align="right"),
            labels(counts, align="right"),
        ]
    else:
        told = [{"px": layout.plot + 128, "py": y, "text": with_interval(estimate)} for y, estimate in known]
        columns = [
            *({"px": layout.plot + 178, "py": y, "text": f"{estimate.n:,}"} for y, estimate in known),
            *({"px": edge - 2, "py": y, "text": f"{estimate.events:,}"} for y, estimate in known),
        ]
        if known:
            columns += [
                {"px": layout.plot + 178, "py": -12, "text": "n"},
                {"px": edge - 2, "py": -12, "text": "events"},
            ]
        layers = [labels(told, colour=palette.INK, align="right"), labels(columns, align="right")]
    if missing:
        limit = 50 if layout.narrow else 62
        drop = 9 if layout.narrow else 0
        reasons = [
            {"px": 14, "py": y + drop, "text": _short(estimate.reason or "not estimable", limit)}
            for y, estimate in missing
        ]
        marks: list[dict[str, object]] = [{"px": 4, "py": y + drop} for y, _ in missing]
        layers += [symbols(marks, shape=CROSS, colour=palette.MUTED), labels(reasons)]
    return layers


def _counts(estimate: Estimate) -> str:
    return f"n {estimate.n:,}, {estimate.events:,} events"


def _excludes(estimate: Estimate, value: float | None) -> bool:
    if value is None or estimate.low is None or estimate.high is None:
        return False
    return not estimate.low <= value <= estimate.high


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _describe(
    title: str, subgroups: Sequence[StratumPerformance], estimates: Sequence[Estimate], everyone: Estimate
) -> str:
    told = []
    for group, estimate in zip(subgroups, estimates, strict=True):
        name = f"{group.attribute} {group.level}"
        if estimate.value is None or estimate.low is None or estimate.high is None:
            told.append(f"{name} not estimable ({estimate.reason})")
        else:
            value = amount(estimate.measure, estimate.value)
            told.append(f"{name} {value} ({span(estimate.measure, estimate.low, estimate.high)}; {_counts(estimate)})")
    return f"{title}. Overall {with_interval(everyone)}. {'; '.join(told)}."
