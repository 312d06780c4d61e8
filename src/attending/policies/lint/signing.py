"""Signing rules that cannot be kept, or that leave out a second person or a clinician; concerns without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attending.policies.fields import days, hours
from attending.policies.lint.finding import Finding, must, should
from attending.policies.model import Policy
from attending.policies.vocabulary import SIGNED

BY_TWO: Final = ("resume", "retire", "exception", "policy", "agreement")
"""What one person never decides alone."""
WITHOUT_CLINICIAN: Final = ("pause", "breach")
"""What may be signed without a clinician, because it protects patients or waits for nobody."""
NO_CLOCK: Final = ("breach",)
"""What is answered by a clock that is agreed elsewhere."""


def signing_findings(policy: Policy) -> Iterator[Finding]:
    """Each signing rule by itself, and the clocks of concerns."""
    for name, rule in policy.signing.items():
        key, called = f"signing.{name}", SIGNED[name]
        if rule.clinical_quorum > rule.quorum:
            words = f"{called}: {rule.clinical_quorum} clinicians are asked among {rule.quorum} who sign."
            yield must("clinicians-above-quorum", f"{key}.clinical_quorum", words, "Ask fewer, or more people.")
        if name in BY_TWO and rule.quorum < 2:
            words = f"{called}: one person decides alone."
            yield must("decided-alone", f"{key}.quorum", words, "Make the quorum at least 2.")
        if name not in WITHOUT_CLINICIAN and rule.clinical_quorum < 1:
            words = f"{called}: no clinician has to sign."
            yield must("no-clinician", f"{key}.clinical_quorum", words, "Ask at least 1 clinician.")
        if name not in NO_CLOCK and rule.answer_within_hours < 1:
            words = f"{called}: an answer is asked for at once."
            yield must("no-time", f"{key}.answer_within_hours", words, "Give at least 1 hour.")
    if policy.signing["pause"].quorum > 1:
        words = "Pausing an AI takes more than one person."
        yield should("slow-to-stop", "signing.pause.quorum", words, "Let one person stop it; two let it run again.")
    if policy.concerns is None:
        clock = policy.concern_clock
        words = (
            f"It is not said how soon a front-line concern is answered; {hours(clock.answer_within_hours)} hold, "
            f"and {days(clock.follow_up_within_days)} to follow up."
        )
        yield should("concerns-unsaid", "concerns", words, "Write [concerns] with both clocks.")
