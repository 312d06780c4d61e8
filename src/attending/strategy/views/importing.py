"""Import use cases from a spreadsheet: hand it over, look at what would come in, load it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.imported_rows import LISTED, account_rows, counts_of, fault_table
from attending.program.models import EnterprisePriority
from attending.program.models.use_cases import Kind
from attending.program.rules import Refused
from attending.program.small_uploads import SmallUpload, small_uploads
from attending.sources.spreadsheet import (
    Limits,
    SpreadsheetRefused,
    SpreadsheetRow,
    bad_rows,
    read_spreadsheet,
    template,
)
from attending.strategy.actions import importing as actions
from attending.strategy.forms.importing import SpreadsheetForm
from attending.strategy.models import SpreadsheetImport
from attending.strategy.presenters import importing as present
from attending.strategy.queries.importing import judged, own_import, rows_of
from attending.strategy.rules.importing import EXAMPLE, HEADINGS
from attending.ui.parts import Crumb

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@changes
@small_uploads(Limits().file_bytes)
def hand_over(request: HttpRequest, handler: SmallUpload) -> HttpResponse:
    """Hand over a spreadsheet; nothing comes in before its reader has seen what would."""
    acting = acting_person(request)
    form = SpreadsheetForm(posted(request), request.FILES or None)
    handler.refuse_large(form, "spreadsheet")

    def act() -> str:
        file = form.cleaned_data["spreadsheet"]
        try:
            read = read_spreadsheet(file.read(), file.name, HEADINGS)
        except SpreadsheetRefused as refused:
            raise Refused(str(refused)) from refused
        held = actions.keep_import(
            acting, read, file_name=file.name, all_or_nothing=form.cleaned_data["all_or_nothing"]
        )
        return reverse("strategy:import", args=[held.uid])

    return change(
        request,
        form,
        act,
        title="Import use cases from a spreadsheet",
        lede="You propose every use case in it. You see what would come in before anything does, and nothing that is "
        "here is changed.",
        submit="Read the file",
        done="",
        back=reverse("strategy:use-cases"),
        crumbs=_crumbs(),
        template="strategy/import_file.html",
    )


@require_safe
def empty_template(request: HttpRequest) -> HttpResponse:
    """The template, with the choices there are here."""
    acting = acting_person(request)
    priorities = EnterprisePriority.objects.filter(organisation=acting.organisation)
    choices = {"kind": [str(label) for label in Kind.labels], "priority": [each.title for each in priorities]}
    content = template("Use cases", HEADINGS, EXAMPLE, choices)
    headers = {"Content-Disposition": 'attachment; filename="use-cases.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=WORKBOOK, headers=headers)


@changes
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What would come in, what is here already, and what is to be corrected; or what became of it."""
    acting = acting_person(request)
    held = _held(request, uid)
    if request.method == "POST":
        try:
            actions.load_import(acting, held)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("strategy:import", uid)
    now = None if held.loaded_at else judged(held)
    faults = present.faults_of(held, now)
    context = {
        "held": held,
        "crumbs": [*_crumbs(), Crumb("Import", reverse("strategy:import-file"))],
        "account": account_rows(held.file_name, counts_of(now) if now else held.account or {}, loaded=now is None),
        "blocked": now.blocked(all_or_nothing=held.all_or_nothing) if now else "",
        "ready": len(now.ready) if now else 0,
        "coming": present.coming_table(now) if now and now.ready else None,
        "more": max(0, len(now.ready) - LISTED) if now else 0,
        "more_faults": max(0, sum(len(each) for each in faults.values()) - LISTED),
        "faults": fault_table(faults) if faults else None,
        "refused": len(faults),
    }
    return render(request, "strategy/import.html", context)


@require_safe
def refused_rows(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The bad rows as CSV, to be corrected and handed over again."""
    held = _held(request, uid)
    faults = present.faults_of(held, None if held.loaded_at else judged(held))
    rows = [
        SpreadsheetRow(row.number, row.values, tuple(faults[row.number]))
        for row in rows_of(held.rows)
        if row.number in faults
    ]
    headers = {"Content-Disposition": 'attachment; filename="bad-rows.csv"', "Cache-Control": "no-store"}
    return HttpResponse(bad_rows(HEADINGS, rows), content_type="text/csv; charset=utf-8", headers=headers)


@changes
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget the file."""
    acting = acting_person(request)
    held = _held(request, uid)

    def act() -> str:
        actions.discard_import(acting, held)
        return reverse("strategy:import-file")

    return change(
        request,
        forms.Form(posted(request)),
        act,
        title="Discard this file?",
        lede=f"{held.file_name}. Nothing of it has come in.",
        submit="Discard it",
        done="The file is discarded; nothing came in.",
        back=reverse("strategy:import", args=[uid]),
        crumbs=_crumbs(),
        kind="danger",
    )


def _held(request: HttpRequest, uid: UUID) -> SpreadsheetImport:
    try:
        return own_import(acting_person(request), uid)
    except SpreadsheetImport.DoesNotExist:
        raise Http404("There is no such file of yours; it was discarded, or replaced by one read later.") from None


def _crumbs() -> list[Crumb]:
    return [Crumb("Use cases", reverse("strategy:use-cases"))]
