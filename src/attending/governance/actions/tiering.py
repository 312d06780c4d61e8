"""Assess the risk tier of a use case: the answers, what the rules make of them, and the tier that is taken."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.governance.models.tiering import TierAssessment
from attending.governance.rules.tiering import is_lower
from attending.ledger.actions import take_turn
from attending.policies.tiering import questions_hash, tier_of
from attending.policies.vocabulary import TIER_WORDS
from attending.program.actions.record import check, log
from attending.program.actions.use_cases import assess_risk
from attending.program.models import Person, RiskTier, UseCase
from attending.program.rules import Act, Refused


@transaction.atomic
def assess(
    acting: Person, use_case: UseCase, answers: Mapping[str, str], *, tier: str = "", reason: str = ""
) -> TierAssessment:
    """Keep the answers with the tier that the policy in force makes of them, and hold the use case to it.

    ``tier`` may be a higher one, for a reason; without it the tier is that of the rules, and the reason their words.
    """
    check(acting, Act.ASSESS_RISK, use_case)
    take_turn()
    policy = policy_of(use_case.organisation_id)
    try:
        ruled = tier_of(policy, answers)
    except ValueError as error:
        raise Refused(str(error)) from error
    taken = RiskTier(tier or ruled.tier)
    if is_lower(taken, ruled.tier):
        raise Refused(
            f"By the rule “{ruled.text}” it is {TIER_WORDS[ruled.tier].lower()}, and nobody takes a lower one. Mend an "
            "answer that is wrong, or have the policy changed."
        )
    if taken != ruled.tier and not reason.strip():
        raise Refused(f"The rules make it {TIER_WORDS[ruled.tier].lower()}. Write why you take a higher one.")
    why = reason.strip() or ruled.text
    assessment = TierAssessment.objects.create(
        use_case=use_case,
        answers=dict(answers),
        policy_version=policy.version,
        questions_sha256=questions_hash(policy),
        case=ruled.case,
        case_text=ruled.text,
        ruled=ruled.tier,
        tier=taken,
        reason=why,
        assessed_by=acting,
        assessed_at=timezone.now(),
    )
    payload = {"use_case": use_case.key, "tier": str(taken), "ruled": ruled.tier, "case": ruled.case}
    log(acting, "tier.assessed", assessment, {**payload, "policy": policy.version})
    assess_risk(acting, use_case, taken, reason=why)
    return assessment
