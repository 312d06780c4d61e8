"""Sign a sealed packet; when enough distinct people have, decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from attending.accounts.reauthentication import (
    AuthenticationEvidence,
    EvidenceInvalidError,
    signing_intent,
    verify_evidence,
)
from attending.decisions import queries
from attending.decisions.actions.deciding import decide
from attending.decisions.actions.record import locked, log, require_after
from attending.decisions.models import (
    Decision,
    Meaning,
    Packet,
    Proposal,
    Signature,
)
from attending.decisions.models.signatures import VOTING
from attending.decisions.rules import conditions as condition_rules
from attending.decisions.rules.delegations import Voice
from attending.decisions.rules.eligibility import Standing, meaning_for, refusal, voices
from attending.decisions.rules.options import Option, read_options
from attending.decisions.rules.packets import sha256
from attending.decisions.rules.refusals import (
    InvalidCondition,
    KeyReused,
    NotEligible,
    PacketChanged,
    ReasonMissing,
    ReauthenticationFailed,
    SelfApproval,
    UnknownChoice,
)
from attending.decisions.rules.statements import canonical_intent, intent_details, statement
from attending.program.models import Discipline, Person

FRESH = timedelta(minutes=5)
CLOCK_TOLERANCE = timedelta(seconds=60)
DEMONSTRATION = ("demonstration",)


@dataclass(frozen=True, slots=True)
class SigningResult:
    """The signature, and the decision if it completed one. ``repeated`` when the same form had made it before."""

    signature: Signature
    decision: Decision | None
    repeated: bool = False


def prepare(
    proposal: Proposal,
    *,
    acting: Person,
    seat: str,
    choice: str,
    reason: str,
    conditions: Sequence[Mapping[str, Any]],
    meaning: str,
    packet_sha256: str,
    rendered: str,
    dissent: str = "",
    nonce: str = "",
    on_behalf_of: int | None = None,
) -> dict[str, Any]:
    """The intent to sign, to authenticate for; raises the Refused that ``sign`` would raise.

    ``rendered`` is the text of the screen. ``on_behalf_of`` is the number of the delegation to sign under, None in
    one's own name. ``nonce`` defaults to fresh random bits.
    """
    packet = queries.newest_packet(proposal)
    standing = queries.standing(proposal, acting)
    means = _meaning(meaning)
    option = _option(proposal, standing, choice=choice, meaning=means)
    voice = _voice(standing, seat, on_behalf_of, means)
    if packet.sha256 != packet_sha256 or not rendered:
        raise PacketChanged
    if option and option.reason_required and not reason.strip():
        raise ReasonMissing(option.label)
    agreed = _conditions(conditions, option, proposal)
    user = acting.user
    if user is None or user.printed_name != acting.printed_name:
        raise NotEligible(
            "The name of your login differs from your printed name in the program. Ask an administrator to mend it."
        )
    said = statement(
        printed_name=acting.printed_name,
        seat=seat,
        discipline=acting.discipline,
        meaning=means,
        choice=option.label if option else "",
        packet_sha256=packet.sha256,
        version=packet.version,
        on_behalf_of=voice.delegator_name,
    )
    details = intent_details(
        proposal=proposal.pk,
        person=acting.pk,
        packet_version=packet.version,
        rendered_sha256=sha256(rendered),
        statement=said,
        choice=choice,
        dissent=dissent.strip(),
        conditions=agreed,
        voice=voice,
    )
    return signing_intent(
        user, record_sha256=packet.sha256, meaning=means, role=seat, reason=reason.strip(), nonce=nonce, **details
    )


@transaction.atomic
def sign(
    proposal: Proposal,
    *,
    acting: Person,
    seat: str,
    choice: str,
    reason: str,
    conditions: Sequence[Mapping[str, Any]],
    meaning: str,
    packet_sha256: str,
    rendered: str,
    evidence: AuthenticationEvidence,
    intent: Mapping[str, Any],
    idempotency_key: str,
    dissent: str = "",
    on_behalf_of: int | None = None,
) -> SigningResult:
    """Record a signature for the intent that ``evidence`` was given for, and the decision if it completes one.

    The same ``idempotency_key`` again returns the first result, or raises KeyReused if it came with other content.
    Raises a Refused whose message says what to do. Handlers of DecisionMade run in the same transaction.
    """
    proposal = locked(proposal)
    first = repeated(
        proposal,
        acting=acting,
        seat=seat,
        choice=choice,
        reason=reason,
        conditions=conditions,
        meaning=meaning,
        dissent=dissent,
        idempotency_key=idempotency_key,
        on_behalf_of=on_behalf_of,
    )
    if first is not None:
        return first
    expected = prepare(
        proposal,
        acting=acting,
        seat=seat,
        choice=choice,
        reason=reason,
        conditions=conditions,
        meaning=meaning,
        packet_sha256=packet_sha256,
        rendered=rendered,
        dissent=dissent,
        nonce=str(intent.get("nonce", "")),
        on_behalf_of=on_behalf_of,
    )
    if dict(intent) != expected:
        raise ReauthenticationFailed("What you confirmed is not what would be signed.")
    _check_evidence(evidence, expected)
    signature = _record(proposal, acting, expected, rendered, evidence, idempotency_key, on_behalf_of)
    return SigningResult(signature, decide(proposal, signature) if signature.choice else None)


def repeated(
    proposal: Proposal,
    *,
    acting: Person,
    seat: str,
    choice: str,
    reason: str,
    conditions: Sequence[Mapping[str, Any]],
    meaning: str,
    dissent: str,
    idempotency_key: str,
    on_behalf_of: int | None = None,
) -> SigningResult | None:
    """The result that a form with this key had before, or None; raises KeyReused if its content was another."""
    first = queries.signature_by_key(idempotency_key)
    if first is None:
        return None
    before = (first.proposal_id, first.signer_id, first.choice, first.seat, first.meaning, first.reason, first.dissent)
    now = (proposal.pk, acting.pk, choice, seat, meaning, reason.strip(), dissent.strip())
    if first.on_behalf_of_id != on_behalf_of or before != now or _plain(first.conditions) != _plain(conditions):
        raise KeyReused
    return SigningResult(first, queries.decision_of(proposal), repeated=True)


def _plain(conditions: Sequence[Mapping[str, Any]]) -> list[tuple[str, Any, str]]:
    return [(str(each["text"]).strip(), each["owner"], str(each["due_on"])) for each in conditions]


def _meaning(meaning: str) -> Meaning:
    try:
        return Meaning(meaning)
    except ValueError as error:
        raise UnknownChoice from error


def _option(proposal: Proposal, standing: Standing, *, choice: str, meaning: Meaning) -> Option | None:
    """The option that is chosen; None for a review, and for an author who names none."""
    refused = refusal(standing)
    if refused is not None:
        raise refused
    if meaning == Meaning.AUTHORSHIP and not standing.proposer:
        raise NotEligible("Only whoever proposed this signs as its author.")
    if meaning == Meaning.REVIEW and standing.proposer:
        raise SelfApproval
    if not choice and meaning not in VOTING:
        return None
    options = {option.key: option for option in read_options(proposal.options)}
    if choice not in options or meaning == Meaning.REVIEW:
        raise UnknownChoice
    expected = meaning_for(options[choice], standing)
    if expected == Meaning.AUTHORSHIP and meaning != Meaning.AUTHORSHIP:
        raise SelfApproval
    if meaning not in {expected, Meaning.AUTHORSHIP}:
        raise UnknownChoice
    return options[choice]


def _voice(standing: Standing, seat: str, delegation: int | None, meaning: Meaning) -> Voice:
    """Where it is signed from; raises NotEligible, for a delegation that is of no use here with the reason."""
    found = next(
        (each for each in voices(standing, meaning) if (each.seat, each.delegation) == (seat, delegation)), None
    )
    if found is not None:
        return found
    if delegation is None:
        raise NotEligible("You do not sign this from that seat now. Open the page again to see the seats you hold.")
    if standing.proposer or meaning not in VOTING:
        raise NotEligible("What you propose or review, you sign in your own name.")
    why = next((each.why_not for each in standing.entrusted if each.voice.delegation == delegation), "")
    raise NotEligible(why or "No delegation lets you sign this from that seat now. Open the page again to see yours.")


def _conditions(
    conditions: Sequence[Mapping[str, Any]], option: Option | None, proposal: Proposal
) -> list[dict[str, Any]]:
    if option is None:
        if conditions:
            raise InvalidCondition("Only a vote can carry conditions.")
        return []
    agreed = condition_rules.checked(conditions, option, today=timezone.localdate())
    owners = queries.people_by_number([condition["owner"] for condition in agreed])
    for condition in agreed:
        owner = owners.get(condition["owner"])
        if owner is None or not owner.active or owner.organisation_id != proposal.organisation_id:
            raise InvalidCondition("The owner of a condition is an active person of this organisation.")
    return agreed


def _check_evidence(evidence: AuthenticationEvidence, intent: Mapping[str, Any]) -> None:
    if evidence.components == DEMONSTRATION and not settings.ATTENDING_DEMO:
        raise ReauthenticationFailed("A demonstration proves nothing here.")
    age = timezone.now() - evidence.at
    if age > FRESH or age < -CLOCK_TOLERANCE:
        raise ReauthenticationFailed("You confirmed that it is you too long ago.")
    try:
        verify_evidence(evidence, intent)
    except EvidenceInvalidError as error:
        raise ReauthenticationFailed(str(error)) from error


def _record(
    proposal: Proposal,
    acting: Person,
    intent: Mapping[str, Any],
    rendered: str,
    evidence: AuthenticationEvidence,
    idempotency_key: str,
    on_behalf_of: int | None,
) -> Signature:
    packet = Packet.objects.get(proposal=proposal, version=intent["packet_version"])
    text = canonical_intent(intent)
    payload = {
        "packet_sha256": packet.sha256,
        "packet_version": packet.version,
        "rendered_sha256": intent["rendered_sha256"],
        "intent_sha256": sha256(text),
        "meaning": intent["meaning"],
        "choice": intent["choice"],
        "seat": intent["signer_role"],
        "statement": intent["statement"],
        "components": list(evidence.components),
        "on_behalf_of": intent["on_behalf_of"],
    }
    entry = log("decision.signed", proposal, acting, payload, checkpoint=True)
    require_after(entry, packet.sealed_at)
    return Signature.objects.create(
        proposal=proposal,
        packet=packet,
        signer=acting,
        on_behalf_of_id=on_behalf_of,
        choice=intent["choice"],
        meaning=intent["meaning"],
        statement=intent["statement"],
        printed_name=acting.printed_name,
        seat=intent["signer_role"],
        discipline=acting.discipline,
        clinical=Discipline(acting.discipline).clinical,
        reason=intent["reason"],
        dissent=intent["dissent"],
        conditions=intent["conditions"],
        rendered=rendered,
        rendered_sha256=intent["rendered_sha256"],
        intent=text,
        authentication=evidence.as_document(),
        idempotency_key=idempotency_key,
        signed_at=entry.at,
        ledger_seq=entry.seq,
    )
