"""Put the hazard log to those who may accept what risk is left, and carry out what they decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose, withdraw
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.policies.model import SigningRule
from attending.program.actions.record import check, log, name_of
from attending.program.models import Person, Seat, UseCase
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.program.rules import Act, Refused
from attending.workflow import hazard_packet
from attending.workflow.models import HazardLogVersion, LogState
from attending.workflow.queries.hazard_log import entries_of, in_hand, versions_of
from attending.workflow.queries.hazard_maps import drawn
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.acceptance import ACCEPTED, KIND, OPTIONS, Outcome, accepting_seats, lacking, raters
from attending.workflow.rules.common_mode import shared_checks
from attending.workflow.rules.hazard_document import document, sha256


@transaction.atomic
def put_to_acceptance(acting: Person, use_case: UseCase, *, reason: str) -> HazardLogVersion:
    """Seal the log as it stands and ask those who may accept its highest residual rating.

    Refused with all that is lacking: a hazard of the map that was not taken over, one without owner or rating, an
    unacceptable one, one whose controls are not done; while a log is being decided; and while those who may accept it
    are too few without whoever rated it and whoever puts it.
    """
    check(acting, Act.KEEP_HAZARDS, use_case)
    take_turn()
    if in_hand(use_case) is not None:
        raise Refused("A hazard log is put to a decision already. Wait for it, or have it taken back.")
    if not reason.strip():
        raise Refused("Write why these risks can be accepted now; it is sealed with the log.")
    entries, on_map = entries_of(use_case), drawn(use_case)
    known = {each.hazard.key for each in entries}
    missing = lacking(entries, method_of, [each.name for key, each in on_map.hazards.items() if key not in known])
    if missing:
        raise Refused(" ".join(missing))
    seats = accepting_seats(entries, method_of)
    policy = policy_of(use_case.organisation_id)
    asked = _asked(use_case, seats, policy.signing["residual_risk"], without={acting.pk, *raters(entries)})
    whole = document(use_case, entries, method_of)
    number = versions_of(use_case).count() + 1
    rule, digest = policy.signing["residual_risk"], sha256(whole)
    proposal = propose(
        KIND,
        subject=f"usecase:{use_case.pk}",
        subject_label=use_case.title,
        question=f"Accept the risks that are left of {use_case.title}?",
        options=OPTIONS,
        proposed_by=None,  # an author's signature would count towards the quorum, from whatever seat
        answerable=asked,
        eligible_seats=[],
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice="",
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="Nothing is accepted, and no unit may begin to work with this AI.",
        key=f"{KIND}:{use_case.pk}:{number}",
        document=hazard_packet.packet(
            use_case,
            whole,
            sha256=digest,
            number=number,
            steps={key: step.name for key, step in on_map.steps.items()},
            common=[each.words for each in shared_checks(on_map.care_maps, entries)],
            seats=seats,
            reason=reason.strip(),
            asked_by=acting,
        ),
        policy_version=policy.version,
    )
    version = HazardLogVersion.objects.create(
        use_case=use_case,
        number=number,
        document=whole,
        sha256=digest,
        proposal=proposal,
        put_by=acting,
        put_at=timezone.now(),
    )
    payload: dict[str, Json] = {"use_case": use_case.key, "number": number, "sha256": digest, "proposal": proposal.pk}
    log(acting, "hazard_log.put", version, payload)
    return version


def _asked(use_case: UseCase, seats: Sequence[Seat], rule: SigningRule, *, without: set[int]) -> list[Person]:
    """Whoever holds one of the seats and neither rated what is left nor puts the log."""
    on_case = holders_of([use_case]).get(use_case.pk, {})
    holders: list[Person] = []
    for seat in seats:
        holders += [on_case[seat]] if seat in on_case else enterprise_holders(use_case.organisation, seat)
    found = [each for each in dict.fromkeys(holders) if each.active and each.pk not in without]
    clinicians = sum(each.is_clinician for each in found)
    if len(found) < rule.quorum or clinicians < rule.clinical_quorum:
        names = ", ".join(str(seat.label) for seat in seats)
        raise Refused(
            f"{rule.quorum} people must accept it, {rule.clinical_quorum} of them a clinician, and nobody accepts what "
            f"they rated or put forward. Of those who may ({names}), {len(found)} are left, {clinicians} of them "
            "clinicians. Fill a seat, or have somebody else rate the residual risk or put the log."
        )
    return found


def carry_out(decision: Decision) -> None:
    """Keep what was decided about the log; runs in the transaction of the last signature."""
    if decision.proposal.kind != KIND:
        return
    version = _version(decision.proposal)
    if version is None:
        raise PutWithoutIts("hazard log", "the page of the hazard log")
    accepted = Outcome(decision.outcome) in ACCEPTED
    version.state, version.decision = LogState.ACCEPTED if accepted else LogState.SENT_BACK, decision
    version.save(update_fields=["state", "decision"])
    verb = "hazard_log.accepted" if accepted else "hazard_log.sent_back"
    signer = decision.deciding_signature.signer
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
    append(verb, object=name_of(version), actor=name_of(signer), payload=payload)


@transaction.atomic
def take_back(acting: Person, use_case: UseCase, *, reason: str) -> HazardLogVersion:
    """Take the log back that is being decided, so that it can be put again: whoever keeps the log."""
    check(acting, Act.KEEP_HAZARDS, use_case)
    take_turn()
    version = in_hand(use_case)
    if version is None:
        raise Refused("No hazard log is put to a decision, so there is none to take back.")
    if not reason.strip():
        raise Refused("Say why it is taken back; whoever was asked sees it.")
    withdraw(version.proposal, acting=None, reason=f"{acting.printed_name}: {reason.strip()}")
    log(acting, "hazard_log.taken_back", version, {"reason": reason.strip(), "proposal": version.proposal_id})
    return version


def give_back(proposal: Proposal) -> None:
    """Let the log be put again whose question was taken back; runs in the transaction of the withdrawal."""
    if proposal.kind != KIND or (version := _version(proposal)) is None:
        return
    version.state = LogState.TAKEN_BACK
    version.save(update_fields=["state"])


def _version(proposal: Proposal) -> HazardLogVersion | None:
    return HazardLogVersion.objects.select_for_update(no_key=True).filter(proposal=proposal).first()
