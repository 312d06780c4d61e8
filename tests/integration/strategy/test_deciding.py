"""A roadmap is edited by hand, decided, followed, and planned again from where things really are."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from attending.analytics import sequencing
from attending.decisions.actions.proposing import withdraw
from attending.decisions.models import Proposal
from attending.decisions.queries import newest_packet
from attending.decisions.rules.refusals import NotEligible
from attending.ledger.models import Entry
from attending.program.models import Seat
from attending.program.registries import worklist
from attending.program.registries.evidence import FindingState, findings
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.deciding import put_to_decision
from attending.strategy.actions.editing import effect_of, save_edit
from attending.strategy.actions.effort import estimate_effort
from attending.strategy.actions.following import plan_again, report
from attending.strategy.actions.planning import keep_plan, make_plan
from attending.strategy.actions.roadmaps import change_limits
from attending.strategy.actions.wishes import wish
from attending.strategy.models import Plan, PlanOrigin, Progress, Roadmap, RoadmapState, WishKind
from attending.strategy.queries import roadmap_facts
from attending.strategy.queries.current_plans import kept, now
from attending.strategy.rules.quarters import later, name_of
from tests.integration.house import House, sign
from tests.integration.strategy.plans import World, build_world, estimate, limits, quarter, this_quarter


def proposed(world: World) -> Proposal:
    plan = world.studied(world.planned())
    return put_to_decision(world.house.cmio, plan.roadmap, reason="The feed first.")


def adopted(world: World) -> Roadmap:
    proposal = proposed(world)
    sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "adopt")
    sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
    return Roadmap.objects.get()


class TestEditing:
    def test_a_move_that_breaks_a_limit_is_refused_until_the_limit_is_changed(self, world: World) -> None:
        plan = world.planned()
        with pytest.raises(Refused, match=r"Money in .*: 150 thousand needed, 100 thousand there, over by 50 thousand"):
            save_edit(world.house.cmio, plan, "letters", 0)
        assert Plan.objects.count() == 1
        change_limits(world.house.cmio, plan.roadmap, limits(money=(None,) * 4, clinician_hours=(None,) * 4, load=None))
        edited = save_edit(world.house.cmio, Plan.objects.get(), "letters", 0)
        assert kept(edited).plan.starts["letters"] == 0
        assert (edited.origin, edited.comes_from) == (PlanOrigin.EDITED, plan)
        assert edited.edit == {
            "use_case": "letters",
            "title": "Letters",
            "before": kept(plan).plan.starts["letters"],
            "after": 0,
            "whole": False,
        }

    def test_a_move_without_a_capability_it_needs_is_refused(self, world: World) -> None:
        plan = world.planned(limits=limits(money=(None,) * 4, clinician_hours=(None,) * 4, load=None))
        with pytest.raises(Refused, match="Falls needs Vital signs feed, which is there only from"):
            save_edit(world.house.cmio, plan, "falls", 0)
        with pytest.raises(Refused, match="Falls needs Vital signs feed, which is there never in this plan"):
            save_edit(world.house.cmio, plan, "connect-the-monitors", None)

    def test_what_is_taken_out_can_be_put_back(self, world: World) -> None:
        plan = world.planned()
        at = kept(plan).plan.starts["letters"]
        out = save_edit(world.house.cmio, plan, "letters", None)
        assert "letters" in kept(out).plan.out
        assert kept(out).plan.value < kept(plan).plan.value
        back = save_edit(world.house.cmio, out, "letters", at)
        assert kept(back).plan.starts == kept(plan).plan.starts
        assert kept(back).plan.proven, "the bound of the same question still holds"

    def test_the_best_plan_around_an_edit_can_be_kept_whole(self, world: World) -> None:
        plan = world.planned()
        around = save_edit(world.house.cmio, plan, "letters", 0, whole=True)
        found = kept(around)
        assert found.plan.starts["letters"] == 0
        assert sequencing.breaches(found.problem, found.plan.starts) == ()
        with pytest.raises(Refused, match="No plan that keeps every limit and wish has it there"):
            save_edit(world.house.cmio, around, "falls", 0, whole=True)

    def test_only_the_newest_plan_of_a_draft_is_edited_by_whoever_plans(self, world: World) -> None:
        plan = world.planned()
        with pytest.raises(NotAllowed):
            save_edit(world.house.owner, plan, "letters", None)
        with pytest.raises(Refused, match="There is no initiative 'nothing'"):
            save_edit(world.house.cmio, plan, "nothing", 0)
        with pytest.raises(Refused, match="This changes nothing"):
            save_edit(world.house.cmio, plan, "falls", kept(plan).plan.starts["falls"])
        save_edit(world.house.cmio, plan, "letters", None)
        with pytest.raises(Refused, match="Somebody made a newer plan meanwhile"):
            save_edit(world.house.cmio, plan, "letters", 2)

    def test_of_two_edits_of_one_plan_at_once_the_second_is_refused(self, world: World) -> None:
        plan = world.planned()
        standing = now(plan.roadmap, plan)
        edited = effect_of(standing, "letters", None).moved
        assert edited is not None
        told: dict[str, Any] = {"use_case": "letters", "title": "Letters", "before": 3, "after": None, "whole": False}
        # Both were worked out on the same newest plan before either was kept.
        keep_plan(world.house.cmio, plan.roadmap, standing.asked, edited, comes_from=plan, edit=told)
        with pytest.raises(Refused, match="Somebody made a newer plan meanwhile"):
            keep_plan(world.house.cmio, plan.roadmap, standing.asked, edited, comes_from=plan, edit=told)
        assert Plan.objects.count() == 2


class TestDeciding:
    def test_what_is_sealed_holds_the_plan_its_gap_its_costs_and_who_was_missing(self, world: World) -> None:
        proposal = proposed(world)
        document = json.loads(newest_packet(proposal).document)
        summary = dict(document["summary"])
        assert summary["How good"].startswith("proven best")
        assert summary["Why"] == "The feed first."
        headings = [each["heading"] for each in document["sections"]]
        assert headings[0] == "By quarter"
        assert {"The plan", "Left out", "Limits, and what each costs", "Wishes", "Other plans"} <= set(headings)
        assert "Who judged, and who was missing" in headings
        plan = Plan.objects.get()
        assert document["data"]["inputs_sha256"] == plan.inputs_sha256
        assert document["sections"][0]["chart"]["plan"] == plan.result
        [row] = [row for row in document["sections"][1]["table"]["rows"] if row[0] == "Connect the monitors"]
        assert row[3].startswith("0")

    def test_whoever_puts_it_forward_signs_as_its_author_and_another_approves(self, world: World) -> None:
        proposal = proposed(world)
        sign(proposal, world.house.cmio, Seat.CMIO, "adopt")
        assert Roadmap.objects.get().state == RoadmapState.PROPOSED, "an author's signature is no approval"
        sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
        assert Roadmap.objects.get().state == RoadmapState.DECIDED

    def test_two_sign_one_of_them_a_clinician(self, world: World) -> None:
        proposal = proposed(world)
        assert (proposal.quorum, proposal.clinical_quorum) == (2, 1)
        assert {each["person"] for each in proposal.answerable} == {world.chief_nurse.pk, world.member.pk}
        sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
        assert Roadmap.objects.get().state == RoadmapState.PROPOSED, "one signature, and no clinician's"
        sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "adopt")
        roadmap = Roadmap.objects.get()
        assert roadmap.state == RoadmapState.DECIDED
        assert roadmap.decision is not None

    def test_sent_back_it_is_a_draft_again_and_can_be_asked_anew(self, world: World) -> None:
        proposal = proposed(world)
        reason = "It asks too much of a unit"
        sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "send-back", reason=reason)
        sign(proposal, world.member, Seat.BOARD_MEMBER, "send-back", reason=reason)
        roadmap = Roadmap.objects.get()
        assert (roadmap.state, roadmap.decision) == (RoadmapState.DRAFT, None)
        again = put_to_decision(world.house.cmio, roadmap, reason="As it is after all.")
        withdraw(again, acting=world.house.cmio, reason="Too soon.")
        assert Roadmap.objects.get().state == RoadmapState.DRAFT

    def test_conditions_are_taken_and_the_plan_is_followed(self, world: World) -> None:
        proposal = proposed(world)
        due = later(this_quarter(), 1)
        conditions = [{"text": "Train the wards", "owner": world.chief_nurse.pk, "due_on": due}]
        for person, seat in ((world.chief_nurse, Seat.COMMITTEE_MEMBER), (world.member, Seat.BOARD_MEMBER)):
            sign(proposal, person, seat, "adopt-with-conditions", conditions=conditions)
        assert Roadmap.objects.get().state == RoadmapState.DECIDED

    def test_nothing_half_known_or_stale_is_put_to_a_decision(self, world: World) -> None:
        cmio = world.house.cmio
        roadmap = world.open()
        with pytest.raises(Refused, match="There is no plan yet"):
            put_to_decision(cmio, roadmap, reason="x")
        plan = make_plan(cmio, roadmap)
        with pytest.raises(Refused, match="not found out yet"):
            put_to_decision(cmio, roadmap, reason="x")
        world.studied(plan)
        with pytest.raises(Refused, match="Write why this plan"):
            put_to_decision(cmio, roadmap, reason=" ")
        with pytest.raises(NotAllowed):
            put_to_decision(world.house.owner, roadmap, reason="x")
        estimate_effort(cmio, world.case("Falls"), estimate(money=10.0))
        with pytest.raises(Refused, match="changed since this plan was made"):
            put_to_decision(cmio, roadmap, reason="x")
        assert not Proposal.objects.filter(kind="roadmap.adopt").exists()

    def test_while_it_is_asked_nothing_about_it_changes(self, world: World) -> None:
        proposed(world)
        roadmap, cmio = Roadmap.objects.get(), world.house.cmio
        for change in (
            lambda: change_limits(cmio, roadmap, limits()),
            lambda: wish(cmio, roadmap, WishKind.NEVER, world.case("Falls"), reason="x"),
            lambda: make_plan(cmio, roadmap),
            lambda: save_edit(cmio, Plan.objects.get(), "letters", None),
        ):
            with pytest.raises(Refused, match="put to a decision"):
                change()

    def test_what_was_put_to_a_decision_stands_in_the_database_too(self, world: World) -> None:
        proposal = proposed(world)
        own, told = Roadmap.objects.all(), "put to a decision stands as it is"
        plan = Plan.objects.get()
        later_plan = {each.attname: getattr(plan, each.attname) for each in Plan._meta.fields if not each.primary_key}
        for change in (
            lambda: own.update(limits={}),
            lambda: own.update(quarters=8),
            lambda: Plan.objects.create(**later_plan),
        ):
            with pytest.raises(DatabaseError, match=told), transaction.atomic():
                change()
        sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "adopt")
        sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
        for change in (
            lambda: own.update(state="draft", decision=None),
            lambda: own.update(title="Another"),
            lambda: Plan.objects.create(**later_plan),
        ):
            with pytest.raises(DatabaseError, match=told), transaction.atomic():
                change()
        own.update(state="superseded")
        with pytest.raises(DatabaseError, match=told), transaction.atomic():
            own.update(state="decided")

    def test_who_holds_no_seat_for_it_cannot_sign(self, world: World) -> None:
        proposal = proposed(world)
        with pytest.raises(NotEligible):
            sign(proposal, world.house.owner, Seat.CLINICAL_OWNER, "adopt")


class TestFollowing:
    def test_progress_is_held_against_the_plan_and_asked_for_each_quarter(self, world: World) -> None:
        roadmap = adopted(world)
        bleeds = world.case("Bleeds")
        [asked] = [each for each in worklist.for_person(world.house.owner) if each.title.startswith("Where is it")]
        assert asked.subject == "Bleeds"
        report(world.house.owner, roadmap, bleeds, started=this_quarter(), quarters_left=2, note="One reader is ill.")
        assert not [each for each in worklist.for_person(world.house.owner) if each.title.startswith("Where is it")]
        found = {each.item: each for each in findings(bleeds)}
        assert found["roadmap"].state is FindingState.MET
        assert name_of(this_quarter()) in found["roadmap"].summary.replace("\N{NO-BREAK SPACE}", " ")
        assert found["effort"].state is FindingState.MET

    def test_a_report_that_cannot_be_is_refused(self, world: World) -> None:
        roadmap, bleeds, now = adopted(world), world.case("Bleeds"), this_quarter()
        cases: tuple[tuple[dict[str, Any], str], ...] = (
            ({"started": None, "finished": now}, "What has not started has no end"),
            ({"started": None, "quarters_left": 1}, "What has not started has no end"),
            ({"started": quarter(1), "quarters_left": 1}, "has not begun, so nothing started in it"),
            ({"started": now.replace(day=2), "quarters_left": 1}, "begins no quarter"),
            ({"started": now, "finished": quarter(-1)}, "before it started"),
            ({"started": now, "finished": now, "quarters_left": 2}, "It has finished"),
            ({"started": now}, "Say how many quarters are left"),
            ({"started": now, "quarters_left": 13}, "13 quarters left cannot be planned"),
            ({"started": now, "quarters_left": 1, "note": " "}, "Write a sentence"),
        )
        for values, said in cases:
            with pytest.raises(Refused, match=said):
                report(world.house.owner, roadmap, bleeds, **{"note": "As planned.", **values})
        assert not roadmap.progress.exists()

    def test_a_report_on_the_last_evening_counts_from_the_quarter_of_that_evening(self, world: World) -> None:
        falls = world.case("Falls")
        evening = datetime(2027, 1, 1, 3, tzinfo=UTC)  # 31 December, 22:00 in New York
        Progress.objects.create(
            roadmap=world.open(),
            use_case=falls,
            started=date(2026, 10, 1),
            quarters_left=1,
            note="Nearly there.",
            reported_by=world.house.cmio,
            reported_at=evening,
        )
        with timezone.override("America/New_York"):
            [case] = [each for each in roadmap_facts.cases(falls.organisation, {}) if each.key == falls.key]
        assert case.work is not None
        assert case.work.expected == date(2026, 10, 1)

    def test_only_a_decided_roadmap_is_reported_on_and_only_what_it_weighed(self, world: World) -> None:
        plan = world.planned()
        with pytest.raises(Refused, match="progress is reported on the decided one"):
            report(world.house.owner, plan.roadmap, world.case("Bleeds"), started=None, note="Not yet.")

    def test_planned_again_what_runs_keeps_its_start_and_what_finished_leaves_its_capability(
        self, world: World
    ) -> None:
        roadmap, cmio = adopted(world), world.house.cmio
        report(cmio, roadmap, world.enabler, started=this_quarter(), finished=this_quarter(), note="The feed runs.")
        report(cmio, roadmap, world.case("Bleeds"), started=this_quarter(), quarters_left=3, note="One reader is ill.")
        again = plan_again(
            cmio,
            roadmap,
            title="Clinical AI, again",
            panel=world.panel,
            first_quarter=quarter(1),
            quarters=4,
            limits=limits(),
        )
        assert again.replans == roadmap
        found = kept(make_plan(cmio, again))
        bleeds = found.problem.initiatives_by_key["bleeds"]
        assert (bleeds.start, bleeds.duration) == (-1, 3), (
            "three quarters from the report's on, the first before the plan"
        )
        assert found.plan.capabilities[f"capability-{world.feed.pk}"] == 0
        assert ("connect-the-monitors", f"It finished in {name_of(this_quarter())}.") in [
            (each.key, each.why) for each in found.aside
        ]
        with pytest.raises(Refused, match="Bleeds has started already"):
            save_edit(cmio, Plan.objects.latest("pk"), "bleeds", 2)
        assert Roadmap.objects.get(pk=roadmap.pk).state == RoadmapState.DECIDED, "followed until the new one is decided"

    def test_the_record_says_which_wishes_went_along(self, world: World) -> None:
        roadmap = world.open()
        wish(world.house.cmio, roadmap, WishKind.NEVER, world.case("Letters"), reason="Another year.")
        plan = world.studied(make_plan(world.house.cmio, roadmap))
        proposal = put_to_decision(world.house.cmio, plan.roadmap, reason="The feed first.")
        sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "adopt")
        sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
        opened = plan_again(world.house.cmio, roadmap, **world.asked() | {"title": "Again"})
        [carried] = opened.wishes.all()
        entry = Entry.objects.get(verb="roadmap.wishes_went_along")
        assert entry.object == f"roadmap:{opened.pk}"
        assert json.loads(entry.payload.body) == {"from": roadmap.pk, "wishes": [carried.pk]}

    def test_a_newly_decided_roadmap_supersedes_the_one_before(self, world: World) -> None:
        first, cmio = adopted(world), world.house.cmio
        wishes = wish_count(first)
        again = plan_again(cmio, first, **(world.asked() | {"title": "Again"}))
        assert wish_count(again) == wishes
        world.studied(make_plan(cmio, again))
        proposal = put_to_decision(cmio, again, reason="From where things are.")
        sign(proposal, world.chief_nurse, Seat.COMMITTEE_MEMBER, "adopt")
        sign(proposal, world.member, Seat.BOARD_MEMBER, "adopt")
        states = dict(Roadmap.objects.values_list("title", "state"))
        assert states == {"Clinical AI": RoadmapState.SUPERSEDED, "Again": RoadmapState.DECIDED}
        with pytest.raises(Refused, match="only the decided one is planned again"):
            plan_again(cmio, first, **(world.asked() | {"title": "Once more"}))


def wish_count(roadmap: Roadmap) -> int:
    return roadmap.wishes.filter(taken_back_at=None).count()


def test_owners_are_asked_what_a_judged_use_case_takes(house: House) -> None:
    world = build_world(house)
    world.case("Falls").effort.change_loads.all().delete()
    world.case("Falls").effort.delete()
    asked = [each for each in worklist.for_person(house.owner) if each.title == "Estimate what it takes"]
    assert [each.subject for each in asked] == ["Falls"]
    assert "a panel has judged it" in asked[0].why
    estimate_effort(house.owner, world.case("Falls"), estimate())
    assert not [each for each in worklist.for_person(house.owner) if each.title == "Estimate what it takes"]
