"""Governance in numbers: what waits, how long decisions take, who carries how much, and what meetings use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from attending import charts
from attending.governance.models import Route
from attending.governance.queries.measured import MOST_DECISIONS, MOST_WAITING, Held, Load, Waiting
from attending.governance.rules.measured import Decided, Spread, by_month, by_route, by_tier, days_between, spread
from attending.program.models import RiskTier
from attending.ui import formats
from attending.ui.parts import DataTable, Figure, Link, Stat

if TYPE_CHECKING:
    import altair as alt

SOURCE = "Proposals, decisions and meetings of this installation"
PERIOD = "last 12 months"


def stats(waiting: Sequence[Waiting], decided: Sequence[Decided], held: Sequence[Held], now: datetime) -> list[Stat]:
    """The four numbers of the page."""
    ages = [days_between(each.since, now) for each in waiting]
    late = sum(each.due is not None and each.due < now for each in waiting)
    latency = spread([each.days for each in decided])
    many = len(waiting) >= MOST_WAITING
    whole = "" if len(decided) < MOST_DECISIONS else f"newest {MOST_DECISIONS:,} of the "
    planned, used = sum(each.planned for each in held), sum(each.used for each in held)
    return [
        Stat(
            "Waiting for a decision",
            formats.count(len(waiting)) + (" or more" if many else ""),
            denominator=f"{formats.count(late)} of {'the longest waiting' if many else 'them'} overdue",
            source=SOURCE,
            period="now",
        ),
        Stat(
            "Oldest in the queue",
            days(max(ages)) if ages else "none waits",
            denominator=f"median {days(spread(ages).median)}, n {len(ages)}" if ages else "n 0",
            source=SOURCE,
            period="now",
        ),
        Stat(
            "From asked to decided",
            days(latency.median) if latency.n else "none decided",
            denominator=_latency_words(latency),
            source=SOURCE,
            period=f"{whole}{PERIOD}",
        ),
        Stat(
            "Minutes of meetings",
            f"{used} of {planned}" if held else "none held",
            denominator=f"used of planned, {len(held)} meeting{'' if len(held) == 1 else 's'}",
            source=SOURCE,
            period="newest 12 meetings",
        ),
    ]


def _latency_words(found: Spread) -> str:
    late = f"9 of 10 within {days(found.late)}, " if found.late is not None else "too few for 9 of 10, "
    return f"median; {late}n {formats.count(found.n)}; what still waits is not counted"


def days(value: float | None) -> str:
    """Days in words; a dash of words where there is nothing to tell."""
    if value is None:
        return "nothing yet"
    if value < 1:
        return "under 1 day"
    shown = f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"
    return f"{shown} day{'' if shown == '1' else 's'}"


def late_days(found: Spread) -> str:
    """The 90th percentile in words."""
    return days(found.late) if found.late is not None else "(fewer than ten)"


def latency_figure(decided: Sequence[Decided]) -> Figure:
    """Days from asked to decided by month, with its numbers."""
    months = [
        charts.LatencyMonth(month, found.n, found.median, found.late)
        for month, found in by_month(decided)
        if found.median is not None
    ]

    def draw(width: int) -> alt.LayerChart:
        return charts.latency_by_month(months, width=width)

    chart = draw(charts.WIDE)
    rows = charts.latency_rows(months)
    numeric = [at for at, column in enumerate(rows.columns) if column.numeric]
    table = DataTable(
        [column.label for column in rows.columns], [list(row) for row in rows.rows], rows.caption, numeric
    )
    return Figure(
        charts.answer_of(chart), charts.responsive_svg(draw), table if months else None, charts.note_of(chart), SOURCE
    )


def route_table(waiting: Sequence[Waiting], decided: Sequence[Decided], now: datetime) -> DataTable:
    """Queue and latency for each review route."""
    labels = {"": "Not a gate", **{str(route): str(route.label) for route in Route}}
    return _split(
        "By review route",
        "Route",
        labels,
        dict(by_route(decided)),
        {key: [days_between(each.since, now) for each in waiting if each.route == key] for key in labels},
    )


def tier_table(waiting: Sequence[Waiting], decided: Sequence[Decided], now: datetime) -> DataTable:
    """The same for each risk tier."""
    labels = {"": "Not a gate", **{str(tier): str(tier.label) for tier in RiskTier}}
    return _split(
        "By risk tier",
        "Tier",
        labels,
        dict(by_tier(decided)),
        {key: [days_between(each.since, now) for each in waiting if each.tier == key] for key in labels},
    )


def _split(
    caption: str,
    first: str,
    labels: dict[str, str],
    latencies: dict[str, Spread],
    ages: dict[str, list[float]],
) -> DataTable:
    nothing = Spread(0, None, None)
    rows = [
        [
            label,
            formats.count(len(ages[key])),
            days(max(ages[key], default=None)) if ages[key] else "none waits",
            formats.count(latencies.get(key, nothing).n),
            days(latencies[key].median) if key in latencies else "none decided",
            late_days(latencies[key]) if key in latencies else "none decided",
        ]
        for key, label in labels.items()
    ]
    headers = [first, "Waiting", "Oldest", "Decided (n)", "Median", "9 of 10 within"]
    return DataTable(headers, rows, f"{caption}: decided in the last 12 months, waiting now", (1, 2, 3, 4, 5))


def load_table(loads: Sequence[Load]) -> DataTable:
    """Who carries how much: the twenty with the most."""
    headers = ["Person", "Asked by name", "Reviews held", "Conditions owned", "Signed in 90 days"]
    rows = [
        [
            each.person.printed_name,
            formats.count(each.waiting),
            formats.count(each.reviews),
            formats.count(each.conditions),
            formats.count(each.signed),
        ]
        for each in loads[:20]
    ]
    caption = f"What waits for whom; the {len(rows)} of {len(loads)} people who carry the most"
    return DataTable(headers, rows, caption, (1, 2, 3, 4))


def meeting_table(held: Sequence[Held]) -> DataTable:
    """Minutes planned and used of each meeting."""
    headers = ["Meeting", "Held", "Length", "Planned", "Used", "Items", "Taken up", "Decided in it"]
    rows = [
        [
            Link(each.meeting.title, reverse("governance:meeting", args=[each.meeting.pk])),
            formats.date(each.meeting.starts_at),
            formats.count(each.meeting.length),
            formats.count(each.planned),
            formats.count(each.used),
            formats.count(each.items),
            formats.count(each.taken_up),
            formats.count(each.decided),
        ]
        for each in held
    ]
    return DataTable(headers, rows, "Minutes of the newest meetings", (2, 3, 4, 5, 6, 7))
