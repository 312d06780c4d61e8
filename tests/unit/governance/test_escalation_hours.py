"""The clock of a breach at its boundaries: at the hour, when clocks change, after a day without a tick."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from attending.governance.rules.escalation import Escalation
from attending.policies.default import default_policy

HIGH = default_policy().tier("high")
INSTANT = timedelta(microseconds=1)


def clock(opened_at: datetime) -> Escalation:
    return Escalation(opened_at=opened_at, steps=HIGH.escalation, pause_after_hours=HIGH.pause_after_hours)


def test_a_level_is_told_at_the_hour_and_not_a_moment_before() -> None:
    opened = datetime(2026, 6, 1, 8, tzinfo=UTC)
    found = clock(opened)
    for number, hours in enumerate((4, 12, 24), start=1):
        at = opened + timedelta(hours=hours)
        assert number not in {level.number for level in found.due(at - INSTANT, ())}
        assert number in {level.number for level in found.due(at, ())}
    pause = opened + timedelta(hours=48)
    assert (found.pause_due(pause - INSTANT), found.pause_due(pause)) == (False, True)


def test_hours_are_hours_that_pass_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    opened = datetime(2026, 3, 28, 12, tzinfo=berlin).astimezone(UTC)  # the clocks go forward in the night after
    found = clock(opened)
    assert found.pause_at == opened + timedelta(hours=48)
    assert found.pause_at.astimezone(berlin) == datetime(2026, 3, 30, 13, tzinfo=berlin)


def test_after_a_day_without_a_tick_every_level_is_due_once_in_order() -> None:
    opened = datetime(2026, 6, 1, 8, tzinfo=UTC)
    found = clock(opened)
    assert [level.number for level in found.due(opened + timedelta(hours=30), {0})] == [1, 2, 3]
    assert found.due(opened + timedelta(hours=30), {0, 1, 2, 3}) == []
