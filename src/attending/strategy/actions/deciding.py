"""Put the plan of a roadmap to a decision, and carry out what was decided."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log, name_of
from attending.program.models import Person
from attending.program.queries.seats import enterprise_holders
from attending.program.rules import Act, Refused
from attending.strategy import roadmap_packet
from attending.strategy.actions.roadmaps import held
from attending.strategy.models import Roadmap, RoadmapState
from attending.strategy.queries.current_plans import is_fresh
from attending.strategy.queries.planning_jobs import unstudied
from attending.strategy.queries.roadmaps import newest_plan
from attending.strategy.rules.roadmap_decision import ADOPTED, KIND, OPTIONS, SIGNING_SEATS, Outcome


@transaction.atomic
def put_to_decision(acting: Person, roadmap: Roadmap, *, reason: str) -> Proposal:
    """Seal the newest plan with all that was found out about it, and ask for signatures.

    Refused while the plan was made from what has changed since, or is not fully studied.
    """
    check(acting, Act.PLAN_ROADMAP)
    roadmap = held(acting, roadmap)
    if roadmap.state != RoadmapState.DRAFT:
        raise Refused(f"This roadmap is {roadmap.get_state_display().lower()}; only a draft is put to a decision.")
    if not reason.strip():
        raise Refused("Write why this plan; it is sealed with the decision.")
    plan = newest_plan(roadmap)
    if plan is None:
        raise Refused("There is no plan yet. Make it first.")
    if not is_fresh(roadmap, plan):
        raise Refused("Limits, wishes or estimates changed since this plan was made. Make it anew first.")
    if unstudied(plan):
        raise Refused("What the plan costs, and which other plans there are, is not found out yet. Wait for it first.")
    policy = policy_of(acting.organisation_id)
    rule = policy.signing["roadmap"]
    asked = [person for seat in SIGNING_SEATS for person in enterprise_holders(roadmap.organisation, seat)]
    count = Proposal.objects.filter(kind=KIND, subject=name_of(roadmap)).count()
    proposal = propose(
        KIND,
        subject=name_of(roadmap),
        subject_label=roadmap.title,
        question=f"Adopt the roadmap {roadmap.title}?",
        options=OPTIONS,
        proposed_by=acting,
        answerable=[person for person in dict.fromkeys(asked) if person != acting],
        eligible_seats=[str(seat) for seat in SIGNING_SEATS],
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice="",
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="No plan is adopted, and use cases start as it happens.",
        key=f"{KIND}:{roadmap.pk}:{count + 1}",
        document=roadmap_packet.document(roadmap, plan, reason=reason.strip(), asked_by=acting),
        policy_version=policy.version,
    )
    roadmap.state = RoadmapState.PROPOSED
    roadmap.save(update_fields=["state"])
    log(acting, "roadmap.put_to_decision", roadmap, {"plan": plan.pk, "proposal": proposal.pk})
    return proposal


def carry_out(decision: Decision) -> None:
    """Follow the plan, or let it be changed again; runs in the transaction of the last signature."""
    if decision.proposal.kind != KIND:
        return
    roadmap = _subject(decision.proposal)
    if roadmap is None:
        raise PutWithoutIts("roadmap", "the page of the roadmap")
    signer = decision.deciding_signature.signer
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
    if Outcome(decision.outcome) in ADOPTED:
        for earlier in Roadmap.objects.filter(organisation=roadmap.organisation_id, state=RoadmapState.DECIDED):
            earlier.state = RoadmapState.SUPERSEDED
            earlier.save(update_fields=["state"])
            append("roadmap.superseded", object=name_of(earlier), actor=name_of(signer), payload={"by": roadmap.pk})
        roadmap.state, roadmap.decision = RoadmapState.DECIDED, decision
        roadmap.save(update_fields=["state", "decision"])
        append("roadmap.decided", object=name_of(roadmap), actor=name_of(signer), payload=payload)
    else:
        _reopen(roadmap)
        append("roadmap.sent_back", object=name_of(roadmap), actor=name_of(signer), payload=payload)


def reopen(proposal: Proposal) -> None:
    """Let a roadmap be changed again whose question was taken back; runs in the transaction of the withdrawal."""
    if proposal.kind != KIND or (roadmap := _subject(proposal)) is None:
        return
    _reopen(roadmap)
    acting = proposal.withdrawal.person
    actor = name_of(acting) if acting else "system"
    append("roadmap.reopened", object=name_of(roadmap), actor=actor, payload={"proposal": proposal.pk})


def _reopen(roadmap: Roadmap) -> None:
    roadmap.state = RoadmapState.DRAFT
    roadmap.save(update_fields=["state"])


def _subject(proposal: Proposal) -> Roadmap | None:
    kind, _, number = proposal.subject.partition(":")
    found = Roadmap.objects.select_for_update(no_key=True)
    return found.filter(pk=int(number)).first() if kind == "roadmap" else None
