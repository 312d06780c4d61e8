"""Ask to pass a gate, seal its evidence anew, take the question back, and use what is approved."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose, seal
from attending.decisions.actions.proposing import withdraw as withdraw_proposal
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Packet, Proposal
from attending.decisions.rules.refusals import InvalidProposal
from attending.governance import gates_packet
from attending.governance.models import Gate
from attending.governance.queries import gates as queries
from attending.governance.queries.gate_missing import assess, beside_evidence
from attending.governance.queries.gate_signers import able_to_sign, asked_to_sign
from attending.governance.queries.gates import Subject
from attending.governance.rules import gate_questions, gates
from attending.governance.rules.gates import Standing
from attending.ledger.actions import append, take_turn
from attending.program.actions.deployments import change_state
from attending.program.actions.record import check, name_of
from attending.program.models import Deployment, DeploymentStateChange, Person, Stage, UseCase
from attending.program.models.deployments import State
from attending.program.rules import Act, Refused, is_forward


@transaction.atomic
def ask_gate(
    acting: Person | None, subject: Subject, target: str, reason: str, *, supersedes: Decision | None = None
) -> Gate:
    """Put it to signatures whether a use case or a deployment passes a gate.

    ``target`` is the stage that a use case goes on to, or is in and is approved for again, ``close`` to end a cycle of
    learning, or the state, ``pilot`` or ``live``, that a deployment takes. The gate that is open for the same target is
    returned. ``supersedes`` is by default the decision that approved the same before. ``acting`` None means the system,
    which opens a gate even where evidence lacks: it then waits, without a proposal, until a person asks the same.
    Raises Refused with everything that is missing and who to turn to.
    """
    if acting is not None:
        check(acting, Act.ASK_GATE, queries.use_case_of(subject))
    if not reason.strip():
        raise Refused("Write why it is asked now; it is sealed with the decision.")
    take_turn()
    subject = held(subject)
    _check_target(subject, target)
    gate = queries.open_gate(subject)
    if gate is not None and (gate.target != target or gate.proposal_id is not None):
        return _same(gate, target)
    assessed = assess(subject, target)
    if assessed.missing and acting is not None:
        raise Refused(" ".join(assessed.missing))
    gate = gate or _open(acting, subject, target, reason.strip())
    missing = assessed.missing or _put(acting, subject, gate, reason.strip(), assessed.evidence, supersedes)
    actor = name_of(acting) if acting else "system"
    payload = {
        "target": target,
        "subject": name_of(subject),
        "proposal": gate.proposal_id,
        "waits_for": list(missing),
    }
    append("gate.asked", object=name_of(gate), actor=actor, payload=payload)
    return gate


def _put(
    acting: Person | None,
    subject: Subject,
    gate: Gate,
    reason: str,
    evidence: Standing,
    supersedes: Decision | None,
) -> tuple[str, ...]:
    """Put the question. Why it cannot be put, a person is told, and the gate of the system waits for."""
    try:
        with transaction.atomic():
            gate.proposal = _propose(acting, subject, gate, reason, evidence, supersedes)
    except Refused as refused:
        if acting is not None:
            raise
        return (str(refused),)
    gate.save(update_fields=["proposal"])
    return ()


def held(subject: Subject) -> Subject:
    """The subject as it stands now, held until the transaction ends. Take the turn at the record first."""
    if isinstance(subject, UseCase):
        return (
            UseCase.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=subject.pk)
        )
    found = Deployment.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("use_case__organisation", "unit__site", "model_version__ai_model").get(pk=subject.pk)


def _same(gate: Gate, target: str) -> Gate:
    if gate.target != target:
        raise Refused(
            f"The gate to {gate_questions.gate_label(gate.target).lower()} is being asked. Have it decided, or take it "
            "back first."
        )
    return gate


def _check_target(subject: Subject, target: str) -> None:
    if isinstance(subject, Deployment):
        possible = gates.go_live_gates_from(subject.state)
        where = f"A deployment that is {subject.get_state_display().lower()}"
    else:
        possible = gates.gates_from(subject.stage)
        where = f"A use case in {subject.get_stage_display().lower()}"
    if target not in possible:
        labels = ", ".join(gate_questions.gate_label(each).lower() for each in possible) or "none: it is retired"
        raise Refused(f"{where} can be asked through these gates: {labels}.")


def _open(acting: Person | None, subject: Subject, target: str, reason: str) -> Gate:
    use_case = queries.use_case_of(subject)
    return Gate.objects.create(
        use_case=use_case,
        deployment=subject if isinstance(subject, Deployment) else None,
        kind=queries.kind_of(subject),
        target=target,
        tier=queries.tier_of(use_case),
        route=queries.rule_of(subject, target).route,
        policy_version=policy_of(use_case.organisation_id).version,
        asked_by=acting,
        asked_at=timezone.now(),
        reason=reason,
    )


def _propose(
    acting: Person | None, subject: Subject, gate: Gate, reason: str, evidence: Standing, supersedes: Decision | None
) -> Proposal:
    rule = queries.rule_of(subject, gate.target)
    use_case = queries.use_case_of(subject)
    kind = gates.GO_LIVE_KIND if isinstance(subject, Deployment) else gates.STAGE_KIND
    about = queries.subject_name(subject)
    quorum = gates.quorum_of(rule, asked=acting is not None)
    able = able_to_sign(use_case, rule) | ({acting.pk} if acting else set())
    if len(able) < quorum:
        raise Refused(
            f"This gate takes {quorum} people to sign, and only {len(able)} hold a seat that may. Fill more seats."
        )
    count = Proposal.objects.filter(kind=kind, subject=about).count()
    try:
        return propose(
            kind,
            subject=about,
            subject_label=str(subject),
            question=gate_questions.question(subject, gate.target),
            options=gate_questions.options(rule, subject, gate.target, conditional=bool(evidence.conditions)),
            proposed_by=acting,
            answerable=[person for person in asked_to_sign(use_case, rule) if person != acting],
            eligible_seats=gate_questions.eligible_seats(rule),
            quorum=quorum,
            clinical_quorum=rule.clinical_quorum,
            protective_choice="",
            due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
            if_nothing=gate_questions.if_nothing(subject, gate.target),
            key=f"{kind}:{subject.pk}:{count + 1}",
            document=gates_packet.document(subject, gate, evidence, reason=reason, asked_by=acting),
            policy_version=policy_of(use_case.organisation_id).version,
            supersedes=supersedes or _superseded(subject, gate.target),
        )
    except InvalidProposal as error:
        raise Refused(str(error)) from error


def _superseded(subject: Subject, target: str) -> Decision | None:
    """The decision that this one would take the place of: the newest approval for the same."""
    before = queries.approvals_of(subject).filter(covers=target).first()
    return before.decision if before else None


@transaction.atomic
def seal_anew(acting: Person, gate: Gate) -> Packet:
    """Seal the evidence as it stands now; whoever signed the earlier packet signs again.

    Unchanged evidence keeps the packet there is. Refused while something required is missing.
    """
    check(acting, Act.ASK_GATE, gate.use_case)
    take_turn()
    gate = Gate.objects.select_for_update(no_key=True, of=("self",)).select_related("proposal").get(pk=gate.pk)
    if gate.proposal is None or gate.closed_at is not None:
        raise Refused("Only evidence that is being decided on is sealed anew.")
    subject = held(subject_of(gate))
    assessed = assess(subject, gate.target)
    if assessed.missing:
        raise Refused(" ".join(assessed.missing))
    asked_by = gate.proposal.proposed_by
    document = gates_packet.document(subject, gate, assessed.evidence, reason=gate.reason, asked_by=asked_by)
    packet = seal(gate.proposal, document, acting=acting)
    append("gate.sealed", object=name_of(gate), actor=name_of(acting), payload={"packet": packet.sha256})
    return packet


def subject_of(gate: Gate) -> Subject:
    """What a gate is of: its deployment, or else its use case."""
    return gate.use_case if gate.deployment is None else gate.deployment


@transaction.atomic
def withdraw_gate(acting: Person, gate: Gate, *, reason: str) -> Gate:
    """Take a gate back: what a person asked, that person; what the system opened, anyone who may ask."""
    check(acting, Act.ASK_GATE, gate.use_case)
    if not reason.strip():
        raise Refused("Write why it is taken back.")
    take_turn()
    gate = Gate.objects.select_for_update(no_key=True, of=("self",)).select_related("proposal").get(pk=gate.pk)
    if gate.closed_at is not None:
        raise Refused("This gate was decided or taken back already.")
    append("gate.withdrawn", object=name_of(gate), actor=name_of(acting), payload={"reason": reason.strip()})
    if gate.proposal is None:
        gate.closed_at = timezone.now()
        gate.save(update_fields=["closed_at"])
        return gate
    by = acting if gate.proposal.proposed_by_id is not None else None
    # The handler of the withdrawal closes the gate.
    withdraw_proposal(gate.proposal, acting=by, reason=reason)
    gate.refresh_from_db()
    return gate


@transaction.atomic
def put_into_use(acting: Person, deployment: Deployment, to: State, *, reason: str) -> DeploymentStateChange:
    """Put a deployment into use again under the approval that stands, such as after a time of silent running."""
    check(acting, Act.CHANGE_DEPLOYMENT, deployment.use_case)
    take_turn()
    found = held(deployment)
    if isinstance(found, Deployment) and found.state == State.PAUSED:
        raise Refused("It is paused. Ask to resume it: its approval stands, and a signed decision lets it run again.")
    approval = queries.standing_approval(found, to, timezone.now())
    if approval is None:
        raise Refused(f"No approval for {to.label.lower()} stands. Ask for its go-live gate.")
    missing = beside_evidence(found, to)
    if missing:
        raise Refused(" ".join(missing))
    return change_state(acting, deployment, to, reason=reason, decision=name_of(approval.decision))


def goes_forward(subject: Subject, target: str) -> bool:
    """Whether passing the gate moves a use case on."""
    return isinstance(subject, UseCase) and target in Stage.values and is_forward(Stage(subject.stage), Stage(target))
