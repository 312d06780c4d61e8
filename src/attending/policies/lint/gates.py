"""Gates that nobody can pass, that no clinician guards, or that ask for what nobody gives."""

from __future__ import annotations

from collections.abc import Iterator

from attending.policies.fields import listed
from attending.policies.lint.finding import Finding, must, should
from attending.policies.model import STAGE_GATES, TIERS, GateRule, Policy
from attending.policies.vocabulary import CLINICIANS_SEATS, EVIDENCE, GATE_WORDS, SEATS, TIER_WORDS

_OF_USE_CASE = (*STAGE_GATES, "close")
_PUT_INTO_USE = ("pilot", "live")


def gate_findings(policy: Policy) -> Iterator[Finding]:
    """Every gate of every tier by itself."""
    for tier in TIERS:
        for gate, rule in policy.tiers[tier].gates.items():
            yield from _gate(f"tiers.{tier}.gates.{gate}", _called(tier, gate), gate, rule)


def _called(tier: str, gate: str) -> str:
    return f"{TIER_WORDS[tier]}, “{GATE_WORDS[gate]}”"


def _gate(key: str, called: str, gate: str, rule: GateRule) -> Iterator[Finding]:
    yield from _passable(key, called, rule)
    if not rule.seats:
        words = f"{called}: no seat has to sign, so nobody answers for it."
        yield must("nobody-answers", f"{key}.seats", words, "Name at least one seat, such as clinical_owner.")
    if not rule.evidence:
        words = f"{called}: it is passed on no evidence at all."
        yield must("no-evidence", f"{key}.evidence", words, "Name at least one evidence item, such as risk-tier.")
    if gate in _OF_USE_CASE:
        elsewhere = [EVIDENCE[item].title for item in rule.evidence if not EVIDENCE[item].use_case]
        if elsewhere:
            words = f"{called} is a gate of a use case, and only a deployment has: {listed(elsewhere)}."
            yield must("item-of-a-deployment", f"{key}.evidence", words, "Ask for it at pilot or live.")
    if gate in _PUT_INTO_USE and "oversight-thresholds" not in rule.evidence:
        words = f"{called}: nothing is agreed that would make people stop."
        yield should("no-thresholds", f"{key}.evidence", words, "Add oversight-thresholds to its evidence.")
    if gate == STAGE_GATES[0] and "risk-tier" not in rule.evidence:
        words = f"{called}: a use case may pass without anybody having assessed its tier; it is then held to tier 3."
        yield should("no-tier-asked", f"{key}.evidence", words, "Add risk-tier to its evidence.")


def _passable(key: str, called: str, rule: GateRule) -> Iterator[Finding]:
    if rule.quorum < len(rule.seats):
        words = f"{called}: {len(rule.seats)} seats have to sign, and the quorum is {rule.quorum}."
        yield must("quorum-below-seats", f"{key}.quorum", words, f"Make the quorum at least {len(rule.seats)}.")
    if rule.clinical_quorum > rule.quorum:
        words = f"{called}: {rule.clinical_quorum} clinicians are asked among {rule.quorum} who sign."
        yield must("clinicians-above-quorum", f"{key}.clinical_quorum", words, "Ask fewer clinicians, or more people.")
        return
    others = [seat for seat in rule.seats if seat not in CLINICIANS_SEATS]
    reach = rule.quorum - len(others)
    if rule.clinical_quorum > max(reach, 0) and rule.quorum >= len(rule.seats):
        names = listed(SEATS[seat] for seat in others)
        words = (
            f"{called}: {rule.clinical_quorum} clinicians cannot be reached by {rule.quorum} people of whom "
            f"{len(others)} sign from seats that need no clinician ({names})."
        )
        mend = f"Raise the quorum to {len(others) + rule.clinical_quorum}, or ask {max(reach, 0)} clinicians."
        yield must("clinicians-out-of-reach", f"{key}.clinical_quorum", words, mend)
    if 2 * rule.clinical_quorum < rule.quorum:
        words = f"{called}: {rule.clinical_quorum} of {rule.quorum} who sign are clinicians, fewer than half."
        mend = f"Ask at least {-(-rule.quorum // 2)} clinicians."
        yield must("clinicians-outvoted", f"{key}.clinical_quorum", words, mend)
