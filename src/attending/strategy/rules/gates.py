"""Whether a use case may be judged: each gate met or not, and what follows. Pure; a gate is never scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attending.analytics.catalogs.gates import Gate, gates
from attending.program.models import OutcomeMeasure, Person, Seat
from attending.program.rules import outcome_lacks
from attending.strategy.models import GateAnswer, Verdict


@dataclass(frozen=True, slots=True)
class GateState:
    """How one gate stands. ``derived``: read from records, so nobody answers it; ``at`` is when somebody did."""

    key: str
    title: str
    verdict: Verdict
    reason: str
    derived: bool
    by: str = ""
    at: datetime | None = None


class Eligibility(StrEnum):
    """What the gates let happen."""

    ELIGIBLE = "eligible"
    NOT_BEFORE = "not before"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether it may be judged; ``before`` lists what has to be true first, ``reasons`` why it is out."""

    eligibility: Eligibility
    before: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the derived gates are read from."""

    owner: Person | None
    outcomes: Sequence[OutcomeMeasure]
    alternative: str
    burden_lifted: str
    burden_added: str


def ruling(states: Iterable[GateState]) -> Ruling:
    """Out where a gate that excludes is not met; else not before every other gate is met; else eligible.

    What is not known yet never excludes: it has to be known first.
    """
    before, reasons = [], []
    for state in states:
        gate = gates()[state.key]
        if state.verdict == Verdict.NOT_MET and gate.unmet == "out":
            reasons.append(f"{gate.title}: {state.reason}")
        elif state.verdict != Verdict.MET:
            before.append(gate.before)
    if reasons:
        return Ruling(Eligibility.OUT, tuple(before), tuple(reasons))
    return Ruling(Eligibility.NOT_BEFORE if before else Eligibility.ELIGIBLE, tuple(before))


def eligible(states: Iterable[GateState]) -> bool:
    """Whether a panel may judge it: every gate is met."""
    return ruling(states).eligibility is Eligibility.ELIGIBLE


def gate_states(record: OnRecord, answers: Mapping[str, GateAnswer]) -> tuple[GateState, ...]:
    """Every gate of the catalog in its order; ``answers`` has the newest answer by gate."""
    return tuple(_derived(gate, record) if gate.derived else _answered(gate, answers) for gate in gates().values())


def may_answer(gate: Gate, seats: Iterable[Seat]) -> bool:
    """Whether one of these seats answers this gate."""
    return bool(set(gate.answered_by) & {str(seat) for seat in seats})


def _derived(gate: Gate, record: OnRecord) -> GateState:
    met, reason = {
        "clinical-owner": _owner,
        "measurable-outcome": _outcome,
        "alternative": _alternative,
        "burden": _burden,
    }[gate.key](record)
    return GateState(gate.key, gate.title, Verdict.MET if met else Verdict.NOT_MET, reason, derived=True)


def _owner(record: OnRecord) -> tuple[bool, str]:
    if record.owner is None:
        return False, "Nobody is clinical owner."
    if not record.owner.active:
        return False, f"{record.owner.printed_name} is clinical owner and is no longer active."
    return True, f"{record.owner.printed_name} is clinical owner."


def _outcome(record: OnRecord) -> tuple[bool, str]:
    lacking = {outcome.name: outcome_lacks(outcome) for outcome in record.outcomes}
    whole = [name for name, lacks in lacking.items() if not lacks]
    if whole:
        return True, f"Agreed: {', '.join(whole)}."
    if not lacking:
        return False, "No outcome measure is agreed."
    return False, " ".join(f"{name} still needs {'; '.join(lacks)}." for name, lacks in lacking.items())


def _alternative(record: OnRecord) -> tuple[bool, str]:
    if not record.alternative.strip():
        return False, "Nothing is written about a way without AI."
    return True, record.alternative.strip()


def _burden(record: OnRecord) -> tuple[bool, str]:
    texts = {"lifts": record.burden_lifted.strip(), "adds": record.burden_added.strip()}
    missing = [f"whose burden it {verb}" for verb, text in texts.items() if not text]
    if missing:
        return False, f"It is not named {' and '.join(missing)}."
    return True, f"Lifts: {texts['lifts']} Adds: {texts['adds']}"


def _answered(gate: Gate, answers: Mapping[str, GateAnswer]) -> GateState:
    answer = answers.get(gate.key)
    if answer is None:
        seats = " or ".join(_lower(Seat(seat).label) for seat in gate.answered_by)
        return GateState(gate.key, gate.title, Verdict.UNKNOWN, f"Nobody has answered; asked: {seats}.", derived=False)
    return GateState(
        gate.key,
        gate.title,
        Verdict(answer.verdict),
        answer.reason,
        derived=False,
        by=answer.answered_by.printed_name,
        at=answer.answered_at,
    )


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
