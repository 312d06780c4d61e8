"""What readiness is assessed by, and the forms that adapt it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from attending.program.acting import acting_person
from attending.program.changing import Wording, change_on, changes, posted
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act, Refused
from attending.strategy.actions import readiness_items as actions
from attending.strategy.forms.readiness_items import ConfirmForm, ItemForm, WordingForm, wording_of
from attending.strategy.models import Barrier, ReadinessItem
from attending.strategy.queries.readiness import any_item_ever, items_in_force
from attending.ui.parts import Crumb


def crumbs() -> list[Crumb]:
    """The pages above the items."""
    return [Crumb("Readiness", reverse("strategy:readiness"))]


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Every item in force under its barrier."""
    acting = acting_person(request)
    found = list(items_in_force(acting.organisation))
    groups = [(barrier.label, [item for item in found if item.barrier == barrier]) for barrier in Barrier]
    context = {
        "groups": groups,
        "any": bool(found),
        "never": not any_item_ever(acting.organisation),
        "may_adapt": bool(seats_of(acting) & RIGHTS[Act.ADAPT_READINESS]),
        "crumbs": crumbs(),
    }
    return render(request, "strategy/readiness_items.html", context)


@changes
def take_over(request: HttpRequest) -> HttpResponse:
    """Begin with the items that Attending comes with."""
    acting = acting_person(request)
    return _adapt(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.take_over_catalog(acting),
        title="Take over Attending's items",
        lede="Twenty-five items under the five kinds of barrier, with their sources. They are yours from then on: "
        "change the words, retire what does not fit, add what is missing.",
        submit="Take them over",
        done="The items are taken over.",
    )


@changes
def add(request: HttpRequest) -> HttpResponse:
    """Add an item."""
    acting = acting_person(request)
    form = ItemForm(posted(request), initial={"barrier": request.GET.get("barrier", "")})
    return _adapt(
        request,
        form,
        lambda: actions.add_item(acting, form.chosen_barrier(), form.wording()),
        title="Add a readiness item",
        lede="One statement, and what each grade means in words that a nurse would use.",
        submit="Add",
        done="The item is added. Assessments opened from now on ask it.",
    )


@changes
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say an item in other words."""
    acting = acting_person(request)
    item = _find(acting, pk)
    form = WordingForm(posted(request), initial=wording_of(item))
    return _adapt(
        request,
        form,
        lambda: actions.change_item(acting, item, form.wording()),
        title="Change a readiness item",
        lede="The new words take the place of the old. What was graded keeps the words it was graded on.",
        submit="Change",
        done="The item is changed.",
    )


@changes
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more by an item."""
    acting = acting_person(request)
    item = _find(acting, pk)
    return _adapt(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.retire_item(acting, item),
        title="Retire a readiness item",
        lede=f"“{item.statement}” is asked no more. What was graded by it stays.",
        submit="Retire",
        done="The item is retired.",
        kind="danger",
    )


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down among those of its barrier."""
    acting = acting_person(request)
    item = _find(acting, pk)
    try:
        actions.move_item(acting, item, up=request.POST.get("direction") == "up")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('strategy:readiness-items')}#{item.barrier}")


def _find(acting: Person, pk: int) -> ReadinessItem:
    item = items_in_force(acting.organisation).filter(pk=pk).first()
    if item is None:
        raise Http404("There is no such readiness item in force; it may have been changed or retired.")
    return item


def _adapt(
    request: HttpRequest, form: WordingForm | ConfirmForm, act: Callable[[], object], **wording: Unpack[Wording]
) -> HttpResponse:
    back = reverse("strategy:readiness-items")
    return change_on(request, form, act, page=back, crumbs=[*crumbs(), Crumb("Readiness items", back)], **wording)
