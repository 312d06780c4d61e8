"""The questionnaire of a use case, its answer, and its history, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from attending.governance.models.tiering import TierAssessment
from attending.governance.presenters.policy import TIER_STATUS, people
from attending.governance.rules.tiering import Standing
from attending.policies.fields import TIER_FIELDS, listed
from attending.policies.model import GATES, Policy
from attending.policies.tiering import Tiering
from attending.policies.vocabulary import GATE_WORDS, ROUTE_WORDS, SEATS, TIER_WORDS
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Status, SummaryRow


@dataclass(frozen=True, slots=True)
class Answer:
    """Which tier follows from the answers, which rule fired, and what then holds."""

    status: Status
    rule: str
    further: Sequence[str]
    rows: Sequence[SummaryRow]
    gates: DataTable


def tier_status(tier: str) -> Status:
    """A tier as a status; empty is what nobody assessed."""
    return Status(TIER_STATUS[tier], TIER_WORDS[tier]) if tier else Status("pending", "Not assessed: held to tier 3")


def answer(policy: Policy, found: Tiering) -> Answer:
    """What follows from the answers."""
    rule = policy.tiers[found.tier]
    rows = [SummaryRow(field.label, field.words(field.of(rule))) for field in TIER_FIELDS]
    gates = [
        [GATE_WORDS[gate], ROUTE_WORDS[asked.route], listed(SEATS[seat] for seat in asked.seats), people(asked)]
        for gate, asked in ((gate, rule.gates[gate]) for gate in GATES)
    ]
    further = [f"{each.text} ({TIER_WORDS[each.tier]})" for each in found.fired[1:] if each.when]
    table = DataTable(["Gate", "Review", "Seats that sign", "Who signs"], gates, "Who signs at each gate")
    return Answer(tier_status(found.tier), found.text, further, rows, table)


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
    """Seats of the tier that nobody holds, with what they keep shut."""
    return [f"{SEATS[seat]}: {listed(dict.fromkeys(where))}" for seat, where in vacant.items()]
