"""The questionnaire of a use case, its answer, and its history, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from attending.governance.models.tiering import TierAssessment
from attending.governance.presenters.policy import TIER_STATUS, clocks, people
from attending.governance.rules.tiering import Standing
from attending.policies.fields import listed
from attending.policies.model import GATES, Policy, TierRule
from attending.policies.tiering import Tiering
from attending.policies.vocabulary import GATE_WORDS, ROUTE_WORDS, SEATS, TIER_WORDS
from attending.ui import formats
from attending.ui.parts import Event, Status, SummaryRow


@dataclass(frozen=True, slots=True)
class Answer:
    """Which tier follows from the answers, which rule fired, and what then holds."""

    status: Status
    rule: str
    further: Sequence[str]
    rows: Sequence[SummaryRow]
    gates: Sequence[SummaryRow]


def tier_status(tier: str) -> Status:
    """A tier as a status; empty is what nobody assessed."""
    return Status(TIER_STATUS[tier], TIER_WORDS[tier]) if tier else Status("pending", "Not assessed: held to tier 3")


def answer(policy: Policy, found: Tiering) -> Answer:
    """What follows from the answers."""
    rule = policy.tiers[found.tier]
    further = [f"{each.text} ({TIER_WORDS[each.tier]})" for each in found.fired[1:] if each.when]
    return Answer(tier_status(found.tier), found.text, further, clocks(rule), _gates(rule))


def _gates(rule: TierRule) -> list[SummaryRow]:
    """Who signs at which gates; gates that ask the same stand together."""
    alike: dict[str, list[str]] = {}
    for gate in GATES:
        asked = rule.gates[gate]
        seats = listed(SEATS[seat] for seat in asked.seats)
        alike.setdefault(f"{ROUTE_WORDS[asked.route]}: {people(asked)}. {seats} must be among them.", []).append(
            GATE_WORDS[gate]
        )
    return [SummaryRow(_every(gates), words) for words, gates in alike.items()]


def _every(gates: Sequence[str]) -> str:
    return "Every gate" if set(GATE_WORDS.values()) <= set(gates) else listed(gates)


_STANDING = {
    Standing.NONE: "Nobody has assessed it yet.",
    Standing.BY_HAND: "Its tier was set without these questions. Answer them once.",
    Standing.STALE: "The policy asks other questions now than those that were answered. Answer them again.",
    Standing.HELD: "Assessed by the questions that the policy asks now.",
}


def standing_words(stands: Standing) -> str:
    """How the use case stands to its tier."""
    return _STANDING[stands]


def history(found: Sequence[TierAssessment]) -> list[Event]:
    """The assessments, the newest first."""
    return [
        Event(
            formats.moment(each.assessed_at),
            TIER_WORDS[each.tier],
            f"{_raised(each)}{each.reason} Policy {each.policy_version}.",
            each.assessed_by.printed_name,
            kind=TIER_STATUS[each.tier],
            machine_when=timezone.localtime(each.assessed_at).isoformat(),
        )
        for each in found
    ]


def _raised(each: TierAssessment) -> str:
    return (
        f"The rules say {TIER_WORDS[each.ruled].lower()}; a higher tier was taken. " if each.tier != each.ruled else ""
    )


def lacking(vacant: Mapping[str, Sequence[str]]) -> list[str]:
    """Seats of the tier that nobody holds, with what waits for them."""
    gates = set(GATE_WORDS.values())
    return [
        f"{SEATS[seat]}: {listed([_every(where), *(each for each in where if each not in gates)])}"
        if gates <= set(where)
        else f"{SEATS[seat]}: {listed(where)}"
        for seat, where in vacant.items()
    ]
