"""Where a use case of a roadmap really is, against its plan. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from attending.strategy.rules.quarters import between, later, name_of, quarter_of
from attending.strategy.rules.roadmap_facts import Work


def work_of(
    started: date, finished: date | None, quarters_left: int | None, *, reported_on: date, estimated: int
) -> Work:
    """What a report says: ``quarters_left`` counts from its quarter; without it ``estimated`` counts from the start."""
    if finished is not None:
        return Work(started, finished, finished)
    if quarters_left is None:
        return Work(started, None, later(started, estimated - 1))
    return Work(started, None, later(quarter_of(reported_on), max(quarters_left, 1) - 1))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a use case stands against its plan; ``late`` in quarters, below 0 early. ``kind`` is that of a Status."""

    kind: str
    words: str
    late: int = 0


def standing(planned_start: date, planned_finish: date, work: Work | None, *, today: date) -> Standing:
    """In words, such as ``late by a quarter``. ``planned_finish`` is the last quarter of the planned work."""
    now = quarter_of(today)
    if work is None:
        if now <= planned_start:
            return Standing("neutral", f"to start in {name_of(planned_start)}")
        late = between(planned_start, now)
        return Standing("watch", f"not started, late by {_quarters(late)}", late)
    if work.finished is not None:
        late = between(planned_finish, work.finished)
        return Standing("ok", f"finished in {name_of(work.finished)}, {_against(late)}", late)
    late = between(planned_finish, work.expected)
    kind = "watch" if late > 0 else "info"
    return Standing(kind, f"in work, expected in {name_of(work.expected)}, {_against(late)}", late)


def _against(late: int) -> str:
    if late == 0:
        return "as planned"
    return f"late by {_quarters(late)}" if late > 0 else f"early by {_quarters(-late)}"


def _quarters(count: int) -> str:
    return "a quarter" if count == 1 else f"{count} quarters"
