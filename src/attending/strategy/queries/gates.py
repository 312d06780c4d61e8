"""How the gates of use cases stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.analytics.catalogs.gates import Gate, gates
from attending.program.models import OutcomeMeasure, Person, Seat, Stage, UseCase
from attending.program.once import once_a_page
from attending.program.queries.seats import holders_of, seats_of
from attending.strategy.models import GateAnswer
from attending.strategy.rules.gates import GateState, OnRecord, gate_states


@once_a_page
def standing(use_cases: Sequence[UseCase]) -> Mapping[int, tuple[GateState, ...]]:
    """By the primary key of each use case, every gate in the order of the catalog. Three queries, however many."""
    holders = holders_of(list(use_cases))
    outcomes: dict[int, list[OutcomeMeasure]] = {}
    for outcome in OutcomeMeasure.objects.filter(use_case__in=use_cases).order_by("pk"):
        outcomes.setdefault(outcome.use_case_id, []).append(outcome)
    answers: dict[int, dict[str, GateAnswer]] = {}
    for answer in (
        GateAnswer.objects.filter(use_case__in=use_cases).select_related("answered_by").order_by("answered_at", "pk")
    ):
        answers.setdefault(answer.use_case_id, {})[answer.gate] = answer
    return {
        each.pk: gate_states(
            OnRecord(
                owner=holders.get(each.pk, {}).get(Seat.CLINICAL_OWNER),
                outcomes=outcomes.get(each.pk, ()),
                alternative=each.alternative,
                burden_lifted=each.burden_lifted,
                burden_added=each.burden_added,
            ),
            answers.get(each.pk, {}),
        )
        for each in use_cases
    }


def unanswered_gates(person: Person) -> list[tuple[UseCase, list[Gate]]]:
    """Use cases in their value thesis with a clinical owner, and the gates of each that wait for this person's answer.

    A gate that somebody in another seat may answer too waits only for the first seat that the catalog names. Two
    queries.
    """
    seats = {str(seat) for seat in seats_of(person)}
    asked = [gate for gate in gates().values() if gate.answered_by and gate.answered_by[0] in seats]
    if not asked:
        return []
    found = (
        UseCase.objects.filter(
            organisation_id=person.organisation_id,
            stage__in=[Stage.VALUE_THESIS, Stage.READINESS],
            holdings__seat=Seat.CLINICAL_OWNER,
            holdings__ended_on=None,
        )
        .prefetch_related("gate_answers")
        .order_by("proposed_on", "title")
    )
    waiting = []
    for use_case in found:
        answered = {answer.gate for answer in use_case.gate_answers.all()}
        left = [gate for gate in asked if gate.key not in answered]
        if left:
            waiting.append((use_case, left))
    return waiting
