"""What the charts of the alert queue say in their titles."""

from collections.abc import Sequence

from attending.analytics.alert_queue import Choice, Point, Sweep
from attending.charts.numbers import decimal, joined

_IN_TIME = 0.9


def threshold_text(threshold: float) -> str:
    """A threshold as short as it can be said."""
    return f"{threshold:.4g}"


def realised_answer(choices: Sequence[Choice]) -> str:
    """What does choosing without regard to capacity cost, for the team it costs most?"""
    worst = max(choices, key=lambda choice: (choice.gain.low or 0.0, choice.gain.value or 0.0))
    blind, aware = threshold_text(worst.blind.threshold), threshold_text(worst.aware.threshold)
    if (worst.gain.low or 0.0) <= 0:
        return f"A threshold of {blind} looks best without limits, and no team shown does clearly better with another"
    return (
        f"{worst.team[:1].upper()}{worst.team[1:]}: a threshold of {aware} is worth "
        f"{_amount(worst.aware.realised.value)} per 1,000 patients; {blind}, which looks best without limits, only "
        f"{_amount(worst.blind.realised.value)}"
    )


def carried_answer(points: Sequence[Point]) -> str:
    """From which threshold on does every shift with people have fewer alerts than it has time for? Others are told."""
    fitting = [point for point in points if _fits(point)]
    empty = [shift.name for shift in points[0].shifts if not shift.people and any(_comes(points, shift.name))]
    nobody = f"; in shift {joined(empty)} alerts come and nobody is on duty" if empty else ""
    if not fitting:
        return f"At no threshold shown does every shift have time for its alerts{nobody}"
    lowest = fitting[0]
    most = max((shift.alerts_per_person.value or 0.0) for shift in lowest.shifts)
    start = f"From a threshold of {threshold_text(lowest.threshold)} on"
    if len(fitting) == len(points):
        start = "At every threshold shown"
    return f"{start} each shift has time for its alerts, there at most {decimal(most, 1)} for each person{nobody}"


def _comes(points: Sequence[Point], name: str) -> list[float]:
    return [shift.alerts.value or 0.0 for point in points for shift in point.shifts if shift.name == name]


def in_time_answer(found: Sweep, teams: Sequence[str]) -> str:
    """From which threshold on are nine of ten alerts in time, team by team?"""
    first = {
        team: next((each for each in found.of(team) if (each.share_in_time.value or 0.0) >= _IN_TIME), None)
        for team in teams
    }
    reached = [f"{threshold_text(each.threshold)} ({team})" for team, each in first.items() if each is not None]
    never = [team for team, each in first.items() if each is None]
    if not reached:
        return f"At no threshold shown are nine of ten alerts in time with {joined(never)}"
    tail = f"; at none with {joined(never)}" if never else ""
    return f"Nine of ten alerts are in time from a threshold of {joined(reached)} on{tail}"


def _fits(point: Point) -> bool:
    """Whether the alerts that come in each shift with people take less than their time."""
    minutes = sum(shift.minutes.value or 0.0 for shift in point.shifts)
    handled = sum(shift.handled.value or 0.0 for shift in point.shifts)
    each = minutes / handled if handled else 0.0
    staffed = [shift for shift in point.shifts if shift.people]
    return all((shift.alerts.value or 0.0) * each < shift.people * shift.length for shift in staffed)


def _amount(value: float | None) -> str:
    return "nothing" if value is None else decimal(value, 1)
