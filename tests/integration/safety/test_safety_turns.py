"""Whoever raises, answers, reports, acts or closes waits for their turn at the record before any other lock."""

from __future__ import annotations

import pytest
from django.utils import timezone

from attending.safety.actions.codes import close_code
from attending.safety.actions.concerns import answer_concern, name_ai
from attending.safety.actions.incidents.closing import answer_duty, close_incident
from attending.safety.actions.incidents.doing import close_action, report_done
from attending.safety.actions.incidents.judging import Judgement, judge, name_investigator
from attending.safety.models import DutyState, EventKind, Outcome
from tests.integration.house import House
from tests.integration.safety.world import acted_on, opened, raised, ready, report, second_ai
from tests.integration.turns import in_turn

pytestmark = pytest.mark.postgres  # SQLite has one writer at a time


def test_concerns(house: House) -> None:
    other = second_ai(house)
    code, _ = in_turn(lambda: opened(house))
    concern = in_turn(lambda: raised(house, code))
    in_turn(lambda: name_ai(house.safety, concern, other))
    in_turn(lambda: answer_concern(house.owner, concern, outcome=Outcome.NOTHING, text="It was right."))
    in_turn(lambda: close_code(house.nurse, code))


def test_incidents(house: House) -> None:
    incident = in_turn(lambda: report(house, happened_on=timezone.localdate()))
    in_turn(lambda: name_investigator(house.safety, incident, house.safety))
    in_turn(lambda: judge(house.safety, incident, Judgement(kind=EventKind.UNSAFE)))
    action = in_turn(lambda: acted_on(house, incident))
    in_turn(lambda: report_done(house.operations, action, proof="Tested."))
    in_turn(lambda: close_action(house.safety, action))
    in_turn(lambda: answer_duty(house.safety, incident, "pso", state=DutyState.DONE, reason="Number 7"))
    done = ready(house)
    in_turn(lambda: close_incident(house.owner, done, learnt="Watch feeds."))
