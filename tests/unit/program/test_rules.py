"""Who may do what, and which changes of state and stage there are."""

from __future__ import annotations

import pytest

from attending.program.models import OutcomeMeasure, Seat, Stage
from attending.program.models.deployments import State
from attending.program.rules import (
    RIGHTS,
    Act,
    NotAllowed,
    Refused,
    check_outcome,
    check_right,
    check_stage,
    check_transition,
    outcome_lacks,
)

LEADERS = {Seat.CMIO, Seat.EXECUTIVE_SPONSOR, Seat.CLINICAL_OWNER}
OWNERS = LEADERS | {Seat.OPERATIONAL_OWNER, Seat.PLATFORM_OWNER, Seat.NURSING_LEAD}
TABLE = {
    Act.ADMINISTER: {Seat.ADMINISTRATOR},
    Act.SET_PRIORITIES: {Seat.CMIO, Seat.ADMINISTRATOR},
    Act.SHAPE_USE_CASE: OWNERS,
    Act.ANSWER_INPUT: OWNERS,
    Act.MOVE_STAGE: LEADERS,
    Act.PLAN_DEPLOYMENT: OWNERS,
    Act.CHANGE_DEPLOYMENT: LEADERS | {Seat.OPERATIONAL_OWNER, Seat.SAFETY_OFFICER},
    Act.RECORD_MEASURES: {Seat.PLATFORM_OWNER, Seat.MODEL_STEWARD, Seat.CMIO, Seat.CLINICAL_OWNER},
    Act.AGREE_THRESHOLDS: LEADERS | {Seat.SAFETY_OFFICER},
    Act.ASSESS_RISK: LEADERS | {Seat.SAFETY_OFFICER},
    Act.PLAN_REVIEW: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.OPEN_INTAKE: {Seat.CMIO, Seat.ADMINISTRATOR},
    Act.TAKE_UP_PROPOSAL: {Seat.CMIO, Seat.COMMITTEE_MEMBER},
    Act.ADAPT_READINESS: {Seat.CMIO, Seat.ADMINISTRATOR},
    Act.ASSESS_READINESS: OWNERS,
    Act.ANSWER_GATE: {Seat.CMIO, Seat.COMPLIANCE_OFFICER},
    Act.HOLD_PANEL: {Seat.CMIO},
    Act.ESTIMATE_EFFORT: OWNERS,
    Act.PLAN_ROADMAP: {Seat.CMIO, Seat.COMMITTEE_MEMBER},
    Act.DRAW_MAP: OWNERS | {Seat.SAFETY_OFFICER},
    Act.ANSWER_WALKTHROUGH: OWNERS,
    Act.CHECK_REALITY: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.STUDY_WORKLOAD: OWNERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD},
    Act.WRITE_CONTRACT: LEADERS | {Seat.OPERATIONAL_OWNER, Seat.NURSING_LEAD},
    Act.KEEP_HAZARDS: OWNERS | {Seat.SAFETY_OFFICER},
    Act.RECORD_DRILL: OWNERS | {Seat.SAFETY_OFFICER},
    Act.WRITE_POLICY: {Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.ADMINISTRATOR},
    Act.ASK_GATE: OWNERS,
    Act.ASK_EXCEPTION: LEADERS | {Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.HOLD_MEETING: {Seat.CMIO, Seat.COMMITTEE_MEMBER},
    Act.ASK_REVIEWERS: {Seat.CMIO, Seat.COMMITTEE_MEMBER, Seat.COMPLIANCE_OFFICER},
    Act.ANSWER_AS_REVIEWER: {
        Seat.PRIVACY_REVIEWER,
        Seat.SECURITY_REVIEWER,
        Seat.LEGAL_REVIEWER,
        Seat.IT_REVIEWER,
        Seat.PROCUREMENT_REVIEWER,
    },
    Act.DRILL_ESCALATION: LEADERS | {Seat.SAFETY_OFFICER, Seat.OPERATIONAL_OWNER},
    Act.SNOOZE_THRESHOLD: LEADERS | {Seat.SAFETY_OFFICER},
    Act.OPEN_CONCERNS: OWNERS | {Seat.SAFETY_OFFICER, Seat.ADMINISTRATOR},
    Act.ANSWER_CONCERN: OWNERS | {Seat.SAFETY_OFFICER},
    Act.KEEP_INCIDENTS: OWNERS | {Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.KEEP_INVENTORY: {
        Seat.CMIO,
        Seat.ADMINISTRATOR,
        Seat.COMPLIANCE_OFFICER,
        Seat.PLATFORM_OWNER,
        Seat.COMMITTEE_MEMBER,
    },
    Act.CHECK_CLAIMS: OWNERS | {Seat.MODEL_STEWARD, Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER},
    Act.PUBLISH_REGISTER: {Seat.CMIO, Seat.COMPLIANCE_OFFICER},
    Act.RECORD_ELSEWHERE: {Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.COMMITTEE_MEMBER, Seat.ADMINISTRATOR},
    Act.RECORD_EHR: {Seat.ADMINISTRATOR, Seat.CMIO, Seat.PLATFORM_OWNER},
    Act.HOLD_REVIEW: LEADERS | {Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD, Seat.PLATFORM_OWNER},
}
FOR_ANYONE = {Act.PROPOSE_USE_CASE, Act.GIVE_INPUT, Act.WALK_THROUGH, Act.REPORT_INCIDENT}
MOVES = {
    State.PLANNED: {State.SILENT, State.PILOT, State.RETIRED},
    State.SILENT: {State.PILOT, State.LIVE, State.PAUSED, State.RETIRED},
    State.PILOT: {State.LIVE, State.SILENT, State.PAUSED, State.RETIRED},
    State.LIVE: {State.PAUSED, State.RETIRED},
    State.PAUSED: {State.SILENT, State.PILOT, State.LIVE, State.RETIRED},
    State.RETIRED: set(),
}


def test_every_act_is_in_the_table() -> None:
    assert set(TABLE) | FOR_ANYONE == set(Act) == set(RIGHTS)


@pytest.mark.parametrize("seat", Seat)
@pytest.mark.parametrize("act", TABLE)
def test_a_seat_may_do_what_the_table_says_and_nothing_else(act: Act, seat: Seat) -> None:
    if seat in TABLE[act]:
        check_right(act, frozenset({seat}), active=True)
    else:
        with pytest.raises(NotAllowed, match="one of these seats is needed"):
            check_right(act, frozenset({seat}), active=True)


@pytest.mark.parametrize("act", sorted(FOR_ANYONE))
def test_anyone_active_may_propose_and_speak(act: Act) -> None:
    check_right(act, frozenset(), active=True)


@pytest.mark.parametrize("act", Act)
def test_nobody_inactive_may_do_anything(act: Act) -> None:
    with pytest.raises(NotAllowed, match="no longer active"):
        check_right(act, frozenset(Seat), active=False)


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_a_deployment_moves_as_the_table_says(before: State, after: State) -> None:
    if after in MOVES[before]:
        check_transition(before, after, decision="decision:1")
    else:
        with pytest.raises(Refused, match="can become"):
            check_transition(before, after, decision="decision:1")


@pytest.mark.parametrize(
    ("before", "after"),
    [(before, after) for before in State for after in MOVES[before] if State.PAUSED in {before, after}],
)
def test_into_and_out_of_a_pause_only_by_a_decision(before: State, after: State) -> None:
    with pytest.raises(Refused, match="signed decision"):
        check_transition(before, after, decision="")


@pytest.mark.parametrize("after", Stage)
@pytest.mark.parametrize("before", Stage)
def test_one_stage_forward_or_back_to_any_earlier_one(before: Stage, after: Stage) -> None:
    step = list(Stage).index(after) - list(Stage).index(before)
    if step == 1 or step < 0:
        check_stage(before, after, has_clinical_owner=True, has_measurable_outcome=True)
    else:
        with pytest.raises(Refused, match="one stage forward"):
            check_stage(before, after, has_clinical_owner=True, has_measurable_outcome=True)


@pytest.mark.parametrize("place", range(4))
def test_nothing_goes_forward_without_a_clinical_owner_but_it_may_go_back(place: int) -> None:
    before, after = list(Stage)[place : place + 2]
    with pytest.raises(Refused, match="Without a clinical owner"):
        check_stage(before, after, has_clinical_owner=False, has_measurable_outcome=True)
    check_stage(after, before, has_clinical_owner=False, has_measurable_outcome=False)


@pytest.mark.parametrize("place", range(4))
def test_nothing_goes_forward_without_a_measurable_outcome_but_it_may_go_back(place: int) -> None:
    before, after = list(Stage)[place : place + 2]
    with pytest.raises(Refused, match="Without a measurable outcome"):
        check_stage(before, after, has_clinical_owner=True, has_measurable_outcome=False)
    check_stage(after, before, has_clinical_owner=True, has_measurable_outcome=False)


WHOLE: dict[str, object] = {
    "baseline": 90.0,
    "target": 60.0,
    "minimum_effect": 30.0,
    "horizon_quarters": 12,
    "how_measured": "Chart review.",
    "who_pays": "The ward",
    "who_benefits": "Patients",
}


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({}, ""),
        ({"target": 120.0}, ""),
        ({"target": 90.0}, "a target that differs"),
        ({"minimum_effect": None}, "a minimum worthwhile effect"),
        ({"minimum_effect": 30.1}, "a minimum worthwhile effect"),
        ({"how_measured": " "}, "how it is measured"),
        ({"who_pays": ""}, "who pays"),
        ({"who_benefits": ""}, "who benefits"),
    ],
)
def test_a_measure_is_measurable_when_it_lacks_nothing(changes: dict[str, object], lacking: str) -> None:
    found = outcome_lacks(OutcomeMeasure(**{**WHOLE, **changes}))
    if lacking:
        assert found[0].startswith(lacking)
        with pytest.raises(Refused):
            check_outcome(OutcomeMeasure(**{**WHOLE, **changes}))
    else:
        assert found == []
        check_outcome(OutcomeMeasure(**{**WHOLE, **changes}))
