"""All checks of a policy."""

from __future__ import annotations

from collections.abc import Collection

from attending.policies.lint.finding import Finding, Weight
from attending.policies.lint.gates import gate_findings
from attending.policies.lint.questions import question_findings
from attending.policies.lint.seats import seat_findings
from attending.policies.lint.signing import signing_findings
from attending.policies.lint.tiers import tier_findings
from attending.policies.model import Policy


def findings(policy: Policy, held_seats: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What is wrong with a policy, what must be mended first. ``held_seats`` are those that somebody holds now, if
    known: of an enterprise seat that nobody holds it is said that it is so.
    """
    found = [
        *signing_findings(policy),
        *question_findings(policy),
        *gate_findings(policy),
        *tier_findings(policy),
        *(seat_findings(policy, held_seats) if held_seats is not None else ()),
    ]
    return tuple(sorted(found, key=lambda each: each.weight is not Weight.MUST))


def musts(found: Collection[Finding]) -> tuple[Finding, ...]:
    """Those that keep a policy from being offered."""
    return tuple(each for each in found if each.weight is Weight.MUST)
