"""The minutes of a meeting: read, written, offered for approval, and taken away as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from attending.governance.actions import minutes as actions
from attending.governance.forms.meetings import MinutesForm
from attending.governance.minutes_document import PRESENT, minutes_of, rows_of
from attending.governance.minutes_papers import minutes_pdf, minutes_word
from attending.governance.models import Meeting, MeetingState
from attending.governance.presenters import minutes as present
from attending.governance.queries import meetings as queries
from attending.governance.views.meetings.lookup import crumbs, item_or_404, may, meeting_or_404
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.ui.parts import DataTable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they stand, and where their approval stands."""
    acting = acting_person(request)
    found = _held(acting, pk)
    document = minutes_of(found)
    standing = queries.standing_minutes(found)
    state, told = present.standing_of(standing)
    context = {
        "meeting": found,
        "document": document,
        "present": DataTable(PRESENT, [list(row) for row in document.present]) if document.present else None,
        "items": [(item, rows_of(item)) for item in document.items],
        "state": state,
        "told": told,
        "offers": present.earlier_offers(found),
        "crumbs": crumbs(found),
        "may_hold": may(acting, Act.HOLD_MEETING),
        "may_offer": standing is None and found.state == MeetingState.HELD,
        "open": standing is None,
    }
    return render(request, "governance/minutes.html", context)


@changes
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was said about one item."""
    acting = acting_person(request)
    found = item_or_404(acting, pk)
    form = MinutesForm(posted(request), initial={"text": found.said, "used": found.used})
    in_session = found.meeting.state == MeetingState.OPEN
    name = "governance:meeting" if in_session else "governance:minutes"
    return change_on(
        request,
        form,
        lambda: actions.write_minutes(acting, found, **form.cleaned_data),
        page=f"{reverse(name, args=[found.meeting_id])}#item-{found.pk}",
        crumbs=crumbs(found.meeting),
        title="Write the minutes",
        lede=found.title,
        submit="Keep it",
        done="It is kept.",
    )


@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the minutes for approval."""
    acting = acting_person(request)
    found = meeting_or_404(acting, pk)
    try:
        actions.offer_minutes(acting, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The minutes are offered; somebody else approves them by signature.")
    return redirect("governance:minutes", pk)


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as PDF."""
    found = _held(acting_person(request), pk)
    state, told = present.standing_of(queries.standing_minutes(found))
    content = minutes_pdf(minutes_of(found), subtitle=present.subtitle(found), state=(state.kind, state.word, told))
    return _download(content, "application/pdf", f"minutes-{pk}.pdf")


@require_safe
def as_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as DOCX."""
    found = _held(acting_person(request), pk)
    state, told = present.standing_of(queries.standing_minutes(found))
    content = minutes_word(minutes_of(found), subtitle=present.subtitle(found), state=(state.kind, state.word, told))
    return _download(content, DOCX, f"minutes-{pk}.docx")


def _held(acting: Person, pk: int) -> Meeting:
    found = meeting_or_404(acting, pk)
    if found.state not in {MeetingState.OPEN, MeetingState.HELD}:
        raise Http404("This meeting was not held, so it has no minutes.")
    return found


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
