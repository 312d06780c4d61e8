"""Whoever changes something waits for their turn at the record before they lock any other row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate
from attending.program.actions import people
from attending.program.actions.clinical_input import answer_input, give_input
from attending.program.actions.use_cases import agree_outcome, answer_to_priority, assess_risk, move_stage, set_priority
from attending.program.models import RiskTier, Seat, SeatHolding, Stage, UseCase
from attending.program.models.clinical_input import About, Effect
from attending.program.rules import Refused
from attending.review.actions.cycles import learn, open_review
from attending.review.actions.jobs import ask_for_review, cancel_job, claim, fail, finish
from attending.review.actions.sources import map_log
from attending.review.models import ReviewJob
from attending.review.queries.sources import request_of
from attending.review.request import compute
from attending.strategy.actions import planning_jobs
from attending.strategy.actions.importing import load_import
from attending.strategy.actions.intake import send_draft
from attending.strategy.actions.intake_links import close_link
from attending.strategy.actions.panel.closing import close_round as close_panel_round
from attending.strategy.actions.panel.scoring import declare_conflict
from attending.strategy.actions.panel.scoring import hand_in as give_scores
from attending.strategy.actions.planning import make_plan
from attending.strategy.actions.planning_jobs import ask_for_study
from attending.strategy.actions.readiness import close_assessment, withdraw
from attending.strategy.actions.readiness_items import move_item
from attending.strategy.actions.readiness_sheet import hand_in
from attending.strategy.actions.taking_up import take_up
from attending.strategy.actions.wishes import take_back
from attending.strategy.models import Plan, PlanningJob
from tests.integration.house import House, outcome
from tests.integration.passing import except_missing, lend_seats
from tests.integration.review.logs import MAPPING, rows, write
from tests.integration.strategy import panels, plans, readiness_world
from tests.integration.strategy.proposing import drafted, kept, opened_link, sent, table
from tests.integration.turns import in_turn

Prepared = Callable[[House, Path], Callable[[], object]]


@pytest.fixture
def house(house: House, tmp_path: Path) -> House:
    map_log(house.platform, house.deployment, MAPPING, location=str(write(tmp_path / "log.csv", rows(("2026-03",)))))
    return house


def asking(house: House, _: Path) -> Callable[[], object]:
    return lambda: ask_for_review(house.platform, house.deployment)


def giving_up_what_is_lost(house: House, _: Path) -> Callable[[], object]:
    ask_for_review(house.platform, house.deployment)
    ReviewJob.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    return asking(house, _)


def cancelling(house: House, _: Path) -> Callable[[], object]:
    job = ask_for_review(house.platform, house.deployment)
    return lambda: cancel_job(house.platform, job)


def finishing(house: House, _: Path) -> Callable[[], object]:
    job = claim(ask_for_review(house.platform, house.deployment).pk)
    assert job is not None
    request = request_of(house.deployment.log_source)
    result = compute(request)
    return lambda: finish(job, result, location=request.location)


def failing(house: House, _: Path) -> Callable[[], object]:
    job = ask_for_review(house.platform, house.deployment)
    return lambda: fail(job.pk, "The log is gone.")


def mapping(house: House, folder: Path) -> Callable[[], object]:
    return lambda: map_log(house.platform, house.deployment, MAPPING, location=str(folder))


def learning(house: House, _: Path) -> Callable[[], object]:
    cycle = open_review(house.platform, house.deployment)
    return lambda: learn(house.owner, cycle, "Too late.", change="Hourly scores.")


def setting_a_priority(house: House, _: Path) -> Callable[[], object]:
    return lambda: set_priority(house.cmio, title="Deterioration", statement="Seen in time.")


def moving(house: House, _: Path) -> Callable[[], object]:
    UseCase.objects.update(stage=Stage.READINESS)
    return lambda: move_stage(house.owner, house.use_case, Stage.VALUE_THESIS, reason="Another problem.")


def asking_for_a_gate(house: House, _: Path) -> Callable[[], object]:
    agree_outcome(house.owner, house.use_case, outcome())
    except_missing(house, house.use_case, Stage.READINESS)
    lend_seats(house, house.use_case, Stage.READINESS)
    return lambda: ask_gate(house.operations, house.use_case, Stage.READINESS, "Ready.")


def asking_for_an_exception(house: House, _: Path) -> Callable[[], object]:
    until = timezone.localdate() + timedelta(days=9)
    return lambda: ask_exceptions(house.owner, house.use_case, ["risk-tier"], reason="It follows.", until=until)


def assessing(house: House, _: Path) -> Callable[[], object]:
    return lambda: assess_risk(house.owner, house.use_case, RiskTier.HIGH, reason="Nobody checks.")


def answering(house: House, _: Path) -> Callable[[], object]:
    given = give_input(house.nurse, house.use_case, About.FIT, "Too late.")
    return lambda: answer_input(house.owner, given, answer="Earlier now.", effect=Effect.CHANGED)


def seating(house: House, _: Path) -> Callable[[], object]:
    return lambda: people.seat_person(house.administrator, house.nurse, Seat.SAFETY_OFFICER, house.use_case)


def unseating(house: House, _: Path) -> Callable[[], object]:
    held = SeatHolding.objects.get(person=house.nurse)
    return lambda: people.vacate_seat(house.administrator, held, reason="Left.")


def leaving(house: House, _: Path) -> Callable[[], object]:
    return lambda: people.deactivate_person(house.administrator, house.nurse, reason="Left.")


def handing_in_readiness(house: House, _: Path) -> Callable[[], object]:
    assessment = readiness_world.opened(house)
    return lambda: hand_in(house.nurse, assessment, blanks_cannot_say=True)


def closing_readiness(house: House, _: Path) -> Callable[[], object]:
    assessment = readiness_world.opened(house)
    return lambda: close_assessment(house.owner, assessment, reason="Nobody came.")


def leaving_somebody_out(house: House, _: Path) -> Callable[[], object]:
    assessor = readiness_world.opened(house).assessors.get(person=house.nurse)
    return lambda: withdraw(house.owner, assessor, reason="On leave.")


def moving_an_item(house: House, _: Path) -> Callable[[], object]:
    item = readiness_world.catalog(house)[1]
    return lambda: move_item(house.cmio, item, up=True)


def declaring_an_interest(house: House, _: Path) -> Callable[[], object]:
    panel = panels.begun(house, ("Falls",), [house.nurse])
    return lambda: declare_conflict(house.nurse, panel, panels.item(panel, "Falls"), "Mine.")


def handing_in_to_a_panel(house: House, _: Path) -> Callable[[], object]:
    panel = panels.begun(house, ("Falls",), [house.nurse])
    panels.score(house.nurse, panel, panels.by_title(), finish=False)
    return lambda: give_scores(house.nurse, panel)


def closing_a_panel(house: House, _: Path) -> Callable[[], object]:
    panel = panels.begun(house, ("Falls",), [house.nurse])
    panels.score(house.nurse, panel, panels.by_title())
    return lambda: close_panel_round(house.cmio, panel)


def sending(house: House, _: Path) -> Callable[[], object]:
    draft = drafted(house.nurse)
    return lambda: send_draft(house.nurse, draft)


def taking_up(house: House, _: Path) -> Callable[[], object]:
    draft = sent(opened_link(house)[0])
    return lambda: take_up(house.cmio, draft, title="Falls", priority=None)


def closing(house: House, _: Path) -> Callable[[], object]:
    link, _secret = opened_link(house)
    return lambda: close_link(house.cmio, link)


def loading(house: House, _: Path) -> Callable[[], object]:
    held = kept(house, table({"title": "Beds"}))
    return lambda: load_import(house.nurse, held)


def prioritising(house: House, _: Path) -> Callable[[], object]:
    priority = set_priority(house.cmio, title="Deterioration", statement="Seen in time.")
    return lambda: answer_to_priority(house.owner, house.use_case, priority)


def planned(house: House) -> Plan:
    return plans.bare(house, panels.begun(house, ("Falls",), [house.nurse]))


def planning(house: House, _: Path) -> Callable[[], object]:
    roadmap = planned(house).roadmap
    return lambda: make_plan(house.cmio, roadmap)


def taking_a_wish_back(house: House, _: Path) -> Callable[[], object]:
    wished = planned(house).roadmap.wishes.get()
    return lambda: take_back(house.cmio, wished)


def giving_up_a_lost_plan(house: House, _: Path) -> Callable[[], object]:
    ask_for_study(house.cmio, planned(house))
    PlanningJob.objects.update(asked_at=timezone.now() - timedelta(days=1))
    return planning_jobs.give_up_lost


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.parametrize(
    "prepared",
    [
        asking,
        giving_up_what_is_lost,
        cancelling,
        finishing,
        failing,
        mapping,
        learning,
        setting_a_priority,
        moving,
        asking_for_a_gate,
        asking_for_an_exception,
        assessing,
        answering,
        seating,
        unseating,
        leaving,
        handing_in_readiness,
        closing_readiness,
        leaving_somebody_out,
        moving_an_item,
        sending,
        taking_up,
        closing,
        loading,
        prioritising,
        declaring_an_interest,
        handing_in_to_a_panel,
        closing_a_panel,
        planning,
        taking_a_wish_back,
        giving_up_a_lost_plan,
    ],
)
def test_the_record_is_locked_first_and_no_row_with_its_key(house: House, tmp_path: Path, prepared: Prepared) -> None:
    in_turn(prepared(house, tmp_path))


def test_a_seat_that_somebody_else_vacated_meanwhile_is_not_vacated_again(house: House) -> None:
    held = SeatHolding.objects.get(person=house.nurse)
    people.vacate_seat(house.administrator, SeatHolding.objects.get(pk=held.pk), reason="Left.")
    with pytest.raises(Refused, match="already"):
        people.vacate_seat(house.administrator, held, reason="Left.")
