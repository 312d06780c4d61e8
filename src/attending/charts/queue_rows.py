"""The numbers of the alert queue as tables of words."""

from collections.abc import Callable

from attending.analytics.alert_queue import Interval, Sweep, best
from attending.charts.numbers import decimal, percent
from attending.charts.queue_answers import threshold_text
from attending.charts.rows import Column, Table

_NONE = "\N{EN DASH}"


def alerts_by_shift(found: Sweep) -> Table:
    """One row a threshold: alerts a day and in each shift, what they find, and their worth without limits."""
    points = found.of(found.teams[0])
    names = [shift.name for shift in points[0].shifts] if points else []
    return Table(
        f"Alerts at each threshold, over {found.replications:,} times {found.days:,} simulated days",
        _columns(
            "Threshold",
            "Alerts a day",
            *(f"In shift {name}" for name in names),
            "PPV",
            "Evaluated per case",
            "Sensitivity",
            "Worth without limits, per 1,000",
        ),
        tuple(
            (
                threshold_text(point.threshold),
                _amount(point.alerts_per_day),
                *(_amount(shift.alerts) for shift in point.shifts),
                _share(point.ppv),
                _amount(point.evaluated_per_case),
                _share(point.sensitivity),
                _interval(point.ignoring_capacity),
            )
            for point in points
        ),
    )


def team_rows(found: Sweep, team: str) -> Table:
    """One row a threshold: what it means for each person of a team, and what is done in time."""
    points = found.of(team)
    staffed = [shift for shift in points[0].shifts if shift.people] if points else []
    return Table(
        f"Team {team}: " + ", ".join(f"{shift.name} {shift.people}" for shift in (points[0].shifts if points else ())),
        _columns(
            "Threshold",
            *(f"Alerts per person, {shift.name}" for shift in staffed),
            *(f"Time taken, {shift.name}" for shift in staffed),
            "In time",
            "Lapsed",
            "Median wait, min",
            "Wait of 1 in 10, min",
            "Worth, per 1,000",
        ),
        tuple(
            (
                threshold_text(point.threshold),
                *(_amount(shift.alerts_per_person) for shift in point.shifts if shift.people),
                *(_share(shift.share_of_time) for shift in point.shifts if shift.people),
                _interval(point.share_in_time, percent),
                _share(point.share_lapsed),
                _amount(point.wait_median),
                _amount(point.wait_90),
                _interval(point.realised),
            )
            for point in points
        ),
    )


def realised_rows(found: Sweep) -> Table:
    """One row a team: the threshold that looks best, the one that is best for it, and what the difference is worth."""
    return Table(
        "Found in time, less harm, per 1,000 patients, 95 % intervals",
        _columns("Team", "Looks best", "Worth with this team", "Best with this team", "Worth", "Difference"),
        tuple(
            (
                choice.team,
                threshold_text(choice.blind.threshold),
                _interval(choice.blind.realised),
                threshold_text(choice.aware.threshold),
                _interval(choice.aware.realised),
                _interval(choice.gain),
            )
            for choice in best(found)
        ),
    )


def _columns(first: str, *others: str) -> tuple[Column, ...]:
    return (Column(first, False), *(Column(name, True) for name in others))


def _plain(value: float) -> str:
    return decimal(value, 0 if abs(value) >= 100 else 1)


def _amount(shown: Interval) -> str:
    return _NONE if shown.value is None else _plain(shown.value)


def _share(shown: Interval) -> str:
    return _NONE if shown.value is None else percent(shown.value)


def _interval(shown: Interval, said: Callable[[float], str] = _plain) -> str:
    if shown.value is None or shown.low is None or shown.high is None:
        return _NONE
    low = said(shown.low).removesuffix("\N{NO-BREAK SPACE}%")
    return f"{said(shown.value)} ({low} to {said(shown.high)})"
