"""What a simulation of the alert queue is told: arrivals, shifts, teams, handling, deadline, effect, and how long."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from attending.analytics.alert_queue.checks import require
from attending.analytics.alert_queue.staffing import Shift, Team
from attending.analytics.alert_queue.validation import Validation

MOST_PATIENTS: Final = 10_000_000
MOST_WORK: Final = 1_000_000_000
"""Refused beyond: patients of all replications, and patients times thresholds times teams."""

FEWEST_COUNTED: Final = 10
"""People of each outcome below which a validation cannot be drawn anew."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Patients scored per hour: 24 numbers from midnight, or 168 from Monday's midnight; they repeat."""

    by_hour: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.by_hour) not in (24, 168):
            raise ValueError(
                f"by_hour has {len(self.by_hour)} numbers; give 24, from midnight, or 168, from Monday's midnight."
            )
        for hour, each in enumerate(self.by_hour):
            require(f"by_hour, hour {hour}", each, most=1e6)
        if not any(self.by_hour):
            raise ValueError("by_hour is 0 at every hour; give at least one hour in which patients come.")

    @property
    def per_day(self) -> float:
        """Patients on an average day."""
        return math.fsum(self.by_hour) * 24 / len(self.by_hour)


@dataclass(frozen=True, slots=True)
class Handling:
    """Working minutes for one alert: the mean, and for lognormal times their standard deviation `spread`.

    `false_minutes` is the mean for a false alert where that differs; its spread is in proportion.
    """

    minutes: float
    spread: float = 0.0
    false_minutes: float | None = None
    kind: Literal["lognormal", "fixed", "exponential"] = "lognormal"

    def __post_init__(self) -> None:
        require("minutes of handling", self.minutes, above=0, most=10_000)
        require("spread of handling", self.spread, most=100_000)
        if self.false_minutes is not None:
            require("false_minutes of handling", self.false_minutes, above=0, most=10_000)
        if self.kind != "lognormal" and self.spread:
            raise ValueError(f"spread is {self.spread:g}, but {self.kind} times have none of their own; leave it out.")

    def mean(self, *, true: bool) -> float:
        """Mean minutes for a true or a false alert."""
        return self.minutes if true or self.false_minutes is None else self.false_minutes


@dataclass(frozen=True, slots=True)
class Deadline:
    """Minutes from the alert by which somebody must have begun with it, and what becomes of it then.

    "lapses": nobody takes it any more, it costs no work and has no effect. "late": it stays in the queue and is
    handled, late. An alert that is begun exactly at the deadline is in time.
    """

    minutes: float
    after: Literal["lapses", "late"] = "lapses"

    def __post_init__(self) -> None:
        require("minutes of the deadline", self.minutes, above=0, most=1_000_000)


@dataclass(frozen=True, slots=True)
class Effect:
    """What handling an alert is worth, in true positives acted on at once.

    "step": a true alert is worth 1 if begun by the deadline, else 0. "decay": exp(-d / `decay_minutes`) after d
    minutes. `harm_false` is what one false alert's handling costs a patient (the odds of a threshold pt/(1-pt) that
    one would act at); `cost_per_minute` what a minute of work costs.
    """

    kind: Literal["step", "decay"] = "step"
    decay_minutes: float | None = None
    harm_false: float = 0.0
    cost_per_minute: float = 0.0

    def __post_init__(self) -> None:
        if (self.kind == "decay") != (self.decay_minutes is not None):
            raise ValueError(
                f"The effect is a {self.kind!r} and decay_minutes is {self.decay_minutes}; give it for a decay only."
            )
        if self.decay_minutes is not None:
            require("decay_minutes", self.decay_minutes, above=0, most=1e7)
        require("harm_false", self.harm_false, most=1e6)
        require("cost_per_minute", self.cost_per_minute, most=1e6)


@dataclass(frozen=True, slots=True)
class Run:
    """How long and how often: `replications` independent runs of `days` each, from an empty queue on a Monday, 00:00.

    `resample_validation` draws the validation anew for each replication (bootstrap), so that intervals cover its
    uncertainty as well.
    """

    days: int = 28
    replications: int = 20
    seed: int = 1
    resample_validation: bool = False

    def __post_init__(self) -> None:
        require("days", self.days, least=1, most=36_500)
        require("replications", self.replications, least=2, most=10_000)
        require("seed", self.seed, most=2**63)


@dataclass(frozen=True)
class Workload:
    """Everything the simulation needs. `thresholds` ascend or are empty, which takes a grid of the validation's bins.

    Raises ValueError, with what to change, for parts that do not fit together or a run that would take too long.
    """

    validation: Validation
    arrivals: Arrivals
    shifts: tuple[Shift, ...]
    teams: tuple[Team, ...]
    handling: Handling
    deadline: Deadline | None = None
    effect: Effect = field(default_factory=Effect)
    order: Literal["first-come", "highest-risk"] = "first-come"
    run: Run = field(default_factory=Run)
    thresholds: tuple[float, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        names = [each.name for each in self.shifts]
        if not names or len(set(names)) != len(names) or len(names) > 24:
            raise ValueError(f"There are shifts {names}; give 1 to 24, each with a name of its own.")
        if not self.teams or len({each.name for each in self.teams}) != len(self.teams):
            raise ValueError("Give at least one team, and each a name of its own.")
        for team in self.teams:
            self.people_of(team)
        if self.effect.kind == "step" and self.deadline is None:
            raise ValueError("A step needs the deadline after which there is no effect; give [deadline] minutes.")
        counted = min(self.validation.events, self.validation.people - self.validation.events)
        if self.run.resample_validation and counted < FEWEST_COUNTED:
            raise ValueError(
                f"The validation has {counted:g} people of one outcome, too few to draw it anew; give counts of at "
                f"least {FEWEST_COUNTED} with and without the event, or resample_validation = false."
            )
        for threshold in self.thresholds:
            self.validation.first_bin(threshold)
        if len(set(self.thresholds)) != len(self.thresholds):
            raise ValueError("thresholds has one twice; give each once.")
        if self.patients > MOST_PATIENTS:
            most = int(MOST_PATIENTS / (self.arrivals.per_day * self.run.replications))
            raise ValueError(
                f"{self.run.replications:,} runs of {self.run.days:,} days would draw {self.patients:,.0f} patients; "
                f"at most {MOST_PATIENTS:,} are drawn, which is {most:,} days."
            )
        points = len(self.grid) * len(self.teams)
        if self.patients * points > MOST_WORK:
            raise ValueError(
                f"{len(self.grid)} thresholds and {len(self.teams)} teams with {self.patients:,.0f} patients are too "
                f"much work; at most {int(MOST_WORK / self.patients):,} combinations: take fewer, or fewer days."
            )

    @property
    def patients(self) -> float:
        """Expected patients in all replications."""
        return self.arrivals.per_day * self.run.days * self.run.replications

    @cached_property
    def grid(self) -> tuple[float, ...]:
        """The thresholds to simulate, ascending."""
        return tuple(sorted(self.thresholds)) or self.validation.grid()

    def people_of(self, team: Team) -> tuple[int, ...]:
        """People by shift, in the order of `shifts`. Raises ValueError for a shift that is unknown or not spoken of."""
        names = [each.name for each in self.shifts]
        unknown = [each for each in team.people if each not in names]
        missing = [each for each in names if each not in team.people]
        if unknown:
            raise ValueError(f"Team {team.name!r} has people in {unknown[0]!r}; the shifts are {', '.join(names)}.")
        if missing:
            raise ValueError(f"Team {team.name!r} does not say who is there in {missing[0]!r}; give 0 for nobody.")
        return tuple(int(team.people[each]) for each in names)

    def team(self, name: str) -> Team:
        """A team by its name."""
        for each in self.teams:
            if each.name == name:
                return each
        raise ValueError(f"There is no team {name!r}; there are {', '.join(each.name for each in self.teams)}.")
