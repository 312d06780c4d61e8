"""Policies for tests: the default, with something said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from attending.policies.default import default_policy
from attending.policies.model import Policy, SigningRule, TierCase


def with_gate(tier: str, gate: str, policy: Policy | None = None, **said: Any) -> Policy:
    """A policy whose gate of a tier says something else."""
    policy = policy or default_policy()
    rules = policy.tiers[tier]
    gates = {**rules.gates, gate: replace(rules.gates[gate], **said)}
    return replace(policy, tiers={**policy.tiers, tier: replace(rules, gates=gates)})


def with_tier(tier: str, policy: Policy | None = None, **said: Any) -> Policy:
    """A policy whose tier says something else."""
    policy = policy or default_policy()
    return replace(policy, tiers={**policy.tiers, tier: replace(policy.tiers[tier], **said)})


def with_signing(name: str, **said: Any) -> Policy:
    """A policy whose signing rule says something else."""
    policy = default_policy()
    signing: Mapping[str, SigningRule] = {**policy.signing, name: replace(policy.signing[name], **said)}
    return replace(policy, signing=signing)


def with_case(key: str, **said: Any) -> Policy:
    """A policy whose rule for the tier says something else."""
    policy = default_policy()
    cases = tuple(replace(each, **said) if each.key == key else each for each in policy.cases)
    return replace(policy, cases=cases)


def case(key: str, tier: str, **when: tuple[str, ...]) -> TierCase:
    """A rule for the tier."""
    return TierCase(key, tier, f"Rule {key}.", when)
