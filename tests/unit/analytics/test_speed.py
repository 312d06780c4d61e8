"""Analytics starts at once and computes a whole review in seconds."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal

import numpy as np

from attending.analytics import OVERALL, ScoreTable, Stratum, review_performance


def test_importing_analytics_brings_no_heavy_package() -> None:
    code = "import sys, attending.analytics as a; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"scipy", "pandas", "statsmodels", "sklearn", "django", "ibis", "pyarrow"} & set(run.stdout.split())


def test_182_strata_of_10_000_bins_take_seconds() -> None:
    bins, strata = 10_000, 182
    rng = np.random.default_rng(0)
    middle = (np.arange(bins) + 0.5) / bins
    n = rng.poisson(40 * (1 - middle) ** 2, (strata, bins)).ravel() + 1
    score = np.tile(middle, strata)
    positive = rng.binomial(n, score)
    thresholds = tuple(Decimal(t) for t in ("0.05", "0.1", "0.2", "0.3", "0.5"))
    table = ScoreTable(
        strata=(OVERALL, *(Stratum("unit", f"{i:03d}") for i in range(strata - 1))),
        periods=("2026-01",),
        thresholds=thresholds,
        exact=False,
        stratum=np.repeat(np.arange(strata), bins),
        period=np.zeros(strata * bins),
        bin=np.tile(np.arange(bins), strata),
        passed=np.searchsorted([float(t) for t in thresholds], score, side="right"),
        score_low=score - 0.4 / bins,
        score_high=score + 0.4 / bins,
        n=n,
        labelled=n,
        positive=positive,
        score_sum=n * score,
        score_squared_sum=n * score**2,
        score_outcome_sum=positive * score,
        score_sum_all=n * score,
    )
    start = time.process_time()
    review = review_performance(table)
    # Takes under 2 s of one core; the limit leaves room for a slow or busy machine.
    assert time.process_time() - start < 10
    assert len(review.subgroups) == 181
    assert all(s.measures["calibration_slope"].estimable for s in review.subgroups)
