"""Who may do what, and which changes of state there are. Pure: facts in, verdicts out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum

from attending.program.models.deployments import IN_USE, State
from attending.program.models.people import REVIEWER_SEATS, Seat
from attending.program.models.use_cases import OutcomeMeasure, Stage


class Refused(Exception):
    """A change that is not allowed; the message says why and what would have to be true."""


class NotAllowed(Refused):
    """The person holds no seat that may do this."""


class Act(StrEnum):
    """What a seat may do. Anyone active may propose a use case, give clinical input and walk through a map."""

    ADMINISTER = "administer people, seats and sites"
    SET_PRIORITIES = "set enterprise priorities"
    PROPOSE_USE_CASE = "propose a use case"
    SHAPE_USE_CASE = "shape a use case"
    GIVE_INPUT = "give clinical input"
    ANSWER_INPUT = "answer clinical input"
    MOVE_STAGE = "move a use case to another stage"
    PLAN_DEPLOYMENT = "plan a deployment"
    CHANGE_DEPLOYMENT = "change the state of a deployment"
    RECORD_MEASURES = "record measure results"
    AGREE_THRESHOLDS = "agree oversight thresholds"
    ASSESS_RISK = "assess the risk of a use case"
    PLAN_REVIEW = "plan how an AI is reviewed"
    HOLD_REVIEW = "hold a post-launch review"
    OPEN_INTAKE = "open a link for proposals from people without an account"
    TAKE_UP_PROPOSAL = "take up a proposal from somebody without an account"
    ADAPT_READINESS = "adapt what readiness is assessed by"
    ASSESS_READINESS = "ask a site how ready it is"
    ANSWER_GATE = "answer a gate of eligibility"
    HOLD_PANEL = "hold a panel"
    ESTIMATE_EFFORT = "estimate what a use case takes"
    PLAN_ROADMAP = "plan the roadmap"
    DRAW_MAP = "draw a map of care"
    WALK_THROUGH = "walk through a map of care"
    ANSWER_WALKTHROUGH = "answer what was said on a walkthrough"
    CHECK_REALITY = "hold a map against an event log"
    STUDY_WORKLOAD = "simulate the queue of alerts"
    WRITE_CONTRACT = "write a workflow contract"
    KEEP_HAZARDS = "keep the hazard log"
    RECORD_DRILL = "record a downtime drill"
    WRITE_POLICY = "write a policy"
    ASK_GATE = "ask to pass a gate"
    ASK_EXCEPTION = "ask for an exception at a gate"
    HOLD_MEETING = "hold a committee meeting"
    ASK_REVIEWERS = "ask the intake reviewers"
    ANSWER_AS_REVIEWER = "answer as an intake reviewer"
    DRILL_ESCALATION = "drill an escalation"
    SNOOZE_THRESHOLD = "snooze an oversight threshold"
    OPEN_CONCERNS = "open a code for concerns on a unit"
    ANSWER_CONCERN = "answer a concern"
    REPORT_INCIDENT = "report an incident"
    KEEP_INCIDENTS = "keep the record of an incident"
    KEEP_INVENTORY = "keep the inventory"
    CHECK_CLAIMS = "check what a vendor claims"
    PUBLISH_REGISTER = "publish an entry of the public register"
    RECORD_ELSEWHERE = "record evidence that is kept elsewhere"
    RECORD_EHR = "record which version of the EHR a site runs"


ANYONE = frozenset(Seat)
LEADERS = frozenset({Seat.CMIO, Seat.EXECUTIVE_SPONSOR, Seat.CLINICAL_OWNER})
OWNERS = LEADERS | {Seat.OPERATIONAL_OWNER, Seat.PLATFORM_OWNER, Seat.NURSING_LEAD}

RIGHTS: Mapping[Act, frozenset[Seat]] = {
    Act.ADMINISTER: frozenset({Seat.ADMINISTRATOR}),
    Act.SET_PRIORITIES: frozenset({Seat.CMIO, Seat.ADMINISTRATOR}),
    Act.PROPOSE_USE_CASE: ANYONE,
    Act.SHAPE_USE_CASE: OWNERS,
    Act.GIVE_INPUT: ANYONE,
    Act.ANSWER_INPUT: OWNERS,
    Act.MOVE_STAGE: LEADERS,
    Act.PLAN_DEPLOYMENT: OWNERS,
    Act.CHANGE_DEPLOYMENT: LEADERS | {Seat.OPERATIONAL_OWNER, Seat.SAFETY_OFFICER},
    Act.RECORD_MEASURES: frozenset({Seat.PLATFORM_OWNER, Seat.MODEL_STEWARD, Seat.CMIO, Seat.CLINICAL_OWNER}),
    Act.AGREE_THRESHOLDS: LEADERS | {Seat.SAFETY_OFFICER},
    Act.ASSESS_RISK: LEADERS | {Seat.SAFETY_OFFICER},
    Act.PLAN_REVIEW: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.HOLD_REVIEW: LEADERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD, Seat.PLATFORM_OWNER},
    Act.OPEN_INTAKE: frozenset({Seat.CMIO, Seat.ADMINISTRATOR}),
    Act.TAKE_UP_PROPOSAL: frozenset({Seat.CMIO, Seat.COMMITTEE_MEMBER}),
    Act.ADAPT_READINESS: frozenset({Seat.CMIO, Seat.ADMINISTRATOR}),
    Act.ASSESS_READINESS: OWNERS,
    Act.ANSWER_GATE: frozenset({Seat.CMIO, Seat.COMPLIANCE_OFFICER}),
    Act.HOLD_PANEL: frozenset({Seat.CMIO}),
    Act.ESTIMATE_EFFORT: OWNERS,
    Act.PLAN_ROADMAP: frozenset({Seat.CMIO, Seat.COMMITTEE_MEMBER}),
    Act.DRAW_MAP: OWNERS | {Seat.SAFETY_OFFICER},
    Act.WALK_THROUGH: ANYONE,
    Act.ANSWER_WALKTHROUGH: OWNERS,
    Act.CHECK_REALITY: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.STUDY_WORKLOAD: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.WRITE_CONTRACT: LEADERS | {Seat.OPERATIONAL_OWNER, Seat.NURSING_LEAD},
    Act.KEEP_HAZARDS: OWNERS | {Seat.SAFETY_OFFICER},
    Act.RECORD_DRILL: OWNERS | {Seat.SAFETY_OFFICER},
    Act.WRITE_POLICY: frozenset({Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.ADMINISTRATOR}),
    Act.ASK_GATE: OWNERS,
    Act.ASK_EXCEPTION: LEADERS | {Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.HOLD_MEETING: frozenset({Seat.CMIO, Seat.COMMITTEE_MEMBER}),
    Act.ASK_REVIEWERS: frozenset({Seat.CMIO, Seat.COMMITTEE_MEMBER, Seat.COMPLIANCE_OFFICER}),
    Act.ANSWER_AS_REVIEWER: frozenset(REVIEWER_SEATS),
    Act.DRILL_ESCALATION: LEADERS | {Seat.SAFETY_OFFICER, Seat.OPERATIONAL_OWNER},
    Act.SNOOZE_THRESHOLD: LEADERS | {Seat.SAFETY_OFFICER},
    Act.OPEN_CONCERNS: OWNERS | {Seat.SAFETY_OFFICER, Seat.ADMINISTRATOR},
    Act.ANSWER_CONCERN: OWNERS | {Seat.SAFETY_OFFICER},
    Act.REPORT_INCIDENT: ANYONE,
    Act.KEEP_INCIDENTS: OWNERS | {Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.KEEP_INVENTORY: frozenset(
        {Seat.CMIO, Seat.ADMINISTRATOR, Seat.COMPLIANCE_OFFICER, Seat.PLATFORM_OWNER, Seat.COMMITTEE_MEMBER}
    ),
    Act.CHECK_CLAIMS: OWNERS | {Seat.MODEL_STEWARD, Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.PUBLISH_REGISTER: frozenset({Seat.CMIO, Seat.COMPLIANCE_OFFICER}),
    Act.RECORD_ELSEWHERE: frozenset({Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.COMMITTEE_MEMBER, Seat.ADMINISTRATOR}),
    Act.RECORD_EHR: frozenset({Seat.ADMINISTRATOR, Seat.CMIO, Seat.PLATFORM_OWNER}),
}

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SILENT, State.PILOT, State.RETIRED}),
    State.SILENT: frozenset({State.PILOT, State.LIVE, State.PAUSED, State.RETIRED}),
    State.PILOT: frozenset({State.LIVE, State.SILENT, State.PAUSED, State.RETIRED}),
    State.LIVE: frozenset({State.PAUSED, State.RETIRED}),
    State.PAUSED: frozenset({State.SILENT, State.PILOT, State.LIVE, State.RETIRED}),
    State.RETIRED: frozenset(),
}

NEEDS_DECISION = frozenset({State.PAUSED})

STAGE_ORDER: tuple[Stage, ...] = tuple(Stage)
LONGEST_HORIZON = 12


def check_right(act: Act, seats: frozenset[Seat], *, active: bool) -> None:
    """Raise NotAllowed unless an active person in these seats may do this."""
    if not active:
        raise NotAllowed(f"This account is no longer active, so it may not {act}.")
    allowed = RIGHTS[act]
    if allowed is ANYONE or allowed & seats:
        return
    names = ", ".join(sorted(str(seat.label) for seat in allowed))
    raise NotAllowed(f"To {act}, one of these seats is needed: {names}.")


def check_transition(before: State, after: State, *, decision: str) -> None:
    """Raise Refused unless a deployment may go from ``before`` to ``after``.

    Pausing, leaving a pause and going into use rest on a signed decision.
    """
    if after not in TRANSITIONS[before]:
        possible = ", ".join(sorted(state.label for state in TRANSITIONS[before])) or "nothing: it is retired for good"
        raise Refused(f"A deployment that is {before.label.lower()} can become: {possible}.")
    if (before in NEEDS_DECISION or after in NEEDS_DECISION) and not decision:
        raise Refused("Pausing and resuming rest on a signed decision; open one and sign it.")
    if after in IN_USE and not decision:
        raise Refused("Staff use it only as a signed decision allows: ask for its go-live gate, and sign it.")


def is_forward(before: Stage, after: Stage) -> bool:
    """Whether a use case goes on from one stage to the other, not back."""
    return STAGE_ORDER.index(after) > STAGE_ORDER.index(before)


def check_stage(before: Stage, after: Stage, *, has_clinical_owner: bool, has_measurable_outcome: bool) -> None:
    """Raise Refused unless a use case may go from one stage to another: one forward, or back to any earlier one."""
    step = STAGE_ORDER.index(after) - STAGE_ORDER.index(before)
    if step == 0 or step > 1:
        raise Refused(f"From {before.label.lower()} a use case goes one stage forward, or back to an earlier one.")
    if step == 1 and not has_clinical_owner:
        raise Refused("Without a clinical owner nothing leaves a stage; name one first.")
    if step == 1 and not has_measurable_outcome:
        raise Refused(
            "Without a measurable outcome nothing leaves a stage. Agree a measure of value with its minimum worthwhile "
            "effect, how it is measured, who pays and who benefits, or complete the one there is."
        )


def outcome_lacks(outcome: OutcomeMeasure) -> list[str]:
    """What keeps an outcome measure from being measurable, in words; empty when nothing does."""
    texts = {
        "how it is measured": outcome.how_measured,
        "who pays": outcome.who_pays,
        "who benefits": outcome.who_benefits,
    }
    lacking = [] if outcome.target != outcome.baseline else ["a target that differs from its baseline"]
    change = abs(outcome.target - outcome.baseline)
    if outcome.minimum_effect is None or not 0 < outcome.minimum_effect <= change:
        lacking.append("a minimum worthwhile effect that its target reaches")
    return lacking + [name for name, text in texts.items() if not text.strip()]


def check_outcome(outcome: OutcomeMeasure) -> None:
    """Raise Refused unless an outcome measure is measurable and has a horizon of 1 to 12 quarters."""
    numbers = (outcome.baseline, outcome.target, outcome.minimum_effect or 0.0)
    if not all(math.isfinite(number) for number in numbers):
        raise Refused("Baseline, target and minimum worthwhile effect must be finite numbers.")
    if outcome.target == outcome.baseline:
        raise Refused(f"The target is the baseline, {outcome.baseline:g}; say what is to change.")
    change = abs(outcome.target - outcome.baseline)
    if outcome.minimum_effect is not None and not 0 < outcome.minimum_effect <= change:
        raise Refused(
            f"The minimum worthwhile effect must be above 0 and no larger than the change from baseline to target, "
            f"{change:g}; it is {outcome.minimum_effect:g}."
        )
    if not 1 <= outcome.horizon_quarters <= LONGEST_HORIZON:
        raise Refused(f"The horizon must be 1 to {LONGEST_HORIZON} quarters; it is {outcome.horizon_quarters}.")
    lacking = outcome_lacks(outcome)
    if lacking:
        raise Refused(f"The measure still needs {'; '.join(lacking)}.")
