"""Answer a gate of eligibility."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.analytics.catalogs.gates import gates
from attending.program.actions.record import check, log
from attending.program.models import Person, Seat, UseCase
from attending.program.queries.seats import seats_of
from attending.program.rules import Act, NotAllowed, Refused
from attending.strategy.models import GateAnswer, Verdict
from attending.strategy.rules.gates import may_answer


@transaction.atomic
def answer_gate(acting: Person, use_case: UseCase, key: str, verdict: Verdict, *, reason: str) -> GateAnswer:
    """Say whether a gate is met, with the reason; the newest answer counts, earlier ones stay."""
    check(acting, Act.ANSWER_GATE, use_case)
    gate = gates().get(key)
    if gate is None:
        raise Refused(f"There is no gate {key!r}; choose one of: {', '.join(gates())}.")
    if gate.derived:
        raise Refused(f"{gate.title} is read from the record of the use case; change what is written there instead.")
    if not may_answer(gate, seats_of(acting, use_case)):
        names = " or ".join(str(Seat(seat).label) for seat in gate.answered_by)
        raise NotAllowed(f"{gate.title} is answered by: {names}.")
    if not reason.strip():
        raise Refused("Write the reason; whoever reads the answer later has nothing else.")
    record = GateAnswer.objects.create(
        use_case=use_case,
        gate=key,
        verdict=verdict,
        reason=reason.strip(),
        answered_by=acting,
        answered_at=timezone.now(),
    )
    payload = {"use_case": use_case.key, "gate": key, "verdict": str(verdict), "reason": record.reason}
    log(acting, "gate.answered", record, payload)
    return record
