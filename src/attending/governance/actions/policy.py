"""Write a version of the policy, offer it, and carry out what was decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from attending.decisions.actions import proposing
from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, PolicyState, PolicyVersion, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.governance import policy_packet
from attending.governance.queries.policy import enterprise_seats_held, in_state, writers_of
from attending.governance.rules.policy_decision import KIND, OPTIONS, SIGNING_SEATS, Outcome
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.policies.default import default_policy, default_text
from attending.policies.lint import findings, musts
from attending.policies.model import Policy
from attending.policies.problems import PolicyRefused
from attending.policies.reading import LONGEST_TEXT, hash_of, read_policy
from attending.program.actions.record import check, log, name_of
from attending.program.models import Organisation, Person
from attending.program.queries.seats import enterprise_holders
from attending.program.rules import Act, Refused

WROTE = "Wrote of this text, and nobody approves what they wrote."


class ChangedMeanwhile(Refused):
    """Somebody saved the draft since it was opened."""


@transaction.atomic
def begin(acting: Person) -> PolicyVersion:
    """Begin a draft from the text in force; the draft that stands already is given back."""
    check(acting, Act.WRITE_POLICY)
    take_turn()
    organisation = acting.organisation
    standing = in_state(organisation, PolicyState.DRAFT)
    if standing is not None:
        return standing
    in_force = in_state(organisation, PolicyState.IN_FORCE)
    text = in_force.text if in_force else default_text()
    last = PolicyVersion.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"] or 0
    draft = PolicyVersion.objects.create(
        organisation=organisation,
        number=last + 1,
        text=text,
        sha256=hash_of(text),
        written_by=acting,
        written_at=timezone.now(),
    )
    log(acting, "policy.begun", draft, {"number": draft.number, "text": draft.sha256})
    return draft


@transaction.atomic
def save(acting: Person, text: str, *, seen: str) -> PolicyVersion:
    """Keep a draft's text, whether or not it can be read yet. ``seen`` is the hash of the text that was edited.

    Raises ChangedMeanwhile where somebody else saved another since, so that nothing is lost.
    """
    check(acting, Act.WRITE_POLICY)
    take_turn()
    draft = _draft(acting.organisation)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"A policy has at most {LONGEST_TEXT:,} characters; this text has {len(text):,}.")
    if "\0" in text:
        raise Refused("The text holds a character that no text has (U+0000); take it out.")
    digest = hash_of(text)
    if draft.sha256 == digest:
        return draft
    if draft.sha256 != seen:
        raise ChangedMeanwhile(
            f"{draft.written_by} saved this draft while you wrote. Below is your text; compare it with theirs on the "
            "draft's page, and save again to replace it."
        )
    draft.text, draft.sha256, draft.written_by, draft.written_at = text, digest, acting, timezone.now()
    draft.save(update_fields=["text", "sha256", "written_by", "written_at"])
    log(acting, "policy.saved", draft, {"text": digest})
    return draft


@transaction.atomic
def offer(acting: Person, *, why: str, seen: str) -> Proposal:
    """Offer the draft to those who may adopt it; from then on nobody edits it, and no other who wrote of it signs it.

    Refused while the text cannot be read, a check says that something must be mended, its name was used before, it
    changes nothing, another version is being decided, or too few could sign. The policy in force says how many sign.
    """
    check(acting, Act.WRITE_POLICY)
    take_turn()
    organisation = acting.organisation
    draft = _draft(organisation)
    if draft.sha256 != seen:
        raise ChangedMeanwhile("The draft was saved again since you opened this page. Read it as it stands now.")
    if not why.strip():
        raise Refused("Write what this version changes and why; it is sealed with the decision.")
    other = in_state(organisation, PolicyState.OFFERED)
    if other is not None:
        raise Refused(f"Policy {other.name} is being decided. Wait for it, or have it taken back.")
    in_force = policy_of(organisation)
    policy = _fit(draft, in_force)
    writers = [person for person in writers_of(draft) if person != acting]
    asked, rule = _asked(acting, writers), in_force.signing["policy"]
    proposal = propose(
        KIND,
        subject=name_of(draft),
        subject_label=f"Policy {policy.version}",
        question=f"Adopt policy {policy.version} in place of {in_force.version}?",
        options=OPTIONS,
        proposed_by=acting,
        answerable=asked,
        eligible_seats=[str(seat) for seat in SIGNING_SEATS],
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice="",
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing=f"Policy {in_force.version} stays in force.",
        key=f"{KIND}:{draft.pk}",
        document=policy_packet.document(
            draft, in_force, held_seats=enterprise_seats_held(organisation), why=why.strip(), asked_by=acting
        ),
        policy_version=in_force.version,
    )
    for person in writers:
        proposing.set_aside(proposal, person, reason=WROTE)
    draft.name, draft.why, draft.proposal, draft.state = policy.version, why.strip(), proposal, PolicyState.OFFERED
    draft.save(update_fields=["name", "why", "proposal", "state"])
    log(acting, "policy.offered", draft, {"name": draft.name, "text": draft.sha256, "proposal": proposal.pk})
    return proposal


def _draft(organisation: Organisation) -> PolicyVersion:
    found = PolicyVersion.objects.select_for_update(of=("self",), no_key=True).select_related("written_by")
    draft = found.filter(organisation=organisation, state=PolicyState.DRAFT).first()
    if draft is None:
        raise Refused("Nobody is writing a new version. Begin one from the policy in force.")
    return draft


def _fit(draft: PolicyVersion, in_force: Policy) -> Policy:
    """The draft as a policy that may be offered."""
    try:
        policy = read_policy(draft.text)
    except PolicyRefused as refused:
        raise Refused(f"The text cannot be read as a policy yet. {refused}") from refused
    found = musts(findings(policy))
    if found:
        raise Refused(" ".join(f"{each.words} {each.mend}" for each in found))
    names = PolicyVersion.objects.filter(organisation=draft.organisation_id, name=policy.version)
    if policy.version in (in_force.version, default_policy().version) or names.exists():
        raise Refused(
            f"A policy named {policy.version} stands already, and decisions name the one they were made under. Give "
            "this version another name, in the line version = ... ."
        )
    if policy.signing == in_force.signing and _same(policy, in_force):
        raise Refused("This text says the same as the policy in force. Change something first.")
    return policy


def _same(policy: Policy, other: Policy) -> bool:
    return (policy.questions, policy.cases, policy.tiers) == (other.questions, other.cases, other.tiers)


def _asked(acting: Person, writers: Sequence[Person]) -> Sequence[Person]:
    """Whoever holds a seat that adopts policies, but not who offers this one, and not who wrote of it."""
    found = [person for seat in SIGNING_SEATS for person in enterprise_holders(acting.organisation, seat)]
    asked = [person for person in dict.fromkeys(found) if person not in (acting, *writers)]
    if not asked:
        names = ", ".join(str(seat.label) for seat in SIGNING_SEATS)
        wrote = f" or {', '.join(str(each) for each in writers)}" if writers else ""
        raise Refused(
            f"Nobody but you{wrote} could sign it, and nobody approves what they wrote or offer. Seat one of: {names}."
        )
    return asked


def carry_out(decision: Decision) -> None:
    """Put the adopted version in force and retire the one before; runs in the transaction of the last signature."""
    if decision.proposal.kind != KIND:
        return
    version = _subject(decision.proposal)
    if version is None:
        raise PutWithoutIts("version of the policy", "the page of the policy")
    signer = decision.deciding_signature.signer
    payload: dict[str, Json] = {"decision": decision.pk, "name": version.name}
    adopted = Outcome(decision.outcome) is Outcome.ADOPT
    if adopted:
        before = in_state(version.organisation, PolicyState.IN_FORCE)
        if before is not None:
            before.state = PolicyState.RETIRED
            before.save(update_fields=["state"])
            append("policy.retired", object=name_of(before), actor=name_of(signer), payload={"by": version.pk})
    version.state, version.decision = PolicyState.IN_FORCE if adopted else PolicyState.NOT_ADOPTED, decision
    version.save(update_fields=["state", "decision"])
    verb = "policy.adopted" if adopted else "policy.not_adopted"
    append(verb, object=name_of(version), actor=name_of(signer), payload=payload)


def set_aside(proposal: Proposal) -> None:
    """Keep that a version was taken back; runs in the transaction of the withdrawal."""
    if proposal.kind != KIND:
        return
    version = _subject(proposal)
    if version is None:
        return
    version.state = PolicyState.NOT_ADOPTED
    version.save(update_fields=["state"])
    acting = proposal.withdrawal.person
    actor = name_of(acting) if acting else "system"
    append("policy.taken_back", object=name_of(version), actor=actor, payload={"proposal": proposal.pk})


def _subject(proposal: Proposal) -> PolicyVersion | None:
    kind, _, number = proposal.subject.partition(":")
    found = PolicyVersion.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return found.filter(pk=int(number)).first() if kind == "policyversion" else None
