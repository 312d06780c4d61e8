"""Call, change and cancel a meeting, and change its agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from attending.governance.actions import agenda, meetings, sessions
from attending.governance.forms.meetings import (
    AttendanceForm,
    ItemForm,
    MeetingForm,
    PlannedForm,
    ReasonForm,
)
from attending.governance.models import AgendaItem, Meeting, Presence
from attending.governance.presenters.session import present_rows
from attending.governance.queries import meetings as queries
from attending.governance.views.meetings.lookup import crumbs, item_or_404, meeting_or_404
from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.models import Person
from attending.program.rules import Refused

MeetingStep = Callable[[Person, Meeting], object]
ItemStep = Callable[[Person, AgendaItem], object]

MEETING_STEPS: Mapping[str, tuple[MeetingStep, str]] = {
    "refresh": (lambda acting, meeting: agenda.refresh_agenda(meeting, acting), "The agenda is up to date."),
    "fit": (agenda.leave_for_next, "What did not fit is left for the next meeting."),
    "open": (meetings.open_meeting, "The meeting is open, and its agenda is frozen."),
    "close": (meetings.close_meeting, "The meeting is closed. Complete the minutes, and offer them for approval."),
    "finish": (sessions.finish_item, ""),
    "come-room": (lambda acting, meeting: sessions.come(acting, meeting, acting, Presence.ROOM), ""),
    "come-link": (lambda acting, meeting: sessions.come(acting, meeting, acting, Presence.LINK), ""),
    "leave": (lambda acting, meeting: sessions.leave(acting, meeting, acting), ""),
}
ITEM_STEPS: Mapping[str, tuple[ItemStep, str]] = {
    "up": (lambda acting, item: agenda.move_item(acting, item, up=True), ""),
    "down": (lambda acting, item: agenda.move_item(acting, item, up=False), ""),
    "put-back": (agenda.put_back, "The item is on the agenda again."),
    "take-up": (sessions.take_up, ""),
}


@require_POST
def meeting_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """What one button of a meeting does."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    if step not in MEETING_STEPS:
        raise Http404("There is no such step.")
    act, done = MEETING_STEPS[step]
    _say(request, lambda: act(acting, found), done)
    return redirect("governance:meeting", pk)


@require_POST
def item_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """What one button of an item does."""
    acting = acting_person(request)
    found = item_or_404(acting, pk)
    if step not in ITEM_STEPS:
        raise Http404("There is no such step.")
    act, done = ITEM_STEPS[step]
    _say(request, lambda: act(acting, found), done)
    return redirect(f"{reverse('governance:meeting', args=[found.meeting_id])}#item-{found.pk}")


@require_POST
def show_out(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Record that somebody else has left."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    stay = next((each for each in found.attendances.all() if each.person_id == person), None)
    if stay is None:
        raise Http404("Nobody of this number was there.")
    _say(request, lambda: sessions.leave(acting, found, stay.person), "")
    return redirect("governance:meeting", pk)


def _say(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)


@changes
def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    acting = acting_person(request)
    form = MeetingForm(posted(request), members=queries.members(acting.organisation), initial={"chair": acting.pk})

    def act() -> str:
        return reverse("governance:meeting", args=[meetings.call_meeting(acting, form.called()).pk])

    return change(
        request,
        form,
        act,
        title="Call a meeting",
        lede="Its agenda builds itself from what is due, and follows it until the meeting opens.",
        submit="Call the meeting",
        done="The meeting is called.",
        back=reverse("governance:meetings"),
        crumbs=crumbs(),
    )


@changes
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a planned meeting."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    names = ("title", "starts_at", "length", "place", "link", "quorum")
    initial = {**{name: getattr(found, name) for name in names}, "chair": found.chair_id}
    form = MeetingForm(posted(request), members=queries.members(acting.organisation), initial=initial)
    return change_on(
        request,
        form,
        lambda: meetings.change_meeting(acting, found, form.called()),
        page=reverse("governance:meeting", args=[pk]),
        crumbs=crumbs(found),
        title="Change the meeting",
        lede="Calendars that read the feed follow.",
        submit="Change it",
        done="The meeting is changed.",
    )


@changes
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a planned meeting."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: meetings.cancel_meeting(acting, found, reason=form.cleaned_data["reason"]),
        page=reverse("governance:meeting", args=[pk]),
        crumbs=crumbs(found),
        title="Cancel the meeting",
        lede="Everything on its agenda is offered to the next meeting.",
        submit="Cancel the meeting",
        done="The meeting is cancelled.",
        kind="danger",
    )


@changes
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put other business on the agenda."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    form = ItemForm(posted(request))
    return change_on(
        request,
        form,
        lambda: agenda.add_item(acting, found, **form.cleaned_data),
        page=reverse("governance:meeting", args=[pk]),
        crumbs=crumbs(found),
        title="Add an item",
        lede="What is due comes on the agenda by itself; this is for what no record asks for.",
        submit="Add it",
        done="The item is on the agenda.",
    )


@changes
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    acting = acting_person(request)
    found = item_or_404(acting, pk)
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: agenda.take_off(acting, found, reason=form.cleaned_data["reason"]),
        page=reverse("governance:meeting", args=[found.meeting_id]),
        crumbs=crumbs(found.meeting),
        title="Take an item off",
        lede=f"{found.title}. It stays on record with your reason, and comes back with the next meeting if it is due.",
        submit="Take it off",
        done="The item is off the agenda.",
    )


@changes
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an item other minutes."""
    acting = acting_person(request)
    found = item_or_404(acting, pk)
    form = PlannedForm(posted(request), initial={"minutes": found.planned})
    return change_on(
        request,
        form,
        lambda: agenda.plan_minutes(acting, found, minutes=form.cleaned_data["minutes"]),
        page=f"{reverse('governance:meeting', args=[found.meeting_id])}#item-{found.pk}",
        crumbs=crumbs(found.meeting),
        title="Plan the minutes of an item",
        lede=found.title,
        submit="Plan them",
        done="",
    )


@changes
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody else is there."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    form = AttendanceForm(posted(request), people=queries.absent(found))
    stays = [each for each in found.attendances.all() if each.left_at is None]
    return change_on(
        request,
        form,
        lambda: sessions.come(acting, found, form.chosen, form.cleaned_data["presence"]),
        page=reverse("governance:meeting", args=[pk]),
        crumbs=crumbs(found),
        title="Record who is there",
        lede="For whoever does not say so themselves. Members count towards the quorum; everybody else is a guest.",
        submit="Record it",
        done="",
        template="governance/attendance.html",
        beside={"present": present_rows(stays, acting), "meeting": found},
    )
