"""Oversight that was agreed and tried: signed thresholds, a drill that was answered, and a breach that somebody has."""

from __future__ import annotations

from typing import Final

from attending.demo.signing import sign_as
from attending.demo.use_cases import Cast
from attending.governance.actions.acknowledging import acknowledge, acknowledge_drill
from attending.governance.actions.agreements import offer_agreement
from attending.governance.actions.drilling import open_drill
from attending.governance.models import Breach, OversightThreshold
from attending.program.models import Deployment

CMIO: Final = "Chief Medical Information Officer"
SAFETY: Final = "Patient Safety Officer"
NOTE: Final = "I have asked cardiology whether the score still fits heart failure; no prompts go out there tonight."


def agree_and_drill(cast: Cast, deployment: Deployment, *, owner: str) -> None:
    """Have every threshold signed by whoever may pause and the chief medical information officer, and drill one."""
    agreement = offer_agreement(cast.people[SAFETY], deployment)
    if agreement.proposal is not None:
        for name in (owner, CMIO):
            sign_as(cast.people[name], agreement.proposal, "agree")
    threshold = OversightThreshold.objects.filter(deployment=deployment, retired_at=None).earliest("pk")
    acknowledge_drill(cast.people[owner], open_drill(cast.people[CMIO], threshold))


def take_over(cast: Cast, deployment: Deployment) -> None:
    """The deputy says that they have the first breach; the decision is left open to whoever reads the demonstration."""
    breach = Breach.objects.filter(threshold__deployment=deployment, closed_at=None).earliest("pk")
    acknowledge(cast.people[SAFETY], breach, note=NOTE)
