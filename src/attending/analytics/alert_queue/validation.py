"""What a model's validation says of its scores: how many people with and without the event lie in each score bin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.checks import require
from attending.analytics.binned_scores import BinnedScores

Floats = NDArray[np.float64]

_STEP, _REACH = 0.05, 4.5
_MOST_BINS = 1_000_000
_RAREST, _COMMONEST = 0.002, 0.95


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Scores from `low` up to the next bin: how many people `without` and `having` the event (fractions are allowed).

    `high` is the greatest score in the bin; None: everything below the next bin.
    """

    low: float
    without: float
    having: float
    high: float | None = None

    def __post_init__(self) -> None:
        require("low of a score bin", self.low, least=-1e9, most=1e9)
        require(f"without of the score bin from {self.low:g}", self.without, most=1e12)
        require(f"having of the score bin from {self.low:g}", self.having, most=1e12)
        if self.high is not None:
            require(f"high of the score bin from {self.low:g}", self.high, least=self.low, most=1e9)


@dataclass(frozen=True)
class Validation:
    """Score bins from the lowest to the highest, and where they come from.

    `aggregate` says that they were derived from published figures instead of counted on one's own data. `operating` is
    the threshold in use, where there is one. Raises ValueError when the bins overlap or hold nobody with, or nobody
    without, the event.
    """

    bins: tuple[ScoreBin, ...]
    source: str = ""
    aggregate: bool = False
    operating: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.bins) <= _MOST_BINS:
            raise ValueError(f"A validation has {len(self.bins):,} score bins; give 1 to {_MOST_BINS:,}.")
        for before, after in pairwise(self.bins):
            if after.low <= (before.low if before.high is None else before.high):
                raise ValueError(
                    f"The score bin from {after.low:g} follows one from {before.low:g}; order bins from the lowest "
                    "score to the highest, each beginning above the one before."
                )
        if self.events <= 0 or self.people <= self.events:
            raise ValueError("A validation needs people with and without the event: give counts of both.")

    @cached_property
    def low(self) -> Floats:
        """Least score of each bin, ascending; shape (bins,)."""
        return np.array([each.low for each in self.bins])

    @cached_property
    def weights(self) -> Floats:
        """People per bin without (column 0) and having (column 1) the event; shape (bins, 2)."""
        return np.array([[each.without, each.having] for each in self.bins])

    @cached_property
    def people(self) -> float:
        """Everybody whose outcome is known."""
        return math.fsum(each.without + each.having for each in self.bins)

    @cached_property
    def events(self) -> float:
        """Those with the event."""
        return math.fsum(each.having for each in self.bins)

    def first_bin(self, threshold: float) -> int:
        """The place of the lowest bin that alerts at `threshold` (score >= threshold); the number of bins: none does.

        Raises ValueError for a threshold inside a bin, where counts cannot be split, and names the nearest edges.
        """
        require("threshold", threshold, least=-1e9, most=1e9)
        at = int(np.searchsorted(self.low, threshold, side="left"))
        if at == 0:
            return 0
        below = self.bins[at - 1]
        between = at == len(self.bins) or threshold != self.low[at]
        splits = between if below.high is None else threshold <= below.high
        if splits:
            edges = f"{below.low:g}" if at == len(self.bins) else f"{below.low:g} or {self.low[at]:g}"
            raise ValueError(
                f"threshold {threshold:g} lies inside the score bin from {below.low:g}, so nobody can say how many it "
                f"flags; give the edge of a bin, here {edges}."
            )
        return at

    def flagged(self, threshold: float) -> tuple[float, float]:
        """False and true positives among `people` at a threshold."""
        above = self.weights[self.first_bin(threshold) :].sum(axis=0)
        return float(above[0]), float(above[1])

    def grid(self, count: int = 31) -> tuple[float, ...]:
        """At most `count` thresholds at bin edges, ascending, evenly spread over the bins; with the one in use.

        Edges that flag nearly everybody or nearly nobody are left out where there are others.
        """
        shares = self.weights.sum(axis=1)[::-1].cumsum()[::-1] / self.people
        useful = self.low[(shares >= _RAREST) & (shares <= _COMMONEST)]
        edges = useful if len(useful) else self.low
        places = np.unique(np.linspace(0, len(edges) - 1, min(count, len(edges))).round().astype(int))
        chosen = [float(each) for each in edges[places]]
        if self.operating is not None and self.operating not in chosen:
            nearest = int(np.argmin(np.abs(np.array(chosen) - self.operating)))
            chosen[nearest] = self.operating
        return tuple(sorted(set(chosen)))

    @classmethod
    def from_scores(cls, scores: BinnedScores, source: str = "") -> Validation:
        """From a score table's slice: its labelled rows. Raises ValueError without rows of both outcomes."""
        known = scores.only_labelled()
        columns = zip(known.score_low, known.score_high, known.negative, known.positive, strict=True)
        return cls(
            tuple(ScoreBin(float(a), float(n), float(p), float(b)) for a, b, n, p in columns),
            source or f"{scores.total_labelled:,} labelled rows of a score table",
        )

    @classmethod
    def from_operating_point(
        cls, *, sensitivity: float, specificity: float, prevalence: float, people: float = 1.0, source: str = ""
    ) -> Validation:
        """Scores as risks that pass through one published operating point.

        Equal-variance binormal (Dorfman & Alf 1969): the latent score is N(0, 1) without and N(d', 1) having the event,
        and what is called the score is the risk at it by Bayes' rule, to four digits. One point cannot fix a whole
        curve, so everything away from `operating` is an assumption. All shares in (0, 1); sensitivity + specificity
        > 1; people > 0.
        """
        for name, given in (("sensitivity", sensitivity), ("specificity", specificity), ("prevalence", prevalence)):
            if not 0 < given < 1:
                raise ValueError(f"{name} is {given:g}; give a share above 0 and below 1, such as 0.33.")
        if sensitivity + specificity <= 1:
            raise ValueError(
                f"sensitivity {sensitivity:g} and specificity {specificity:g} are no better than chance; together they "
                "must be more than 1."
            )
        require("people", people, above=0, most=1e12)
        normal = NormalDist()
        cut = normal.inv_cdf(specificity)
        apart = cut + normal.inv_cdf(sensitivity)
        steps = range(-math.ceil((cut + _REACH) / _STEP), math.ceil((apart + _REACH - cut) / _STEP) + 1)
        latent = [cut + _STEP * step for step in steps]
        odds = prevalence / (1 - prevalence)

        def risk(z: float) -> float:
            ratio = odds * math.exp(apart * z - apart * apart / 2)
            return float(f"{ratio / (1 + ratio):.4g}")

        def share(centre: float, at: int) -> float:
            below = normal.cdf(latent[at] - centre) if at else 0.0
            above = normal.cdf(latent[at + 1] - centre) if at + 1 < len(latent) else 1.0
            return above - below

        healthy, ill = people * (1 - prevalence), people * prevalence
        bins = tuple(
            ScoreBin(risk(z) if at else 0.0, healthy * share(0.0, at), ill * share(apart, at))
            for at, z in enumerate(latent)
        )
        return cls(bins, source, aggregate=True, operating=risk(cut))
