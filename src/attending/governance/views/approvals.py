"""Pages of approvals: the list with what ends soon, and one with the sentences it rests on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.governance.models import Approval
from attending.governance.presenters import approvals as present
from attending.governance.queries import approvals as queries
from attending.governance.rules.approvals import covered
from attending.governance.rules.lapsing import compared
from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.registries.facts import facts
from attending.program.registries.pages import url_of
from attending.ui import formats
from attending.ui.tables import Column, Filter, Table

APPROVALS = Table(
    name="approvals",
    caption="Approvals",
    columns=(
        Column("what", "Approval of"),
        Column("allows", "Allows", sort="covers"),
        Column("stands", "Stands"),
        Column("ends", "Ends", sort="ends_at"),
        Column("broken", "No longer holds"),
        Column("next", "Decided again"),
    ),
    noun="approvals",
    one="approval",
    search=("use_case__title", "deployment__unit__name", "deployment__unit__site__name"),
    filters=(
        Filter("stands", "Stands", present.CHOICES),
        Filter("of", "Of", (("stage", "Use cases"), ("go_live", "Deployments")), field="gate__kind"),
    ),
    empty="Nothing is approved yet. An approval is given at a gate.",
)


@require_safe
def approval_list(request: HttpRequest) -> HttpResponse:
    """Every approval, what ends first at the top."""
    acting = acting_person(request)
    found = queries.approvals(acting.organisation, timezone.now())
    table = APPROVALS.bind(found, request.GET, present.approval_rows)
    if table.export_requested:
        return table.export()
    return render(request, "governance/approvals.html", {"table": table})


@require_safe
def approval_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What an approval rests on: which sentences hold, which no longer, when it ends and what happens then."""
    approval = _approval(acting_person(request), pk)
    subject = approval.deployment or approval.use_case
    now = timezone.now()
    lapse = present.lapse_of(approval)
    found = compared(approval.claims, facts(subject))
    context = {
        "approval": approval,
        "subject": subject,
        "allows": covered(approval.covers),
        "subject_url": url_of(subject),
        "status": present.status(approval, now),
        "lapse": present.lapse_words(lapse) if lapse else "",
        "lapsed_on": lapse.broken if lapse else (),
        "broken": sum(not each.holds for each in found),
        "sentences": present.sentences(found, lapse) if found else None,
        "next": present.next_rows(approval, queries.later_than(approval), now),
        "gate_url": present.gate_url(approval),
        "signed_on": formats.date(approval.starts_at),
        "compared_at": formats.moment(approval.comparison.at) if hasattr(approval, "comparison") else "",
    }
    return render(request, "governance/approval.html", context)


def _approval(acting: Person, pk: int) -> Approval:
    try:
        return queries.approval(acting.organisation, pk)
    except Approval.DoesNotExist:
        raise Http404("There is no such approval here.") from None
