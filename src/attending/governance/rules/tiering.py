"""Whether an assessment of a use case's tier still holds under the policy in force."""

from __future__ import annotations

from enum import StrEnum

from attending.governance.models.tiering import TierAssessment
from attending.policies.model import TIERS, Policy
from attending.policies.tiering import questions_hash
from attending.policies.vocabulary import TIER_WORDS


class Standing(StrEnum):
    """How a use case stands to its risk tier."""

    HELD = "held"
    STALE = "stale"
    BY_HAND = "by hand"
    NONE = "none"


def standing(policy: Policy, tier: str, newest: TierAssessment | None) -> Standing:
    """``tier`` is the use case's now. Stale: other questions or rules than those that were answered."""
    if newest is None:
        return Standing.BY_HAND if tier else Standing.NONE
    if newest.questions_sha256 != questions_hash(policy):
        return Standing.STALE
    return Standing.HELD if tier == newest.tier else Standing.BY_HAND


def in_words(stands: Standing, tier: str, last: TierAssessment | None) -> str:
    """How a use case of ``tier`` stands, in a sentence; ``last`` is its newest assessment."""
    if stands is Standing.NONE or not tier:
        return "Nobody has assessed it, so it is held to tier 3."
    if stands is Standing.BY_HAND or last is None:
        return f"{TIER_WORDS[tier]}, set without the policy's questions."
    if stands is Standing.STALE:
        return f"{TIER_WORDS[tier]}, by the questions of policy {last.policy_version}; others are asked now."
    return f"{TIER_WORDS[tier]}. {last.case_text}"


def is_lower(tier: str, than: str) -> bool:
    """Whether a tier asks less than another."""
    return TIERS.index(tier) < TIERS.index(than)
