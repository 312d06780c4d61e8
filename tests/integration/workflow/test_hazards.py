"""The hazard log: taken over from the map, rated, controlled, closed; and what is refused on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.analytics.catalogs.hazards import HazardAction
from attending.ledger.models import Entry
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.hazards import controls, keeping, rating, states
from attending.workflow.actions.maps import save_draft
from attending.workflow.models import Hazard, HazardControl, HazardRating, HazardState, RatingPhase
from attending.workflow.queries.hazard_log import entries_of, entry_of, history_of
from attending.workflow.rules.hazard_words import HazardWords
from tests.integration.pages import stranger
from tests.integration.workflow.hazard_world import HFMEA, LATER_MAP, HazardWorld, judged, planned


def refused_by_the_database(change: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    return str(caught.value)


class TestKeeping:
    def test_hazards_of_the_map_are_taken_over_once(self, world: HazardWorld) -> None:
        found = world.take_over()
        assert [(each.number, each.key, each.step) for each in found] == [(1, "missed", "score"), (2, "late", "score")]
        assert found[1].consequences == ["Antibiotics delayed", "Shock"]
        with pytest.raises(Refused, match="Every hazard of the map is in the log already"):
            world.take_over()
        save_draft(world.house.owner, world.care_map, LATER_MAP, revision=1)
        assert [each.key for each in world.take_over()] == ["fatigue"]

    def test_a_hazard_is_added_by_hand_and_put_in_better_words(self, world: HazardWorld) -> None:
        house = world.house
        world.take_over()
        words = HazardWords(
            name="  The feed  stands still ", step="vitals", causes=("Interface down", "", "Interface down")
        )
        added = keeping.add_hazard(house.safety, house.use_case, words, owner=house.platform)
        assert (added.number, added.key, added.name) == (3, "the-feed-stands-still", "The feed stands still")
        assert entry_of(house.use_case, 3).hazard.owner == house.platform
        keeping.reword(house.safety, added, HazardWords(name="The feed stands still", impact="Nobody is scored."))
        assert entry_of(house.use_case, 3).hazard.impact == "Nobody is scored."
        entries = Entry.objects.count()
        keeping.reword(house.safety, added, HazardWords(name="The feed stands still", impact="Nobody is scored."))
        assert Entry.objects.count() == entries
        assert [each.verb for each in history_of(added)] == ["hazard.reworded", "hazard.owner_named", "hazard.added"]

    def test_a_hazard_that_the_map_has_keeps_its_key_free(self, world: HazardWorld) -> None:
        added = keeping.add_hazard(world.house.safety, world.house.use_case, HazardWords(name="Late"))
        assert added.key == "late-2"
        assert [each.key for each in world.take_over()] == ["missed", "late"]

    def test_words_that_cannot_be_kept_leave_nothing_behind(self, world: HazardWorld) -> None:
        world.take_over()
        for words, message in [
            (HazardWords(name=" "), "Name the hazard"),
            (HazardWords(name="x" * 201), "The name has 201 characters"),
            (HazardWords(name="Feed", step="nowhere"), "The map has no step 'nowhere'. Its steps are: done, look"),
            (HazardWords(name="Feed", impact="x" * 2001), "The impact has 2001 characters"),
            (HazardWords(name="Feed", causes=tuple(f"Cause {at}" for at in range(31))), "There are 31 causes"),
            (HazardWords(name="Feed", consequences=("y" * 201,)), "Of the consequences, 'yyyy"),
            (HazardWords(name="A PATIENT WITH SEPSIS IS NOT FLAGGED"), "in the log already, as hazard 1"),
        ]:
            with pytest.raises(Refused, match=message):
                keeping.add_hazard(world.house.safety, world.house.use_case, words)
        assert Hazard.objects.count() == 2

    def test_only_those_who_keep_the_log_change_it(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        outsider, elsewhere = world.house.administrator, stranger()
        for person in (outsider, elsewhere):
            for change in (
                lambda acting=person: keeping.take_over(acting, world.house.use_case),
                lambda acting=person: keeping.add_hazard(acting, world.house.use_case, HazardWords(name="Feed")),
                lambda acting=person: rating.rate(acting, hazard, RatingPhase.INITIAL, judged()),
                lambda acting=person: controls.add_control(acting, hazard, planned(world.house.nurse)),
                lambda acting=person: states.close(acting, hazard, reason="Done"),
            ):
                with pytest.raises(NotAllowed):
                    change()
        with pytest.raises(Refused, match="belongs to another organisation"):
            world.own(hazard, elsewhere)
        Person.objects.filter(pk=world.house.nurse.pk).update(active=False)
        with pytest.raises(Refused, match="no longer active"):
            world.own(hazard, Person.objects.get(pk=world.house.nurse.pk))

    def test_a_hazard_is_never_removed_or_renumbered(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        assert "never removed" in refused_by_the_database(lambda: Hazard.objects.filter(pk=hazard.pk).delete())
        assert "renumbered" in refused_by_the_database(lambda: Hazard.objects.filter(pk=hazard.pk).update(key="x"))
        Hazard.objects.filter(pk=hazard.pk).update(name="Better words")


class TestRating:
    def test_a_rating_keeps_its_method_and_the_earlier_ones_stay(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        first = world.rate(hazard, severity="major", likelihood="high")
        assert (first.rating, first.method, first.method_version) == (4, "dcb0160", "3.2")
        world.rate(hazard, RatingPhase.RESIDUAL, likelihood="low")
        changed = world.rate(
            hazard,
            method=HFMEA[0],
            version=HFMEA[1],
            severity="major",
            likelihood="uncommon",
            answers={"single_point": False},
            reason="HFMEA, as the rest of the ward does it.",
        )
        assert (changed.rating, changed.answers) == (6, {"single_point": False})
        entry = entry_of(world.house.use_case, 1)
        assert (len(entry.ratings), entry.initial) == (3, changed)
        assert '"method_before":"dcb0160 3.2"' in history_of(hazard)[0].payload.body
        assert "append-only" in refused_by_the_database(
            lambda: HazardRating.objects.filter(pk=first.pk).update(rating=1)
        )

    def test_the_decision_tree_ends_in_an_action_with_an_owner_and_a_measure(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        frequent = {"method": "hfmea", "version": "2001", "severity": "major", "likelihood": "frequent"}
        with pytest.raises(Refused, match=r"The decision tree of HFMEA goes on. Answer: Is there an effective control"):
            world.rate(hazard, **frequent)
        no = {"effective_control": False, "detectable": False}
        with pytest.raises(Refused, match="ends in an action: choose whether to eliminate, control or accept"):
            world.rate(hazard, **frequent, answers=no)
        assert not hazard.ratings.exists()
        rated = world.rate(
            hazard,
            **frequent,
            answers={**no, "single_point": True},
            action=HazardAction.CONTROL,
            action_owner=world.house.nurse,
            outcome_measure="Alerts answered within 30 minutes",
        )
        assert (rated.rating, rated.answers, rated.action) == (12, no, "control")

    def test_what_cannot_be_rated_leaves_nothing_behind(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        entries = Entry.objects.count()
        for changes, message in [
            ({"severity": "terrible"}, "has no severity 'terrible'; choose one of catastrophic, major"),
            ({"likelihood": "remote"}, "has no likelihood 'remote'"),
            ({"version": "9"}, "There is no method dcb0160 9 here; rate by one of dcb0160 3.2, hfmea 2001"),
            ({"method": "fmea"}, "There is no method fmea 3.2 here"),
            ({"reason": "  "}, "Write why you rate it so"),
        ]:
            with pytest.raises(Refused, match=message):
                world.rate(hazard, **changes)
        assert (hazard.ratings.count(), Entry.objects.count()) == (0, entries)

    def test_the_same_rating_again_is_refused_and_so_is_what_is_left_before_what_was(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        with pytest.raises(Refused, match="Rate it before further controls first"):
            world.rate(hazard, RatingPhase.RESIDUAL)
        world.rate(hazard)
        with pytest.raises(Refused, match="the rating that counts already"):
            world.rate(hazard)


class TestControls:
    def test_a_control_is_done_with_proof_and_confirmed_by_somebody_else(self, world: HazardWorld) -> None:
        house = world.house
        [hazard, _] = world.take_over()
        control = world.control(hazard, step="look")
        with pytest.raises(Refused, match="Nobody reported this control done"):
            controls.confirm_done(house.operations, control)
        with pytest.raises(Refused, match="Say what proves it"):
            controls.report_done(house.nurse, control, proof=" ")
        controls.report_done(house.nurse, control, proof="List of names")
        with pytest.raises(Refused, match="You reported exactly that already"):
            controls.report_done(house.nurse, control, proof="List of names")
        with pytest.raises(NotAllowed, match="somebody else who keeps the log has to confirm it"):
            controls.confirm_done(house.nurse, control)
        assert not entry_of(house.use_case, 1).controls_in_place
        controls.confirm_done(house.operations, control)
        assert len(entry_of(house.use_case, 1).controls_in_place) == 1
        with pytest.raises(Refused, match="confirmed already"):
            controls.confirm_done(house.safety, control)
        with pytest.raises(Refused, match="confirmed as done already"):
            controls.report_done(house.nurse, control, proof="Another list")

    def test_its_owner_reports_it_without_keeping_the_log(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        control = world.control(hazard, owner=world.house.administrator)
        controls.report_done(world.house.administrator, control, proof="Configured")
        with pytest.raises(NotAllowed):
            controls.confirm_done(world.house.administrator, control)
        with pytest.raises(NotAllowed, match="another organisation"):
            controls.report_done(stranger(), control, proof="Mine")

    def test_what_is_no_control_is_refused(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        refusals: list[tuple[dict[str, Any], str]] = [
            ({"what": " "}, "Say what the control is"),
            ({"step": "nowhere"}, "The map has no step 'nowhere'"),
            ({"due_on": timezone.localdate() - timedelta(days=2)}, "which is past; say when it will be done"),
        ]
        for changes, message in refusals:
            with pytest.raises(Refused, match=message):
                world.control(hazard, **changes)
        assert not HazardControl.objects.exists()

    def test_a_control_stands_once_and_is_withdrawn_with_a_reason(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        there = world.control(hazard, due_on=None)
        assert there.existing
        with pytest.raises(Refused, match="has that control already"):
            world.control(hazard)
        with pytest.raises(Refused, match="was there already"):
            controls.report_done(world.house.nurse, there, proof="x")
        with pytest.raises(Refused, match="Say why it is not counted on"):
            controls.withdraw_control(world.house.operations, there, reason="")
        controls.withdraw_control(world.house.operations, there, reason="The folder is gone.")
        assert entry_of(world.house.use_case, 1).controls == ()
        with pytest.raises(Refused, match="was withdrawn"):
            controls.withdraw_control(world.house.operations, there, reason="Again.")

    def test_words_and_proof_of_a_control_stand_in_the_database(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        control = world.control(hazard)
        rows = HazardControl.objects.filter(pk=control.pk)
        assert "stand" in refused_by_the_database(lambda: rows.update(what="Nothing"))
        assert "stand" in refused_by_the_database(rows.delete)
        assert "control_confirmed_by_somebody_else" in refused_by_the_database(
            lambda: rows.update(
                done_by=world.house.nurse,
                done_at=timezone.now(),
                proof="x",
                confirmed_by=world.house.nurse,
                confirmed_at=timezone.now(),
            )
        )
        world.finish(control)
        assert "proof once confirmed" in refused_by_the_database(lambda: rows.update(proof="Another"))
        if connection.vendor == "sqlite":
            assert "stand" in refused_by_the_database(lambda: _replace(control))


def _replace(control: HazardControl) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO workflow_hazardcontrol SELECT * FROM workflow_hazardcontrol WHERE id = %s",
            [control.pk],
        )


class TestStates:
    def test_closing_names_all_that_is_left_to_do(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        control = world.control(hazard)
        with pytest.raises(Refused) as caught:
            states.close(world.house.operations, hazard, reason="Done")
        assert str(caught.value) == (
            "Nobody owns it: name an owner first. It has no rating after controls: rate it first. "
            "The control “Train the night shift” is not confirmed as done."
        )
        world.own(hazard)
        world.rate_both(hazard, severity="catastrophic", likelihood="very_high")
        world.finish(control)
        with pytest.raises(Refused, match=r"rating after controls is 5 \(unacceptable\), so it cannot be closed"):
            states.close(world.house.operations, hazard, reason="Done")
        world.rate_both(hazard)
        with pytest.raises(Refused, match="Say why nothing is left"):
            states.close(world.house.operations, hazard, reason=" ")
        assert states.close(world.house.operations, hazard, reason="Trained").state == HazardState.CLOSED
        with pytest.raises(Refused, match="This hazard is closed; open it again"):
            world.rate(hazard, reason="Anew")
        states.reopen(world.house.operations, hazard, reason="Two nights were missed.")
        world.rate(hazard, reason="Anew")
        with pytest.raises(Refused, match="This hazard is open"):
            states.reopen(world.house.operations, hazard, reason="Again")

    def test_a_hazard_is_transferred_to_somebody_named(self, world: HazardWorld) -> None:
        [hazard, _] = world.take_over()
        with pytest.raises(Refused, match="Say who has taken the risk over"):
            states.transfer(world.house.operations, hazard, to="", reason="Theirs")
        moved = states.transfer(world.house.operations, hazard, to="Maker of the model", reason="It is in their model.")
        assert (moved.state, moved.transferred_to) == (HazardState.TRANSFERRED, "Maker of the model")
        assert not entries_of(world.house.use_case)[0].is_ours
        assert states.reopen(world.house.operations, hazard, reason="They gave it back.").transferred_to == ""
