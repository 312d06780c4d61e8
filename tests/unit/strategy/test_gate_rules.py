"""What follows from the gates of eligibility: eligible, not before something, or out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attending.analytics.catalogs.gates import gates
from attending.program.models import OutcomeMeasure, Person, Seat
from attending.strategy.models import GateAnswer, Verdict
from attending.strategy.rules.gates import (
    Eligibility,
    GateState,
    OnRecord,
    eligible,
    gate_states,
    may_answer,
    ruling,
)

OWNER = Person(printed_name="Olga Owner", active=True)
OUTCOME = OutcomeMeasure(
    name="Minutes to antibiotics",
    baseline=90,
    target=60,
    minimum_effect=10.0,
    how_measured="Chart review",
    who_pays="Main",
    who_benefits="Patients",
)
SOUND = OnRecord(
    owner=OWNER,
    outcomes=[OUTCOME],
    alternative="A sepsis nurse.",
    burden_lifted="Night doctors'.",
    burden_added="Ward nurses'.",
)


def answered(verdict: Verdict = Verdict.MET, **verdicts: Verdict) -> dict[str, GateAnswer]:
    """Every gate that people answer, met unless told otherwise; hyphens of a key are written as underscores."""
    return {
        key: GateAnswer(
            gate=key, verdict=verdicts.get(key.replace("-", "_"), verdict), reason="Read.", answered_by=OWNER
        )
        for key, gate in gates().items()
        if not gate.derived
    }


def test_all_met_is_eligible_and_nothing_is_scored() -> None:
    states = gate_states(SOUND, answered())
    assert [state.key for state in states] == list(gates())
    assert eligible(states)
    assert ruling(states).before == ruling(states).reasons == ()


def test_unlawful_is_out_whatever_else_is_met() -> None:
    found = ruling(gate_states(SOUND, answered(lawful_basis=Verdict.NOT_MET)))
    assert found.eligibility is Eligibility.OUT
    assert found.reasons == ("A lawful basis: Read.",)


def test_not_known_yet_never_excludes() -> None:
    for verdict in (answered(Verdict.UNKNOWN), {}):
        found = ruling(gate_states(SOUND, verdict))
        assert found.eligibility is Eligibility.NOT_BEFORE
        assert found.before == ("a lawful basis is known", "the right to use the data is secured")


@pytest.mark.parametrize(
    ("record", "gate", "reason"),
    [
        (replace(SOUND, owner=None), "clinical-owner", "Nobody is clinical owner."),
        (
            replace(SOUND, owner=Person(printed_name="Lou Left", active=False)),
            "clinical-owner",
            "Lou Left is clinical owner and is no longer active.",
        ),
        (replace(SOUND, outcomes=[]), "measurable-outcome", "No outcome measure is agreed."),
        (replace(SOUND, alternative="  "), "alternative", "Nothing is written about a way without AI."),
        (replace(SOUND, burden_added=""), "burden", "It is not named whose burden it adds."),
        (
            replace(SOUND, burden_added="", burden_lifted=" "),
            "burden",
            "It is not named whose burden it lifts and whose burden it adds.",
        ),
    ],
)
def test_what_the_record_lacks_is_not_met_and_says_why(record: OnRecord, gate: str, reason: str) -> None:
    states = {state.key: state for state in gate_states(record, answered())}
    assert (states[gate].verdict, states[gate].reason, states[gate].derived) == (Verdict.NOT_MET, reason, True)
    assert ruling(states.values()).before == (gates()[gate].before,)
    assert not eligible(states.values())


def test_an_outcome_without_a_smallest_worthwhile_change_is_not_measurable() -> None:
    vague = OutcomeMeasure(
        name="Happiness", baseline=3, target=4, how_measured="Asked", who_pays="Main", who_benefits="All"
    )
    states = {state.key: state for state in gate_states(replace(SOUND, outcomes=[vague]), answered())}
    assert states["measurable-outcome"].verdict is Verdict.NOT_MET
    assert states["measurable-outcome"].reason == (
        "Happiness still needs a minimum worthwhile effect that its target reaches."
    )


def test_an_answer_carries_who_gave_it() -> None:
    states = {state.key: state for state in gate_states(SOUND, answered())}
    assert states["lawful-basis"].by == "Olga Owner"
    unanswered = {state.key: state for state in gate_states(SOUND, {})}
    assert unanswered["lawful-basis"].reason == "Nobody has answered; asked: compliance officer."


def test_lawful_gates_are_for_compliance() -> None:
    assert may_answer(gates()["lawful-basis"], [Seat.COMPLIANCE_OFFICER])
    assert not may_answer(gates()["lawful-basis"], [Seat.CMIO, Seat.CLINICAL_OWNER])
    assert may_answer(gates()["data-right"], [Seat.CMIO])
    assert not may_answer(gates()["burden"], list(Seat))


def test_no_states_at_all_forbid_nothing() -> None:
    assert ruling([]).eligibility is Eligibility.ELIGIBLE


def test_every_gate_has_its_words() -> None:
    for gate in gates().values():
        assert gate.question.endswith("?")
        assert gate.why.endswith(".")
        assert gate.source
    assert GateState("burden", "x", Verdict.UNKNOWN, "y", derived=True).at is None
