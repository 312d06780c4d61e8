"""AUROC and its DeLong interval against scikit-learn and a pair-by-pair reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from sklearn.metrics import roc_auc_score

from attending.analytics import OVERALL
from attending.analytics.discrimination import auroc
from tests.property.analytics.logs import Log, awkward_logs, model_logs

Z = 1.959963984540054


def delong_by_pairs(score: np.ndarray, outcome: np.ndarray) -> tuple[float, float]:
    """Area and standard error from every pair: 1 where the event scores higher, half for a tie."""
    event, other = score[outcome == 1], score[outcome == 0]
    higher = (event[:, None] > other[None, :]) + 0.5 * (event[:, None] == other[None, :])
    of_events, of_others = higher.mean(axis=1), higher.mean(axis=0)
    return float(higher.mean()), float(np.sqrt(of_events.var(ddof=1) / len(event) + of_others.var(ddof=1) / len(other)))


@given(awkward_logs())
def test_area_equals_scikit_learn(log: Log) -> None:
    assume(log.has_both)
    score, outcome = log.labelled
    estimate = auroc(log.table().slice(OVERALL))
    assert estimate.value == pytest.approx(roc_auc_score(outcome, score), abs=1e-12)
    assert estimate.bound == 0
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(model_logs(most=200))
def test_interval_is_delongs_on_the_logit_scale(log: Log) -> None:
    assume(2 <= log.outcome.sum() <= len(log.outcome) - 2)
    area, error = delong_by_pairs(*log.labelled)
    assume(0 < area < 1 and error > 1e-9)
    estimate = auroc(log.table().slice(OVERALL))
    centre, half = np.log(area / (1 - area)), Z * error / (area * (1 - area))
    assert estimate.value == pytest.approx(area, abs=1e-12)
    assert estimate.low == pytest.approx(1 / (1 + np.exp(half - centre)), abs=1e-9)
    assert estimate.high == pytest.approx(1 / (1 + np.exp(-half - centre)), abs=1e-9)


@given(awkward_logs())
def test_reversing_the_scores_reverses_the_area(log: Log) -> None:
    assume(log.has_both)
    reversed_log = Log(1 - log.score, log.outcome, log.sex, log.month)
    assume(len(np.unique(reversed_log.score)) == len(np.unique(log.score)))
    there, back = auroc(log.table().slice(OVERALL)), auroc(reversed_log.table().slice(OVERALL))
    assert there.value == pytest.approx(1 - back.value)
    assert there.low == pytest.approx(1 - back.high)
