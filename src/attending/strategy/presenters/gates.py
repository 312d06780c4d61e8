"""Whether a use case may be judged, ready to print."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.analytics.catalogs.gates import gates
from attending.program.models import Seat, UseCase
from attending.strategy.models import Verdict
from attending.strategy.rules.gates import Eligibility, GateState, may_answer, ruling
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow

MARKS = {Verdict.MET: "ok", Verdict.NOT_MET: "breach", Verdict.UNKNOWN: "pending"}


@dataclass(frozen=True, slots=True)
class GateCard:
    """The answer in a sentence, what has to be true first, and every gate; ``met``: all of them are."""

    status: Status
    sentences: Sequence[str]
    rows: Sequence[SummaryRow]
    met: bool


def eligibility_status(states: Sequence[GateState]) -> Status:
    """Such as ``May be judged`` or ``Not before a clinical owner is named, and 2 more``."""
    found = ruling(states)
    if found.eligibility is Eligibility.OUT:
        return Status("stop", "Out")
    if found.eligibility is Eligibility.ELIGIBLE:
        return Status("ok", "May be judged")
    more = f", and {len(found.before) - 1} more" if len(found.before) > 1 else ""
    return Status("watch", f"Not before {found.before[0]}{more}")


def gate_card(use_case: UseCase, states: Sequence[GateState], seats: Collection[Seat]) -> GateCard:
    """Every gate with its reason; who may answer one finds the way to it."""
    found = ruling(states)
    sentences = [f"Out: {reason}" for reason in found.reasons]
    sentences += [f"Not before {each}." for each in found.before]
    rows = [
        SummaryRow(
            state.title,
            Status(MARKS[state.verdict], str(state.verdict.label)),
            *_action(use_case, state, seats),
            note=_note(state),
        )
        for state in states
    ]
    return GateCard(eligibility_status(states), sentences, rows, found.eligibility is Eligibility.ELIGIBLE)


def _note(state: GateState) -> str:
    who = f" {state.by}, {formats.date(state.at)}." if state.by else ""
    return f"{state.reason}{who}"


def _action(use_case: UseCase, state: GateState, seats: Collection[Seat]) -> tuple[str, str]:
    if not may_answer(gates()[state.key], seats):
        return "", ""
    url = reverse("strategy:answer-gate", args=[use_case.key, state.key])
    return ("Answer" if state.verdict == Verdict.UNKNOWN else "Answer anew"), url
