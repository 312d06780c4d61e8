"""Open a breach: it becomes a question to the person who may pause, over a sealed packet."""

from __future__ import annotations

from datetime import datetime

from attending.decisions.actions.proposing import propose, seal
from attending.decisions.in_force import policy_of
from attending.decisions.models import Urgency
from attending.governance.actions.telling import tell_level
from attending.governance.models import Breach, OversightThreshold, Reading
from attending.governance.oversight_packet import breach_document, if_nobody
from attending.governance.oversight_questions import ANSWERS, PAUSE, answering_seats, breach_question
from attending.governance.queries.escalation import escalation_of
from attending.ledger.actions import append
from attending.program.actions.record import name_of

KIND = "oversight.breach"


def open_breach(threshold: OversightThreshold, reading: Reading, *, answer_by: datetime) -> Breach:
    """Record the breach and put the question; runs inside the transaction of the reading."""
    policy = policy_of(threshold.deployment.use_case.organisation_id)
    tier = policy.tier(threshold.deployment.use_case.risk_tier)
    breach = Breach.objects.create(
        threshold=threshold,
        reading=reading,
        opened_at=reading.read_at,
        answer_by=answer_by,
        policy_version=policy.version,
        steps=[{"after_hours": step.after_hours, "tell": step.tell} for step in tier.escalation],
        pause_after_hours=tier.pause_after_hours,
    )
    append(
        "oversight.breached",
        object=name_of(breach),
        actor="system",
        payload={"threshold": threshold.pk, "reading": reading.pk, "answer_by": answer_by.isoformat()},
    )
    rule = policy.signing["breach"]
    breach.proposal = propose(
        KIND,
        subject=name_of(threshold.deployment),
        subject_label=str(threshold.deployment),
        question=breach_question(threshold, reading),
        options=ANSWERS,
        proposed_by=None,
        answerable=[threshold.pause_authority, threshold.deputy],
        eligible_seats=answering_seats(),
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice=PAUSE,
        due_at=answer_by,
        if_nothing=if_nobody(breach),
        key=f"breach:{breach.pk}",
        document=breach_document(breach),
        policy_version=policy.version,
        urgency=Urgency.STOP,
    )
    breach.save(update_fields=["proposal"])
    tell_level(breach, escalation_of(breach).levels()[0], reading.read_at)
    return breach


def renew_packet(breach: Breach) -> None:
    """Seal what is now known under the open question; whoever reads it decides on the newest packet."""
    if breach.proposal is not None:
        seal(breach.proposal, breach_document(breach))
