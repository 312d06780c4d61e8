"""Evidence kept elsewhere: the list, recording, withdrawing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.frameworks.actions.elsewhere import record_elsewhere, withdraw_elsewhere
from attending.frameworks.forms.elsewhere import ElsewhereForm
from attending.frameworks.presenters import elsewhere as present
from attending.frameworks.queries.elsewhere import kept
from attending.frameworks.views.lookup import may_record
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.forms import ReasonForm
from attending.program.models import Person, UseCase
from attending.ui.parts import Crumb


@require_GET
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Everything that other systems keep."""
    acting = acting_person(request)
    may = may_record(acting)
    table = present.table(may_record=may).bind(kept(acting.organisation), request.GET, present.rows)
    if table.export_requested:
        return table.export()
    context = {"crumbs": _crumbs(), "table": table, "may": may}
    return render(request, "frameworks/elsewhere.html", context)


@changes
def record(request: HttpRequest) -> HttpResponse:
    """Record a piece."""
    acting = acting_person(request)
    form = ElsewhereForm(
        posted(request),
        people=list(Person.objects.filter(organisation=acting.organisation_id, active=True)),
        use_cases=list(UseCase.objects.filter(organisation=acting.organisation_id)),
        initial={"as_of": timezone.localdate(), "kind": request.GET.get("kind", "")},
    )
    return change_on(
        request,
        form,
        lambda: record_elsewhere(acting, form.kept()),
        page=reverse("frameworks:elsewhere"),
        crumbs=[*_crumbs(), Crumb("Kept elsewhere", reverse("frameworks:elsewhere"))],
        title="Record evidence that is kept elsewhere",
        lede="What another system keeps is named here once, and answers every framework that it is relevant to.",
        submit="Record it",
        done="It is on record, and counts in every binder it is relevant to.",
    )


@changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Count on a piece no more."""
    acting = acting_person(request)
    piece = kept(acting.organisation).filter(pk=pk).first()
    if piece is None:
        raise Http404("There is no such evidence, or it was withdrawn.")
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: withdraw_elsewhere(acting, piece, reason=form.cleaned_data["reason"]),
        page=reverse("frameworks:elsewhere"),
        crumbs=[*_crumbs(), Crumb("Kept elsewhere", reverse("frameworks:elsewhere"))],
        title="Withdraw this evidence",
        lede=f"{piece.title}, kept at {piece.where_kept}. It stays on record, and counts in no binder any more.",
        submit="Withdraw it",
        done="It is withdrawn.",
    )


def _crumbs() -> list[Crumb]:
    return [Crumb("Frameworks", reverse("frameworks:list"))]
