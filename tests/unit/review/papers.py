"""Papers of small simulated reviews."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np

from attending.analytics import PerformanceReview, ScoreTable, review_performance
from attending.review.report.paper import ReviewPaper

THRESHOLDS = (Decimal("0.2"), Decimal("0.5"))
MONTHS = ("2026-01", "2026-02", "2026-03")


@cache
def simulated() -> PerformanceReview:
    """400 rows in three months; nobody on the ward has an event, and March has none."""
    generator = np.random.default_rng(11)
    score = np.round(generator.beta(2, 4, 400), 2)
    month = generator.choice(MONTHS, 400)
    unit = generator.choice(["intensive care", "ward"], 400)
    died = (generator.random(400) < score) & (unit != "ward") & (month != "2026-03")
    table = ScoreTable.from_arrays(
        score, died.astype(float), attributes={"unit": unit}, period=month, thresholds=THRESHOLDS
    )
    return review_performance(table)


def paper(**changes: object) -> ReviewPaper:
    """The paper of the simulated review."""
    made = ReviewPaper(
        title="Sepsis alert on 4 West",
        review=simulated(),
        months=MONTHS,
        intake={
            "files": [
                {"name": "log.csv", "rows": 402, "bytes": 12_345, "sha256": "ab" * 32, "verified": "not verifiable"}
            ],
            "read": 402,
            "loaded": 400,
            "duplicate": 1,
            "quarantined": 1,
            "conflicts": 0,
            "faulty": 1,
            "rejections": [
                {
                    "file": "log.csv",
                    "line": 7,
                    "column": "risk",
                    "value": "<b>1.5</b>",
                    "rule": "The score is not in 0 to 1",
                    "fix": "Write a probability",
                }
            ],
            "rule_counts": [{"column": "risk", "rule": "The score is not in 0 to 1", "count": 1}],
            "warnings": ["log.csv carries nothing that would show a changed byte."],
        },
        resolution="Exact: 84 distinct scores.",
        mapping={
            "score": "risk",
            "outcome": "died",
            "time": "at",
            "by": ["unit"],
            "key": [],
            "comparator": None,
            "thresholds": ["0.2", "0.5"],
        },
        versions={"attending": "0.1.0", "python": "3.11.7"},
        source="log.csv",
        source_sha256="ab" * 32,
    )
    return replace(made, **changes)
