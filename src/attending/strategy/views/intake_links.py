"""Links for people without an account: opened, listed, closed."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.actions.record import check
from attending.program.changing import change, changes, posted
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act, NotAllowed, Refused
from attending.strategy.actions.intake_links import close_link, open_link
from attending.strategy.forms.intake import OpenLinkForm
from attending.strategy.models import IntakeLink
from attending.strategy.presenters import intake_links as present
from attending.strategy.queries import intake as queries
from attending.ui.parts import Crumb


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Every link, and what came through them."""
    acting = acting_person(request)
    seats = seats_of(acting)
    may_open = bool(seats & RIGHTS[Act.OPEN_INTAKE])
    if not may_open and not seats & RIGHTS[Act.TAKE_UP_PROPOSAL]:
        raise PermissionDenied("Those who open links or take up proposals see this page.")
    context = {
        "links": present.link_rows(list(queries.links(acting.organisation))),
        "proposals": present.proposal_tasks(list(queries.proposals(acting.organisation))),
        "may_open": may_open,
        "crumbs": crumbs(),
    }
    return render(request, "strategy/intake_links.html", context)


@never_cache
@changes
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a link; its address is shown this once."""
    acting = _opener(request)
    form = OpenLinkForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            link, secret = open_link(acting, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            url = request.build_absolute_uri(reverse("strategy:bring-link", args=[secret]))
            return render(request, "strategy/intake_link_opened.html", {"link": link, "url": url, "crumbs": crumbs()})
    return change(
        request,
        form,
        lambda: reverse("strategy:intake-links"),
        title="Open a link for people without an account",
        lede="Whoever has the address may propose, until its last day. They see nothing of the inside; what they send "
        "waits until somebody takes it up.",
        submit="Open the link",
        done="",
        back=reverse("strategy:intake-links"),
        crumbs=[*crumbs(), Crumb("Links", reverse("strategy:intake-links"))],
    )


@changes
def close_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a link before its day."""
    acting = acting_person(request)
    link = get_object_or_404(IntakeLink, pk=pk, organisation=acting.organisation)
    back = reverse("strategy:intake-links")

    def act() -> str:
        close_link(acting, link)
        return back

    return change(
        request,
        forms.Form(posted(request)),
        act,
        title="Close this link?",
        lede=f"{link.label}. Nobody can begin or send a proposal there any more; what was sent stays.",
        submit="Close it",
        done="The link is closed.",
        back=back,
        crumbs=[*crumbs(), Crumb("Links", back)],
        kind="danger",
    )


def crumbs() -> list[Crumb]:
    """The pages above."""
    return [Crumb("Use cases", reverse("strategy:use-cases"))]


def _opener(request: HttpRequest) -> Person:
    acting = acting_person(request)
    try:
        check(acting, Act.OPEN_INTAKE)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    return acting
