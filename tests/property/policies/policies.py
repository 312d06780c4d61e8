"""Strategies for policies: any that can be written, and changes of the default that ask less of a tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from attending.policies.default import default_policy
from attending.policies.model import (
    GATES,
    ROUTES,
    TIERS,
    ConcernRule,
    EscalationStep,
    GateRule,
    Policy,
    SigningRule,
    TierCase,
    TierQuestion,
    TierRule,
)
from attending.policies.vocabulary import DEPUTY, EVIDENCE, FACTS, SEATS, SIGNED

KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40).filter(
    lambda text: text == text.strip() and bool(text)
)


def _some(words: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(words)), unique=True, max_size=6).map(tuple)


_SIGNING = st.builds(SigningRule, st.integers(1, 30), st.integers(0, 30), st.integers(0, 8760))
_GATE = st.builds(
    GateRule,
    st.sampled_from(ROUTES),
    _some(SEATS),
    st.integers(1, 30),
    st.integers(0, 30),
    _some(EVIDENCE),
    st.integers(1, 8760),
    st.integers(1, 3650),
)
_CONCERNS = st.builds(ConcernRule, st.integers(1, 8760), st.integers(1, 3650))
_STEP = st.builds(EscalationStep, st.integers(0, 8760), st.sampled_from([DEPUTY, *SEATS]))
_TIER = st.builds(
    TierRule,
    st.integers(1, 3650).map(lambda days: timedelta(days=days)),
    _some(FACTS),
    st.integers(0, 3650),
    st.lists(_STEP, max_size=4).map(tuple),
    st.none() | st.integers(1, 8760),
    st.fixed_dictionaries(dict.fromkeys(GATES, _GATE)),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that reading accepts."""
    answers = st.dictionaries(KEYS, TEXTS, min_size=2, max_size=4)
    asked = draw(st.dictionaries(KEYS, st.tuples(TEXTS, answers), max_size=4))
    questions = tuple(TierQuestion(key, text, given) for key, (text, given) in asked.items())
    when: st.SearchStrategy[Mapping[str, tuple[str, ...]]] = st.fixed_dictionaries(
        {},
        optional={
            each.key: st.lists(st.sampled_from(list(each.answers)), unique=True, min_size=1).map(tuple)
            for each in questions
        },
    )
    ruled = draw(st.dictionaries(KEYS, st.tuples(st.sampled_from(TIERS), TEXTS, when), max_size=5))
    return Policy(
        draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)),
        draw(st.fixed_dictionaries(dict.fromkeys(SIGNED, _SIGNING))),
        draw(st.none() | _CONCERNS),
        questions,
        tuple(TierCase(key, *rest) for key, rest in ruled.items()),
        draw(st.fixed_dictionaries(dict.fromkeys(TIERS, _TIER))),
    )


def _laxer_gate(rule: GateRule, below: GateRule) -> Mapping[str, st.SearchStrategy[Any]]:
    """By field: what asks less than the gate of the tier below, which asks ``below``."""
    found = {
        "seats": st.sampled_from(below.seats).map(lambda gone: tuple(each for each in rule.seats if each != gone)),
        "evidence": st.sampled_from(below.evidence).map(
            lambda gone: tuple(each for each in rule.evidence if each != gone)
        ),
        "expires_after_days": st.integers(below.expires_after_days + 1, 3650),
        "clinical_quorum": st.integers(0, below.clinical_quorum - 1),
    }
    if below.route != ROUTES[0]:
        found["route"] = st.sampled_from(ROUTES[: ROUTES.index(below.route)])
    if below.quorum > 1:
        found["quorum"] = st.integers(1, below.quorum - 1)
    return found


def _laxer_tier(rule: TierRule, below: TierRule) -> Mapping[str, st.SearchStrategy[Any]]:
    last = below.escalation[-1]
    rest = tuple(each for each in rule.escalation if each.tell != last.tell)
    found = {
        "review_every": st.integers(below.review_every.days + 1, 3650).map(lambda days: timedelta(days=days)),
        "reopens": st.sampled_from(below.reopens).map(
            lambda gone: tuple(each for each in rule.reopens if each != gone)
        ),
        "lapse_grace_days": st.integers(below.lapse_grace_days + 1, 3650),
        "escalation": st.integers(last.after_hours + 1, 8760).map(
            lambda hours: (*rest, EscalationStep(hours, last.tell))
        ),
    }
    if below.pause_after_hours is not None:
        found["pause_after_hours"] = st.none() | st.integers(below.pause_after_hours + 1, 8760)
    return found


@st.composite
def loosened(draw: st.DrawFn) -> tuple[Policy, str]:
    """The default policy with one field of tier 2 or 3 laxer than the tier below it, and the place of that field."""
    policy = default_policy()
    tier = draw(st.sampled_from(TIERS[1:]))
    rules, below = policy.tiers[tier], policy.tiers[TIERS[TIERS.index(tier) - 1]]
    gate = draw(st.none() | st.sampled_from(GATES))
    if gate is None:
        field, values = draw(st.sampled_from(sorted(_laxer_tier(rules, below).items(), key=lambda pair: pair[0])))
        changed = replace(rules, **{field: draw(values)})
        place = f"tiers.{tier}.{'review_every_days' if field == 'review_every' else field}"
    else:
        rule = rules.gates[gate]
        choices = sorted(_laxer_gate(rule, below.gates[gate]).items(), key=lambda pair: pair[0])
        field, values = draw(st.sampled_from(choices))
        changed = replace(rules, gates={**rules.gates, gate: replace(rule, **{field: draw(values)})})
        place = f"tiers.{tier}.gates.{gate}.{field}"
    return replace(policy, tiers={**policy.tiers, tier: changed}), place
