"""The questions put at gates, their possible answers, and which seats may answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from attending.decisions.models import Meaning
from attending.decisions.rules.options import Option
from attending.governance.rules.gates import CLOSE, GRANT, REFUSE, Outcome
from attending.policies.model import GateRule
from attending.program.models import Deployment, Seat, Stage, UseCase
from attending.program.models.deployments import State
from attending.program.models.people import USE_CASE_SEATS
from attending.program.rules import RIGHTS, Act

APPROVE_REASONS: Final = (
    "The evidence shows that it works here and can be stopped",
    "The people who will use it are ready",
)
RETURN_REASONS: Final = (
    "The evidence does not answer the question yet",
    "Those who will work with it were not heard",
    "What is done when it fails is not settled",
)
DECLINE_REASONS: Final = (
    "The value does not outweigh the burden",
    "It would not be safe here",
)
GRANT_REASONS: Final = ("It is in use already, and the item follows by then", "Patients are protected until then")
REFUSE_REASONS: Final = ("The item has to be there first",)

EXCEPTION_SEATS: Final = sorted(RIGHTS[Act.ASK_EXCEPTION])
"""The seats from which an exception may be granted."""
EXCEPTION_OPTIONS: Final[Sequence[Option]] = (
    Option(
        GRANT,
        "Grant the exception",
        "The gate may be asked without it. An approval that rests on it ends with it.",
        reason_required=True,
        reasons=GRANT_REASONS,
        meaning=Meaning.RESPONSIBILITY,
    ),
    Option(
        REFUSE,
        "Refuse",
        "The gate stays closed until the evidence is there.",
        reason_required=True,
        reasons=REFUSE_REASONS,
    ),
)


def gate_label(gate: str) -> str:
    """A gate's name on a page: the stage it opens, pilot or live, or the closing of a cycle."""
    if gate == CLOSE:
        return "Close the cycle"
    return str(Stage(gate).label if gate in Stage.values else State(gate).label)


def question(subject: UseCase | Deployment, gate: str) -> str:
    """The question in one sentence."""
    if isinstance(subject, Deployment):
        where = f"{subject.use_case.title} on {subject.unit.name}"
        if subject.state == gate:
            return f"Keep {where} in use ({gate_label(gate).lower()})?"
        return f"Put {where} into use ({gate_label(gate).lower()})?"
    if gate == CLOSE:
        return f"Close this cycle of learning of {subject.title}?"
    if subject.stage == gate:
        return f"Keep {subject.title} in {gate_label(gate).lower()}?"
    return f"Let {subject.title} go on to {gate_label(gate).lower()}?"


def effect(subject: UseCase | Deployment, gate: str) -> str:
    """What happens when it is approved."""
    if isinstance(subject, Deployment):
        if subject.state == gate:
            return "It stays in use, under this approval."
        if subject.state == State.PAUSED:
            return "It stays paused until two people resume it, and may then be used."
        return f"It becomes {gate_label(gate).lower()} at once: staff see it."
    if gate == CLOSE:
        return "This cycle is closed. Whoever wants to change the use case takes it back a stage."
    return "It stays in this stage." if subject.stage == gate else f"It goes on to {gate_label(gate).lower()} at once."


def if_nothing(subject: UseCase | Deployment, gate: str) -> str:
    """What happens if nobody signs."""
    if isinstance(subject, Deployment) and subject.state == gate:
        return "It stays in use until its approval ends, and is paused then."
    return "Nothing moves: it stays where it is."


def options(
    rule: GateRule, subject: UseCase | Deployment, gate: str, *, conditional: bool = False
) -> tuple[Option, ...]:
    """Approve, approve with conditions, return for re-review, decline; the first two from every seat of the rule.

    Where the evidence is ``conditional`` there is no approval without conditions.
    """
    happens = effect(subject, gate)
    possible = (
        Option(
            Outcome.APPROVE,
            "Approve",
            happens,
            reason_required=True,
            reasons=APPROVE_REASONS,
            meaning=Meaning.APPROVAL,
            expires_after_days=rule.expires_after_days,
            seats=rule.seats,
        ),
        Option(
            Outcome.WITH_CONDITIONS,
            "Approve with conditions",
            f"{happens} Each condition has an owner, a date, and somebody else who accepts its proof.",
            conditions_required=True,
            meaning=Meaning.APPROVAL,
            expires_after_days=rule.expires_after_days,
            seats=rule.seats,
        ),
        Option(
            Outcome.RETURN,
            "Return for re-review",
            "Nothing moves. Whoever asked mends what is named and asks again.",
            reason_required=True,
            reasons=RETURN_REASONS,
        ),
        Option(
            Outcome.DECLINE,
            "Decline",
            "Nothing moves. What is approved now stands until its own end.",
            reason_required=True,
            reasons=DECLINE_REASONS,
        ),
    )
    return possible[1:] if conditional else possible


def eligible_seats(rule: GateRule) -> list[str]:
    """The seats whose signatures count: those the policy asks, those that lead a use case, and the committee's."""
    further = (*USE_CASE_SEATS, Seat.CMIO, Seat.COMMITTEE_MEMBER, Seat.COMPLIANCE_OFFICER)
    return list(dict.fromkeys([*rule.seats, *(str(seat) for seat in further)]))


def exception_question(subject: UseCase | Deployment, titles: Sequence[str], until: date) -> str:
    """The question whether items may be missing for a time."""
    where = f"{subject.use_case.title} on {subject.unit.name}" if isinstance(subject, Deployment) else subject.title
    names = titles[0].lower() if len(titles) == 1 else f"{len(titles)} required items"
    return f"May {where} pass its gate without {names} until {until:%-d %B %Y}?"
