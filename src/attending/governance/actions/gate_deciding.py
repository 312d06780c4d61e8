"""Carry out what was decided at a gate or about an exception; runs in the transaction of the last signature."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

from django.utils import timezone

from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.governance import gates_packet
from attending.governance.actions.approvals import bring_forward
from attending.governance.actions.gates import goes_forward, held, subject_of
from attending.governance.models import Approval, Gate, GateException
from attending.governance.queries import gates as queries
from attending.governance.queries.gate_missing import assess
from attending.governance.queries.gates import Subject
from attending.governance.rules import gates
from attending.governance.rules.gates import Standing
from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.deployments import change_state
from attending.program.actions.record import name_of
from attending.program.actions.use_cases import move_stage
from attending.program.models import Deployment, Person, Stage, UseCase
from attending.program.models.deployments import State
from attending.program.rules import STAGE_ORDER, Refused

KINDS = frozenset({gates.STAGE_KIND, gates.GO_LIVE_KIND})
_GATE = ("gate", "the page of the gate")
_MEND = "Have the evidence sealed anew, or the gate taken back and asked again."


def carry_out(decision: Decision) -> None:
    """Close the gate and, where it approves, keep the approval and move what it is of.

    Refused, and the last signature with it, where evidence, facts, tier or policy changed since the packet was sealed,
    or where the question was put without its gate.
    """
    proposal = decision.proposal
    if proposal.kind == gates.EXCEPTION_KIND:
        _close_exceptions(proposal, decision)
    if proposal.kind not in KINDS:
        return
    gate = (
        Gate.objects.select_for_update(no_key=True, of=("self",))
        .select_related("use_case", "deployment")
        .filter(proposal=proposal)
        .first()
    )
    if gate is None:
        raise PutWithoutIts(*_GATE)
    subject = held(subject_of(gate))
    last = decision.deciding_signature
    evidence = _unchanged(gate, subject, decision) if decision.outcome in gates.APPROVING else None
    gate.decision, gate.closed_at = decision, decision.decided_at
    gate.save(update_fields=["decision", "closed_at"])
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome, "target": gate.target}
    append("gate.decided", object=name_of(gate), actor=name_of(last.signer), payload=payload)
    if evidence is not None:
        _approve(gate, subject, evidence, decision, last.signer)


def _unchanged(gate: Gate, subject: Subject, decision: Decision) -> Standing:
    """The evidence as it stands now; raises Refused where something else than was sealed would be approved."""
    sealed = json.loads(decision.packet.document)["data"]
    if queries.tier_of(queries.use_case_of(subject)) != gate.tier:
        raise Refused(f"The risk tier changed since this gate was asked. {_MEND}")
    if gates.rule_document(queries.rule_of(subject, gate.target)) != sealed["rule"]:
        raise Refused(f"What the policy asks at this gate changed since it was asked. {_MEND}")
    assessed = assess(subject, gate.target, beyond=False)
    if assessed.missing:
        raise Refused(f"It can no longer be approved. {' '.join(assessed.missing)}")
    if assessed.evidence.conditions and decision.outcome == gates.Outcome.APPROVE:
        said = " ".join(assessed.evidence.conditions)
        raise Refused(f"It was found in order on conditions, which an approval takes over: {said} {_MEND}")
    now = {(each["key"], each["value"]) for each in gates_packet.claims(subject)}
    broken = [each["sentence"] for each in sealed["claims"] if (each["key"], each["value"]) not in now]
    if broken:
        raise Refused(f"This no longer holds: {' '.join(broken)} {_MEND}")
    return assessed.evidence


def _approve(gate: Gate, subject: Subject, evidence: Standing, decision: Decision, signer: Person) -> None:
    sealed = json.loads(decision.packet.document)["data"]
    ends_at, ends_by = _end(evidence, decision)
    approval = Approval.objects.create(
        gate=gate,
        decision=decision,
        use_case=gate.use_case,
        deployment=gate.deployment,
        covers=gate.target,
        claims=sealed["claims"],
        starts_at=decision.decided_at,
        ends_at=ends_at,
    )
    payload: dict[str, Json] = {
        "decision": decision.pk,
        "covers": gate.target,
        "ends_at": ends_at.isoformat(),
        "ends_by": ends_by,
    }
    append("approval.given", object=name_of(approval), actor=name_of(signer), payload=payload)
    if gate.target != gates.CLOSE:
        earlier = queries.approvals_of(subject).exclude(pk=approval.pk).exclude(covers=gates.CLOSE)
        for each in earlier.filter(ends_at__gt=decision.decided_at):
            bring_forward(each, decision.decided_at, because=name_of(decision))
    _move(gate, subject, decision, signer)


def _end(evidence: Standing, decision: Decision) -> tuple[datetime, str]:
    """When the approval ends, and whether an exception it rests on ends it: with that day, before its own time."""
    if decision.expires_at is None:
        raise Refused("The policy in force gives approvals of this gate no end; have the policy mended.")
    days = [line.until for line in evidence.excepted if line.until is not None]
    if not days:
        return decision.expires_at, "policy"
    last = timezone.make_aware(datetime.combine(min(days) + timedelta(days=1), time()))
    return (last, "exception") if last < decision.expires_at else (decision.expires_at, "policy")


def _move(gate: Gate, subject: Subject, decision: Decision, signer: Person) -> None:
    """Carry out the move itself. A paused deployment stays paused: two people resume it, under this approval."""
    reason, reference = f"Approved at its gate: {gate.reason}", name_of(decision)
    if isinstance(subject, Deployment):
        if subject.state not in {gate.target, State.PAUSED}:
            change_state(signer, subject, State(gate.target), reason=reason, decision=reference)
    elif goes_forward(subject, gate.target):
        move_stage(signer, subject, Stage(gate.target), reason=reason, decision=reference)


def _close_exceptions(proposal: Proposal, decision: Decision) -> None:
    signer = decision.deciding_signature.signer
    exceptions = list(GateException.objects.select_for_update(no_key=True).filter(proposal=proposal))
    if not exceptions:
        raise PutWithoutIts(*_GATE)
    for exception in exceptions:
        exception.decision, exception.closed_at = decision, decision.decided_at
        exception.save(update_fields=["decision", "closed_at"])
        payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome, "item": exception.item}
        append("gate_exception.decided", object=name_of(exception), actor=name_of(signer), payload=payload)


def close_withdrawn(proposal: Proposal) -> None:
    """Close the gate or the exceptions whose question was taken back; runs in the transaction of the withdrawal."""
    at = proposal.withdrawal.at
    Gate.objects.filter(proposal=proposal, closed_at=None).update(closed_at=at)
    GateException.objects.filter(proposal=proposal, closed_at=None).update(closed_at=at)


def end_with_deployment(deployment: Deployment) -> None:
    """End the approvals of a deployment that was retired, and the gate that waited for evidence of it."""
    now = timezone.now()
    for approval in queries.approvals_of(deployment).filter(ends_at__gt=now):
        bring_forward(approval, now, because=name_of(deployment))
    Gate.objects.filter(deployment=deployment, proposal=None, closed_at=None).update(closed_at=now)


def end_beyond(use_case: UseCase, stage: str) -> None:
    """End the approvals for later stages of a use case that went back to an earlier one."""
    now = timezone.now()
    later = [str(each) for each in STAGE_ORDER[STAGE_ORDER.index(Stage(stage)) + 1 :]]
    standing = queries.approvals_of(use_case).filter(ends_at__gt=now, covers__in=[*later, gates.CLOSE])
    for approval in standing:
        bring_forward(approval, now, because=name_of(use_case))
