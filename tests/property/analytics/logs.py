"""Prediction logs for property tests: small and awkward, or drawn from a model with known faults."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from attending.analytics import ScoreTable

THRESHOLDS = (Decimal("0.1"), Decimal("0.29"), Decimal("0.57"), Decimal("0.9"))


@dataclass(frozen=True)
class Log:
    """Rows of a log: scores, outcomes (NaN where unknown), a sex and a month per row."""

    score: NDArray[np.float64]
    outcome: NDArray[np.float64]
    sex: NDArray[np.str_]
    month: NDArray[np.str_]

    def table(self, rows: NDArray[np.int64] | slice = slice(None)) -> ScoreTable:
        return ScoreTable.from_arrays(
            self.score[rows],
            self.outcome[rows],
            attributes={"sex": list(self.sex[rows])},
            period=list(self.month[rows]),
            thresholds=THRESHOLDS,
        )

    @property
    def labelled(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        known = ~np.isnan(self.outcome)
        return self.score[known], self.outcome[known]

    @property
    def has_both(self) -> bool:
        return {0.0, 1.0} <= set(self.outcome)


@st.composite
def awkward_logs(draw: st.DrawFn, *, unlabelled: bool = True) -> Log:
    """Up to 60 rows with many ties, scores of 0, 1 and exactly at thresholds, and single-class outcomes."""
    rows = draw(st.integers(1, 60))
    at = st.sampled_from([0.0, 0.1, 0.2, 0.29, 0.3, 0.5, 0.57, 0.9, 1.0])
    score = draw(st.lists(at | st.floats(0, 1, allow_subnormal=False), min_size=rows, max_size=rows))
    outcomes = [0.0, 1.0, np.nan] if unlabelled else [0.0, 1.0]
    outcome = draw(st.lists(st.sampled_from(outcomes), min_size=rows, max_size=rows))
    sex = draw(st.lists(st.sampled_from(["female", "male"]), min_size=rows, max_size=rows))
    month = draw(st.lists(st.sampled_from(["2026-01", "2026-02", "2026-03"]), min_size=rows, max_size=rows))
    return Log(np.array(score), np.array(outcome), np.array(sex), np.array(month))


@st.composite
def model_logs(draw: st.DrawFn, *, most: int = 600) -> Log:
    """60 to `most` rows of a model whose intercept and slope are off, with scores kept exact or rounded to ties."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = draw(st.integers(60, most))
    centre = draw(st.floats(-3, 1))
    spread = draw(st.floats(0.3, 2))
    shift = draw(st.floats(-1, 1))
    slope = draw(st.floats(0.2, 1.8))
    digits = draw(st.sampled_from([None, 3, 2]))
    x = rng.normal(centre, spread, rows)
    outcome = (rng.random(rows) < 1 / (1 + np.exp(-shift - slope * x))).astype(float)
    score = 1 / (1 + np.exp(-x))
    if digits is not None:
        score = score.round(digits)
    return Log(score, outcome, rng.choice(["female", "male"], rows), rng.choice(["2026-01", "2026-02"], rows))
