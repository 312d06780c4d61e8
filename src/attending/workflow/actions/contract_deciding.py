"""Put a workflow contract to the unit, and carry out what was decided."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.decisions.rules.statements import disciplines_in_words
from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.deployments import set_action_threshold
from attending.program.actions.record import check, log, name_of
from attending.program.models import Person, UseCase
from attending.program.queries.seats import holders_of, seats_of
from attending.program.rules import Act, NotAllowed, Refused
from attending.workflow import contract_packet
from attending.workflow.actions.contracts import held, require_draft
from attending.workflow.models import ContractState, WorkflowContract
from attending.workflow.queries.contract_maps import signed_version, to_be_of
from attending.workflow.queries.signing import unsigned_disciplines
from attending.workflow.queries.studies import studied
from attending.workflow.rules.capacity import demand_of, refusals, ways_out
from attending.workflow.rules.contract import from_document, recorded
from attending.workflow.rules.contract_decision import KIND, OPTIONS, SIGNED, SIGNING_SEATS, Outcome


def forbidden(contract: WorkflowContract) -> list[str]:
    """What forbids a draft to be put to the unit, with the way out of each; empty when nothing does."""
    return [*_map_forbids(contract), *_demand_forbids(contract), *_words_forbid(contract)]


def _demand_forbids(contract: WorkflowContract) -> list[str]:
    workload = studied(contract.study).workload
    over = refusals(demand_of(workload, contract.threshold, contract.team))
    return [*over, *ways_out(workload, contract.threshold, contract.team)] if over else []


def _map_forbids(contract: WorkflowContract) -> list[str]:
    version = contract.version
    signed = signed_version(to_be_of(contract.deployment))
    if signed is None or signed.pk != version.pk:
        waiting = unsigned_disciplines(version)
        if waiting:
            return [
                f"Version {version.number} of the map is not signed by {disciplines_in_words(waiting)}. Have "
                "everybody in the map sign it; then the contract can be put to the unit."
            ]
        newer = "another version" if signed is None else f"version {signed.number}"
        return [
            f"The contract rests on version {version.number} of the map, and {newer} is the one that counts now. "
            "Study the workload on it and write the contract from that study."
        ]
    return []


def _words_forbid(contract: WorkflowContract) -> list[str]:
    terms = from_document(contract.terms)
    lacking = [
        words
        for words, value in (
            ("who sees the alert", terms.sees),
            ("who acts on it", terms.acts),
            ("what is done while the AI is down", terms.fallback),
        )
        if not value
    ]
    return [f"Still to be said in the contract: {'; '.join(lacking)}."] if lacking else []


@transaction.atomic
def put_to_unit(acting: Person, contract: WorkflowContract, *, reason: str) -> Proposal:
    """Seal the terms with the study's figures and ask the unit to sign.

    Refused while demand reaches capacity on any shift, or the map is not signed by every discipline in it: the refusal
    names the shift, the figures and the way out. Only somebody of the unit puts it: an author counts as one who signs.
    """
    use_case = contract.deployment.use_case
    check(acting, Act.WRITE_CONTRACT, use_case)
    if not may_put(acting, use_case):
        raise NotAllowed(
            f"Whoever puts a contract to the unit signs it as one of the two, so it is {_seat_names(' or ')} of this "
            "use case. Ask one of them; the draft waits on their rounds."
        )
    record = held(contract)
    require_draft(record)
    if not reason.strip():
        raise Refused("Write why this threshold with this team; it is sealed with the decision.")
    forbids = forbidden(record)
    if forbids:
        raise Refused(" ".join(forbids))
    asked = _asked(use_case, acting)
    policy = policy_of(acting.organisation_id)
    rule = policy.signing["workflow_contract"]
    subject = name_of(record.deployment)
    count = Proposal.objects.filter(kind=KIND, subject=subject).count()
    proposal = propose(
        KIND,
        subject=subject,
        subject_label=str(record),
        question=f"Sign the workflow contract of {record.deployment.unit.name} for {use_case.title}?",
        options=OPTIONS,
        proposed_by=acting,
        answerable=asked,
        eligible_seats=[str(seat) for seat in SIGNING_SEATS],
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice="",
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="Nothing is agreed, and the AI does not become pilot or live on this unit.",
        key=f"{KIND}:{record.pk}:{count + 1}",
        document=contract_packet.document(record, reason=reason.strip(), asked_by=acting),
        policy_version=policy.version,
    )
    record.state = ContractState.PROPOSED
    record.save(update_fields=["state"])
    log(acting, "contract.put_to_unit", record, {"proposal": proposal.pk})
    return proposal


def may_put(acting: Person, use_case: UseCase) -> bool:
    """Whether the person signs for the unit, and so may put its contract."""
    return not seats_of(acting, use_case).isdisjoint(SIGNING_SEATS)


def _seat_names(last: str) -> str:
    *first, end = (str(seat.label).lower() for seat in SIGNING_SEATS)
    return f"{', '.join(first)}{last}{end}"


def _asked(use_case: UseCase, acting: Person) -> list[Person]:
    holders = holders_of([use_case]).get(use_case.pk, {})
    asked = dict.fromkeys(holders[seat] for seat in SIGNING_SEATS if seat in holders and holders[seat] != acting)
    if not asked:
        raise Refused(f"Nobody but you could sign for the unit. Name one of: {_seat_names(', ')}.")
    return list(asked)


def carry_out(decision: Decision) -> None:
    """Let the contract hold, or let it be changed again; runs in the transaction of the last signature."""
    if decision.proposal.kind != KIND:
        return
    record = _subject(decision.proposal)
    if record is None:
        raise PutWithoutIts("contract", "the page of the contract")
    signer = decision.deciding_signature.signer
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
    if Outcome(decision.outcome) not in SIGNED:
        _reopen(record)
        append("contract.sent_back", object=name_of(record), actor=name_of(signer), payload=payload)
        return
    for earlier in WorkflowContract.objects.filter(deployment=record.deployment_id, state=ContractState.SIGNED):
        earlier.state = ContractState.SUPERSEDED
        earlier.save(update_fields=["state"])
        append("contract.superseded", object=name_of(earlier), actor=name_of(signer), payload={"by": record.pk})
    record.state, record.decision = ContractState.SIGNED, decision
    record.save(update_fields=["state", "decision"])
    append("contract.signed", object=name_of(record), actor=name_of(signer), payload=payload)
    set_action_threshold(
        signer,
        record.deployment,
        recorded(record.threshold),
        reason="The workflow contract was signed",
        decision=f"decision:{decision.pk}",
    )


def reopen(proposal: Proposal) -> None:
    """Let a contract be changed again whose question was taken back; runs in the transaction of the withdrawal."""
    if proposal.kind != KIND or (record := _subject(proposal)) is None:
        return
    _reopen(record)
    acting = proposal.withdrawal.person
    actor = name_of(acting) if acting else "system"
    append("contract.reopened", object=name_of(record), actor=actor, payload={"proposal": proposal.pk})


def _reopen(record: WorkflowContract) -> None:
    record.state = ContractState.DRAFT
    record.save(update_fields=["state"])


def _subject(proposal: Proposal) -> WorkflowContract | None:
    """The contract that is put to the unit: a deployment has one in hand at a time."""
    rows = WorkflowContract.objects.select_for_update(of=("self",), no_key=True).select_related("deployment__use_case")
    kind, _, number = proposal.subject.partition(":")
    return rows.filter(deployment=int(number), state=ContractState.PROPOSED).first() if kind == "deployment" else None
