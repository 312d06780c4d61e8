"""When an unanswered breach reaches whom, and when it pauses by itself. Pure: times in, times out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from attending.policies.model import EscalationStep

PAUSE_AUTHORITY: Final = "pause_authority"
"""Whom level 0 tells: the person whom the threshold names."""
DEPUTY: Final = "deputy"
LONGEST_SNOOZE: Final = timedelta(days=30)
UNANSWERED: Final = "Nobody answered the breach in time; the system paused it, as was agreed."
NOT_RUNNING: Final = "It is not running any more."


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``start`` on nobody further is told, until ``end``."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Level:
    """``tell`` is told at ``at``; ``silenced`` where that is later than the policy says, because somebody has it."""

    number: int
    tell: str
    at: datetime
    silenced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An open breach or drill as its clock sees it.

    ``steps`` follow the opening, ordered by their hours. ``quiets`` come of acknowledgement and snoozes: ``quiets_of``.
    ``pause_after_hours`` None: nothing is ever paused by itself.
    """

    opened_at: datetime
    steps: Sequence[EscalationStep]
    quiets: Sequence[Quiet] = ()
    pause_after_hours: int | None = None

    def levels(self) -> list[Level]:
        """Every level with the time it is told, the first at the opening; times never go back from level to level."""
        found = [Level(0, PAUSE_AUTHORITY, self.opened_at)]
        for number, step in enumerate(sorted(self.steps, key=lambda each: each.after_hours), 1):
            planned = self.opened_at + timedelta(hours=step.after_hours)
            at = self._after_quiet(planned)
            found.append(Level(number, step.tell, at, at > planned))
        return found

    def due(self, now: datetime, told: Collection[int]) -> list[Level]:
        """The levels to tell now, in order; never one that was told."""
        return [level for level in self.levels() if level.at <= now and level.number not in told]

    def next(self, now: datetime, told: Collection[int]) -> Level | None:
        """The level that is told next, or None where everybody has been."""
        return next((level for level in self.levels() if level.number not in told and level.at > now), None)

    @property
    def pause_at(self) -> datetime | None:
        """When it is paused by itself while nobody decides; neither acknowledgement nor snooze moves it."""
        return None if self.pause_after_hours is None else self.opened_at + timedelta(hours=self.pause_after_hours)

    def pause_due(self, now: datetime) -> bool:
        return self.pause_at is not None and self.pause_at <= now

    def _after_quiet(self, planned: datetime) -> datetime:
        """The first moment from ``planned`` on that lies in no quiet time; quiet times may meet or overlap."""
        at = planned
        for quiet in sorted(self.quiets, key=lambda each: (each.start, each.end)):
            if quiet.start <= at < quiet.end:
                at = quiet.end
        return at


def quiets_of(
    acknowledged: Sequence[datetime], answer_by: datetime, snoozes: Sequence[tuple[datetime, datetime]]
) -> tuple[Quiet, ...]:
    """Quiet times: from each acknowledgement to the deadline, none where it came later, and each snooze."""
    found = [Quiet(at, answer_by) for at in acknowledged if at < answer_by]
    return (*found, *(Quiet(at, until) for at, until in snoozes))


def snooze_faults(*, now: datetime, until: datetime, reason: str) -> list[str]:
    """What is wrong with a snooze, in sentences; empty when it can be recorded."""
    found = []
    if not reason.strip():
        found.append("Write why nobody further needs to be told until then.")
    if until <= now:
        found.append("A snooze ends in the future.")
    if until - now > LONGEST_SNOOZE:
        found.append(f"A snooze ends within {LONGEST_SNOOZE.days} days; then it is looked at anew.")
    return found
