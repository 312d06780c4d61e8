"""Gates of eligibility: derived from records or answered by those who may; the newest answer counts."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from attending.analytics.catalogs.gates import gates
from attending.program.actions import people, use_cases
from attending.program.models import Discipline, OutcomeMeasure, Person, Seat, UseCase
from attending.program.models.use_cases import Kind
from attending.program.registries import evidence, worklist
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.gates import answer_gate
from attending.strategy.models import GateAnswer, Verdict
from attending.strategy.queries.gates import standing, unanswered_gates
from attending.strategy.rules.gates import Eligibility, eligible, ruling
from tests.integration.house import House
from tests.integration.pages import stranger


@pytest.fixture
def compliance(house: House) -> Person:
    person = people.add_person(house.administrator, printed_name="Cora Comply", discipline=Discipline.COMPLIANCE)
    people.seat_person(house.administrator, person, Seat.COMPLIANCE_OFFICER)
    return person


def complete(house: House) -> None:
    """Everything that the derived gates are read from."""
    UseCase.objects.filter(pk=house.use_case.pk).update(
        alternative="A nurse.", burden_lifted="Doctors'.", burden_added="Nurses'."
    )
    house.use_case.refresh_from_db()
    OutcomeMeasure.objects.filter(use_case=house.use_case).delete()
    OutcomeMeasure.objects.create(
        use_case=house.use_case,
        name="Minutes to antibiotics",
        unit="minutes",
        baseline=90,
        baseline_n=400,
        baseline_period="2025",
        baseline_source="Charts",
        target=60,
        horizon_quarters=4,
        minimum_effect=10,
        how_measured="Chart review",
        who_pays="Main",
        who_benefits="Patients",
    )


def of(house: House) -> Eligibility:
    return ruling(standing([house.use_case])[house.use_case.pk]).eligibility


def finding(house: House) -> str:
    return next(each.state for each in evidence.findings(house.use_case) if each.item == "eligibility")


def test_a_use_case_becomes_eligible_and_goes_out(house: House, compliance: Person) -> None:
    complete(house)
    assert of(house) is Eligibility.NOT_BEFORE
    assert finding(house) == "partial"
    for key in ("lawful-basis", "data-right"):
        answer_gate(compliance, house.use_case, key, Verdict.MET, reason="Treatment.")
    assert eligible(standing([house.use_case])[house.use_case.pk])
    assert finding(house) == "met"
    answer_gate(compliance, house.use_case, "lawful-basis", Verdict.NOT_MET, reason="A new ruling.")
    assert of(house) is Eligibility.OUT
    assert finding(house) == "missing"
    assert GateAnswer.objects.count() == 3


def test_who_may_answer_what(house: House, compliance: Person) -> None:
    use_case = house.use_case
    answer_gate(house.cmio, use_case, "data-right", Verdict.UNKNOWN, reason="Asked.")
    with pytest.raises(NotAllowed, match="A lawful basis is answered by: Compliance officer"):
        answer_gate(house.cmio, use_case, "lawful-basis", Verdict.MET, reason="Sure.")
    for person in (house.owner, stranger()):
        with pytest.raises(NotAllowed):
            answer_gate(person, use_case, "data-right", Verdict.MET, reason="Sure.")
    with pytest.raises(Refused, match="is read from the record"):
        answer_gate(compliance, use_case, "burden", Verdict.MET, reason="Sure.")
    with pytest.raises(Refused, match="There is no gate 'luck'"):
        answer_gate(compliance, use_case, "luck", Verdict.MET, reason="Sure.")
    with pytest.raises(Refused, match="Write the reason"):
        answer_gate(compliance, use_case, "lawful-basis", Verdict.MET, reason="  ")
    assert GateAnswer.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        GateAnswer.objects.update(verdict=Verdict.MET)


def test_the_same_number_of_queries_for_one_and_for_many(house: House) -> None:
    for number in range(5):
        use_cases.propose_use_case(
            house.cmio,
            use_cases.Thesis(
                title=f"Case {number}",
                kind=Kind.PREDICTIVE,
                problem="x",
                burden_lifted="x",
                burden_added="x",
                alternative="x",
            ),
        )
    everything = list(UseCase.objects.all())
    for some in (everything[:1], everything):
        with CaptureQueriesContext(connection) as captured:
            found = standing(some)
        assert len(captured) == 3
        assert set(found) == {each.pk for each in some}
        assert all(len(states) == len(gates()) for states in found.values())
    assert standing([]) == {}


def test_compliance_is_asked_until_it_answers(house: House, compliance: Person) -> None:
    [(use_case, left)] = unanswered_gates(compliance)
    assert (use_case, [gate.key for gate in left]) == (house.use_case, ["lawful-basis", "data-right"])
    [asked] = worklist.for_person(compliance)
    assert asked.title == "Answer for it: a lawful basis and the right to use the data"
    assert unanswered_gates(house.cmio) == []
    for gate in left:
        answer_gate(compliance, house.use_case, gate.key, Verdict.UNKNOWN, reason="Asked counsel.")
    assert unanswered_gates(compliance) == []
