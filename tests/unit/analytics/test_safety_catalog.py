"""The catalogs of concerns, harm and reporting duties: complete, in order, honest about what was not read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from attending.analytics.catalogs.safety.concerns import happened, roles
from attending.analytics.catalogs.safety.duties import duties, read_duty
from attending.analytics.catalogs.safety.incidents import DEATH, UNKNOWN, factors, harm_scale

AWARE = datetime(2026, 11, 1, 8, tzinfo=UTC)


def test_a_concern_takes_four_to_six_taps_and_one_is_for_everything_else() -> None:
    assert 4 <= len(happened()) <= 6
    assert list(happened())[-1] == "other"
    assert all(each.label and each.means for each in happened().values())
    assert "nurse" in roles()


def test_the_harm_scale_goes_from_death_to_unknown() -> None:
    ranks = [each.rank for each in harm_scale().levels.values()]
    assert ranks == sorted(ranks, reverse=True)
    levels = list(harm_scale().levels)
    assert (levels[0], levels[-1]) == (DEATH, UNKNOWN)
    assert {"data", "model", "workflow", "training", "integration"} <= set(factors())


@pytest.mark.parametrize(
    ("key", "died", "days"),
    [
        ("eu-ai-act-73", False, 15),
        ("eu-ai-act-73", True, 10),
        ("eu-ai-act-73-widespread", True, 2),
        ("pso", True, None),
        ("vendor-notice", False, None),
    ],
)
def test_days_count_from_awareness(key: str, died: bool, days: int | None) -> None:
    due = duties()[key].due_at(AWARE, died=died)
    assert due == (None if days is None else AWARE + timedelta(days=days))


def test_what_is_from_memory_says_so() -> None:
    unverified = {key for key, duty in duties().items() if not duty.verified}
    assert {"eu-ai-act-73", "eu-ai-act-73-widespread", "device-vigilance"} <= unverified
    assert all(duty.verification for duty in duties().values())
    assert [key for key, duty in duties().items() if duty.voluntary] == ["pso"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"days": 0, "without": ""}, "needs a number of days"),
        ({"days": 3, "without": "Soon"}, "needs a number of days"),
        ({"days": -1, "without": "Soon"}, "needs a number of days"),
        ({"days": 3, "death_days": 4}, "more days where somebody died"),
    ],
)
def test_a_duty_without_a_deadline_that_can_be_told_is_refused(changes: dict[str, Any], refusal: str) -> None:
    entry = {
        "title": "T",
        "to": "them",
        "asked": "Always.",
        "days": 3,
        "without": "",
        "voluntary": False,
        "source": "S",
        "verified": True,
        "verification": "Read.",
    }
    with pytest.raises(ValueError, match=refusal):
        read_duty("odd", {**entry, **changes})
