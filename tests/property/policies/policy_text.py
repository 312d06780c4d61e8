"""Write a policy as TOML that ``reading`` reads back the same; comments of the text it came from are not kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from attending.policies.model import FORMAT, GATES, TIERS, GateRule, Policy, TierCase, TierQuestion, TierRule
from attending.policies.vocabulary import SIGNED


def write_policy(policy: Policy) -> str:
    """The text of a policy, always the same for the same policy."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    yield f"format = {_text(FORMAT)}"
    yield f"version = {_text(policy.version)}"
    if not policy.questions:
        yield "questions = []"
    if not policy.cases:
        yield "cases = []"
    for name in SIGNED:
        rule = policy.signing[name]
        yield from ("", f"[signing.{name}]", f"quorum = {rule.quorum}", f"clinical_quorum = {rule.clinical_quorum}")
        yield f"answer_within_hours = {rule.answer_within_hours}"
    if policy.concerns is not None:
        yield from ("", "[concerns]", f"answer_within_hours = {policy.concerns.answer_within_hours}")
        yield f"follow_up_within_days = {policy.concerns.follow_up_within_days}"
    for question in policy.questions:
        yield from _question(question)
    for case in policy.cases:
        yield from _case(case)
    for tier in TIERS:
        yield from _tier(f"tiers.{tier}", policy.tiers[tier])


def _question(question: TierQuestion) -> Iterator[str]:
    yield from ("", "[[questions]]", f"key = {_text(question.key)}", f"text = {_text(question.text)}")
    yield "[questions.answers]"
    yield from (f"{key} = {_text(answer)}" for key, answer in question.answers.items())


def _case(case: TierCase) -> Iterator[str]:
    yield from ("", "[[cases]]", f"key = {_text(case.key)}", f"tier = {_text(case.tier)}", f"text = {_text(case.text)}")
    when = ", ".join(f"{name} = {_list(case.when[name])}" for name in sorted(case.when))
    yield f"when = {{ {when} }}" if when else "when = {}"


def _tier(key: str, rule: TierRule) -> Iterator[str]:
    yield from ("", f"[{key}]", f"review_every_days = {rule.review_every.days}", f"reopens = {_list(rule.reopens)}")
    yield f"lapse_grace_days = {rule.lapse_grace_days}"
    yield f"pause_after_hours = {rule.pause_after_hours or 0}"
    steps = (f"{{ after_hours = {step.after_hours}, tell = {_text(step.tell)} }}" for step in rule.escalation)
    yield f"escalation = [{', '.join(steps)}]"
    for gate in GATES:
        yield from _gate(f"{key}.gates.{gate}", rule.gates[gate])


def _gate(key: str, rule: GateRule) -> Iterator[str]:
    yield from ("", f"[{key}]", f"route = {_text(rule.route)}", f"seats = {_list(rule.seats)}")
    yield from (f"quorum = {rule.quorum}", f"clinical_quorum = {rule.clinical_quorum}")
    yield f"evidence = {_list(rule.evidence)}"
    yield f"answer_within_hours = {rule.answer_within_hours}"
    yield f"expires_after_days = {rule.expires_after_days}"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
