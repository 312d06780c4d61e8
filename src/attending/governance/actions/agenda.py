"""Build an agenda from what is due, and change it by hand until the meeting opens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.governance.models import AgendaItem, AgendaKind, Meeting, MeetingState
from attending.governance.queries import meetings as queries
from attending.governance.rules.agenda import (
    LONGEST_ITEM,
    Change,
    Standing,
    change,
    in_order,
    planned_minutes,
    to_leave,
)
from attending.ledger.actions import append, take_turn
from attending.program.actions.record import check, check_organisation, log, log_all, name_of
from attending.program.models import Person
from attending.program.registries.agenda import Offer, offers
from attending.program.rules import Act, Refused

SETTLED = "Settled, or no longer due."
LEFT = "Left for the next meeting: the agenda was longer than the meeting."


def bring_up_to_date(meeting: Meeting, *, acting: Person | None = None) -> Change:
    """Put on what is due now, and take off what is settled; runs inside the caller's transaction.

    ``acting`` None means the system. Done again it changes nothing.
    """
    now = timezone.now()
    offered = {offer.key: offer for offer in offers(meeting.organisation, now)}
    items = {each.key: each for each in AgendaItem.objects.filter(meeting=meeting)}
    found = change([_standing(each) for each in items.values()], list(offered))
    if not found:
        return found
    position = queries.last_position(meeting)
    new = [_item(meeting, offered[key], now) for key in found.new]
    for at, each in enumerate(sorted(new, key=lambda one: (one.due_at is None, one.due_at or now)), start=1):
        each.position = position + at
    AgendaItem.objects.bulk_create(new)
    changed = []
    for key in found.back:
        items[key].taken_off_at, items[key].taken_off_because = None, ""
        changed.append(items[key])
    for key in found.settled:
        items[key].taken_off_at, items[key].taken_off_because = now, SETTLED
        changed.append(items[key])
    AgendaItem.objects.bulk_update(changed, ["taken_off_at", "taken_off_because"])
    payload = {"new": list(found.new), "back": list(found.back), "settled": list(found.settled)}
    actor = "system" if acting is None else name_of(acting)
    append("agenda.built", object=name_of(meeting), actor=actor, payload=payload)
    return found


def pending_change(meeting: Meeting) -> Change:
    """What bringing the agenda of a planned meeting up to date would change; nothing is written."""
    offered = [offer.key for offer in offers(meeting.organisation, timezone.now())]
    return change([_standing(each) for each in AgendaItem.objects.filter(meeting=meeting)], offered)


@transaction.atomic
def refresh_agenda(meeting: Meeting, acting: Person | None = None) -> Change:
    """Bring the agenda of a planned meeting up to date, asked by a person or (None) by the clock."""
    if acting is not None:
        return bring_up_to_date(_planned(acting, meeting), acting=acting)
    take_turn()
    standing = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if standing.state != MeetingState.PLANNED:
        return Change((), (), ())
    return bring_up_to_date(standing)


@transaction.atomic
def add_item(acting: Person, meeting: Meeting, *, title: str, why: str, planned: int) -> AgendaItem:
    """Put other business on the agenda."""
    meeting = _planned(acting, meeting)
    _check_minutes(planned)
    if not title.strip() or not why.strip():
        raise Refused("Write what is to be spoken about, and why.")
    position = queries.last_position(meeting) + 1
    item = AgendaItem.objects.create(
        meeting=meeting,
        kind=AgendaKind.OTHER,
        key=f"other:{position}",
        title=title.strip(),
        why=why.strip(),
        position=position,
        planned=planned,
        added_by=acting,
        added_at=timezone.now(),
    )
    log(acting, "agenda.added", item, {"meeting": meeting.pk, "planned": planned})
    return item


@transaction.atomic
def take_off(acting: Person, item: AgendaItem, *, reason: str) -> AgendaItem:
    """Take an item off the agenda; it stays on record with the reason, and is offered to the next meeting."""
    _planned(acting, item.meeting)
    standing = AgendaItem.objects.get(pk=item.pk)
    if standing.taken_off_at is not None:
        raise Refused("This item was taken off already.")
    if not reason.strip():
        raise Refused("Write why the item is taken off.")
    return _take_off(acting, standing, reason.strip())


@transaction.atomic
def put_back(acting: Person, item: AgendaItem) -> AgendaItem:
    """Put an item back on the agenda."""
    _planned(acting, item.meeting)
    standing = AgendaItem.objects.get(pk=item.pk)
    if standing.taken_off_at is None:
        raise Refused("This item is on the agenda.")
    standing.taken_off_at, standing.taken_off_by, standing.taken_off_because = None, None, ""
    standing.save(update_fields=["taken_off_at", "taken_off_by", "taken_off_because"])
    log(acting, "agenda.put_back", standing, {})
    return standing


@transaction.atomic
def move_item(acting: Person, item: AgendaItem, *, up: bool) -> AgendaItem:
    """Move an item one place up or down inside its group."""
    meeting = _planned(acting, item.meeting)
    group = [each for each in in_order(queries.items_on(meeting)) if each.kind == item.kind]
    at = next((place for place, each in enumerate(group) if each.pk == item.pk), None)
    if at is None:
        raise Refused("This item was taken off; put it back before it is moved.")
    other = at - 1 if up else at + 1
    if not 0 <= other < len(group):
        raise Refused(f"This item is the {'first' if up else 'last'} of its group.")
    one, two = group[at], group[other]
    one.position, two.position = two.position, one.position
    AgendaItem.objects.bulk_update([one, two], ["position"])
    log_all(acting, [("agenda.moved", one, {"up": up}), ("agenda.moved", two, {"up": not up})])
    return one


@transaction.atomic
def plan_minutes(acting: Person, item: AgendaItem, *, minutes: int) -> AgendaItem:
    """Give an item another number of minutes."""
    _planned(acting, item.meeting)
    _check_minutes(minutes)
    item.planned = minutes
    item.save(update_fields=["planned"])
    log(acting, "agenda.planned", item, {"minutes": minutes})
    return item


@transaction.atomic
def leave_for_next(acting: Person, meeting: Meeting) -> list[AgendaItem]:
    """Take off what makes the agenda longer than the meeting, the least pressing first."""
    meeting = _planned(acting, meeting)
    left = to_leave(queries.items_on(meeting), meeting.length)
    if not left:
        raise Refused("The agenda fits into the meeting; nothing has to be left.")
    return [_take_off(acting, each, LEFT) for each in left]


def end_current(acting: Person, meeting: Meeting, now: datetime) -> AgendaItem | None:
    """End the item that is spoken about, if any, and add up its minutes; inside the caller's transaction."""
    item = AgendaItem.objects.filter(meeting=meeting, started_at__isnull=False, ended_at=None).first()
    if item is None or item.started_at is None:
        return None
    item.ended_at = now
    item.used = (item.used or 0) + round((now - item.started_at).total_seconds() / 60)
    item.save(update_fields=["ended_at", "used"])
    log(acting, "agenda.finished", item, {"used": item.used})
    return item


def _planned(acting: Person, meeting: Meeting) -> Meeting:
    """The meeting, held until the transaction ends; raises Refused once its agenda is frozen."""
    check(acting, Act.HOLD_MEETING)
    check_organisation(acting, meeting.organisation_id)
    take_turn()
    standing = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if standing.state != MeetingState.PLANNED:
        raise Refused("The agenda was frozen when the meeting opened; what is new goes to the next meeting.")
    return standing


def _take_off(acting: Person, item: AgendaItem, reason: str) -> AgendaItem:
    item.taken_off_at, item.taken_off_by, item.taken_off_because = timezone.now(), acting, reason
    item.save(update_fields=["taken_off_at", "taken_off_by", "taken_off_because"])
    log(acting, "agenda.taken_off", item, {"reason": reason})
    return item


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_ITEM:
        raise Refused(f"An item takes 1 to {LONGEST_ITEM} minutes; this says {minutes}.")


def _standing(item: AgendaItem) -> Standing:
    off = item.taken_off_at is not None
    return Standing(item.key, item.added_by_id is None, off, off and item.taken_off_by_id is None)


def _item(meeting: Meeting, offer: Offer, now: datetime) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        kind=AgendaKind(offer.group),
        key=offer.key,
        title=offer.title[:300],
        subject=offer.subject[:300],
        why=offer.why,
        link=offer.link,
        route=offer.route,
        due_at=offer.due,
        use_case=offer.use_case,
        proposal_id=offer.proposal,
        position=0,
        planned=planned_minutes(AgendaKind(offer.group), offer.route),
        added_at=now,
    )
