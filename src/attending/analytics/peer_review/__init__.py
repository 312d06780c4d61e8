"""Sampled peer review of assistants that write: how many, which, when to stop, how many fail, do reviewers agree."""

from attending.analytics.peer_review.agreement import AgreementReview, review_agreement
from attending.analytics.peer_review.allocation import Allocation, ReviewStratum, allocate
from attending.analytics.peer_review.cohen import PairAgreement, cohen_kappa, pair_agreement
from attending.analytics.peer_review.draw import Draw, DrawnItem, draw
from attending.analytics.peer_review.failure_rates import (
    PASSED,
    FailureReview,
    ReviewedItem,
    StratumCount,
    failure_rate,
    review_failures,
)
from attending.analytics.peer_review.fleiss import fleiss_kappa, gwet_ac1, percent_agreement
from attending.analytics.peer_review.krippendorff import krippendorff_alpha
from attending.analytics.peer_review.ratings import Ratings
from attending.analytics.peer_review.sample_size import (
    DiscoverySample,
    PrecisionSample,
    discovery_sample,
    precision_sample,
)
from attending.analytics.peer_review.sequential import (
    Characteristic,
    SequentialPlan,
    curtailed_plan,
    fixed_sample,
    probability_ratio_plan,
)
from attending.analytics.peer_review.usage import (
    MedianBucket,
    UsageCounts,
    UsageRates,
    UsageReview,
    measure_usage,
    merge_usage,
)

__all__ = [
    "PASSED",
    "AgreementReview",
    "Allocation",
    "Characteristic",
    "DiscoverySample",
    "Draw",
    "DrawnItem",
    "FailureReview",
    "MedianBucket",
    "PairAgreement",
    "PrecisionSample",
    "Ratings",
    "ReviewStratum",
    "ReviewedItem",
    "SequentialPlan",
    "StratumCount",
    "UsageCounts",
    "UsageRates",
    "UsageReview",
    "allocate",
    "cohen_kappa",
    "curtailed_plan",
    "discovery_sample",
    "draw",
    "failure_rate",
    "fixed_sample",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "measure_usage",
    "merge_usage",
    "pair_agreement",
    "percent_agreement",
    "precision_sample",
    "probability_ratio_plan",
    "review_agreement",
    "review_failures",
]
