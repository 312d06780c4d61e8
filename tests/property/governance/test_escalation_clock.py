"""The clock of an unanswered breach: levels in order, each once, silence only delays, and nothing moves the pause."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attending.governance.rules.escalation import Escalation, quiets_of
from attending.policies.model import EscalationStep

OPENED = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOURS = st.integers(0, 200)
MOMENTS = st.integers(0, 20_000).map(lambda minutes: OPENED + timedelta(minutes=minutes))
STEPS = st.lists(
    st.builds(EscalationStep, HOURS.filter(bool), st.sampled_from(["deputy", "safety_officer", "cmio"])), max_size=5
)
SNOOZES = st.lists(
    st.tuples(MOMENTS, st.integers(1, 5_000)).map(lambda each: (each[0], each[0] + timedelta(minutes=each[1]))),
    max_size=3,
)


@st.composite
def escalations(draw: st.DrawFn) -> Escalation:
    return Escalation(
        opened_at=OPENED,
        steps=draw(STEPS),
        quiets=quiets_of(draw(st.lists(MOMENTS, max_size=2)), draw(MOMENTS), draw(SNOOZES)),
        pause_after_hours=draw(st.none() | HOURS),
    )


@given(escalations())
def test_the_first_level_is_told_at_the_opening_and_no_level_before_the_one_below(clock: Escalation) -> None:
    levels = clock.levels()
    assert [level.number for level in levels] == list(range(len(clock.steps) + 1))
    # A snooze cannot reach back: what it begins before the opening is nothing the clock ever sees.
    assert levels[0].at == OPENED
    assert [level.at for level in levels] == sorted(level.at for level in levels)


@given(escalations())
def test_silence_only_delays_and_never_past_its_own_end(clock: Escalation) -> None:
    plain = Escalation(opened_at=OPENED, steps=clock.steps, pause_after_hours=clock.pause_after_hours)
    ends = {quiet.end for quiet in clock.quiets}
    for planned, level in zip(plain.levels(), clock.levels(), strict=True):
        assert level.at == planned.at or (level.at > planned.at and level.at in ends and level.silenced)
        assert not any(quiet.start <= level.at < quiet.end for quiet in clock.quiets) or level.number == 0
    assert clock.pause_at == plain.pause_at


@given(escalations(), st.lists(MOMENTS, max_size=8))
def test_a_clock_that_runs_at_any_times_tells_each_level_once_in_order_and_none_too_early(
    clock: Escalation, runs: list[datetime]
) -> None:
    told: list[int] = []
    for now in sorted(runs):
        due = clock.due(now, told)
        assert all(level.at <= now and level.number not in told for level in due)
        told += [level.number for level in due]
        assert clock.due(now, told) == []
        coming = clock.next(now, told)
        assert coming is None or coming.at > now
    assert told == sorted(set(told))
    if runs:
        assert told == [level.number for level in clock.levels() if level.at <= max(runs)]


@given(escalations(), MOMENTS, MOMENTS)
def test_what_is_due_stays_due(clock: Escalation, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert {level.number for level in clock.due(earlier, ())} <= {level.number for level in clock.due(later, ())}
    assert not clock.pause_due(earlier) or clock.pause_due(later)


@given(MOMENTS, MOMENTS)
def test_who_has_it_after_the_deadline_silences_nothing(acknowledged: datetime, answer_by: datetime) -> None:
    quiets = quiets_of([acknowledged], answer_by, [])
    assert [(quiet.start, quiet.end) for quiet in quiets] == (
        [(acknowledged, answer_by)] if acknowledged < answer_by else []
    )
