"""Publish an entry, and take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from attending.inventory.actions import publishing as actions
from attending.inventory.forms.publications import PublishForm, TakeBackForm
from attending.inventory.models import InventoryEntry
from attending.inventory.queries import publications as queries
from attending.inventory.views.lookup import entry_crumbs, entry_or_404
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.ui import formats


@changes
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the public is told."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    form = PublishForm(posted(request), initial=_known(entry))
    decision = queries.last_decision(entry)
    decided_on = timezone.localtime(decision.decided_at).date() if decision else None
    decided = f"Last decision: {formats.date(decided_on)}." if decided_on else "No decision about it is on record."
    return change_on(
        request,
        form,
        lambda: actions.publish(acting, entry, form.text(entry, decided_on)),
        page=reverse("inventory:entry", args=[pk]),
        crumbs=entry_crumbs(entry),
        title=f"Put {entry.name} on the public register",
        lede=f"Everybody may read it, without an account. {decided}",
        submit="Publish it",
        done="It is on the public register.",
    )


def _known(entry: InventoryEntry) -> dict[str, str]:
    """What was told before, or what the inventory says."""
    standing = queries.standing_publication(entry)
    if standing is not None:
        return {name: getattr(standing, name) for name in PublishForm.base_fields}
    return {
        "purpose": entry.purpose,
        "place": entry.place,
        "used_since": formats.date(entry.used_since) if entry.used_since else "",
        "answers": queries.answering_seat(entry),
    }


@changes
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry off the register."""
    acting = acting_person(request)
    entry = entry_or_404(request, pk)
    form = TakeBackForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.take_back(acting, entry, reason=form.cleaned_data["reason"]),
        page=reverse("inventory:entry", args=[pk]),
        crumbs=entry_crumbs(entry),
        title=f"Take {entry.name} off the public register",
        lede="What was told stays on record here.",
        submit="Take it off",
        done="It is off the public register.",
        kind="danger",
    )
