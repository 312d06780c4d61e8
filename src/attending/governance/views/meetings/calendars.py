"""Meetings for a calendar: one, all, and a private address that a calendar reads by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from attending.accounts.rules import sha256_hex
from attending.governance.actions import calendar_feeds as actions
from attending.governance.calendar_files import calendar_file
from attending.governance.models import Meeting
from attending.governance.queries import calendar_feeds as queries
from attending.governance.rules.agenda import in_order
from attending.governance.views.meetings.lookup import crumbs, meeting_or_404
from attending.program.acting import acting_person
from attending.program.rules import Refused

ADDRESS: Final = "attending.governance.calendar.address"


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with its agenda, as an ICS file."""
    found = meeting_or_404(acting_person(request), pk)
    items = in_order([each for each in found.items.all() if each.taken_off_at is None])
    content = calendar_file(
        [found], now=timezone.now(), name=found.title, page=_pages(request, [found]), agenda={found.pk: items}
    )
    return _ics(content, f"meeting-{pk}.ics")


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every meeting of the last year and to come, as an ICS file."""
    acting = acting_person(request)
    found = queries.meetings_to_read(acting.organisation, timezone.now())
    content = calendar_file(found, now=timezone.now(), name="AI committee", page=_pages(request, found))
    return _ics(content, "meetings.ics")


@login_not_required
@never_cache
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings, read by a calendar at a private address; titles, times and places only."""
    if not ratelimit.consume(request, action="calendar"):
        return HttpResponse("Asked too often. A calendar asks a few times a day.", status=429)
    owner = queries.owner_of(sha256_hex(token))
    if owner is None:
        raise Http404("There is no calendar at this address.")
    found = queries.meetings_to_read(owner.organisation, timezone.now())
    content = calendar_file(found, now=timezone.now(), name="AI committee", page=_pages(request, found))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whether one has a private address; it is shown once, just after it was made."""
    acting = acting_person(request)
    token = request.session.pop(ADDRESS, "")
    context = {
        "crumbs": crumbs(),
        "feed": queries.feed_of(acting),
        "address": request.build_absolute_uri(reverse("governance:calendar-feed", args=[token])) if token else "",
    }
    return render(request, "governance/calendar.html", context)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a private address; an earlier one ends."""
    acting = acting_person(request)
    request.session[ADDRESS] = actions.make_feed(acting)
    return redirect("governance:calendar")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one's private address."""
    try:
        actions.end_feed(acting_person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The address is ended; calendars that read it find nothing any more.")
    return redirect("governance:calendar")


def _pages(request: HttpRequest, found: Sequence[Meeting]) -> dict[int, str]:
    return {each.pk: request.build_absolute_uri(reverse("governance:meeting", args=[each.pk])) for each in found}


def _ics(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
