"""Groups against everyone else: whose measure differs, and for whom are there not enough data yet?"""

from collections.abc import Sequence
from typing import Final

import altair as alt

from attending.analytics.catalogs import measures
from attending.analytics.equity import GroupComparison
from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet
from attending.charts.group_rows import difference_text, short_of, signed, unit
from attending.charts.key import CROSS, LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import joined, nice_ticks

_HEADING: Final = 26
_NAMED: Final = 3


def group_differences_answer(comparisons: Sequence[GroupComparison]) -> str:
    """For whom does the measure differ from the reference, with every comparison of the family allowed for?"""
    if not comparisons:
        return "Groups: none to compare"
    first = comparisons[0]
    at = "" if first.threshold is None else f" at threshold {first.threshold}"
    name = f"{measures()[first.measure].short}{at}"
    known = [each for each in comparisons if each.difference.value is not None]
    few = len(comparisons) - len(known)
    tail = f"; not enough data yet for {few}" if few else ""
    if not known:
        return f"{name}: not enough data yet to compare any of {few} groups"
    apart = [each for each in known if _apart(each)]
    if not apart:
        scope = "the one group" if len(known) == 1 else f"any of {len(known)} groups"
        return f"{name}: no difference from {first.reference} shown for {scope}{tail}"
    if len(apart) > _NAMED:
        return f"{name}: {len(apart)} of {len(known)} groups differ from {first.reference}{tail}"
    told = [
        f"{each.attribute} {each.level} ({difference_text(each).replace(' (', ', ').rstrip(')')})" for each in apart
    ]
    return f"{name}: {joined(told)} {'differs' if len(apart) == 1 else 'differ'} from {first.reference}{tail}"


@drawn
def group_differences(comparisons: Sequence[GroupComparison], *, width: int = WIDE) -> alt.LayerChart:
    """Difference of every group from its reference on one measure, with its own and its simultaneous interval.

    comparisons: of one measure at one threshold. The thick bar is the 95 % interval of that difference alone, the thin
    one holds together with those of all other groups. A group without enough data keeps its row and says what is
    missing.
    """
    title = group_differences_answer(comparisons)
    if not comparisons:
        return empty("The log was read without subgroups.", width=width, title=title, subtitle="")
    first = comparisons[0]
    counted = f", {unit(first.measure)}" if unit(first.measure) else ""
    subtitle = (
        f"{measures()[first.measure].title}: group less {first.reference}{counted}. Thick bars are 95 % intervals; "
        "thin ones hold together over all groups. A difference does not say why."
    )
    narrow = is_narrow(width)
    left, right = (4, 4) if narrow else (170, 190)
    plot = width - left - right
    row = 44 if narrow else 26
    low, high = _reach(comparisons)
    entries = [Entry("interval includes no difference", palette.ACCENT, "circle")]
    if any(_apart(each) for each in comparisons):
        entries.append(Entry("excludes it", palette.SECOND, "diamond"))
    if any(each.difference.value is None for each in comparisons):
        entries.append(Entry("not enough data yet", palette.MUTED, CROSS))
    head = LINE_HEIGHT * key_lines(entries, width) + 6

    def across(value: float) -> float:
        return plot * (min(max(value, low), high) - low) / (high - low)

    layers: list[alt.Chart | alt.LayerChart] = []
    names: list[dict[str, object]] = []
    headings: list[dict[str, object]] = []
    told: list[dict[str, object]] = []
    few: list[dict[str, object]] = []
    marks: dict[bool, list[dict[str, object]]] = {False: [], True: []}
    thick: dict[bool, list[dict[str, object]]] = {False: [], True: []}
    thin: dict[bool, list[dict[str, object]]] = {False: [], True: []}
    middles: list[float] = []
    y = 0.0
    attribute = None
    for each in comparisons:
        if each.attribute != attribute:
            attribute = each.attribute
            headings.append({"px": -left, "py": y + _HEADING / 2, "text": _short(attribute, 46)})
            y += _HEADING
        name = {"px": -left + (0 if narrow else 10), "py": y + (11 if narrow else row / 2)}
        names.append({**name, "text": _short(each.level, 30 if narrow else 23)})
        middle = y + (32 if narrow else row / 2)
        found = each.difference
        if found.value is not None:
            middles.append(middle)
        if found.value is None or found.low is None or found.high is None:
            few.append({"px": 6, "py": middle})
            told.append({"px": 16, "py": middle, "text": _short(short_of(each), 46 if narrow else 60), "reason": True})
        else:
            apart = _apart(each)
            marks[apart].append({"px": across(found.value), "py": middle})
            thick[apart].append({"px": across(found.low), "px2": across(found.high), "py": middle, "py2": middle})
            if each.simultaneous_difference is not None:
                ends = each.simultaneous_difference
                thin[apart].append({"px": across(ends.low), "px2": across(ends.high), "py": middle, "py2": middle})
            said = {"px": plot + right - 2, "py": y + (11 if narrow else row / 2), "text": difference_text(each)}
            told.append({**said, "reason": False})
        y += row
    height = int(y)
    zero = across(0.0)
    # On a phone values stand over the line of no difference, so it is drawn beside the bars alone.
    spans = [(each - 11, each + 11) for each in middles] if narrow else [(0, height)]
    layers.append(
        segments(
            [{"px": zero, "px2": zero, "py": top, "py2": end} for top, end in spans],
            colour=palette.INK,
            thickness=1.2,
            dash=(5, 4),
        )
    )
    for apart, (shape, colour) in ((False, ("circle", palette.ACCENT)), (True, ("diamond", palette.SECOND))):
        layers += [segments(thin[apart], colour=colour, thickness=1)] if thin[apart] else []
        layers += [segments(thick[apart], colour=colour, thickness=3)] if thick[apart] else []
        layers += [symbols(marks[apart], shape=shape, colour=colour, size=70)] if marks[apart] else []
    layers += [symbols(few, shape=CROSS, colour=palette.MUTED)] if few else []
    ticks = nice_ticks(low, high, 3 if narrow else 5)
    layers += [
        labels(headings, colour=palette.INK, bold=True),
        labels(names, edge=True),
        labels(names, colour=palette.INK),
        labels([each for each in told if each["reason"]], edge=True),
        labels([each for each in told if not each["reason"]], align="right", edge=True),
        labels([each for each in told if each["reason"]]),
        labels([each for each in told if not each["reason"]], colour=palette.INK, align="right"),
        labels(
            [{"px": across(v), "py": height + 14, "text": "0" if v == 0 else signed(first.measure, v)} for v in ticks],
            align="center",
        ),
        *key(entries, left=-left, top=-head, width=width),
    ]
    return sheet(
        layers,
        plot=(plot, height),
        margins=Margins(left, right, head + 12, 28),
        title=title,
        subtitle=subtitle,
        description=_describe(title, comparisons),
    )


def _apart(each: GroupComparison) -> bool:
    found = each.simultaneous_difference
    return found is not None and not found.low <= 0 <= found.high


def _reach(comparisons: Sequence[GroupComparison]) -> tuple[float, float]:
    """The ends of the axis: every interval, no difference among them."""
    ends = [
        value
        for each in comparisons
        for found in (each.difference, each.simultaneous_difference)
        if found is not None
        for value in (found.low, found.high)
        if value is not None
    ]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = (high - low) * 0.05 or 0.05
    return low - room, high + room


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _describe(title: str, comparisons: Sequence[GroupComparison]) -> str:
    told = [
        f"{each.attribute} {each.level} {short_of(each) or difference_text(each)}, n {each.of_level.n:,}"
        for each in comparisons
    ]
    return f"{title}. {'; '.join(told)}."
