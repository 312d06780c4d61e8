"""What is sealed under the agreement of oversight thresholds: each of them in full, and what an unanswered one does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attending.governance.escalation_texts import whom
from attending.governance.models import OversightThreshold
from attending.governance.oversight_packet import group_text, limits_text, watched_title
from attending.policies.model import TierRule
from attending.program.models import Deployment


def agreement_document(
    deployment: Deployment, thresholds: Sequence[OversightThreshold], tier: TierRule
) -> dict[str, Any]:
    """The packet of an agreement."""
    return {
        "title": f"Oversight thresholds of {deployment.use_case.title} on {deployment.unit.name}",
        "asked": "Agree what would make us stop, who answers, and by when; or return it to be changed.",
        "summary": [
            ["Thresholds", str(len(thresholds))],
            ["If nobody answers a breach", pause_text(tier)],
            *([f"After {step.after_hours} hours", f"{whom(step.tell)} is told"] for step in tier.escalation),
        ],
        "sections": [_section(threshold) for threshold in thresholds],
    }


def pause_text(tier: TierRule) -> str:
    """What the policy does with a breach that nobody answered."""
    if tier.pause_after_hours is None:
        return "It keeps running: for this risk tier nothing is paused by itself."
    return f"The system pauses it {tier.pause_after_hours} hours after the breach opened; two people resume it."


def _section(threshold: OversightThreshold) -> dict[str, Any]:
    score = threshold.score_threshold
    rows = [
        ["Stop limit", limits_text(threshold, "stop")],
        ["Warning limit", limits_text(threshold, "warn")],
        ["Population", group_text(threshold)],
        ["Window", f"last {threshold.window_months} months, from n {threshold.minimum_n:,} on"],
    ]
    if threshold.chart:
        rows = rows[:1]
    return {
        "heading": watched_title(threshold) + ("" if score is None else f" at {score.normalize():f}"),
        "rows": [
            *rows,
            ["Missing data", f"a breach after {threshold.silence_days} days"],
            ["May pause and answers", f"{threshold.pause_authority}; deputy {threshold.deputy}"],
            ["Answer within", f"{threshold.answer_within_hours} hours"],
            ["Agreed action", threshold.agreed_action],
        ],
    }
