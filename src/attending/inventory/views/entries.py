"""The inventory: every AI, one of them, and what may be changed of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.inventory.actions import entries as actions
from attending.inventory.forms.entries import EntryForm, LinkForm, StatusForm
from attending.inventory.models import EntryKind, EntrySource, EntryStatus, InventoryEntry
from attending.inventory.presenters import entries as present
from attending.inventory.queries import entries as queries
from attending.inventory.views.lookup import WORKBOOK, download, entry_crumbs, entry_or_404, may
from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.rules import Act
from attending.sources.spreadsheet import FiledTable, workbook
from attending.ui.tables import BoundTable, Column, Filter, Table, value_of

_EXPORT: Final = (
    Column("plain_name", "Name"),
    Column("vendor", "Vendor"),
    Column("version", "Version"),
    Column("kind", "Sort of AI"),
    Column("place", "Where it is used"),
    Column("purpose", "What it is used for"),
    Column("owner", "Who answers for it"),
    Column("used_since", "Used since"),
    Column("use_case", "Use case"),
    Column("status", "How it stands"),
    Column("source", "How it came in"),
)
ENTRIES: Final = Table(
    name="inventory",
    caption="AI in the inventory",
    columns=(
        Column("name", "AI", sort="name"),
        Column("kind", "Sort", sort="kind"),
        Column("place", "Where", sort="place"),
        Column("owner", "Who answers for it", sort="owner"),
        Column("status", "How it stands", sort="attention"),
        Column("use_case", "Use case", sort="use_case__title"),
    ),
    noun="entries",
    one="entry",
    search=("name", "vendor", "place", "purpose", "owner"),
    filters=(
        Filter("status", "How it stands", EntryStatus.choices),
        Filter("kind", "Sort", EntryKind.choices),
        Filter("source", "How it came in", EntrySource.choices),
    ),
    export_columns=_EXPORT,
)


def _rows(entries: Sequence[InventoryEntry]) -> list[present.EntryRow]:
    return present.entry_rows(entries, queries.clinical_owners(entries))


def _table(request: HttpRequest) -> BoundTable:
    return ENTRIES.bind(queries.entries(acting_person(request).organisation), request.GET, _rows)


@require_safe
def all_entries(request: HttpRequest) -> HttpResponse:
    """Every AI there is here; what nobody reviewed comes first."""
    acting = acting_person(request)
    table = _table(request)
    if table.export_requested:
        return table.export()
    counts = queries.counts_by_status(acting.organisation)
    context = {
        "table": table,
        "stats": present.stats(counts),
        "any": bool(counts),
        "may_keep": may(acting, Act.KEEP_INVENTORY),
        "query": request.GET.urlencode(),
    }
    return render(request, "inventory/entries.html", context)


@require_safe
def as_workbook(request: HttpRequest) -> HttpResponse:
    """The entries that the filters leave, as an Excel workbook."""
    rows = _rows(list(_table(request).records))
    values = [[str(value_of(row, column.key) or "") for column in _EXPORT] for row in rows]
    sheet = FiledTable("Inventory", [column.label for column in _EXPORT], [list(each) for each in values])
    return download(workbook("Inventory of AI", [sheet], created=timezone.now()), "inventory.xlsx", WORKBOOK)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One AI: what is known, who answers for it, what its vendor claims, what the public is told."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    publications = list(entry.publications.all())
    standing = next((each for each in publications if not hasattr(each, "end")), None)
    context = {
        "entry": entry,
        "crumbs": entry_crumbs(),
        "summary": present.entry_summary(entry, queries.clinical_owners([entry])),
        "versions": list(entry.ai_model.versions.order_by("-released_on", "-pk")) if entry.ai_model else [],
        "publication": standing,
        "told": present.publication_summary(standing) if standing else [],
        "ended": [each for each in publications if hasattr(each, "end")],
        "may_keep": may(acting, Act.KEEP_INVENTORY),
        "may_publish": may(acting, Act.PUBLISH_REGISTER),
    }
    return render(request, "inventory/entry.html", context)


@changes
def add(request: HttpRequest) -> HttpResponse:
    """Write down an AI."""
    acting = acting_person(request)
    form = EntryForm(posted(request))

    def act() -> str:
        return reverse("inventory:entry", args=[actions.add_entry(acting, form.facts()).pk])

    return change(
        request,
        form,
        act,
        title="Write down an AI",
        lede="Also one that nobody reviewed: what is listed can be looked at.",
        submit="Write it down",
        done="It is in the inventory.",
        back=reverse("inventory:entries"),
        crumbs=entry_crumbs(),
    )


@changes
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew what is known."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    form = EntryForm(posted(request), initial={name: getattr(entry, name) for name in EntryForm.base_fields})
    return change_on(
        request,
        form,
        lambda: actions.change_entry(acting, entry, form.facts()),
        page=reverse("inventory:entry", args=[pk]),
        crumbs=entry_crumbs(entry),
        title=f"Change {entry.name}",
        lede="What it said before stays in the record.",
        submit="Save",
        done="Saved.",
    )


@changes
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it stands."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    form = StatusForm(posted(request), initial={"status": entry.status})
    return change_on(
        request,
        form,
        lambda: actions.set_status(acting, entry, form.chosen(), reason=form.cleaned_data["reason"]),
        page=reverse("inventory:entry", args=[pk]),
        crumbs=entry_crumbs(entry),
        title=f"How {entry.name} stands",
        lede="An AI is registered by linking it to its use case.",
        submit="Save",
        done="Saved.",
    )


@changes
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link it to its use case and its model."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    form = LinkForm(posted(request), entry=entry, choices=queries.linkable(acting.organisation))

    def act() -> Any:
        return actions.link_entry(acting, entry, form.cleaned_data["use_case"], form.cleaned_data["ai_model"])

    return change_on(
        request,
        form,
        act,
        page=reverse("inventory:entry", args=[pk]),
        crumbs=entry_crumbs(entry),
        title=f"Link {entry.name}",
        lede="Whoever leads its use case then answers for it.",
        submit="Link it",
        done="Linked.",
    )
