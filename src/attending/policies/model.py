"""A policy as frozen records: risk tiers, and for each tier and gate who signs, on which evidence, by which route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

FORMAT = "attending-policy/1"
"""The first line of a policy's text."""
TIERS = ("low", "moderate", "high")
"""The risk tiers, 1 to 3, from the laxest to the strictest."""
STAGE_GATES = ("readiness", "controls", "deployment", "learning")
"""The gates of a use case, each named for the stage it opens."""
GATES = (*STAGE_GATES, "pilot", "live", "close")
"""Every gate: the stages', the two go-live gates of a deployment, and the one that closes a cycle of learning."""
ROUTES = ("registration", "fast_track", "full")
"""Review routes, from the shortest to the whole."""


@dataclass(frozen=True, slots=True)
class SigningRule:
    """How many distinct people must sign, and how many of them clinicians."""

    quorum: int
    clinical_quorum: int
    answer_within_hours: int


@dataclass(frozen=True, slots=True)
class GateRule:
    """What one gate asks of one tier.

    ``seats`` each have to be among those who approve. ``evidence`` are the items of the evidence registry that must be
    met. An approval ends ``expires_after_days`` after it was signed.
    """

    route: str
    seats: tuple[str, ...]
    quorum: int
    clinical_quorum: int
    evidence: tuple[str, ...]
    answer_within_hours: int
    expires_after_days: int


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Who is told next when a breach is still unanswered ``after_hours``: ``deputy``, or every holder of a seat."""

    after_hours: int
    tell: str


@dataclass(frozen=True, slots=True)
class TierRule:
    """What holds for every AI of a tier.

    ``reopens`` are the keys of the facts (``program.registries.facts``) whose change makes an approval lapse; a lapsed
    approval may be used ``lapse_grace_days`` longer. A breach that nobody answered pauses the deployment
    ``pause_after_hours`` after it opened, or never where it is None.
    """

    review_every: timedelta
    reopens: tuple[str, ...]
    lapse_grace_days: int
    escalation: tuple[EscalationStep, ...]
    pause_after_hours: int | None
    gates: Mapping[str, GateRule]


@dataclass(frozen=True, slots=True)
class ConcernRule:
    """Within which time a front-line concern is answered, and "it is being looked at" followed by what came of it."""

    answer_within_hours: int
    follow_up_within_days: int


UNSAID_CONCERNS = ConcernRule(answer_within_hours=72, follow_up_within_days=30)
"""What holds where a policy says nothing of concerns, as those written before it could."""


@dataclass(frozen=True, slots=True)
class TierQuestion:
    """One question that decides the tier; ``answers`` maps a key to what is read, from least to most risk."""

    key: str
    text: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TierCase:
    """One rule: whoever answered every question of ``when`` with one of its answers is at least of ``tier``."""

    key: str
    tier: str
    text: str
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Policy:
    """``signing`` is by the name of what is decided: pause, resume, breach, review, retire, roadmap, workflow_map, ...

    ``concerns`` is None where the text does not say it. ``tiers`` is by tier of ``TIERS``. What nobody has assessed is
    held to the strictest tier.
    """

    version: str
    signing: Mapping[str, SigningRule]
    concerns: ConcernRule | None
    questions: tuple[TierQuestion, ...]
    cases: tuple[TierCase, ...]
    tiers: Mapping[str, TierRule]

    @property
    def concern_clock(self) -> ConcernRule:
        """The clocks of a front-line concern, said or not."""
        return self.concerns or UNSAID_CONCERNS

    def tier(self, tier: str) -> TierRule:
        """The rule of a tier; the strictest for an AI that nobody has assessed (empty)."""
        return self.tiers[tier or TIERS[-1]]
