"""A plan by quarter: what runs when, what is in use from when, and below it the capabilities that come to be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from attending.analytics.sequencing import Plan, Problem, say_number
from attending.charts import palette
from attending.charts.canvas import (
    FULL,
    WIDE,
    Margins,
    Row,
    drawn,
    empty,
    is_narrow,
    labels,
    pixels,
    segments,
    sheet,
    values,
)
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines, symbols

_CHARACTER = 6.4
_HEADING = 26


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the roadmap: from when it runs and from when it is there, in quarters."""

    title: str
    runs: tuple[float, float] | None
    there: float | None
    before: bool


@drawn
def roadmap(problem: Problem, plan: Plan, *, width: int = WIDE) -> alt.LayerChart:
    """Initiatives by the quarter they start in, then the capabilities by the quarter from which they are there.

    Capabilities that are there from the first quarter on without the plan, and those that it never has, are left out.
    """
    title = _answer(problem, plan)
    subtitle = (
        f"{len(plan.scheduled)} of {len(problem.initiatives)} initiatives, {problem.quarters[0]} to "
        f"{problem.quarters[-1]}. Value {say_number(plan.value)}, {plan.verdict}. Quarters begin at the thin lines."
    )
    if not plan.scheduled:
        return empty("Nothing starts in this plan.", width=width, title=title, subtitle=subtitle)
    initiatives, capabilities = _initiatives(problem, plan), _capabilities(problem, plan)
    narrow = is_narrow(width)
    left = 8 if narrow else 360 if width >= FULL else 214
    entries = _entries(initiatives, capabilities)
    head = LINE_HEIGHT * key_lines(entries, width) + 24
    margins = Margins(left, 8, head + 8, 10)
    step, across = 36 if narrow else 22, width - margins.left - margins.right
    tall = step * len(initiatives)
    plot = (across, tall + (_HEADING + step * len(capabilities) if capabilities else 0))
    layers: list[alt.Chart | alt.LayerChart] = _quarters(problem, plot)
    layers += _band(initiatives, 0, step, problem.horizon, across, left, narrow=narrow, colour=palette.ACCENT)
    if capabilities:
        heading = [{"px": -left if not narrow else 0, "py": tall + 14, "text": "Capabilities"}]
        layers.append(labels(heading, colour=palette.INK, bold=True))
        top = tall + _HEADING
        layers += _band(capabilities, top, step, problem.horizon, across, left, narrow=narrow, colour=palette.SECOND)
    layers += key(entries, left=-margins.left, top=-head, width=width)
    told = "; ".join(_told(problem, each) for each in (*initiatives, *capabilities))
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}")


def _answer(problem: Problem, plan: Plan) -> str:
    open_ones = [each for each in plan.scheduled if problem.initiatives_by_key[each.initiative].start is None]
    if not open_ones:
        return "Nothing new starts in this plan"
    first = min(each.start for each in open_ones)
    count = sum(each.start == first for each in open_ones)
    starts = "initiative starts" if count == 1 else "initiatives start"
    later = len(open_ones) - count
    return f"{count} {starts} in {problem.quarter(first)}, {later or 'none'} later"


def _initiatives(problem: Problem, plan: Plan) -> list[_Line]:
    by_key = problem.initiatives_by_key
    return [
        _Line(
            by_key[each.initiative].title,
            (max(each.start, 0), min(each.finish + 1, problem.horizon)) if each.finish >= 0 else None,
            max(each.finish + 1, 0) if each.finish + 1 < problem.horizon else None,
            each.start < 0,
        )
        for each in plan.scheduled
    ]


def _capabilities(problem: Problem, plan: Plan) -> list[_Line]:
    found = []
    for each in problem.capabilities:
        at = plan.capabilities[each.key]
        if at is not None and not (at <= 0 and each.available is not None):
            found.append((at, each.title))
    return [_Line(title, None, max(at, 0), before=at <= 0) for at, title in sorted(found)]


def _entries(initiatives: Sequence[_Line], capabilities: Sequence[_Line]) -> list[Entry]:
    entries = []
    if any(each.runs and not each.before for each in initiatives):
        entries.append(Entry("runs", palette.ACCENT, "square"))
    if any(each.runs and each.before for each in initiatives):
        entries.append(Entry("started before this plan", palette.MUTED, "square"))
    if any(each.there is not None for each in initiatives):
        entries.append(Entry("in use", palette.ACCENT))
    if capabilities:
        entries.append(Entry("capability is there", palette.SECOND, "diamond"))
    return entries


def _quarters(problem: Problem, plot: tuple[int, int]) -> list[alt.Chart | alt.LayerChart]:
    wide = plot[0] / problem.horizon
    longest = max(len(name) for name in problem.quarters) * _CHARACTER + 8
    every = max(1, -int(-longest // wide))
    lines = [{"px": wide * t, "px2": wide * t, "py": -6, "py2": plot[1]} for t in range(problem.horizon + 1)]
    names = [{"px": wide * t + 3, "py": -12, "text": name} for t, name in enumerate(problem.quarters) if t % every == 0]
    return [segments(lines, colour=palette.GRID), labels(names)]


def _band(
    lines: Sequence[_Line], top: int, step: int, horizon: int, across: int, left: int, *, narrow: bool, colour: str
) -> list[alt.Chart | alt.LayerChart]:
    """Bars, lines and names of one band; on a phone the name stands above its bar."""
    wide = across / horizon
    bars: dict[str, list[Row]] = {colour: [], palette.MUTED: []}
    used, points, names = [], [], []
    for place, each in enumerate(lines):
        y = top + step * place + (step * 0.72 if narrow else step / 2)
        if each.runs is not None:
            bar = {"px": each.runs[0] * wide + 1, "px2": each.runs[1] * wide - 1, "py": y - 7, "py2": y + 7}
            bars[palette.MUTED if each.before else colour].append(bar)
        if each.there is not None and each.there < horizon:
            used.append({"px": each.there * wide, "px2": across, "py": y, "py2": y})
        if each.there is not None and each.runs is None:
            points.append({"px": min(each.there * wide + 6, across - 6), "py": y})
        fitting = int((across if narrow else left - 8) / _CHARACTER)
        text = each.title if len(each.title) <= fitting else f"{each.title[: fitting - 1].rstrip()}…"
        at = {"px": 2, "py": y - 16} if narrow else {"px": -left, "py": y}
        names.append({**at, "text": text})
    layers: list[alt.Chart | alt.LayerChart] = []
    if used:
        layers.append(segments(used, colour=colour, thickness=2))
    layers += [_bars(rows, shade) for shade, rows in bars.items() if rows]
    if points:
        layers.append(symbols(points, shape="diamond", colour=colour))
    return [*layers, labels(names, colour=palette.INK)]


def _bars(rows: Sequence[Row], colour: str) -> alt.Chart:
    mark = alt.Chart(values(rows)).mark_rect(fill=colour, cornerRadius=3)
    placed: alt.Chart = mark.encode(x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q"))
    return placed


def _told(problem: Problem, line: _Line) -> str:
    if line.runs is None:
        since = problem.quarter(int(line.there or 0))
        return f"{line.title} is there {'already' if line.before else 'from ' + since}"
    last = problem.quarter(int(line.runs[1]) - 1)
    if line.before:
        return f"{line.title} started before and runs to {last}"
    first = problem.quarter(int(line.runs[0]))
    return f"{line.title} runs in {first}" if first == last else f"{line.title} runs {first} to {last}"
