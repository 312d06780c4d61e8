"""Pages for administrators: what was sent, what was not, and one more attempt."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from attending.notices import presenters, queries
from attending.notices.actions.retrying import try_again
from attending.notices.forms import TryAgainForm
from attending.notices.models import Channel, NoticeState
from attending.program.acting import acting_person, administers
from attending.program.changing import change_on, changes, posted
from attending.program.models import Person
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Filter, Table

NOTICES = Table(
    name="notices",
    caption="Notices",
    columns=(
        Column("written", "Written", sort="created_at"),
        Column("recipient", "To"),
        Column("subject", "What it says"),
        Column("state", "Delivery", sort="state"),
        Column("tried", "Attempts", sort="attempts", numeric=True),
        Column("again", "What you can do"),
    ),
    noun="notices",
    one="notice",
    search=("subject", "person__printed_name", "host"),
    filters=(Filter("state", "Delivery", NoticeState.choices), Filter("channel", "Sent by", Channel.choices)),
    empty="Nobody was told anything yet.",
)


def _administrator(request: HttpRequest) -> Person:
    acting = acting_person(request)
    if not administers(request):
        raise PermissionDenied("Notices are looked after by the administrators of the program.")
    return acting


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice, with what could not be delivered told first."""
    acting = _administrator(request)
    table = NOTICES.bind(queries.notices(acting.organisation), request.GET, presenters.notice_rows)
    if table.export_requested:
        return table.export()
    context = {
        "table": table,
        "delivery": presenters.delivery_rows(queries.last_run(), queries.failing_tasks()),
        "undelivered": queries.undelivered(acting.organisation).count(),
    }
    return render(request, "notices/notices.html", context)


@changes
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what was given up."""
    acting = _administrator(request)
    notice = get_object_or_404(queries.notices(acting.organisation), pk=pk)
    page = reverse("notices:notices")
    return change_on(
        request,
        TryAgainForm(posted(request)),
        lambda: try_again(acting, notice),
        page=page,
        crumbs=[Crumb("Notices", page)],
        title=f"Try again: {notice.subject}",
        lede=f"To {notice.recipient}. {notice.error or 'It was written while no mail server was set up.'}",
        submit="Try again",
        done="It is sent within a minute; this page shows how it went.",
    )
