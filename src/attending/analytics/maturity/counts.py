"""What is known of the outcomes of each month's rows."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class PeriodMaturity:
    """Rows of one month (ISO, such as 2026-03) by what is known of their outcome.

    Only `event` and `no_event` are labels. `waiting` rows have a horizon that has not passed, `event_already_seen`
    those of them that have the event: they are among `waiting`, and count as events once their horizon has passed, like
    everybody's. `lost` ended their follow-up before. `unknown`: the event's value cannot be read, or a row of the
    events that was set aside could have been theirs. `set_apart`: the target came before. `unreadable`: patient, score
    or time is missing.
    """

    period: str
    event: int = 0
    no_event: int = 0
    waiting: int = 0
    event_already_seen: int = 0
    lost: int = 0
    unknown: int = 0
    set_apart: int = 0
    unreadable: int = 0

    def __post_init__(self) -> None:
        counts = [getattr(self, each.name) for each in fields(self) if each.name != "period"]
        if min(counts) < 0 or self.event_already_seen > self.waiting:
            raise ValueError(f"The maturity counts of {self.period} are no counts: {counts}.")

    @property
    def rows(self) -> int:
        """All rows of the month."""
        return self.mature + self.waiting + self.lost + self.unknown + self.set_apart + self.unreadable

    @property
    def mature(self) -> int:
        """Rows with a label."""
        return self.event + self.no_event


@dataclass(frozen=True, slots=True)
class MaturityCounts:
    """Maturity by month, in order of the months; each month once."""

    periods: tuple[PeriodMaturity, ...] = ()

    def __post_init__(self) -> None:
        names = [each.period for each in self.periods]
        if names != sorted(set(names)):
            raise ValueError("Months come in order, each once.")

    @property
    def total(self) -> PeriodMaturity:
        """All months together, under the name "all"."""
        return _sum("all", self.periods)

    def merge(self, other: MaturityCounts) -> MaturityCounts:
        """The counts of both parts of a log together; a month that both have is added."""
        names = sorted({each.period for each in (*self.periods, *other.periods)})
        return MaturityCounts(
            tuple(_sum(name, [e for e in (*self.periods, *other.periods) if e.period == name]) for name in names)
        )


def _sum(period: str, parts: tuple[PeriodMaturity, ...] | list[PeriodMaturity]) -> PeriodMaturity:
    names = [each.name for each in fields(PeriodMaturity) if each.name != "period"]
    return PeriodMaturity(period, **{name: sum(getattr(part, name) for part in parts) for name in names})
