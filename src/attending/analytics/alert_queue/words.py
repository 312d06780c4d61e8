"""What a sweep says in sentences: what each team should choose, who can carry which threshold, and what to trust."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics.alert_queue.demand import Demand
from attending.analytics.alert_queue.erlang import plausibility
from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.interval import Interval
from attending.analytics.alert_queue.results import Choice, Point
from attending.analytics.alert_queue.staffing import Team


def say_blind(choice: Choice) -> str:
    """The threshold that looks best if capacity is ignored, which is the same for every team."""
    blind = choice.blind
    return (
        f"If every alert were handled at once, {blind.threshold:.4g} would be best, worth "
        f"{_between(blind.ignoring_capacity)} net true positives per 1,000 patients.{_harms(blind.ignoring_capacity)}"
    )


def say_choice(choice: Choice) -> str:
    """What becomes of that threshold with this team, and the one that is best under its capacity."""
    blind, aware = choice.blind, choice.aware
    there = f"With team {choice.team} it is worth {_between(blind.realised)}{_because(blind)}."
    if blind.threshold == aware.threshold:
        return f"{there} No other threshold is worth more.{_harms(aware.realised)}"
    best_one = f"{aware.threshold:.4g}: {_between(aware.realised)}{_because(aware)}."
    return f"{there} Best for this team is {best_one}{_harms(aware.realised)}"


def say_carrying(asked: Sequence[Demand]) -> str:
    """From which threshold on a team's time is enough on every shift, and what stands in the way below it.

    asked: the team's demand at each threshold, ascending; at least one.
    """
    name = asked[0].team
    carried = [each for each in asked if each.below_capacity]
    refused = [each for each in asked if not each.below_capacity]
    if not refused:
        return f"Team {name} has time for every threshold from {asked[0].threshold:.4g} on."
    if not carried:
        return f"Team {name} can carry none of these thresholds. At {refused[-1].threshold:.4g}: {_said(refused)}"
    return (
        f"Team {name} can carry {carried[0].threshold:.4g} and above. At {refused[-1].threshold:.4g}: {_said(refused)}"
    )


def say_plausibility(workload: Workload, point: Point, team: Team) -> str:
    """The simulated mean wait beside that of Erlang's formula, or why the formula says nothing here."""
    told = plausibility(workload, point.threshold, team)
    if told.expected is None or told.mean_wait is None:
        return f"Erlang's formula says nothing here: {'; '.join(told.unmet)}."
    about = "about " if told.approximate else ""
    return (
        f"Plausibility, team {team.name} at {point.threshold:.4g}: Erlang's formula (1917) expects a mean wait of "
        f"{about}{told.mean_wait:.3g} minutes; simulated {_between(point.wait_mean)}."
    )


def _said(refused: Sequence[Demand]) -> str:
    said = " ".join(refused[-1].reasons)
    return said[:1].lower() + said[1:]


def _harms(best_worth: Interval) -> str:
    """What must be said where even the best threshold costs more than it brings."""
    return " Not to alert at all, worth 0, is better." if (best_worth.value or 0.0) < 0 else ""


def _because(point: Point) -> str:
    told = []
    if point.share_in_time.value is not None:
        told.append(f"{_percent(point.share_in_time.value)} of alerts in time")
    busy = [each for each in point.shifts if each.alerts_per_person.value is not None]
    if busy:
        most = max(busy, key=lambda each: each.alerts_per_person.value or 0.0)
        told.append(f"{most.alerts_per_person.value:.1f} alerts for each person in shift {most.name}")
    return f", with {' and '.join(told)}" if told else ""


def _percent(share: float) -> str:
    """Whole percent; only all of them are 100."""
    return "> 99 %" if share < 1 and round(100 * share) == 100 else f"{100 * share:.0f} %"


def _between(shown: Interval) -> str:
    if shown.value is None or shown.low is None or shown.high is None:
        return "nothing"
    return f"{shown.value:.1f} ({shown.low:.1f} to {shown.high:.1f})"
