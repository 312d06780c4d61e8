"""Freeze a draft as a version to be walked through, and offer one to be signed by every discipline that is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision
from attending.decisions.rules.refusals import PutWithoutIts
from attending.decisions.rules.statements import disciplines_in_words
from attending.ledger.actions import append, take_turn
from attending.maps.model import CareMap as Drawn
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.program.actions.record import check, log, name_of
from attending.program.models import Discipline, Person, Seat
from attending.program.queries.seats import enterprise_holders, holder
from attending.program.registries import events
from attending.program.rules import Act, Refused
from attending.workflow import map_packet
from attending.workflow.models import CareMap, MapKind, MapOffer, MapOutcome, MapVersion
from attending.workflow.queries.maps import is_signed, map_of, standing
from attending.workflow.rules.map_signing import KIND, Outcome, in_words, musts, options
from attending.workflow.rules.map_text import hash_of


@transaction.atomic
def freeze(acting: Person, care_map: CareMap, *, why: str) -> MapVersion:
    """Keep the draft as a version that stands as it is, so that people can walk through it before anybody signs."""
    check(acting, Act.DRAW_MAP, care_map.use_case)
    take_turn()
    return _version(acting, map_of(acting.organisation, care_map.pk), why)


@transaction.atomic
def offer(acting: Person, care_map: CareMap, *, why: str, ask: Sequence[Person]) -> MapVersion:
    """Offer the draft to be signed by those who are asked, who speak for every discipline that appears in it.

    Refused while a check says that something must be mended, while another version is being signed, and where a
    discipline has nobody but the one who offers it.
    """
    check(acting, Act.DRAW_MAP, care_map.use_case)
    take_turn()
    care_map = map_of(acting.organisation, care_map.pk)
    stands = standing(care_map)
    if stands.in_hand is not None:
        raise Refused(
            f"Version {stands.in_hand.number} is being signed. Wait for it, or take that question back first."
        )
    found = musts(_readable(care_map.draft.text))
    if found:
        raise Refused(f"Mend this before the map is signed. {in_words(found)}")
    version = _version(acting, care_map, why)
    if is_signed(version):
        raise Refused(f"This text is signed already, as version {version.number}. Change something first.")
    _require_voices(acting, version, ask)
    policy = policy_of(acting.organisation_id)
    rule = policy.signing["workflow_map"]
    short = rule.clinical_quorum - sum(Discipline(each).clinical for each in version.disciplines)
    clinicians = _clinicians(acting, version) if short > 0 else []
    proposal = propose(
        KIND,
        subject=f"usecase:{care_map.use_case_id}",
        subject_label=str(care_map),
        question=f"Sign version {version.number} of the map {care_map}?",
        options=options(MapKind(care_map.kind)),
        proposed_by=acting,
        answerable=list(dict.fromkeys([*ask, *clinicians])),
        eligible_seats=[],
        quorum=max(rule.quorum, len(version.disciplines) + max(0, short)),
        clinical_quorum=rule.clinical_quorum,
        protective_choice=Outcome.SEND_BACK,
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="The map stays unsigned, and the use case does not go from controls to deployment.",
        key=f"{KIND}:{version.pk}",
        document=map_packet.document(version, stands.signed, offered_by=acting),
        policy_version=policy.version,
        disciplines=version.disciplines,
        supersedes=stands.signed.outcome.decision if stands.signed else None,
    )
    MapOffer.objects.create(version=version, proposal=proposal)
    log(acting, "map.offered", version, {"proposal": proposal.pk, "text": version.sha256})
    return version


def settle(decision: Decision) -> None:
    """Keep how the signing of a version ended; runs in the transaction of the last signature."""
    if decision.proposal.kind != KIND:
        return
    offers = MapOffer.objects.select_related("version__care_map__use_case")
    offer = offers.filter(proposal=decision.proposal).first()
    if offer is None:
        raise PutWithoutIts("map", "the page of the map")
    version = offer.version
    signed = decision.outcome == Outcome.SIGN
    MapOutcome.objects.create(version=version, decision=decision, signed=signed, at=decision.decided_at)
    actor = name_of(decision.deciding_signature.signer)
    verb = "map.signed" if signed else "map.sent_back"
    append(verb, object=name_of(version), actor=actor, payload={"decision": decision.pk, "text": version.sha256})
    if signed:
        events.publish(events.FactsChanged(version.care_map.use_case))


def _version(acting: Person, care_map: CareMap, why: str) -> MapVersion:
    """The draft as a version: the newest one where that says the same and was never put to anybody, or a new one."""
    draft = care_map.draft
    drawn = _readable(draft.text)
    if not why.strip():
        raise Refused("Say in a few words what this version is for, or what changed; it stays with the version.")
    sha256, newest = hash_of(draft.text), standing(care_map).newest
    if newest is not None and newest.sha256 == sha256 and (is_signed(newest) or not hasattr(newest, "offer")):
        return newest
    version = MapVersion.objects.create(
        care_map=care_map,
        number=newest.number + 1 if newest else 1,
        text=draft.text,
        sha256=sha256,
        disciplines=list(drawn.disciplines),
        why=why.strip(),
        offered_by=acting,
        offered_at=timezone.now(),
    )
    log(acting, "map.version_kept", version, {"number": version.number, "text": sha256, "why": version.why})
    return version


def _readable(text: str) -> Drawn:
    try:
        drawn = read(text)
    except MapRefused as refused:
        raise Refused(f"The draft cannot be read as a map yet. {refused}") from refused
    if not drawn.steps:
        raise Refused("The map has no step yet. Draw what happens first.")
    return drawn


def _require_voices(acting: Person, version: MapVersion, ask: Sequence[Person]) -> None:
    if not version.disciplines:
        raise Refused("Nobody would sign: no role on the map names a discipline. Say of each role which it is.")
    wrong = [each.printed_name for each in ask if not each.active or each.organisation_id != acting.organisation_id]
    if wrong:
        raise Refused(f"Only active people of your organisation can be asked to sign, not {', '.join(wrong)}.")
    spoken_for = {each.discipline for each in ask if each != acting}
    missing = [each for each in version.disciplines if each not in spoken_for]
    if missing:
        raise Refused(
            f"Ask somebody for {disciplines_in_words(missing)}. Nobody approves what they offer themselves, so it is "
            "somebody else than you."
        )


def _clinicians(acting: Person, version: MapVersion) -> list[Person]:
    """Who signs as a clinician for a map on which no clinician appears: the clinical owner, and the chief."""
    use_case = version.care_map.use_case
    owner = holder(use_case, Seat.CLINICAL_OWNER)
    chiefs = enterprise_holders(use_case.organisation, Seat.CMIO)
    found = [each for each in (owner, *chiefs) if each and each != acting and each.active and each.is_clinician]
    if not found:
        raise Refused(
            "No clinician appears on the map, and the policy wants one to sign. Seat a clinician as clinical owner."
        )
    return found
