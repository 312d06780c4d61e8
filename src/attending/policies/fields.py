"""What a rule of the policy says, field by field: how it is called, how it reads, and which of two is laxer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from attending.policies.model import ROUTES, ConcernRule, EscalationStep, GateRule, SigningRule, TierRule
from attending.policies.vocabulary import DEPUTY, EVIDENCE, FACTS, ROUTE_WORDS, SEATS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a rule. ``laxer(value, than)`` says whether a value asks less than another; ``words`` reads it."""

    key: str
    label: str
    of: Callable[[Any], Any]
    words: Callable[[Any], str]
    laxer: Callable[[Any, Any], bool]


def listed(names: Iterable[str]) -> str:
    """Names in one sentence: "a, b and c"; "nothing" where there is none."""
    *first, last = list(names) or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def days(number: int) -> str:
    """A number of days in words."""
    return "1 day" if number == 1 else f"{number:,} days"


def hours(number: int | None) -> str:
    """A number of hours in words, in days where it is whole days from two on; "never" for None."""
    if number is None:
        return "never"
    if number >= 48 and number % 24 == 0:
        return days(number // 24)
    return "1 hour" if number == 1 else f"{number:,} hours"


def seat_words(seat: str) -> str:
    """A seat, or the deputy, as a sentence says it."""
    return "the deputy" if seat == DEPUTY else f"the {_small(SEATS[seat])}"


def _small(label: str) -> str:
    """The label in small letters, but for its abbreviations."""
    return " ".join(word if word.isupper() else word.lower() for word in label.split())


def escalation_words(steps: Iterable[EscalationStep]) -> str:
    """Who is told when, in one sentence."""
    return listed(f"{seat_words(step.tell)} after {hours(step.after_hours)}" for step in steps)


def _lacks(value: Iterable[str], than: Iterable[str]) -> bool:
    return not set(than) <= set(value)


def _fewer(value: int, than: int) -> bool:
    return value < than


def _longer(value: Any, than: Any) -> bool:
    return bool(value > than)


def _later_pause(value: int | None, than: int | None) -> bool:
    return than is not None and (value is None or value > than)


def _later_told(value: Iterable[EscalationStep], than: Iterable[EscalationStep]) -> bool:
    told = {step.tell: step.after_hours for step in value}
    return any(step.tell not in told or told[step.tell] > step.after_hours for step in than)


def _never(_value: object, _than: object) -> bool:
    return False


GATE_FIELDS: Final = (
    Field("route", "Review", lambda rule: rule.route, ROUTE_WORDS.__getitem__, lambda a, b: _rank(a) < _rank(b)),
    Field("seats", "Seats that sign", lambda rule: rule.seats, lambda v: listed(map(SEATS.__getitem__, v)), _lacks),
    Field("quorum", "People who sign", lambda rule: rule.quorum, str, _fewer),
    Field("clinical_quorum", "Clinicians among them", lambda rule: rule.clinical_quorum, str, _fewer),
    Field("evidence", "Evidence", lambda rule: rule.evidence, lambda v: listed(EVIDENCE[x].title for x in v), _lacks),
    Field("answer_within_hours", "Answer asked within", lambda rule: rule.answer_within_hours, hours, _never),
    Field("expires_after_days", "The approval ends after", lambda rule: rule.expires_after_days, days, _longer),
)
"""The fields of a GateRule."""

TIER_FIELDS: Final = (
    Field("review_every_days", "Reviewed every", lambda rule: rule.review_every.days, days, _longer),
    Field(
        "reopens", "What re-opens an approval", lambda rule: rule.reopens, lambda v: listed(FACTS[x] for x in v), _lacks
    ),
    Field("lapse_grace_days", "Time left after a lapse", lambda rule: rule.lapse_grace_days, days, _longer),
    Field("escalation", "Told of an unanswered breach", lambda rule: rule.escalation, escalation_words, _later_told),
    Field(
        "pause_after_hours",
        "An unanswered breach pauses it after",
        lambda rule: rule.pause_after_hours,
        hours,
        _later_pause,
    ),
)
"""The fields of a TierRule, but for its gates."""

SIGNING_FIELDS: Final = (
    Field("quorum", "People who sign", lambda rule: rule.quorum, str, _fewer),
    Field("clinical_quorum", "Clinicians among them", lambda rule: rule.clinical_quorum, str, _fewer),
    Field("answer_within_hours", "Answer asked within", lambda rule: rule.answer_within_hours, hours, _never),
)
"""The fields of a SigningRule."""

CONCERN_FIELDS: Final = (
    Field("answer_within_hours", "Answered within", lambda rule: rule.answer_within_hours, hours, _longer),
    Field("follow_up_within_days", "Followed up within", lambda rule: rule.follow_up_within_days, days, _longer),
)
"""The fields of a ConcernRule."""


def _rank(route: str) -> int:
    return ROUTES.index(route)


Rule = GateRule | TierRule | SigningRule | ConcernRule


def fields_of(rule: Rule) -> tuple[Field, ...]:
    """The fields of a rule by what it is."""
    if isinstance(rule, GateRule):
        return GATE_FIELDS
    if isinstance(rule, ConcernRule):
        return CONCERN_FIELDS
    return TIER_FIELDS if isinstance(rule, TierRule) else SIGNING_FIELDS
