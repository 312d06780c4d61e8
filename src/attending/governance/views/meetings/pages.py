"""The list of meetings, one meeting as it is planned, in session or held, and the one-page packet of an item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.decisions.presenters.packets import packet_view
from attending.decisions.queries import newest_packet
from attending.governance.actions.agenda import pending_change
from attending.governance.models import Meeting, MeetingState
from attending.governance.presenters import agenda as present
from attending.governance.presenters import minutes as minutes_presenter
from attending.governance.presenters import session
from attending.governance.queries import meetings as queries
from attending.governance.queries.voting import ballots
from attending.governance.views.meetings.lookup import crumbs, item_or_404, may, meeting_or_404
from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.rules import Act
from attending.ui.tables import Column, Filter, Table

MEETINGS = Table(
    name="meetings",
    caption="Meetings of the committee",
    columns=(
        Column("title", "Meeting", sort="title"),
        Column("when", "Begins", sort="starts_at"),
        Column("chair", "Chair", sort="chair__printed_name"),
        Column("state", "State", sort="state"),
        Column("items", "Items", sort="item_count", numeric=True),
        Column("minutes", "Minutes"),
    ),
    noun="meetings",
    one="meeting",
    search=("title", "place"),
    filters=(Filter("state", "State", tuple((str(state), str(state.label)) for state in MeetingState)),),
    order="-starts_at",
    empty="No meeting was called yet. Call one, and its agenda builds itself from what is due.",
)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting, the newest first."""
    acting = acting_person(request)
    table = MEETINGS.bind(queries.meetings(acting.organisation), request.GET, present.meeting_rows)
    if table.export_requested:
        return table.export()
    to_come = queries.to_come(acting.organisation)
    context = {
        "table": table,
        "may_hold": may(acting, Act.HOLD_MEETING),
        "next": to_come[0] if to_come else None,
        "next_state": present.STATES[MeetingState(to_come[0].state)] if to_come else None,
    }
    return render(request, "governance/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda before, the room while it is in session, and what came of it."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    items = list(found.items.all())
    context: dict[str, Any] = {
        "meeting": found,
        "state": present.STATES[MeetingState(found.state)],
        "facts": present.meeting_facts(found),
        "crumbs": crumbs(),
        "may_hold": may(acting, Act.HOLD_MEETING),
        "taken_off": present.taken_off(items),
    }
    if found.state == MeetingState.OPEN:
        context |= _session(found, acting)
    else:
        context |= {"groups": present.agenda_groups(items), "fit": present.fit(found, items)}
    if found.state == MeetingState.PLANNED:
        context["change"] = present.change_sentence(pending_change(found))
        context["overdue"] = present.overdue(found)
    if found.state == MeetingState.HELD:
        context["minutes_state"], context["minutes_told"] = minutes_presenter.standing_of(
            queries.standing_minutes(found)
        )
    return render(request, "governance/meeting.html", context)


@never_cache
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes while a meeting is in session; once it is not any more, the page is loaded anew."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    if found.state != MeetingState.OPEN:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"meeting": found, "may_hold": may(acting, Act.HOLD_MEETING), **_session(found, acting)}
    return render(request, "governance/session.html", context)


def _session(meeting: Meeting, acting: Person) -> dict[str, Any]:
    stays = [each for each in meeting.attendances.all() if each.left_at is None]
    people = [each.person for each in stays]
    items = list(meeting.items.all())
    found = ballots(items, {*people, acting})
    shown = session.session_items(items, found, people, acting)
    return {
        "quorum": session.quorum_of(meeting, stays, len(queries.members(meeting.organisation))),
        "present": session.present_rows(stays, acting),
        "here": acting in people,
        "items": shown,
        "current": next((each for each in shown if each.current), None),
    }


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item on one page, to be read on a phone before the meeting."""
    acting = acting_person(request)
    found = item_or_404(acting, pk)
    ballot = ballots([found], [acting]).get(found.proposal_id) if found.proposal_id else None
    shown = session.session_items([found], {ballot.proposal.pk: ballot} if ballot else {}, [], acting)
    context = {
        "item": found,
        "crumbs": crumbs(found.meeting),
        "facts": present.item_facts(found, ballot),
        "packet": packet_view(newest_packet(ballot.proposal)) if ballot else None,
        "shown": shown[0] if shown else None,
        "changed": present.changed_since(found, ballot),
        "whole": reverse("decisions:proposal", args=[found.proposal_id]) if found.proposal_id else "",
        "may_hold": may(acting, Act.HOLD_MEETING),
        "writing": found.meeting.state in {MeetingState.OPEN, MeetingState.HELD},
    }
    return render(request, "governance/agenda_item.html", context)
