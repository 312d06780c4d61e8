"""What the simulation answers, as frozen records that can be kept as JSON (`attending.analytics.records`)."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.alert_queue.interval import Interval


@dataclass(frozen=True, slots=True)
class Counts:
    """What was simulated in all, over all replications; the denominators of the shares.

    Of `patients`, `events` have the event. `alerts` = `handled` + `lapsed`; `in_time` are the handled ones begun by the
    deadline. The `true_` counts are those among patients with the event.
    """

    patients: int
    events: int
    alerts: int
    true_alerts: int
    handled: int
    true_handled: int
    in_time: int
    true_in_time: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class ShiftResult:
    """One shift at one threshold, per shift worked.

    `alerts` come while it runs (where shifts overlap, to the one that began last), of them `share_in_time` are begun by
    the deadline, by whomever, and `share_lapsed` never. `handled` are begun by its own people, also those left over
    from before; `minutes` are the work that is, `overtime` the part after the shift's end, `share_of_time` the work
    within the shift by staff time. Values per person are None where nobody is on duty.
    """

    name: str
    people: int
    length: float
    alerts: Interval
    alerts_per_person: Interval
    share_in_time: Interval
    share_lapsed: Interval
    handled: Interval
    handled_per_person: Interval
    minutes: Interval
    minutes_per_person: Interval
    overtime: Interval
    share_of_time: Interval


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold with one team.

    `share_in_time` and `share_lapsed` are of all alerts, `true_in_time` of those with the event. Waiting times are
    minutes from alert to begin, of alerts that are handled. `ppv` is of alerts, `sensitivity` of patients with the
    event, `evaluated_per_case` alerts for each true one. `ignoring_capacity` and `realised` are net benefit in true
    positives per 1,000 patients: if every alert were handled at once, and as it happened. `realised_each` holds the
    latter for each replication. `unattended` alerts a day come when no shift runs. What still
    waits after the last day is handled then, and counted.
    """

    threshold: float
    team: str
    counts: Counts
    alerts_per_day: Interval
    share_in_time: Interval
    true_in_time: Interval
    share_lapsed: Interval
    wait_mean: Interval
    wait_median: Interval
    wait_90: Interval
    wait_95: Interval
    minutes_per_day: Interval
    share_of_time: Interval
    ppv: Interval
    sensitivity: Interval
    evaluated_per_case: Interval
    ignoring_capacity: Interval
    realised: Interval
    realised_each: tuple[float, ...]
    unattended: Interval
    shifts: tuple[ShiftResult, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """For one team the threshold that is best if capacity is ignored (`blind`) and the one best under it (`aware`).

    `gain` is the realised net benefit per 1,000 patients that the second has over the first, both on the same patients.
    """

    team: str
    blind: Point
    aware: Point
    gain: Interval


@dataclass(frozen=True)
class Sweep:
    """Every threshold (ascending) with every team, in that order of nesting within teams; what was simulated, and how.

    `covers` says in words what the intervals cover.
    """

    title: str
    source: str
    thresholds: tuple[float, ...]
    teams: tuple[str, ...]
    deadline: float | None
    days: int
    replications: int
    seed: int
    covers: str
    spread: bool
    points: tuple[Point, ...]

    def at(self, threshold: float, team: str) -> Point | None:
        """The point of the grid; None where it was not simulated."""
        for each in self.points:
            if each.threshold == threshold and each.team == team:
                return each
        return None

    def of(self, team: str) -> tuple[Point, ...]:
        """One team's points by ascending threshold."""
        return tuple(each for each in self.points if each.team == team)
