"""What a threshold does to a team: what it is worth under capacity, how many alerts each has, what is done in time."""

from collections.abc import Sequence

import altair as alt

from attending.analytics.alert_queue import Interval, Point, Sweep, best
from attending.charts import palette
from attending.charts.canvas import WIDE, drawn, empty
from attending.charts.numbers import decimal, nice_ticks, percent
from attending.charts.queue_answers import carried_answer, in_time_answer, realised_answer, threshold_text
from attending.charts.scales import Axis
from attending.charts.threshold_lines import STYLES, Line, threshold_lines

_FEWEST = 30
"""Alerts in all replications below which a share or a mean is not drawn."""


@drawn
def realised_by_threshold(found: Sweep, *, width: int = WIDE) -> alt.LayerChart:
    """Realised net benefit over the thresholds for each team (at most five), beside what it would be without limits.

    Each team's best threshold is marked, and on the line without limits the one that looks best there. Values far below
    zero are cut off.
    """
    choices = best(found)[: len(STYLES)]
    blind = choices[0].blind
    every = found.of(found.teams[0])
    free = Line(
        "if every alert were handled at once",
        palette.MUTED,
        (5, 4),
        _points(every, [each.ignoring_capacity for each in every]),
        ((blind.threshold, blind.ignoring_capacity.value or 0.0),),
    )
    lines = [
        Line(
            choice.team,
            colour,
            dash,
            _points(found.of(choice.team), [each.realised for each in found.of(choice.team)]),
            ((choice.aware.threshold, choice.aware.realised.value or 0.0),),
        )
        for choice, (colour, dash) in zip(choices, STYLES, strict=False)
    ]
    title = realised_answer(choices)
    shown = [value for line in (free, *lines) for point in line.points for value in point[1:] if value is not None]
    high = max(*shown, 0.0) or 1.0
    low = max(min(*shown, 0.0), -0.4 * high) - 0.03 * high
    told = "; ".join(
        f"{choice.team}: best at {threshold_text(choice.aware.threshold)} with {_told(choice.aware.realised)}"
        for choice in choices
    )
    return threshold_lines(
        [free, *lines],
        Axis(low, high * 1.04, nice_ticks(low, high * 1.04), logarithmic=False, percent=False),
        title=title,
        subtitle=f"Found in time, less harm, per 1,000 patients. {_simulated(found)}",
        description=f"{title}. Found in time, less harm, per 1,000 patients; {told}.",
        marked="best threshold",
        width=width,
    )


@drawn
def alerts_per_person(found: Sweep, team: str, *, width: int = WIDE) -> alt.LayerChart:
    """Alerts that come in each shift for each person on duty, and how many a person can handle in such a shift."""
    points = found.of(team)
    title = carried_answer(points)
    lines = [
        Line(shift.name, colour, dash, _points(points, [point.shifts[at].alerts_per_person for point in points]))
        for (at, shift), (colour, dash) in zip(
            [(at, shift) for at, shift in enumerate(points[0].shifts) if shift.people], STYLES, strict=False
        )
    ]
    subtitle = f"Alerts for each person and shift, team {team}. {_simulated(found)}"
    if not any(line.points for line in lines):
        return empty("No alerts at any threshold.", width=width, title=title, subtitle=subtitle)
    lines += _capacity(found, points)
    high = max(point[1] for line in lines for point in line.points) * 1.06 or 1.0
    told = "; ".join(
        f"at {threshold_text(point.threshold)}: "
        + ", ".join(f"{each.name} {_told(each.alerts_per_person)}" for each in point.shifts if each.people)
        for point in _some(points)
    )
    return threshold_lines(
        lines,
        Axis(0.0, high, nice_ticks(0.0, high), logarithmic=False, percent=False),
        title=title,
        subtitle=subtitle,
        description=f"{title}. Alerts for each person and shift; {told}.",
        width=width,
    )


@drawn
def share_in_time(found: Sweep, *, width: int = WIDE) -> alt.LayerChart:
    """The share of all alerts that somebody begins with by the deadline, over the thresholds for each team."""
    teams = found.teams[: len(STYLES)]
    title = in_time_answer(found, teams)
    lines = [
        Line(
            team, colour, dash, _points(found.of(team), [each.share_in_time for each in found.of(team)], fewest=_FEWEST)
        )
        for team, (colour, dash) in zip(teams, STYLES, strict=False)
    ]
    limit = "ever" if found.deadline is None else f"within {found.deadline:g} minutes"
    subtitle = f"Alerts begun {limit}, of all alerts. {_simulated(found)}"
    if not any(line.points for line in lines):
        return empty("No alerts at any threshold.", width=width, title=title, subtitle=subtitle)
    told = "; ".join(
        f"{team} at {threshold_text(point.threshold)}: {_told(point.share_in_time, share=True)}"
        for team in teams
        for point in _some(found.of(team))
    )
    return threshold_lines(
        lines,
        Axis(0.0, 1.0, nice_ticks(0.0, 1.0), logarithmic=False, percent=True),
        title=title,
        subtitle=subtitle,
        description=f"{title}. {told}.",
        width=width,
    )


def _simulated(found: Sweep) -> str:
    return f"Simulated: {found.replications:,} times {found.days:,} days; bands are 95 % intervals."


def _points(
    points: Sequence[Point], shown: Sequence[Interval], *, fewest: int = 0
) -> tuple[tuple[float, float, float | None, float | None], ...]:
    return tuple(
        (point.threshold, each.value, each.low, each.high)
        for point, each in zip(points, shown, strict=True)
        if each.value is not None and point.counts.alerts >= fewest
    )


def _capacity(found: Sweep, points: Sequence[Point]) -> list[Line]:
    """For each length of shift the alerts one person can handle in it, at the mean minutes an alert took."""
    lengths = sorted({shift.length for shift in points[0].shifts if shift.people})
    days = found.days * found.replications
    each = [
        (point.threshold, (point.minutes_per_day.value or 0.0) * days / point.counts.handled)
        for point in points
        if point.counts.handled >= _FEWEST
    ]
    return [
        Line(
            f"most that {length / 60:g} h hold" if len(lengths) > 1 else "most that a person can handle",
            palette.MUTED,
            (5, 4),
            tuple((at, length / minutes, None, None) for at, minutes in each),
        )
        for length in lengths
    ]


def _some(points: Sequence[Point]) -> Sequence[Point]:
    return points[:: max(1, len(points) // 6)]


def _told(shown: Interval, *, share: bool = False) -> str:
    if shown.value is None or shown.low is None or shown.high is None:
        return "none"
    if share:
        return percent(shown.value)
    return f"{decimal(shown.value, 1)} ({decimal(shown.low, 1)} to {decimal(shown.high, 1)})"
