"""Pause and resume: one person may pause, two must resume."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.governance.models import Breach
from attending.governance.oversight_packet import deployment_document
from attending.governance.oversight_questions import (
    PAUSE,
    PAUSE_OR_NOT,
    RESUME,
    RESUME_OR_NOT,
    STAY_PAUSED,
    answering_seats,
)
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.deployments import change_state
from attending.program.actions.record import check, name_of
from attending.program.models import Deployment, DeploymentStateChange, Person, Seat
from attending.program.models.deployments import RUNNING, State
from attending.program.queries.seats import enterprise_holders, seats_on
from attending.program.registries import requirements
from attending.program.rules import Act, Refused

PAUSE_KIND = "deployment.pause"
RESUME_KIND = "deployment.resume"


@transaction.atomic
def ask_to_pause(acting: Person, deployment: Deployment, *, reason: str) -> Proposal:
    """Open the question whether to pause; the one who asks may sign the pause alone."""
    check(acting, Act.CHANGE_DEPLOYMENT, deployment.use_case)
    deployment = _standing(deployment)
    state = State(deployment.state)
    if state not in RUNNING:
        raise Refused(f"This deployment is {state.label.lower()}; there is nothing to pause.")
    return _ask(acting, deployment, PAUSE_KIND, "Pause", reason)


@transaction.atomic
def ask_to_resume(acting: Person, deployment: Deployment, *, reason: str) -> Proposal:
    """Open the question whether a paused deployment may run again; another person must sign it too."""
    check(acting, Act.CHANGE_DEPLOYMENT, deployment.use_case)
    deployment = _standing(deployment)
    if deployment.state != State.PAUSED:
        raise Refused("Only a paused deployment can be resumed.")
    requirements.require(requirements.unmet_before_state(deployment, _state_before_pause(deployment)))
    return _ask(acting, deployment, RESUME_KIND, "Resume", reason)


def _standing(deployment: Deployment) -> Deployment:
    """The deployment as it stands now, held until the question is put."""
    take_turn()
    standing = Deployment.objects.select_for_update(of=("self",), no_key=True)
    return standing.select_related("use_case", "unit__site", "model_version__ai_model").get(pk=deployment.pk)


def _ask(acting: Person, deployment: Deployment, kind: str, verb: str, reason: str) -> Proposal:
    if not reason.strip():
        raise Refused("Write the reason; it is sealed with the decision.")
    subject = name_of(deployment)
    standing = Proposal.objects.filter(kind=kind, subject=subject, state="open").first()
    if standing is not None:
        return standing
    pausing = kind == PAUSE_KIND
    policy = policy_of(acting.organisation_id)
    rule = policy.signing["pause" if pausing else "resume"]
    asked = [state.person for state in seats_on(deployment.use_case) if state.person is not None]
    count = Proposal.objects.filter(kind=kind, subject=subject).count()
    return propose(
        kind,
        subject=subject,
        subject_label=str(deployment),
        question=f"{verb} {deployment.use_case.title} on {deployment.unit.name}?",
        options=PAUSE_OR_NOT if pausing else RESUME_OR_NOT,
        proposed_by=acting,
        answerable=list(dict.fromkeys([*asked, *enterprise_holders(acting.organisation, Seat.CMIO)])),
        eligible_seats=answering_seats(),
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice=PAUSE if pausing else STAY_PAUSED,
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="The deployment keeps running." if pausing else "The deployment stays paused.",
        key=f"{kind}:{deployment.pk}:{count + 1}",
        document=deployment_document(deployment, verb=verb, reason=reason, asked_by=acting),
        policy_version=policy.version,
    )


def carry_out(decision: Decision) -> None:
    """Do what a decision of this room says; runs in the transaction of the last signature."""
    proposal = decision.proposal
    if proposal.kind not in {"oversight.breach", PAUSE_KIND, RESUME_KIND}:
        return
    deployment = Deployment.objects.select_related("use_case").get(pk=int(proposal.subject.partition(":")[2]))
    last = decision.packet.signatures.filter(choice=decision.outcome).latest("signed_at", "pk")
    signer, reason = last.signer, last.reason
    reference = f"decision:{decision.pk}"
    if decision.outcome == PAUSE and deployment.state in RUNNING:
        change_state(signer, deployment, State.PAUSED, reason=reason, decision=reference)
    elif decision.outcome == RESUME:
        # It asks again what every room requires: that may have changed between the question and the last signature.
        change_state(signer, deployment, _state_before_pause(deployment), reason=reason, decision=reference)
    breach = Breach.objects.select_for_update(no_key=True).filter(proposal=proposal).first()
    if breach is not None:
        breach.decision, breach.closed_at = decision, timezone.now()
        breach.save(update_fields=["decision", "closed_at"])
        payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
        append("oversight.breach_closed", object=name_of(breach), actor=name_of(signer), payload=payload)


def _state_before_pause(deployment: Deployment) -> State:
    pause = DeploymentStateChange.objects.filter(deployment=deployment, after=State.PAUSED).last()
    if pause is None:
        raise Refused("There is no record of the pause; a planned deployment is not resumed but started.")
    return State(pause.before)
