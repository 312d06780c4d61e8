"""How far the reviewers of a sampled peer review agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from attending.analytics.estimate import Estimate
from attending.analytics.peer_review.cohen import PairAgreement, pair_agreement
from attending.analytics.peer_review.fleiss import fleiss_kappa, gwet_ac1, percent_agreement
from attending.analytics.peer_review.krippendorff import krippendorff_alpha
from attending.analytics.peer_review.ratings import Ratings


@dataclass(frozen=True, slots=True)
class AgreementReview:
    """Agreement on one criterion: of all reviewers together, and of each pair by "first / second".

    `rated_twice` of `items` have at least two ratings; only those say anything about agreement. `prevalence` is the
    share of each category among their ratings, items weighed alike.
    """

    items: int
    rated_twice: int
    reviewers: tuple[str, ...]
    prevalence: Mapping[str, float]
    percent_agreement: Estimate
    fleiss_kappa: Estimate
    gwet_ac1: Estimate
    krippendorff_alpha: Estimate
    pairs: Mapping[str, PairAgreement]


def review_agreement(ratings: Ratings, *, seed: int = 0, resamples: int = 2000) -> AgreementReview:
    """All coefficients on the same ratings: they answer different questions, and a reader should see that they differ.

    Krippendorff's alpha is ordinal when the categories are ordered, else nominal; `seed` and `resamples` are those of
    its bootstrap. Fleiss' kappa and AC1 always take categories as unordered.
    """
    counts = ratings.counts()
    twice = counts[counts.sum(axis=1) >= 2]
    shares = (twice / twice.sum(axis=1, keepdims=True)).mean(axis=0) if len(twice) else []
    return AgreementReview(
        len(ratings.rows),
        len(twice),
        ratings.reviewers,
        {name: float(share) for name, share in zip(ratings.categories, shares, strict=bool(len(twice)))},
        percent_agreement(counts),
        fleiss_kappa(counts),
        gwet_ac1(counts),
        krippendorff_alpha(counts, scale="ordinal" if ratings.ordered else "nominal", seed=seed, resamples=resamples),
        {
            f"{ratings.reviewers[i]} / {ratings.reviewers[j]}": pair_agreement(
                ratings.pair_table(i, j), ordered=ratings.ordered
            )
            for i, j in combinations(range(len(ratings.reviewers)), 2)
        },
    )
