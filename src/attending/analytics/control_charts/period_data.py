"""What a chart is drawn from: one entry per period, in order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.case_blocks import MonthBlocks, towards


@dataclass(frozen=True, slots=True)
class EventCount:
    """`events` among `n` patients (p), or in `n` units of exposure such as patient-days (u); n may be 0."""

    period: str
    events: int
    n: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value per period, or per rare event (g: opportunities since the last one; t: time since the last one).

    `value` None: not estimable in that period; the point is shown as missing and ends every run. `standard_error` is
    needed by `measured` charts, and used by `ewma` and `cusum` where all periods have it.
    """

    period: str
    value: float | None
    n: float
    standard_error: float | None = None


@dataclass(frozen=True, slots=True)
class RiskBins:
    """Patients with known outcome by predicted risk: parallel tuples of risk in [0, 1], patients and events."""

    risk: tuple[float, ...]
    n: tuple[int, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Monthly sums of the patients with known outcome; no patient can be told from them.

    `expected` is the sum of the predicted risks p, `variance` the sum of p (1 - p). With `bins` the likelihood of the
    period is exact up to the width of a bin; without, the period counts as a binomial with the same expected number
    and variance: patients at risk 1 - variance / expected, the others at none. Raises ValueError where the sums
    contradict each other.
    """

    period: str
    n: int
    observed: int
    expected: float
    variance: float
    bins: RiskBins | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.observed <= self.n:
            raise ValueError(f"{self.period}: {self.observed} events among {self.n} patients cannot be.")
        slack = 1e-6 * max(self.n, 1)
        if not -slack <= self.variance <= self.expected + slack or self.expected > self.n + slack:
            raise ValueError(
                f"{self.period}: expected {self.expected:.6g}, variance {self.variance:.6g} among {self.n} patients "
                "are not sums of p and p (1 - p): check the monthly sums."
            )
        if self.bins is not None and (sum(self.bins.n), sum(self.bins.events)) != (self.n, self.observed):
            raise ValueError(f"{self.period}: the bins do not add up to {self.n} patients and {self.observed} events.")

    @classmethod
    def from_scores(cls, period: str, scores: BinnedScores) -> PeriodCounts:
        """The sums and bins of one month's slice of a score table."""
        labelled = scores.only_labelled()
        expected = float(labelled.score_sum.sum())
        bins = (labelled.mean_score.tolist(), labelled.labelled.tolist(), labelled.positive.tolist())
        return cls(
            period,
            labelled.total_labelled,
            labelled.events,
            expected,
            max(expected - float(labelled.score_squared_sum.sum()), 0.0),
            RiskBins(*(tuple(each) for each in bins)),
        )


@dataclass(frozen=True, slots=True)
class PeriodBlocks(PeriodCounts):
    """Monthly sums with the blocks of cases from which the CUSUM by case is known, though no case is.

    `blocks` None: the month has no cases of its own. `n`, `observed`, `expected` and `variance` are the sums of the
    blocks, which may begin in an earlier month.
    """

    blocks: MonthBlocks | None = None

    @classmethod
    def of(cls, blocks: MonthBlocks, bins: RiskBins | None) -> PeriodBlocks:
        """The month of these blocks; `bins` are its risks, left out where they are not those of the same cases."""
        n, events = sum(blocks.n), sum(blocks.events)
        whole = bins is not None and (sum(bins.n), sum(bins.events)) == (n, events)
        return cls(
            blocks.period, n, events, sum(blocks.expected), sum(blocks.variance), bins if whole else None, blocks
        )

    def only(self, odds_ratio: float) -> PeriodBlocks:
        """The same with the sums towards one odds ratio and its inverse alone."""
        if self.blocks is None:
            return self
        arms = tuple(self.blocks.arm(each) for each in towards([odds_ratio]))
        return replace(self, blocks=replace(self.blocks, arms=arms))


@dataclass(frozen=True, eq=False)
class PeriodCases:
    """Patients of one period in the order in which they came: predicted risk and outcome (0 or 1), same shape."""

    period: str
    risk: NDArray[np.float64]
    event: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.risk.shape != self.event.shape or self.risk.ndim != 1:
            raise ValueError(f"{self.period}: give one risk and one outcome for each patient.")
        if not bool(np.all((self.risk >= 0) & (self.risk <= 1) & ((self.event == 0) | (self.event == 1)))):
            raise ValueError(f"{self.period}: risks lie in [0, 1] and outcomes are 0 or 1.")
