"""A roadmap from opening to its plan: what is refused, what the plan keeps, and what is found out about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from attending.analytics import sequencing
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import capabilities
from attending.program.models import Capability
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.rules import NotAllowed, Refused
from attending.strategy import jobs
from attending.strategy.actions.editing import save_edit
from attending.strategy.actions.effort import estimate_effort
from attending.strategy.actions.planning import make_plan, solved
from attending.strategy.actions.planning_jobs import ask_for_plan, ask_for_study, fail, give_up_lost
from attending.strategy.actions.roadmaps import change_limits, open_roadmap
from attending.strategy.actions.wishes import take_back, wish
from attending.strategy.jobs import perform
from attending.strategy.models import Plan, PlanningJob, PlanningState, PlanStudy, Roadmap, RoadmapWish, WishKind
from attending.strategy.queries import planning_jobs
from attending.strategy.queries.current_plans import is_fresh, kept
from attending.strategy.queries.plan_studies import study_of
from attending.strategy.queries.roadmaps import newest_plan
from attending.strategy.rules import plan_record
from attending.strategy.rules.roadmap_problem import BEYOND, Framed
from tests.integration.pages import stranger
from tests.integration.strategy.plans import World, estimate, limits, this_quarter


def test_an_enabler_without_value_of_its_own_is_first_because_of_what_waits_for_it(world: World) -> None:
    plan = world.studied(world.planned())
    found, study = kept(plan), study_of(plan)
    starts = found.plan.starts
    assert found.plan.proven
    assert found.problem.beyond == BEYOND
    assert starts["connect-the-monitors"] == 0
    assert min(starts["falls"], starts["sepsis-on-wards"]) >= 1
    assert study.worth is not None
    [enabler] = [each for each in study.worth.found if each.initiative == "connect-the-monitors"]
    assert enabler.own == 0
    assert enabler.in_plan is not None
    assert enabler.in_plan.low > 0.3 * found.plan.value
    assert set(enabler.gone) == {"falls", "sepsis-on-wards"}
    assert study.complete
    assert study.robust is not None
    assert study.robust.draws == plan_record.draws_for(found.problem)
    assert verify().ok


def test_the_same_inputs_give_the_same_plan(world: World) -> None:
    first = world.planned()
    second = make_plan(world.house.cmio, first.roadmap)
    assert (second.result, second.inputs_sha256) == (first.result, first.inputs_sha256)
    assert first.problem == second.problem


def test_a_roadmap_that_cannot_be_is_refused(world: World) -> None:
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"title": " "}, "Give the roadmap a title"),
        ({"quarters": 13, "limits": limits(13)}, "A roadmap over 13 quarters cannot be planned"),
        ({"quarters": 0}, "A roadmap over 0 quarters"),
        ({"quarters": 3}, "Money: 4 amounts for 3 quarters"),
        ({"first_quarter": this_quarter() + timedelta(days=1)}, "begins no quarter"),
        ({"first_quarter": date(2020, 1, 1)}, "2020 Q1 has passed"),
    )
    for changes, said in cases:
        with pytest.raises(Refused, match=said):
            world.open(**changes)
    assert not Roadmap.objects.exists()


def test_a_title_names_one_roadmap_and_a_panel_needs_a_ranking(world: World) -> None:
    world.open()
    with pytest.raises(Refused, match="There is a roadmap titled Clinical AI already"):
        world.open()
    asked = world.asked() | {"title": "Another"}
    with pytest.raises(NotAllowed):
        open_roadmap(world.house.owner, **asked)
    with pytest.raises(NotAllowed, match="another organisation"):
        open_roadmap(stranger(), **asked)


def test_one_quarter_can_be_planned(world: World) -> None:
    plan = world.planned(quarters=1, limits=limits(1))
    assert set(kept(plan).plan.starts.values()) == {0}


def test_a_budget_that_no_plan_meets_is_said_with_the_amount(world: World) -> None:
    roadmap = world.open(limits=limits(money=(40.0,) * 4))
    wish(world.house.cmio, roadmap, WishKind.MUST, world.case("Letters"), reason="The board promised it.")
    with pytest.raises(Refused) as refused:
        make_plan(world.house.cmio, roadmap)
    message = str(refused.value)
    assert "No plan keeps every limit and every wish." in message
    assert "Letters is in the plan" in message
    assert "50 thousand instead of 40 thousand" in message
    assert "the wish that Letters is in the plan" in message
    assert not Plan.objects.exists()


def test_wishes_that_cannot_stand_together_are_named(world: World) -> None:
    roadmap, cmio = world.open(), world.house.cmio
    wish(cmio, roadmap, WishKind.MUST, world.case("Letters"), reason="Promised.")
    wish(cmio, roadmap, WishKind.MUST, world.case("Bleeds"), reason="Promised.")
    either = wish(cmio, roadmap, WishKind.EITHER, world.case("Letters"), other=world.case("Bleeds"), reason="One team.")
    with pytest.raises(Refused, match="These cannot stand together") as refused:
        make_plan(cmio, roadmap)
    assert "at most one of" in str(refused.value)
    take_back(cmio, either)
    starts = kept(make_plan(cmio, roadmap)).plan.starts
    assert {"letters", "bleeds"} <= starts.keys()


def test_a_wish_is_kept_in_the_plan_and_its_cost_is_found(world: World) -> None:
    roadmap = world.open()
    wish(world.house.cmio, roadmap, WishKind.NEVER, world.case("Falls"), reason="The ward is being rebuilt.")
    plan = world.studied(make_plan(world.house.cmio, roadmap))
    assert "falls" in kept(plan).plan.out
    costs = study_of(plan).wishes
    assert costs is not None
    [only] = costs.found
    assert only.cost.low == pytest.approx(costs.free.value - kept(plan).plan.value)
    assert only.cost.low > 0


def test_a_capability_that_nobody_builds_is_said_before_anything_is_solved(world: World) -> None:
    house = world.house
    orphan = capabilities.name_capability(
        house.cmio,
        name="Scanner routing",
        kind=CapabilityKind.INTEGRATION,
        state=CapabilityState.WISHED,
        description="Routes.",
    )
    capabilities.link_capability(house.cmio, world.case("Bleeds"), orphan, Relation.NEEDS)
    roadmap = world.open()
    with pytest.raises(Refused, match="Scanner routing is needed by Bleeds, but no initiative builds it"):
        make_plan(house.cmio, roadmap)


def test_capabilities_that_wait_for_one_another_are_said_as_a_circle(world: World) -> None:
    house = world.house
    other = capabilities.name_capability(
        house.cmio,
        name="Bedside screens",
        kind=CapabilityKind.INTEGRATION,
        state=CapabilityState.WISHED,
        description="Screens.",
    )
    capabilities.link_capability(house.cmio, world.enabler, other, Relation.NEEDS)
    capabilities.link_capability(house.cmio, world.case("Falls"), other, Relation.BUILDS)
    with pytest.raises(Refused, match="wait for one another in a circle"):
        make_plan(house.cmio, world.open())


def test_a_wish_says_why_and_names_what_it_needs(world: World) -> None:
    roadmap, cmio = world.open(), world.house.cmio
    falls, letters = world.case("Falls"), world.case("Letters")
    for refused, said in (
        ({"kind": WishKind.MUST, "reason": " "}, "Write why"),
        ({"kind": WishKind.AFTER, "reason": "x"}, "Name the other use case"),
        ({"kind": WishKind.NEVER, "other": letters, "reason": "x"}, "leave the other empty"),
        ({"kind": WishKind.AFTER, "other": falls, "reason": "x"}, "cannot be tied to Falls"),
        ({"kind": WishKind.MUST, "by_quarter": 5, "reason": "x"}, "from 1 to 4; got 5"),
        ({"kind": WishKind.NEVER, "by_quarter": 1, "reason": "x"}, "Only what must be in the plan"),
    ):
        kind = refused.pop("kind")
        with pytest.raises(Refused, match=said):
            wish(cmio, roadmap, kind, falls, **refused)
    assert not RoadmapWish.objects.exists()
    made = wish(cmio, roadmap, WishKind.MUST, falls, by_quarter=2, reason="Promised.")
    with pytest.raises(Refused, match="wished for already"):
        wish(cmio, roadmap, WishKind.MUST, falls, reason="Again.")
    take_back(cmio, made)
    with pytest.raises(Refused, match="taken back already"):
        take_back(cmio, made)
    assert RoadmapWish.objects.get().taken_back_by == cmio, "it stays on record"


def test_a_plan_is_stale_once_what_it_was_made_from_changes(world: World) -> None:
    plan = world.planned()
    roadmap = plan.roadmap
    assert is_fresh(roadmap, plan)
    roadmap = change_limits(world.house.cmio, roadmap, limits(money=(60.0,) * 4))
    assert not is_fresh(roadmap, plan)
    change_limits(world.house.cmio, roadmap, limits())
    roadmap.refresh_from_db()
    assert is_fresh(roadmap, plan)
    estimate_effort(world.house.cmio, world.case("Falls"), estimate(money=10.0))
    assert not is_fresh(roadmap, plan)


def test_plans_and_what_was_found_out_are_never_changed(world: World) -> None:
    plan = world.studied(world.planned())
    for table in (Plan.objects.filter(pk=plan.pk), PlanStudy.objects.filter(plan=plan)):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(inputs_sha256="0" * 64)


def test_a_small_plan_is_made_at_once_and_its_study_is_asked_for(world: World) -> None:
    roadmap = world.open()
    plan = ask_for_plan(world.house.cmio, roadmap)
    assert isinstance(plan, Plan)
    job = PlanningJob.objects.get()
    assert (job.plan, job.state) == (plan, PlanningState.WAITING)
    assert ask_for_study(world.house.cmio, plan) == job, "one at a time"
    assert perform(job.pk)
    assert ask_for_study(world.house.cmio, plan) is None, "everything is known"
    assert not perform(job.pk), "it is done"
    with pytest.raises(NotAllowed):
        ask_for_plan(world.house.owner, roadmap)


def test_a_large_plan_has_a_job_that_makes_and_studies_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_record, "SMALL_CASES", 2)
    roadmap = world.open()
    job = ask_for_plan(world.house.cmio, roadmap)
    assert isinstance(job, PlanningJob)
    assert job.plan is None
    assert newest_plan(roadmap) is None
    assert perform(job.pk)
    plan = newest_plan(roadmap)
    assert plan is not None
    assert study_of(plan).complete
    assert PlanningJob.objects.get().state == PlanningState.DONE


def test_a_job_that_cannot_end_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_record, "SMALL_CASES", 2)
    roadmap = world.open(limits=limits(money=(40.0,) * 4))
    wish(world.house.cmio, roadmap, WishKind.MUST, world.case("Letters"), reason="Promised.")
    job = ask_for_plan(world.house.cmio, roadmap)
    assert isinstance(job, PlanningJob)
    assert not perform(job.pk)
    job.refresh_from_db()
    assert job.state == PlanningState.FAILED
    assert "50 thousand instead of 40 thousand" in job.message
    assert Entry.objects.filter(verb="roadmap.computing_failed").exists()


def test_a_newer_plan_overtakes_the_study_of_an_older_one(world: World) -> None:
    roadmap = world.open()
    ask_for_plan(world.house.cmio, roadmap)
    first = PlanningJob.objects.get()
    ask_for_plan(world.house.cmio, roadmap)
    first.refresh_from_db()
    assert first.state == PlanningState.OVERTAKEN
    assert not perform(first.pk)


def perform_while(monkeypatch: pytest.MonkeyPatch, job: PlanningJob, happens: Callable[[], object]) -> bool:
    """Do a job in whose course something happens elsewhere, once its plan is found and not yet kept."""

    def found_meanwhile(asked: Framed) -> sequencing.Plan:
        found = solved(asked)
        happens()
        return found

    monkeypatch.setattr(jobs, "solved", found_meanwhile)
    return jobs.perform(job.pk)


def test_a_plan_made_by_hand_meanwhile_is_not_replaced_by_a_job_that_ends_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.planned()
    monkeypatch.setattr(plan_record, "SMALL_CASES", 2)
    job = ask_for_plan(world.house.cmio, first.roadmap)
    assert isinstance(job, PlanningJob)
    assert not perform_while(monkeypatch, job, lambda: save_edit(world.house.cmio, first, "letters", None))
    newest = newest_plan(first.roadmap)
    assert newest is not None
    assert newest.comes_from == first
    job.refresh_from_db()
    assert job.state == PlanningState.OVERTAKEN


def test_a_job_that_was_given_up_keeps_no_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    roadmap = world.open()
    monkeypatch.setattr(plan_record, "SMALL_CASES", 2)
    job = ask_for_plan(world.house.cmio, roadmap)
    assert isinstance(job, PlanningJob)
    assert not perform_while(monkeypatch, job, lambda: fail(job.pk, ""))
    assert newest_plan(roadmap) is None
    job.refresh_from_db()
    assert job.state == PlanningState.FAILED


def test_a_job_that_fell_silent_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for_plan(world.house.cmio, world.open())
    assert give_up_lost() == 0
    monkeypatch.setattr(planning_jobs, "LOST_AFTER", timedelta(seconds=-1))
    assert give_up_lost() == 1
    job = PlanningJob.objects.get()
    assert job.state == PlanningState.FAILED
    assert "ended without a word" in job.message


def test_the_library_says_when_a_capability_will_be_there(world: World) -> None:
    plan = world.planned()
    assert Capability.objects.get(name="Vital signs feed").state == CapabilityState.WISHED
    assert kept(plan).plan.capabilities[f"capability-{world.feed.pk}"] == 1
