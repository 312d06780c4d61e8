"""Bring the inventory you have: hand over the file, say which column is what, look at what would come in, load it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.inventory.actions import importing as actions
from attending.inventory.forms.importing import ColumnsForm, SheetForm
from attending.inventory.models import EntryKind, InventoryImport
from attending.inventory.presenters import importing as present
from attending.inventory.queries.importing import judged, own_import, rows_of, sheet_of
from attending.inventory.rules.importing import EXAMPLE, HEADINGS
from attending.inventory.views.lookup import WORKBOOK, download, entry_crumbs
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.imported_rows import LISTED, account_rows, counts_of, fault_table
from attending.program.rules import Refused
from attending.program.small_uploads import SmallUpload, small_uploads
from attending.sources.spreadsheet import (
    Limits,
    SpreadsheetRefused,
    SpreadsheetRow,
    bad_rows,
    read_sheet,
    template,
)


@changes
@small_uploads(Limits().file_bytes)
def hand_over(request: HttpRequest, handler: SmallUpload) -> HttpResponse:
    """Hand over the file; nothing comes in before its reader has seen what would."""
    acting = acting_person(request)
    form = SheetForm(posted(request), request.FILES or None)
    handler.refuse_large(form, "spreadsheet")

    def act() -> str:
        file = form.cleaned_data["spreadsheet"]
        try:
            sheet = read_sheet(file.read(), file.name)
        except SpreadsheetRefused as refused:
            raise Refused(str(refused)) from refused
        held = actions.keep_import(acting, sheet, file_name=file.name)
        return reverse("inventory:import-columns", args=[held.uid])

    return change(
        request,
        form,
        act,
        title="Bring the inventory you have",
        lede="From the spreadsheet that somebody keeps today, under its own headings. All rows come in, or none.",
        submit="Read the file",
        done="",
        back=reverse("inventory:entries"),
        crumbs=entry_crumbs(),
        template="inventory/import_file.html",
    )


@require_safe
def empty_template(request: HttpRequest) -> HttpResponse:
    """A template, for whoever has no list yet."""
    acting_person(request)
    content = template("Inventory", HEADINGS, EXAMPLE, {"kind": [str(label) for label in EntryKind.labels]})
    return download(content, "inventory-template.xlsx", WORKBOOK)


@changes
def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which column is what."""
    acting = acting_person(request)
    held = _held(request, uid)
    if held.loaded_at is not None:
        return redirect("inventory:import", uid)
    form = ColumnsForm(posted(request), columns=sheet_of(held).columns, mapping=held.mapping)

    def act() -> str:
        actions.map_columns(acting, held, form.places())
        return reverse("inventory:import", args=[uid])

    return change(
        request,
        form,
        act,
        title="Which column is what?",
        lede=f"{held.file_name}. What the headings seem to mean is chosen already; correct what is wrong.",
        submit="See what would come in",
        done="",
        back=reverse("inventory:import-file"),
        crumbs=entry_crumbs(),
    )


@changes
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What would come in, what is here already, and what is to be mended; or what became of it."""
    acting = acting_person(request)
    held = _held(request, uid)
    if request.method == "POST":
        try:
            actions.load_import(acting, held)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("inventory:import", uid)
    if held.loaded_at is None and "name" not in held.mapping.values():
        return redirect("inventory:import-columns", uid)
    read = rows_of(held) if held.loaded_at is None else None
    now = judged(held.organisation, read) if read else None
    labels = {column.number: column.label for column in sheet_of(held).columns} if read else {}
    context = {
        "held": held,
        "crumbs": entry_crumbs(),
        "account": account_rows(held.file_name, counts_of(now) if now else held.account or {}, loaded=now is None),
        "notes": read.notes if read else (),
        "blocked": now.blocked if now else "",
        "ready": len(now.ready) if now else 0,
        "mapping": present.mapping_rows(held, labels) if read else [],
        "coming": present.coming_table(now) if now and now.ready else None,
        "more": max(0, len(now.ready) - LISTED) if now else 0,
        "faults": fault_table(now.faults) if now and now.faults else None,
        "more_faults": max(0, sum(len(each) for each in now.faults.values()) - LISTED) if now else 0,
    }
    return render(request, "inventory/import.html", context)


@require_safe
def refused_rows(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The bad rows as CSV, each with what is wrong, to be mended in the file that was handed over."""
    held = _held(request, uid)
    if held.loaded_at is not None:
        raise Http404("This file came in whole; it had no bad row.")
    read = rows_of(held)
    faults = judged(held.organisation, read).faults
    rows = [
        SpreadsheetRow(row.number, row.values, tuple(faults[row.number])) for row in read.rows if row.number in faults
    ]
    return download(bad_rows(HEADINGS, rows), "bad-rows.csv", "text/csv; charset=utf-8")


@changes
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget the file."""
    acting = acting_person(request)
    held = _held(request, uid)

    def act() -> str:
        actions.discard_import(acting, held)
        return reverse("inventory:import-file")

    return change(
        request,
        forms.Form(posted(request)),
        act,
        title="Discard this file?",
        lede=f"{held.file_name}. Nothing of it has come in.",
        submit="Discard it",
        done="The file is discarded; nothing came in.",
        back=reverse("inventory:import", args=[uid]),
        crumbs=entry_crumbs(),
        kind="danger",
    )


def _held(request: HttpRequest, uid: UUID) -> InventoryImport:
    try:
        return own_import(acting_person(request), uid)
    except InventoryImport.DoesNotExist:
        raise Http404("There is no such file of yours; it was discarded, or replaced by one read later.") from None
