"""Delegations: those given and received, all of them for whoever oversees, a new one, and its end."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.decisions import actions, queries
from attending.decisions.actions.delegating import OVERSEERS
from attending.decisions.forms import DelegationForm, ReasonForm
from attending.decisions.presenters.delegations import delegation_rows
from attending.decisions.queries.delegations import holdings_to_delegate
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Table

_WHO = (Column("delegator", "On behalf of", sort="delegator__printed_name"), Column("delegate", "Signs"))
_WHAT = (
    Column("seat", "From the seat", sort="seat"),
    Column("reach", "For"),
    Column("days", "Days", sort="starts_at"),
    Column("reason", "Why"),
    Column("state", "State"),
    Column("end", "End"),
)


def _table(name: str, caption: str, empty: str, columns: tuple[Column, ...]) -> Table:
    return Table(
        name=f"delegations-{name}",
        caption=caption,
        columns=columns,
        noun="delegations",
        one="delegation",
        prefix=f"{name}-",
        order="-starts_at",
        empty=empty,
    )


GIVEN = _table("given", "Who signs for you", "Nobody signs for you.", (_WHO[1], *_WHAT))
RECEIVED = _table("received", "Whom you sign for", "You sign for nobody but yourself.", (_WHO[0], *_WHAT))
EVERYBODYS = _table("all", "Everybody's delegations", "Nobody has delegated anything yet.", (*_WHO, *_WHAT))


def _crumbs(*, whole: bool) -> list[Crumb]:
    above = [Crumb("Decisions", reverse("decisions:list"))]
    return [*above, Crumb("Delegations", reverse("decisions:delegations"))] if whole else above


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Who signs for the reader, for whom the reader signs, and for overseers everybody's."""
    acting = acting_person(request)
    oversees = _oversees(acting)
    every = queries.delegations_of(acting.organisation)
    tables = {GIVEN: every.filter(delegator=acting), RECEIVED: every.filter(delegate=acting)}
    if oversees:
        tables[EVERYBODYS] = every
    bound = [
        table.bind(rows, request.GET, lambda found: delegation_rows(found, person=acting, oversees=oversees))
        for table, rows in tables.items()
    ]
    asked = next((table for table in bound if table.export_requested), None)
    if asked is not None:
        return asked.export()
    context = {"tables": bound, "crumbs": _crumbs(whole=False), "holds": holdings_to_delegate(acting).exists()}
    return render(request, "decisions/delegations.html", context)


@changes
def delegate(request: HttpRequest) -> HttpResponse:
    """Let somebody else sign from one of the acting person's seats."""
    acting = acting_person(request)
    colleagues = queries.people_of(acting.organisation_id).exclude(pk=acting.pk).exclude(user=None)
    form = DelegationForm(posted(request), holdings=list(holdings_to_delegate(acting)), people=colleagues)
    return change_on(
        request,
        form,
        lambda: actions.delegate(acting, **form.as_delegated()),
        page=reverse("decisions:delegations"),
        crumbs=_crumbs(whole=True),
        title="Let somebody sign for you",
        lede="They sign under their own name and say that it is on your behalf; either of you may sign, and you count "
        "once. Nobody signs for you what you proposed yourself.",
        submit="Delegate",
        done="They sign for you in these days. Both of you can end it at any time.",
    )


@changes
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation before its time."""
    acting = acting_person(request)
    found = queries.delegation(acting.organisation, pk)
    if found is None or not (_oversees(acting) or acting.pk in {found.delegator_id, found.delegate_id}):
        raise Http404("There is no such delegation here.")
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.end_delegation(found, acting=acting, reason=form.cleaned_data["reason"]),
        page=reverse("decisions:delegations"),
        crumbs=_crumbs(whole=True),
        title="End the delegation",
        lede=f"{found.delegate.printed_name} signs on behalf of {found.delegator.printed_name} no longer. What was "
        "signed under it stands.",
        submit="End it",
        kind="danger",
        done="The delegation has ended; it stays on record.",
    )


def _oversees(person: Person) -> bool:
    return bool(seats_of(person) & OVERSEERS)
