"""Where an intake review stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from attending.governance.rules.intake_reviews import Review, ReviewStanding, standing, summed
from attending.program.models import Seat

NOW = datetime(2026, 6, 15, tzinfo=UTC)
TODAY = NOW.date()
SEAT = Seat.PRIVACY_REVIEWER


def review(
    verdict: str = "", days_ago: int = 1, *, due: date = TODAY, taken: bool = False, newer: bool = False
) -> Review:
    return Review(SEAT, due, taken, verdict, NOW - timedelta(days=days_ago) if verdict else None, newer)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (review(), ReviewStanding.WAITING),
        (review(taken=True), ReviewStanding.TAKEN),
        (review(taken=True, due=TODAY - timedelta(days=1)), ReviewStanding.OVERDUE),
        (review("objection"), ReviewStanding.OBJECTION),
        (review("conditions"), ReviewStanding.CONDITIONS),
        (review("conditions", 366), ReviewStanding.OLD),
        (review("conditions", newer=True), ReviewStanding.OLD_VERSION),
        (review("clear", 365), ReviewStanding.CLEAR),
        (review("clear", 366), ReviewStanding.OLD),
        (review("clear", newer=True), ReviewStanding.OLD_VERSION),
        (review("objection", 400, newer=True), ReviewStanding.OBJECTION),
    ],
)
def test_one_review(found: Review, state: ReviewStanding) -> None:
    assert standing(found, NOW, TODAY) is state


def test_all_reviews_together() -> None:
    assert summed([]).sentence == "No reviewer was asked yet."
    assert not summed([]).met
    assert summed([(SEAT, ReviewStanding.CLEAR)]).met
    on_conditions = summed([(SEAT, ReviewStanding.CLEAR), (Seat.IT_REVIEWER, ReviewStanding.CONDITIONS)])
    assert (on_conditions.met, on_conditions.sentence) == (True, "2 of 2 clear, 1 of them on conditions (IT).")
    mixed = summed([(SEAT, ReviewStanding.CLEAR), (Seat.IT_REVIEWER, ReviewStanding.OLD)])
    assert mixed.stale
    assert mixed.sentence == "1 of 2 clear. IT: answered more than a year ago."
    assert not summed([(SEAT, ReviewStanding.OLD), (Seat.IT_REVIEWER, ReviewStanding.OBJECTION)]).stale
