"""The SUPPORT study's model and physicians, reviewed through the whole chain, against independent references.

Data: Knaus WA et al. 1995, The SUPPORT prognostic model, Annals of Internal Medicine 122:191 (UCI Machine Learning
Repository 880, CC BY 4.0), as shipped: predicted and observed death within two months of 9,105 patients, by the model
and, for 7,456 of them, by their physicians. References: scikit-learn (AUROC, Brier, confusion matrix), statsmodels
(logistic recalibration, Wilson's interval), and DeLong's variance from midranks after Sun & Xu 2014, IEEE Signal
Processing Letters 21:1389.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.stats import norm, rankdata
from sklearn.metrics import brier_score_loss, confusion_matrix, roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from attending.analytics import Estimate, PerformanceReview, ScoreTable, StratumPerformance, review_performance
from attending.demo.support import MAPPING, write_log
from attending.sources import Reduction, reduce_log

TOLERANCE = 1e-6
THRESHOLDS = tuple(map(Decimal, ("0.1", "0.3", "0.5", "0.7", "0.9")))
CLIP = 1e-6  # a probability of 0 or 1 has no logit; the product says that it clips here
Z = norm.ppf(0.975)

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]


def on_logit_scale(value: float, error: float) -> Interval:
    centre, half = np.log(value / (1 - value)), Z * error / (value * (1 - value))
    return value, 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def auroc(score: Floats, outcome: Floats) -> Interval:
    events, others = score[outcome == 1], score[outcome == 0]
    m, n = len(events), len(others)
    pooled = rankdata(np.concatenate([events, others]))
    of_events = (pooled[:m] - rankdata(events)) / n
    of_others = 1 - (pooled[m:] - rankdata(others)) / m
    error = np.sqrt(np.var(of_events, ddof=1) / m + np.var(of_others, ddof=1) / n)
    area = roc_auc_score(outcome, score)
    assert of_events.mean() == pytest.approx(area, abs=1e-12)
    return on_logit_scale(area, error)


def observed_to_expected(score: Floats, outcome: Floats) -> Interval:
    low, high = proportion_confint(outcome.sum(), len(outcome), method="wilson")
    return outcome.mean() / score.mean(), low / score.mean(), high / score.mean()


def brier(score: Floats, outcome: Floats) -> Interval:
    squared = (score - outcome) ** 2
    return on_logit_scale(brier_score_loss(outcome, score), squared.std(ddof=1) / np.sqrt(len(squared)))


def recalibration(score: Floats, outcome: Floats, *, slope: bool) -> Interval:
    clipped = np.clip(score, CLIP, 1 - CLIP)
    logit = np.log(clipped / (1 - clipped))
    design = sm.add_constant(logit) if slope else np.ones(len(logit))
    model = sm.GLM(outcome, design, family=sm.families.Binomial(), offset=None if slope else logit)
    fitted = model.fit(tol=1e-13, maxiter=200)
    low, high = fitted.conf_int()[-1]
    return float(fitted.params[-1]), float(low), float(high)


REFERENCES: dict[str, Callable[[Floats, Floats], Interval]] = {
    "auroc": auroc,
    "oe": observed_to_expected,
    "brier": brier,
    "calibration_intercept": lambda score, outcome: recalibration(score, outcome, slope=False),
    "calibration_slope": lambda score, outcome: recalibration(score, outcome, slope=True),
}


class Study:
    """The shipped table as arrays, read without the product."""

    def __init__(self) -> None:
        path = resources.files("attending.demo").joinpath("data/support.parquet")
        with path.open("rb") as file:
            table = pq.read_table(file)
        self.model = table["model_risk"].to_numpy()
        self.physicians = table["physician_risk"].to_numpy()
        self.died = table["died"].to_numpy().astype(float)
        self.diagnosis = np.array(table["diagnosis"].to_pylist())
        self.predicted = ~np.isnan(self.model)
        self.both = self.predicted & ~np.isnan(self.physicians)

    def of(self, who: str) -> tuple[Floats, Floats]:
        """Scores and outcomes of the model on everyone, or of either on the patients that both predicted."""
        rows = self.predicted if who == "model on all" else self.both
        scores = self.physicians if who == "physicians" else self.model
        return scores[rows], self.died[rows]


WHO = ("model on all", "model beside physicians", "physicians")


@pytest.fixture(scope="module")
def study() -> Study:
    return Study()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_log(tmp_path_factory.mktemp("support") / "support.parquet", date(2026, 7, 1))


@pytest.fixture(scope="module")
def exact(log: Path) -> PerformanceReview:
    return reviewed(reduce_log(log, MAPPING, thresholds=THRESHOLDS))


@pytest.fixture(scope="module", params=[None, 1_000, 50], ids=["as read", "1,000 bins", "50 bins"])
def binned(request: pytest.FixtureRequest, log: Path) -> PerformanceReview:
    return reviewed(reduce_log(log, MAPPING, thresholds=THRESHOLDS, exact_rows=0), bins=request.param)


def reviewed(reduction: Reduction, *, bins: int | None = None) -> PerformanceReview:
    def coarse(table: ScoreTable) -> ScoreTable:
        return table if bins is None else table.coarsened(bins)

    assert reduction.comparison is not None
    model, physicians = reduction.comparison
    return review_performance(coarse(reduction.table), comparison=(coarse(model), coarse(physicians)))


def measured(review: PerformanceReview, who: str) -> StratumPerformance:
    if who == "model on all":
        return review.overall
    assert review.comparator is not None
    return review.comparator.comparator if who == "physicians" else review.comparator.model


def triple(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("measure", REFERENCES)
def test_value_and_interval_equal_the_reference(measure: str, who: str, study: Study, exact: PerformanceReview) -> None:
    score, outcome = study.of(who)
    estimate = measured(exact, who).measures[measure]
    assert (estimate.n, estimate.events) == (len(outcome), outcome.sum())
    assert estimate.bound == 0
    assert triple(estimate) == pytest.approx(REFERENCES[measure](score, outcome), abs=TOLERANCE)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("measure", REFERENCES)
def test_a_binned_value_stays_within_the_bound_it_states(
    measure: str, who: str, study: Study, binned: PerformanceReview
) -> None:
    estimate = measured(binned, who).measures[measure]
    reference, low, high = REFERENCES[measure](*study.of(who))
    assert abs(estimate.value - reference) <= estimate.bound + 1e-9
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=estimate.bound + 1e-3)


def test_the_counts_at_thresholds_are_exact_however_scores_are_binned(
    study: Study, exact: PerformanceReview, binned: PerformanceReview
) -> None:
    score, outcome = study.of("model on all")
    for review in (exact, binned):
        for at in review.overall.at_thresholds:
            tn, fp, fn, tp = confusion_matrix(outcome, score >= float(at.threshold)).ravel()
            assert (at.tp, at.fp, at.fn, at.tn) == (tp, fp, fn, tn)
            assert at.measures["sensitivity"].value == pytest.approx(tp / (tp + fn), abs=1e-12)
            assert at.measures["net_benefit"].value == pytest.approx(
                (tp - fp * float(at.threshold / (1 - at.threshold))) / len(outcome), abs=1e-12
            )


def test_each_diagnosis_equals_the_reference(study: Study, exact: PerformanceReview) -> None:
    groups = {group.level: group for group in exact.subgroups if group.attribute == "diagnosis"}
    assert set(groups) == set(study.diagnosis)
    for level, group in groups.items():
        rows = study.predicted & (study.diagnosis == level)
        for measure in ("auroc", "oe", "brier"):
            reference = REFERENCES[measure](study.model[rows], study.died[rows])
            assert triple(group.measures[measure]) == pytest.approx(reference, abs=TOLERANCE), (level, measure)


def test_the_one_patient_without_a_prediction_is_set_aside(log: Path) -> None:
    intake = reduce_log(log, MAPPING).intake
    assert (intake.read, intake.loaded, intake.duplicate, intake.quarantined) == (9_105, 9_104, 0, 1)
    assert intake.rejections[0].column == "model_risk"
