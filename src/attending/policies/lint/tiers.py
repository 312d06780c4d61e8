"""A tier that asks less than the one below it, and clocks of a tier that cannot work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attending.policies.fields import Rule, fields_of
from attending.policies.lint.finding import Finding, must, should
from attending.policies.model import TIERS, Policy, TierRule
from attending.policies.vocabulary import GATE_WORDS, TIER_WORDS


def tier_findings(policy: Policy) -> Iterator[Finding]:
    """Each tier by itself, and against the one below it."""
    for tier in TIERS:
        yield from _clocks(f"tiers.{tier}", TIER_WORDS[tier], policy.tiers[tier])
    for below, above in pairwise(TIERS):
        yield from _laxer(
            f"tiers.{above}", TIER_WORDS[above], TIER_WORDS[below], policy.tiers[above], policy.tiers[below]
        )
        for gate, rule in policy.tiers[above].gates.items():
            called = f"{TIER_WORDS[above]}, “{GATE_WORDS[gate]}”"
            place = f"tiers.{above}.gates.{gate}"
            yield from _laxer(place, called, TIER_WORDS[below], rule, policy.tiers[below].gates[gate])


def _laxer(key: str, called: str, below: str, rule: Rule, than: Rule) -> Iterator[Finding]:
    for field in fields_of(rule):
        value, least = field.of(rule), field.of(than)
        if field.laxer(value, least):
            words = f"{called}: {field.label.lower()}: {field.words(value)}. {below} asks more: {field.words(least)}."
            mend = f"Ask at least what {below} asks, or ask less there."
            yield must("laxer-than-below", f"{key}.{field.key}", words, mend)


def _clocks(key: str, called: str, rule: TierRule) -> Iterator[Finding]:
    if not rule.reopens:
        words = f"{called}: nothing re-opens an approval, whatever changes."
        yield must("never-reopened", f"{key}.reopens", words, "Name at least model-version.")
    if not rule.escalation:
        words = f"{called}: nobody is told of a breach that is not answered."
        yield must("nobody-told", f"{key}.escalation", words, "Add a step, such as { after_hours = 24, tell = cmio }.")
    after = [step.after_hours for step in rule.escalation]
    if any(later <= earlier for earlier, later in pairwise(after)):
        words = f"{called}: the steps of the escalation do not follow one another in time."
        yield must("steps-out-of-order", f"{key}.escalation", words, "Give each step more hours than the one before.")
    told = [step.tell for step in rule.escalation]
    if len(set(told)) < len(told):
        words = f"{called}: the escalation tells the same seat twice."
        yield must("told-twice", f"{key}.escalation", words, "Name another seat, or take the later step out.")
    if rule.pause_after_hours is not None and after and rule.pause_after_hours <= after[0]:
        words = f"{called}: an unanswered breach pauses the AI before anybody else is told."
        yield should("paused-before-told", f"{key}.pause_after_hours", words, "Give the first step time to be heard.")
