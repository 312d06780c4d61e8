"""Hold a post-launch review: open it, discuss it, ask for its outcome, carry the outcome out, and learn from it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.refusals import PutWithoutIts
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.deployments import change_state
from attending.program.actions.record import check, check_organisation, log, name_of
from attending.program.models import Capability, Deployment, Person, Seat
from attending.program.models.deployments import State
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.program.rules import Act, Refused
from attending.review import one_page
from attending.review.models import CycleState, DiscussionNote, Lesson, ReviewCycle
from attending.review.queries import cycles
from attending.review.rules.cycle import LABELS, SIGNING_SEATS, Outcome, options
from attending.review.rules.schedule import due_at

KIND = "review.outcome"

_STATES = {Outcome.PAUSE: State.PAUSED, Outcome.RETIRE: State.RETIRED}
_ANSWER_FOR = (Seat.CLINICAL_OWNER, Seat.EXECUTIVE_SPONSOR, Seat.SAFETY_OFFICER)


@transaction.atomic
def open_review(acting: Person, deployment: Deployment) -> ReviewCycle:
    """Open the next turn of review; the one that is open already is given back."""
    check(acting, Act.HOLD_REVIEW, deployment.use_case)
    take_turn()
    standing = cycles.open_cycle(deployment)
    if standing is not None:
        return standing
    state = State(deployment.state)
    if state in {State.PLANNED, State.RETIRED}:
        raise Refused(f"This deployment is {state.label.lower()}; only what runs or ran is reviewed.")
    newest = cycles.cycles(deployment).filter(state=CycleState.DECIDED).first()
    every = policy_of(acting.organisation_id).tier(deployment.use_case.risk_tier).review_every
    due = due_at(every, deployment.state_since, newest.closed_at if newest else None)
    cycle = ReviewCycle.objects.create(
        deployment=deployment, due_on=timezone.localdate(due), opened_by=acting, opened_at=timezone.now()
    )
    log(acting, "review.opened", cycle, {"deployment": deployment.pk, "due_on": cycle.due_on.isoformat()})
    return cycle


@transaction.atomic
def say(acting: Person, cycle: ReviewCycle, said: str) -> DiscussionNote:
    """Say something in a review that is not decided yet; anybody active of the organisation may."""
    check_organisation(acting, cycle.deployment.use_case.organisation_id)
    if not acting.active:
        raise Refused("This account is no longer active.")
    standing = _standing(cycle)
    if standing.state == CycleState.DECIDED:
        raise Refused("This review is decided; say it in the next one.")
    if not said.strip():
        raise Refused("Write what you want to say.")
    note = DiscussionNote.objects.create(cycle=standing, person=acting, said=said.strip(), at=timezone.now())
    log(acting, "review.said", note, {"cycle": cycle.pk})
    return note


@transaction.atomic
def ask_for_outcome(acting: Person, cycle: ReviewCycle, recommended: Outcome, *, reason: str) -> Proposal:
    """Seal the page as it stands and ask those who answer for the deployment to sign an outcome."""
    deployment = cycle.deployment
    check(acting, Act.HOLD_REVIEW, deployment.use_case)
    standing = _standing(cycle)
    if standing.state != CycleState.OPEN:
        raise Refused(f"This review is {standing.get_state_display().lower()}; an outcome was asked for already.")
    if not reason.strip():
        raise Refused("Write why you recommend this; it is sealed with the decision.")
    page = one_page.one_page(deployment)
    if page.run is None and recommended is Outcome.CONTINUE:
        raise Refused("It was never measured here, so nobody can say that it still works. Record a review first.")
    policy = policy_of(acting.organisation_id)
    rule = policy.signing["retire" if recommended is Outcome.RETIRE else "review"]
    holders = holders_of([deployment.use_case]).get(deployment.use_case_id, {})
    asked = [holders[seat] for seat in _ANSWER_FOR if seat in holders]
    asked += enterprise_holders(deployment.use_case.organisation, Seat.CMIO)
    count = Proposal.objects.filter(kind=KIND, subject=name_of(deployment)).count()
    proposal = propose(
        KIND,
        subject=name_of(deployment),
        subject_label=str(deployment),
        question=f"Does {deployment.use_case.title} still work on {deployment.unit.name}, and may it go on?",
        options=options(recommended),
        proposed_by=acting,
        answerable=list(dict.fromkeys(asked)),
        eligible_seats=sorted(SIGNING_SEATS),
        quorum=rule.quorum,
        clinical_quorum=rule.clinical_quorum,
        protective_choice=Outcome.PAUSE,
        due_at=timezone.now() + timedelta(hours=rule.answer_within_hours),
        if_nothing="It keeps running unreviewed, and its review counts as overdue.",
        key=f"{KIND}:{deployment.pk}:{count + 1}",
        document=one_page.document(standing, page, recommended=recommended, reason=reason.strip(), asked_by=acting),
        policy_version=policy.version,
    )
    standing.run, standing.recommendation, standing.reason = page.run, recommended, reason.strip()
    standing.state, standing.proposal = CycleState.ASKED, proposal
    standing.save(update_fields=["run", "recommendation", "reason", "state", "proposal"])
    payload: dict[str, Json] = {
        "recommended": str(recommended),
        "suggested": str(page.suggested.outcome),
        "run": page.run.pk if page.run else None,
        "proposal": proposal.pk,
    }
    log(acting, "review.outcome_asked", standing, payload)
    return proposal


def conclude(decision: Decision) -> None:
    """Close the turn of review with its outcome, and do what it says; runs in the last signature's transaction."""
    if decision.proposal.kind != KIND:
        return
    cycle = (
        ReviewCycle.objects.select_for_update(of=("self",), no_key=True)
        .select_related("deployment__use_case")
        .filter(proposal=decision.proposal)
        .first()
    )
    if cycle is None:
        raise PutWithoutIts("turn of review", "the page of the deployment")
    last = decision.packet.signatures.filter(choice=decision.outcome).latest("signed_at", "pk")
    outcome = Outcome(decision.outcome)
    state = _STATES.get(outcome)
    # Retired meanwhile: nothing is left to pause.
    if state is not None and cycle.deployment.state not in {state, State.RETIRED}:
        change_state(
            last.signer,
            cycle.deployment,
            state,
            reason=last.reason or LABELS[outcome],
            decision=f"decision:{decision.pk}",
        )
    cycle.state, cycle.decision, cycle.closed_at = CycleState.DECIDED, decision, timezone.now()
    cycle.save(update_fields=["state", "decision", "closed_at"])
    payload: dict[str, Json] = {"decision": decision.pk, "outcome": decision.outcome}
    append("review.concluded", object=name_of(cycle), actor=name_of(last.signer), payload=payload)


def reopen(proposal: Proposal) -> None:
    """Let a turn of review go on when its question was taken back; runs in the transaction of the withdrawal."""
    cycle = ReviewCycle.objects.select_for_update(no_key=True).filter(proposal=proposal, state=CycleState.ASKED).first()
    if cycle is None:
        return
    cycle.state, cycle.run, cycle.proposal = CycleState.OPEN, None, None
    cycle.recommendation = cycle.reason = ""
    cycle.save(update_fields=["state", "run", "proposal", "recommendation", "reason"])
    acting = proposal.withdrawal.person
    actor = name_of(acting) if acting else "system"
    append("review.reopened", object=name_of(cycle), actor=actor, payload={"proposal": proposal.pk})


@transaction.atomic
def learn(
    acting: Person, cycle: ReviewCycle, learned: str, *, change: str = "", capability: Capability | None = None
) -> Lesson:
    """Keep what was learned, and where it goes: into a capability of the enterprise, or a change."""
    check(acting, Act.HOLD_REVIEW, cycle.deployment.use_case)
    take_turn()
    if capability is not None:
        check_organisation(acting, capability.organisation_id)
    if not learned.strip():
        raise Refused("Write what was learned.")
    if capability is None and not change.strip():
        raise Refused("Say where the lesson goes: name a capability, or write what changes.")
    lesson = Lesson.objects.create(
        cycle=cycle,
        learned=learned.strip(),
        change=change.strip(),
        capability=capability,
        recorded_by=acting,
        recorded_at=timezone.now(),
    )
    payload: dict[str, Json] = {"cycle": cycle.pk, "capability": capability.pk if capability else None}
    log(acting, "review.learned", lesson, payload)
    return lesson


def _standing(cycle: ReviewCycle) -> ReviewCycle:
    """The turn as it stands now, held until this is over."""
    take_turn()
    found = ReviewCycle.objects.select_for_update(of=("self",), no_key=True).select_related(
        "deployment__use_case__organisation", "deployment__unit__site", "deployment__model_version__ai_model"
    )
    return found.get(pk=cycle.pk)
