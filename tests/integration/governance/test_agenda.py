"""An agenda builds itself from what is due, follows it, and is frozen when the meeting opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from attending.decisions.actions import withdraw
from attending.governance.actions import agenda as actions
from attending.governance.actions.meetings import Call, call_meeting, cancel_meeting, change_meeting, open_meeting
from attending.governance.committee_handlers import keep_agendas
from attending.governance.models import AgendaItem, AgendaKind, Meeting, MeetingState
from attending.governance.queries.meetings import items_on
from attending.governance.rules.agenda import in_order
from attending.ledger.models import Entry
from attending.program.registries.agenda import Group, Offer, offers
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.committee import Committee
from tests.integration.house import sign


def keys(meeting: Meeting) -> list[str]:
    return [each.key for each in in_order(items_on(meeting))]


def test_everything_that_is_due_comes_on_by_itself(committee: Committee) -> None:
    house = committee.house
    decision = committee.ask()
    house.agree()
    house.measure(0.6)
    breach = house.deployment.oversight_thresholds.get().readings.get().breach
    conditions = [{"text": "Train the night shift", "owner": house.nurse.pk, "due_on": f"{timezone.localdate()}"}]
    agreed = committee.ask("With which conditions?", quorum=1, clinical_quorum=0)
    made = sign(agreed, committee.mia, committee.mia.holdings.get().seat, "conditions", conditions=conditions).decision
    assert made is not None
    made_condition = made.conditions.get()
    meeting = committee.call()
    found = {each.key: each for each in items_on(meeting)}
    assert found[f"proposal:{decision.pk}"].kind == AgendaKind.DECISION
    assert found[f"proposal:{breach.proposal_id}"].kind == AgendaKind.BREACH
    assert f"condition:{made_condition.pk}" not in found, "it is not overdue yet"
    assert all(each.added_by is None and each.planned > 0 for each in found.values())
    assert Entry.objects.filter(verb="agenda.built").count() == 1


def test_it_follows_what_is_asked_and_settled_until_it_opens(committee: Committee) -> None:
    first = committee.ask()
    meeting = committee.call()
    second = committee.ask("And the other one?")
    assert actions.pending_change(meeting).new == (f"proposal:{second.pk}",)
    assert list(keep_agendas(timezone.now())) == ["The agenda of AI committee has 1 new and 0 settled items."]
    assert keys(meeting) == [f"proposal:{first.pk}", f"proposal:{second.pk}"]
    assert list(keep_agendas(timezone.now())) == [], "done again it changes nothing"
    withdraw(first, acting=committee.house.owner, reason="Not now")
    actions.refresh_agenda(meeting, committee.chair)
    assert keys(meeting) == [f"proposal:{second.pk}"]
    gone = AgendaItem.objects.get(key=f"proposal:{first.pk}")
    assert gone.taken_off_because == actions.SETTLED
    open_meeting(committee.chair, meeting)
    third = committee.ask("Too late for this one?")
    assert list(keep_agendas(timezone.now())) == []
    assert actions.refresh_agenda(meeting).new == ()
    assert f"proposal:{third.pk}" not in keys(meeting)
    with pytest.raises(Refused, match="frozen"):
        actions.refresh_agenda(meeting, committee.chair)


def test_opening_freezes_the_agenda_with_the_hashes_of_its_packets(committee: Committee) -> None:
    proposal = committee.ask()
    meeting = open_meeting(committee.chair, committee.call())
    item = AgendaItem.objects.get(meeting=meeting)
    assert item.packet_sha256 == proposal.packets.get().sha256
    opened = Entry.objects.get(verb="meeting.opened").payload.body
    assert item.packet_sha256 in (opened or "")
    for change in (
        lambda: actions.add_item(committee.chair, meeting, title="More", why="It is late", planned=5),
        lambda: actions.take_off(committee.chair, item, reason="Not now"),
        lambda: actions.put_back(committee.chair, item),
        lambda: actions.move_item(committee.chair, item, up=True),
        lambda: actions.plan_minutes(committee.chair, item, minutes=5),
        lambda: actions.leave_for_next(committee.chair, meeting),
    ):
        with pytest.raises(Refused, match="frozen when the meeting opened"):
            change()
    for values in ({"planned": 3}, {"position": 9}, {"packet_sha256": "0" * 64}, {"title": "Another"}):
        with pytest.raises(Error, match="frozen"), transaction.atomic():
            AgendaItem.objects.filter(pk=item.pk).update(**values)
    with pytest.raises(Error), transaction.atomic():
        AgendaItem.objects.create(
            meeting=meeting, kind="other", key="late", title="Late", position=9, planned=5, added_at=timezone.now()
        )
    with pytest.raises(Error), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk)._raw_delete("default")


def test_items_are_moved_inside_their_group_added_and_taken_off_with_a_reason(committee: Committee) -> None:
    one, two = committee.ask("First?"), committee.ask("Second?")
    meeting = committee.call()
    other = actions.add_item(committee.chair, meeting, title="The new charter", why="It is new", planned=10)
    first, second, third = in_order(items_on(meeting))
    assert [each.key for each in (first, second)] == [f"proposal:{one.pk}", f"proposal:{two.pk}"]
    assert third == other
    actions.move_item(committee.chair, second, up=True)
    assert keys(meeting) == [second.key, first.key, other.key]
    moved = Entry.objects.filter(verb="agenda.moved").order_by("seq")
    assert [each.object for each in moved] == [f"agendaitem:{second.pk}", f"agendaitem:{first.pk}"]
    with pytest.raises(Refused, match="last of its group"):
        actions.move_item(committee.chair, first, up=False)
    actions.plan_minutes(committee.chair, first, minutes=40)
    with pytest.raises(Refused, match="1 to 240"):
        actions.plan_minutes(committee.chair, first, minutes=0)
    with pytest.raises(Refused, match="why the item"):
        actions.take_off(committee.chair, first, reason=" ")
    actions.take_off(committee.chair, first, reason="The owner is away")
    with pytest.raises(Refused, match="already"):
        actions.take_off(committee.chair, first, reason="Again")
    with pytest.raises(Refused, match="put it back"):
        actions.move_item(committee.chair, first, up=True)
    assert actions.refresh_agenda(meeting, committee.chair).new == (), "what a person took off stays off"
    assert keys(meeting) == [second.key, other.key]
    actions.put_back(committee.chair, first)
    assert set(keys(meeting)) == {first.key, second.key, other.key}
    with pytest.raises(Refused, match="on the agenda"):
        actions.put_back(committee.chair, first)
    with pytest.raises(Refused, match="spoken about, and why"):
        actions.add_item(committee.chair, meeting, title="", why="", planned=5)


def test_what_does_not_fit_is_left_for_the_next_meeting_that_takes_it_up(committee: Committee) -> None:
    pressing = committee.ask("Soon?", due_at=timezone.now() + timedelta(days=1))
    later = committee.ask("Later?", due_at=timezone.now() + timedelta(days=30))
    meeting = committee.call(length=20)
    left = actions.leave_for_next(committee.chair, meeting)
    assert [each.key for each in left] == [f"proposal:{later.pk}"]
    assert keys(meeting) == [f"proposal:{pressing.pk}"]
    with pytest.raises(Refused, match="fits"):
        actions.leave_for_next(committee.chair, meeting)
    following = committee.call(starts_at=timezone.now() + timedelta(days=14))
    assert f"proposal:{later.pk}" in keys(following)


def test_a_meeting_is_called_changed_and_cancelled_by_members_only(committee: Committee) -> None:
    meeting = committee.call()
    assert meeting.quorum == 3, "more than half of four members"
    called = Call(title="AI committee", starts_at=meeting.starts_at, length=90, chair=committee.mia, quorum=2)
    changed = change_meeting(committee.mia, meeting, called)
    assert (changed.length, changed.chair, changed.quorum, changed.revision) == (90, committee.mia, 2, 1)
    with pytest.raises(NotAllowed, match="hold a committee meeting"):
        call_meeting(committee.house.nurse, called)
    with pytest.raises(Refused, match="why the meeting is cancelled"):
        cancel_meeting(committee.chair, meeting, reason="")
    cancelled = cancel_meeting(committee.chair, meeting, reason="Snow")
    assert cancelled.state == MeetingState.CANCELLED
    with pytest.raises(Refused, match="while it is planned"):
        open_meeting(committee.chair, meeting)
    with pytest.raises(Error), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.PLANNED, cancelled_because="")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "Give the meeting a title"),
        ({"length": 4}, "5 to 480 minutes; this says 4"),
        ({"quorum": 9}, "4 members, so a quorum of 9"),
        ({"link": "javascript:alert(1)"}, "begins with https:// or http://"),
        ({"starts_at": "yesterday"}, "today or later"),
        ({"chair": "nurse"}, "no member of the committee"),
    ],
)
def test_a_call_that_cannot_be_held_is_refused_and_leaves_nothing(
    committee: Committee, changes: dict[str, object], says: str
) -> None:
    if changes.get("starts_at"):
        changes = {"starts_at": timezone.now() - timedelta(days=1)}
    if changes.get("chair"):
        changes = {"chair": committee.house.nurse}
    with pytest.raises(Refused, match=says):
        committee.call(**changes)
    assert not Meeting.objects.exists()


def test_a_condition_overdue_a_review_due_and_an_approval_that_ends_are_offered(committee: Committee) -> None:
    house = committee.house
    later = timezone.now() + timedelta(days=400)
    conditions = [{"text": "Train the night shift", "owner": house.nurse.pk, "due_on": f"{timezone.localdate()}"}]
    agreed = committee.ask("With which conditions?", quorum=1, clinical_quorum=0)
    sign(agreed, committee.mia, committee.mia.holdings.get().seat, "conditions", conditions=conditions)
    found: dict[str, Offer] = {each.key: each for each in offers(house.cmio.organisation, later)}
    groups = {each.group for each in found.values()}
    assert {Group.CONDITION, Group.REVIEW} <= groups
    review = next(each for each in found.values() if each.group is Group.REVIEW)
    assert review.title == "Post-launch review of Sepsis alert"
    condition = next(each for each in found.values() if each.group is Group.CONDITION)
    assert "Nia Nurse owns it" in condition.why
