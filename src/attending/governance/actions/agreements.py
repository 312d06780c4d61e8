"""Have oversight thresholds signed: offered as one packet, agreed by whoever may pause and one more."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Meaning, Proposal
from attending.decisions.rules.options import Option
from attending.governance.agreement_packet import agreement_document
from attending.governance.models import OversightAgreement, OversightThreshold
from attending.governance.queries.escalation import open_agreement, unsigned_thresholds
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log, name_of
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import enterprise_holders, seats_on
from attending.program.registries import events
from attending.program.rules import RIGHTS, Act, Refused

KIND = "oversight.agreement"
AGREE, RETURN = "agree", "return"
LEAST = 2
"""The person who may pause and one more, whatever the policy says."""

OPTIONS = (
    Option(
        AGREE,
        "Agree",
        "These limits hold. Whoever may pause answers for them, and the system pauses by itself where nobody answers.",
        meaning=Meaning.APPROVAL,
    ),
    Option(
        RETURN, "Return", "They are to be changed and offered again; until then they are drafts.", reason_required=True
    ),
)


@transaction.atomic
def offer_agreement(acting: Person, deployment: Deployment) -> OversightAgreement:
    """Offer every threshold of a deployment that is not signed yet; the one that waits already is returned as it is."""
    check(acting, Act.AGREE_THRESHOLDS, deployment.use_case)
    take_turn()
    waiting = open_agreement(deployment)
    if waiting is not None:
        return waiting
    thresholds = list(unsigned_thresholds(deployment))
    if not thresholds:
        raise Refused("Every threshold here is signed already. Agree another one first.")
    policy = policy_of(deployment.use_case.organisation_id)
    rule = policy.signing["agreement"]
    quorum = max(LEAST, rule.quorum)
    agreement = OversightAgreement.objects.create(deployment=deployment, offered_by=acting, offered_at=timezone.now())
    OversightThreshold.objects.filter(pk__in=[each.pk for each in thresholds]).update(agreement=agreement)
    asked = [person for each in thresholds for person in (each.pause_authority, each.deputy)]
    asked += [state.person for state in seats_on(deployment.use_case) if state.person is not None]
    asked += enterprise_holders(deployment.use_case.organisation, Seat.CMIO)
    agreement.proposal = propose(
        KIND,
        subject=name_of(deployment),
        subject_label=str(deployment),
        question=f"Agree the oversight thresholds of {deployment.use_case.title} on {deployment.unit.name}?",
        options=OPTIONS,
        proposed_by=acting,
        answerable=[person for person in dict.fromkeys(asked) if person.active],
        eligible_seats=sorted(RIGHTS[Act.AGREE_THRESHOLDS] | RIGHTS[Act.CHANGE_DEPLOYMENT]),
        quorum=quorum,
        clinical_quorum=min(rule.clinical_quorum, quorum),
        protective_choice=RETURN,
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="The thresholds stay drafts: they do not count as evidence, and nothing is paused by itself.",
        key=f"{KIND}:{agreement.pk}",
        document=agreement_document(deployment, thresholds, policy.tier(deployment.use_case.risk_tier)),
        policy_version=policy.version,
    )
    agreement.save(update_fields=["proposal"])
    log(acting, "oversight.offered", agreement, {"thresholds": [each.pk for each in thresholds]})
    return agreement


def close_agreement(decision: Decision) -> None:
    """Put a signed agreement into force; raises Refused while somebody who may pause under it has not signed."""
    agreement = _of(decision.proposal)
    if agreement is None:
        return
    now = timezone.now()
    agreement.decision, agreement.closed_at = decision, now
    if decision.outcome == AGREE:
        signers = set(decision.packet.signatures.filter(choice=AGREE).values_list("signer", flat=True))
        missing = sorted(
            {str(each.pause_authority) for each in _thresholds(agreement) if each.pause_authority_id not in signers}
        )
        if missing:
            raise Refused(
                f"{', '.join(missing)} may pause under this agreement and has to sign before the last one does."
            )
        agreement.signed_at = now
    agreement.save(update_fields=["decision", "closed_at", "signed_at"])
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
    append("oversight.agreement_closed", object=name_of(agreement), actor="system", payload=payload)
    events.publish(events.FactsChanged(agreement.deployment.use_case))


def take_back(proposal: Proposal) -> None:
    """Close the agreement of a proposal that was withdrawn; its thresholds can be offered again."""
    agreement = _of(proposal)
    if agreement is not None:
        agreement.closed_at = timezone.now()
        agreement.save(update_fields=["closed_at"])


def _of(proposal: Proposal) -> OversightAgreement | None:
    if proposal.kind != KIND:
        return None
    standing = OversightAgreement.objects.select_for_update(no_key=True, of=("self",))
    return standing.select_related("deployment__use_case").filter(proposal=proposal, closed_at=None).first()


def _thresholds(agreement: OversightAgreement) -> list[OversightThreshold]:
    return list(OversightThreshold.objects.filter(agreement=agreement).select_related("pause_authority"))
