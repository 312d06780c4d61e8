"""Drift by month: titled with the answer, one accessible picture at both widths."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from attending import charts
from attending.analytics import Estimate
from attending.analytics.drift import DriftReview, DriftValue, PeriodDrift, ScoreLevel
from attending.charts.drift_rows import levels_table, psi_table


def _level(month: str, missing: float) -> ScoreLevel:
    mean = Estimate("mean_score_all", 0.3, 0.28, 0.32, 0.95, 400, 90)
    unknown = Estimate("outcome_missing_rate", missing, missing / 2, missing * 2, 0.95, 400, 90)
    return ScoreLevel(month, month, 400, mean, unknown, ())


def _period(month: str, psi: DriftValue, *, first: bool = False) -> PeriodDrift:
    absent = DriftValue.missing("ks_distance", "No rows", n_baseline=400, n_period=0, buckets=2)
    return PeriodDrift(_level(month, 0.1), first, psi, absent, absent)


def _review(*values: float) -> DriftReview:
    part = DriftValue.missing("psi", "Part of the baseline", n_baseline=400, n_period=400, buckets=2)
    periods = [_period("2026-01", part, first=True)]
    for at, value in enumerate(values, start=2):
        words = "more than sampling explains, small" if value > 0.02 else "no more than sampling explains"
        periods.append(_period(f"2026-{at:02d}", DriftValue("psi", value, 0.02, None, 400, 400, 2, words)))
    return DriftReview("overall", "all", (0.3,), (0.5, 0.5), _level("2026-01", 0.1), tuple(periods), "Not performance.")


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("draw", [charts.psi_by_month, charts.levels_by_month])
def test_each_is_one_accessible_picture(draw: object, width: int) -> None:
    assert callable(draw)
    picture = ET.fromstring(charts.svg(draw(_review(0.01, 0.05), width=width)))
    assert picture.get("role") == "img"


def test_the_title_counts_months_beyond_sampling() -> None:
    assert charts.answer_of(charts.psi_by_month(_review(0.01, 0.05))) == (
        "The scores changed by more than sampling explains in 1 of 2 months; in Mar 2026 they did, PSI 0.050"
    )
    still = charts.answer_of(charts.psi_by_month(_review(0.01, 0.015)))
    assert still == "The scores changed no more than sampling explains in 2 months"
    assert charts.answer_of(charts.psi_by_month(_review())) == "Whether the scores changed cannot be said yet"


def test_the_tables_hold_every_month() -> None:
    review = _review(0.01, 0.05)
    assert [row[0] for row in psi_table(review).rows] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert [row[0] for row in levels_table(review, None).rows] == ["Baseline", "Jan 2026", "Feb 2026", "Mar 2026"]
