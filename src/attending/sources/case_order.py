"""What both ways through a log agree on when they follow its cases."""

from __future__ import annotations

from typing import Final

import numpy as np

from attending.analytics.case_blocks import MOST_CASES
from attending.analytics.score_table import ScoreTable

MOST_ROWS: Final = 10 * 12 * MOST_CASES
"""Rows of a log whose cases are followed: ten years of the months that are."""


def labelled_by_month(table: ScoreTable) -> dict[str, int]:
    """How many rows of each month have a known outcome, in order of time."""
    everyone = table.stratum == 0
    counted = np.bincount(table.period[everyone], table.labelled[everyone], minlength=len(table.periods))
    return dict(zip(table.periods, counted.astype(np.int64).tolist(), strict=True))


def month_number(month: str) -> int:
    """Months since year 0 of an ISO month."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1
