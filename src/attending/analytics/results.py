"""The results of a performance review, as frozen records that know nothing of how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from attending.analytics.brier_decomposition import BrierDecomposition
from attending.analytics.calibration_curve import SmoothedCalibration
from attending.analytics.estimate import Estimate
from attending.analytics.paired_comparison import PairedComparison


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """A group of rows with neighbouring scores: mean score, observed event rate and its 95 % Wilson interval."""

    mean_score: float
    observed: float
    low: float
    high: float
    n: int
    events: int


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """Net benefit per person at one threshold, its 95 % interval, and that of treating everyone (treating no one: 0).

    `bound` is how far the value may lie from the one on unbinned scores; 0.0 means exact. `avoided_per_100` is the net
    number of interventions avoided per 100 persons against treating everyone, at no cost in events missed, with its
    95 % interval; None at a threshold of 0 and in documents of before it was computed.
    """

    threshold: Decimal
    net_benefit: float
    low: float
    high: float
    treat_all: float
    bound: float
    avoided_per_100: float | None = None
    avoided_low: float | None = None
    avoided_high: float | None = None


@dataclass(frozen=True)
class ThresholdPerformance:
    """What flagging every score >= `threshold` did among labelled rows, and the measures of it.

    `measures` holds sensitivity, specificity, ppv, npv, flag_rate, nne and net_benefit.
    """

    threshold: Decimal
    tp: int
    fp: int
    fn: int
    tn: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True)
class StratumPerformance:
    """All measures of one stratum: n rows, of them `labelled` with a known outcome, of them `events` positive.

    `period` is the first and last ISO month with rows; None without rows. `measures` holds auroc, auprc, oe,
    calibration_intercept, calibration_slope, ici, e50, e90, brier, event_rate and mean_score. `decision_curve` is
    filled for the overall stratum and for comparisons. `smoothed` is the smoothed calibration curve, `brier_parts` the
    Brier score's decomposition; documents of before they were computed have neither.
    """

    attribute: str
    level: str
    n: int
    labelled: int
    events: int
    period: tuple[str, str] | None
    measures: Mapping[str, Estimate]
    at_thresholds: tuple[ThresholdPerformance, ...]
    calibration: tuple[CalibrationPoint, ...]
    decision_curve: tuple[DecisionPoint, ...]
    smoothed: SmoothedCalibration | None = None
    brier_parts: BrierDecomposition | None = None


@dataclass(frozen=True)
class ScoreComparison:
    """Two scores on the same rows, such as a model and the clinicians' own predictions.

    `paired` tests their differences row by row; None when only each score's own counts are at hand.
    """

    model: StratumPerformance
    comparator: StratumPerformance
    paired: PairedComparison | None = None


@dataclass(frozen=True)
class PerformanceReview:
    """Performance overall, by every subgroup level over all months, and overall by month."""

    overall: StratumPerformance
    subgroups: tuple[StratumPerformance, ...]
    months: tuple[StratumPerformance, ...]
    thresholds: tuple[Decimal, ...]
    exact: bool
    comparator: ScoreComparison | None = None
