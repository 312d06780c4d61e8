"""What a reality check finds: counts with their denominators, and times. Nothing of it names a case."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.event_log.drawn import TimeRule


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """An activity of the log: its events, the cases that have it, and the cases that begin and that end with it.

    The latter two are None where they are not told.
    """

    name: str
    events: int
    cases: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` follows directly on `source` `count` times, in `cases` cases; mean and median seconds in between."""

    source: str
    target: str
    count: int
    cases: int
    mean_seconds: float
    median_seconds: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Rows that are not listed one by one: how many, and their counts together."""

    rows: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class DirectlyFollows:
    """Activities and pairs, the most frequent first; `transitions` is the number of all pairs of events.

    `rarer` are activities (events) and `rarer_edges` pairs (transitions) whose counts are too small to be told.
    """

    activities: tuple[ActivityCount, ...]
    edges: tuple[Edge, ...]
    transitions: int
    rarer: Rest = Rest()
    rarer_edges: Rest = Rest()


@dataclass(frozen=True, slots=True)
class Variant:
    """A sequence of activities, the cases that follow it, and their share of all cases."""

    activities: tuple[str, ...]
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class Variants:
    """How many `distinct` variants `cases` cases have, `single` of them one case each, and the most frequent ones."""

    distinct: int
    cases: int
    single: int
    top: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Throughput:
    """Seconds from first to last event over `cases` cases, `single` of them with one event; None without a case."""

    cases: int
    single: int
    mean_seconds: float | None
    p10_seconds: float | None
    p25_seconds: float | None
    median_seconds: float | None
    p75_seconds: float | None
    p90_seconds: float | None


@dataclass(frozen=True, slots=True)
class StepCoverage:
    """A drawn step: its events and the cases that have one; `absent` are those of its `activities` the log has not.

    `mapped` is false where the map gives it no event: then it cannot be checked. Counts are None where they are small.
    """

    key: str
    name: str
    mapped: bool
    events: int | None
    cases: int | None
    activities: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def seen(self) -> bool:
        """Whether the log has an event of this step; a count that is not told is above zero."""
        return self.mapped and self.events != 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The drawn steps against the log: `drawn_events` of `events` events belong to a drawn step.

    Where small counts are withheld, those of activities that are not told are not among `drawn_events`.
    """

    steps: tuple[StepCoverage, ...]
    events: int
    drawn_events: int
    cases: int
    undrawn: tuple[ActivityCount, ...]

    @property
    def seen(self) -> int:
        """Steps with an event in the log."""
        return sum(step.seen for step in self.steps)

    @property
    def not_seen(self) -> int:
        """Steps that name events, none of which is in the log."""
        return sum(step.mapped and not step.seen for step in self.steps)

    @property
    def unmapped(self) -> int:
        """Steps that name no event."""
        return sum(not step.mapped for step in self.steps)


@dataclass(frozen=True, slots=True)
class Reversal:
    """Of `both` cases with both steps, `reversed` have the one drawn later first; at the same time is no reversal."""

    earlier: str
    later: str
    both: int
    reversed: int

    @property
    def share(self) -> float:
        """The share of cases in the other order, among those with both."""
        return self.reversed / self.both


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """First events of drawn steps against the drawn order.

    Of `cases` cases, `compared` have two steps whose order is drawn, and `reversed` of those have a pair in the other
    order. `pairs` lists pairs of steps by name that some case has in the other order, the largest share first;
    `rarer` are those too rare to be told.
    """

    cases: int
    compared: int
    reversed: int
    pairs: tuple[Reversal, ...]
    rarer: Rest = Rest()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of a time rule in the cases that activated it: each is in one of the other four."""

    activated: int
    before: int
    in_time: int
    late: int
    missing: int

    @property
    def done(self) -> int:
        """Cases in which it was done at all."""
        return self.before + self.in_time + self.late

    def kept(self, rule: TimeRule) -> int:
        """Cases that kept the rule."""
        return self.in_time + (self.before if rule.counts_before else 0)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """A rule's outcomes among the cases of one level of an attribute; None where a count is too small to be told."""

    attribute: str
    level: str
    activated: int | None
    before: int | None
    in_time: int | None
    late: int | None
    missing: int | None

    @classmethod
    def of(cls, attribute: str, level: str, outcomes: Outcomes) -> RuleGroup:
        """The group with every count."""
        found = outcomes
        return cls(attribute, level, found.activated, found.before, found.in_time, found.late, found.missing)

    def kept(self, rule: TimeRule) -> int | None:
        """Cases that kept the rule; None where that would tell a small count."""
        if self.in_time is None or (rule.counts_before and self.before is None):
            return None
        return self.in_time + (self.before or 0 if rule.counts_before else 0)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A time rule against the log; the median minutes to its end, of those that ended it at or after its start.

    `absent` are activities of the rule that the log does not have.
    """

    rule: TimeRule
    outcomes: Outcomes
    median_minutes: float | None
    groups: tuple[RuleGroup, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class RealityCheck:
    """A log, and a map held against it: `coverage` and `order` are None where no steps were drawn.

    `first` and `last` are the ISO dates of the first and last event in `time_zone`. Where small counts are withheld,
    `smallest` is the smallest that is told; else None.
    """

    cases: int
    events: int
    first: str | None
    last: str | None
    time_zone: str
    graph: DirectlyFollows
    variants: Variants
    throughput: Throughput
    coverage: Coverage | None
    order: OrderCheck | None
    rules: tuple[RuleResult, ...]
    smallest: int | None = None
