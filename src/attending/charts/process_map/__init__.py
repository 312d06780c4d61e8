"""The real map: what follows what in an event log, drawn top to bottom, with its numbers as a table.

>>> from attending.charts import process_map
>>> process_map.responsive_svg(check.graph, share=0.8)
"""

from __future__ import annotations

from attending.analytics.event_log.results import DirectlyFollows
from attending.charts.numbers import percent
from attending.charts.process_map.drawing import drawn
from attending.charts.process_map.selection import MOST_EDGES, SHARE, Selection, selected
from attending.charts.rows import Column, Table

NARROW = 326
WIDE = 640
FULL = 1040
"""Widths in pixels for a phone, a page's column and a whole page, as those of every chart."""

_TOLD = 12


def answer(graph: DirectlyFollows, share: float = SHARE) -> str:
    """What the drawing shows, as its title."""
    found = selected(graph, share)
    if not found.edges:
        return "What really happens: no activity follows another"
    return (
        f"What really happens: {len(found.edges):,} of {found.pairs:,} pairs of activities make up "
        f"{percent(found.share)} of all transitions"
    )


def note(graph: DirectlyFollows, share: float = SHARE) -> str:
    """How to read the drawing."""
    found = selected(graph, share)
    return (
        f"{found.covered:,} of {found.transitions:,} transitions are drawn; a line is as thick as it is frequent. A "
        "box tells its number of events. Dashed lines lead back to an earlier activity, or to the same."
    )


def svg(graph: DirectlyFollows, *, share: float = SHARE, width: int = WIDE, colours: bool = True) -> str:
    """The drawing as one SVG element, `width` units wide; `colours` as CSS variables for a page, else for paper.

    The most frequent pairs are drawn, up to `share` (0 to 1) of all transitions, at most 60.
    """
    found = selected(graph, share)
    return drawn(found, width=width, title=answer(graph, share), description=_described(found), colours=colours)


def responsive_svg(graph: DirectlyFollows, *, share: float = SHARE) -> str:
    """The drawing for every width of its container, of which `charts.css` shows one."""
    widths = {"chart-wide": WIDE, "chart-narrow": NARROW, "chart-full": FULL}
    parts = "".join(f'<div class="{name}">{svg(graph, share=share, width=wide)}</div>' for name, wide in widths.items())
    return f'<div class="chart-pair">{parts}</div>'


def table(graph: DirectlyFollows, *, share: float = 1.0) -> Table:
    """One row a pair, the most frequent first: how often, its share of all transitions, and the time between."""
    edges = selected(graph, share).edges if share < 1 else graph.edges
    columns = (
        Column("From", False),
        Column("To", False),
        *(Column(label, True) for label in ("Transitions", "Share", "Median time", "Mean time")),
    )
    rows = tuple(
        (
            edge.source,
            edge.target,
            f"{edge.count:,}",
            percent(edge.count / graph.transitions),
            duration(edge.median_seconds),
            duration(edge.mean_seconds),
        )
        for edge in edges
    )
    return Table(f"What follows directly on what, of {graph.transitions:,} transitions", columns, rows)


def duration(seconds: float) -> str:
    """A time in the unit in which a person would say it."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f}\N{NO-BREAK SPACE}{unit}"
    return f"{seconds:.0f}\N{NO-BREAK SPACE}s"


def _described(found: Selection) -> str:
    if not found.edges:
        return "No activity follows another."
    told = [f"{edge.source} to {edge.target} {edge.count:,} times" for edge in found.edges[:_TOLD]]
    more = f", and {len(found.edges) - _TOLD:,} more" if len(found.edges) > _TOLD else ""
    begins = ", ".join(f"{each.name} ({each.first or 0:,})" for each in found.begins)
    ends = ", ".join(f"{each.name} ({each.last or 0:,})" for each in found.ends)
    return f"Most cases begin with {begins} and end with {ends}. Most frequent: {'; '.join(told)}{more}."


__all__ = [
    "FULL",
    "MOST_EDGES",
    "NARROW",
    "SHARE",
    "WIDE",
    "answer",
    "duration",
    "note",
    "responsive_svg",
    "selected",
    "svg",
    "table",
]
