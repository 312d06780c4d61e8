"""Read a policy from TOML (``attending-policy/1``); all problems are told at once, each with its line and key."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from attending.policies.entry import Entry
from attending.policies.lines import lines
from attending.policies.model import (
    FORMAT,
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
from attending.policies.problems import PolicyProblem, PolicyRefused
from attending.policies.vocabulary import DEPUTY, EVIDENCE, FACTS, SEATS, SIGNED

KEY: Final = r"[a-z][a-z0-9_-]{0,39}"
VERSION: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
LONGEST_TEXT: Final = 200_000
"""The longest policy, in characters."""
MOST_PEOPLE: Final = 30
MOST_HOURS: Final = 8_760
MOST_DAYS: Final = 3_650
MOST_QUESTIONS: Final = 30
MOST_ANSWERS: Final = 10
MOST_CASES: Final = 200
MOST_STEPS: Final = 10

_KEY: Final = re.compile(KEY)
_VERSION: Final = re.compile(VERSION)
_KEPT: Final = 64
_AT_LINE: Final = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def read_policy(text: str) -> Policy:
    """The policy that a text says. Raises PolicyRefused with every problem: its line, key, value and expectation."""
    if len(text) > LONGEST_TEXT:
        said = f"a policy has at most {LONGEST_TEXT:,} characters; this text has {len(text):,}"
        raise PolicyRefused([PolicyProblem(0, "", "", said)])
    return _read(text)


def hash_of(text: str) -> str:
    """The SHA-256 of a policy's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Policy:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        said = f"This is no TOML: {_AT_LINE.sub('', str(error))}."
        raise PolicyRefused([PolicyProblem(int(place[1]) if place else 0, "", "", said)]) from error
    except RecursionError as error:
        raise PolicyRefused([PolicyProblem(0, "", "", "brackets are nested too deep")]) from error
    problems: list[PolicyProblem] = []
    policy = _policy(Entry(data, "", lines(text), problems))
    if problems:
        raise PolicyRefused(problems)
    return policy


def _policy(entry: Entry) -> Policy:
    entry.only("format", "version", "signing", "concerns", "questions", "cases", "tiers")
    entry.choice("format", (FORMAT,))
    version = entry.text("version")
    if version and not _VERSION.fullmatch(version):
        entry.refuse("version", "expected letters, digits, dots or hyphens, at most 40, such as 2026.1")
    questions = _questions(entry)
    tiers = entry.table("tiers")
    tiers.only(*TIERS)
    return Policy(
        version,
        _signing(entry.table("signing")),
        _concerns(entry.table("concerns")) if "concerns" in entry.names() else None,
        questions,
        _cases(entry, {question.key: question for question in questions}),
        MappingProxyType({tier: _tier(tiers.table(tier)) for tier in TIERS}),
    )


def _signing(entry: Entry) -> Mapping[str, SigningRule]:
    entry.only(*SIGNED)
    return MappingProxyType({name: _rule(entry.table(name)) for name in SIGNED})


def _rule(entry: Entry) -> SigningRule:
    entry.only("quorum", "clinical_quorum", "answer_within_hours")
    return SigningRule(*_quorums(entry), entry.whole("answer_within_hours", least=0, most=MOST_HOURS))


def _quorums(entry: Entry) -> tuple[int, int]:
    return entry.whole("quorum", least=1, most=MOST_PEOPLE), entry.whole("clinical_quorum", least=0, most=MOST_PEOPLE)


def _concerns(entry: Entry) -> ConcernRule:
    entry.only("answer_within_hours", "follow_up_within_days")
    return ConcernRule(
        entry.whole("answer_within_hours", least=1, most=MOST_HOURS),
        entry.whole("follow_up_within_days", least=1, most=MOST_DAYS),
    )


def _questions(entry: Entry) -> tuple[TierQuestion, ...]:
    found: dict[str, TierQuestion] = {}
    given = entry.tables("questions")
    if len(given) > MOST_QUESTIONS:
        entry.refuse("questions", f"a policy has at most {MOST_QUESTIONS} questions, these are {len(given)}")
        return ()
    for each in given:
        each.only("key", "text", "answers")
        question = TierQuestion(_key(each, "key"), each.text("text"), _answers(each))
        if question.key in found:
            each.refuse("key", "another question has this key already")
        found[question.key] = question
    return tuple(found.values())


def _answers(entry: Entry) -> Mapping[str, str]:
    answers = entry.table("answers")
    if not 1 < len(answers.names()) <= MOST_ANSWERS:
        entry.refuse("answers", f"a question has 2 to {MOST_ANSWERS} answers, from the least to the most risk")
    for name in answers.names():
        if not _KEY.fullmatch(name):
            answers.refuse(name, "expected a key of small letters, digits, _ or -")
    return MappingProxyType({name: answers.text(name) for name in answers.names()})


def _cases(entry: Entry, questions: Mapping[str, TierQuestion]) -> tuple[TierCase, ...]:
    found: dict[str, TierCase] = {}
    given = entry.tables("cases")
    if len(given) > MOST_CASES:
        entry.refuse("cases", f"a policy has at most {MOST_CASES} rules for the tier, these are {len(given)}")
        return ()
    for each in given:
        each.only("key", "tier", "text", "when")
        when = each.table("when")
        when.only(*questions)
        named = {
            name: when.words(name, questions[name].answers, "answers") for name in when.names() if name in questions
        }
        for name, answers in named.items():
            if not answers:
                when.refuse(name, "lists no answer, so this rule never fires; list one or take the question out")
        case = TierCase(_key(each, "key"), each.choice("tier", TIERS), each.text("text"), MappingProxyType(named))
        if case.key in found:
            each.refuse("key", "another rule has this key already")
        found[case.key] = case
    return tuple(found.values())


def _tier(entry: Entry) -> TierRule:
    entry.only("review_every_days", "reopens", "lapse_grace_days", "pause_after_hours", "escalation", "gates")
    gates = entry.table("gates")
    gates.only(*GATES)
    steps = entry.tables("escalation")
    if len(steps) > MOST_STEPS:
        entry.refuse("escalation", f"an escalation has at most {MOST_STEPS} steps, these are {len(steps)}")
    return TierRule(
        timedelta(days=entry.whole("review_every_days", least=1, most=MOST_DAYS)),
        entry.words("reopens", FACTS, "facts"),
        entry.whole("lapse_grace_days", least=0, most=MOST_DAYS),
        tuple(_step(each) for each in steps),
        entry.whole("pause_after_hours", least=0, most=MOST_HOURS) or None,
        MappingProxyType({gate: _gate(gates.table(gate)) for gate in GATES}),
    )


def _step(entry: Entry) -> EscalationStep:
    entry.only("after_hours", "tell")
    return EscalationStep(entry.whole("after_hours", least=0, most=MOST_HOURS), entry.choice("tell", (DEPUTY, *SEATS)))


def _gate(entry: Entry) -> GateRule:
    entry.only(
        *("route", "seats", "quorum", "clinical_quorum"), *("evidence", "answer_within_hours", "expires_after_days")
    )
    route, seats = entry.choice("route", ROUTES), entry.words("seats", SEATS, "seats")
    return GateRule(
        route,
        seats,
        *_quorums(entry),
        entry.words("evidence", EVIDENCE, "evidence items"),
        entry.whole("answer_within_hours", least=1, most=MOST_HOURS),
        entry.whole("expires_after_days", least=1, most=MOST_DAYS),
    )


def _key(entry: Entry, name: str) -> str:
    text = entry.text(name)
    if text and not _KEY.fullmatch(text):
        entry.refuse(name, "expected a key of small letters, digits, _ or -, at most 40")
    return text
