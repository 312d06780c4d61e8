"""How the gates of use cases stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.program.models import OutcomeMeasure, Seat, UseCase
from attending.program.queries.seats import holders_of
from attending.strategy.models import GateAnswer
from attending.strategy.rules.gates import GateState, OnRecord, gate_states


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
