"""How a concern stands against its clock, how concerns are counted, and how a receipt is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from attending.policies.model import ConcernRule
from attending.safety.models import Concern, ConcernAnswer, Outcome
from attending.safety.rules.concerns import (
    ConcernState,
    as_receipt,
    new_receipt,
    standing,
    tally,
)

RAISED = datetime(2026, 11, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLOCK = ConcernRule(answer_within_hours=48, follow_up_within_days=14)
ANSWER_WITHIN = timedelta(hours=48)
FOLLOW_UP_WITHIN = timedelta(days=14)


def answer(outcome: Outcome, after: timedelta) -> ConcernAnswer:
    return ConcernAnswer(outcome=outcome, text="So it is.", answered_at=RAISED + after)


@pytest.mark.parametrize(
    ("answers", "after", "state", "in_time"),
    [
        ([], ANSWER_WITHIN, ConcernState.WAITING, None),
        ([], ANSWER_WITHIN + SECOND, ConcernState.OVERDUE, False),
        ([answer(Outcome.NOTHING, ANSWER_WITHIN)], ANSWER_WITHIN, ConcernState.ANSWERED, True),
        ([answer(Outcome.CHANGED, ANSWER_WITHIN + SECOND)], ANSWER_WITHIN * 2, ConcernState.ANSWERED, False),
        ([answer(Outcome.LOOKING, SECOND)], FOLLOW_UP_WITHIN, ConcernState.LOOKED_AT, True),
        ([answer(Outcome.LOOKING, SECOND)], FOLLOW_UP_WITHIN + 2 * SECOND, ConcernState.LATE_FOLLOW_UP, True),
        (
            [answer(Outcome.LOOKING, SECOND), answer(Outcome.CHANGED, 2 * SECOND)],
            FOLLOW_UP_WITHIN * 2,
            ConcernState.ANSWERED,
            True,
        ),
    ],
)
def test_a_clock_runs_until_it_is_answered_for_good(
    answers: list[ConcernAnswer], after: timedelta, state: ConcernState, in_time: bool | None
) -> None:
    stand = standing(Concern(raised_at=RAISED), answers, RAISED + after, CLOCK)
    assert (stand.state, stand.in_time) == (state, in_time)
    assert stand.open == (state is not ConcernState.ANSWERED) == (stand.due_at is not None)


def test_only_clocks_that_ended_are_judged() -> None:
    now = RAISED + ANSWER_WITHIN
    found = [
        standing(Concern(raised_at=RAISED), [], now, CLOCK),
        standing(Concern(raised_at=RAISED - SECOND), [], now, CLOCK),
        standing(Concern(raised_at=RAISED), [answer(Outcome.NOTHING, SECOND)], now, CLOCK),
    ]
    counted = tally(found)
    assert (counted.raised, counted.open, counted.late, counted.in_time, counted.judged) == (3, 2, 1, 1, 2)


def test_a_receipt_is_read_however_it_was_typed() -> None:
    receipts = {new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    for receipt in receipts:
        assert as_receipt(f" {receipt.lower().replace('-', ' ')} ") == receipt
    for odd in ("", "K7QM", "K7QM-3XN1", "K7QM-3XNPP", "'; DROP--"):
        assert as_receipt(odd) == ""
