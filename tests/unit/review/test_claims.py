"""A published number against the local interval."""

from __future__ import annotations

import pytest

from attending.analytics.estimate import LEVEL, Estimate
from attending.review.rules.claims import Claimed, Held, held_against


def local(measure: str, value: float, low: float, high: float) -> Estimate:
    return Estimate(measure, value, low, high, LEVEL, 400, 80)


@pytest.mark.parametrize(
    ("measure", "claimed", "held"),
    [
        ("auroc", (0.8, None, None), Held.LIKE),  # the end of the local interval belongs to it
        ("auroc", (0.85, 0.8, 0.9), Held.LIKE),
        ("auroc", (0.85, 0.81, 0.9), Held.WORSE),
        ("auroc", (0.6, None, 0.69), Held.BETTER),
        ("brier", (0.85, None, None), Held.BETTER),
        ("oe", (1.0, None, None), Held.WORSE),
        ("oe", (0.2, None, None), Held.BETTER),
        ("event_rate", (0.2, None, None), Held.OTHER),
    ],
)
def test_a_claim_is_like_the_local_number_where_both_share_a_point(
    measure: str, claimed: tuple[float, float | None, float | None], held: Held
) -> None:
    assert held_against(Claimed(measure, *claimed), local(measure, 0.75, 0.7, 0.8)) is held


def test_without_a_local_interval_nothing_is_said() -> None:
    assert held_against(Claimed("auroc", 0.8, None, None), None) is Held.UNKNOWN
    missing = Estimate.missing("auroc", "No events", n=400, events=0)
    assert held_against(Claimed("auroc", 0.8, None, None), missing) is Held.UNKNOWN
