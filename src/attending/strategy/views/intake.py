"""Propose a use case, one thing asked on each page; saved at every step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.changing import changes
from attending.program.models import EnterprisePriority, Person
from attending.program.registries.pages import url_of
from attending.strategy.actions import intake as actions
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.presenters import intake as present
from attending.strategy.queries.intake import own_draft, own_drafts
from attending.strategy.queries.overlaps import alike
from attending.strategy.rules.intake import INSIDE, Step
from attending.strategy.views.intake_pages import Way, check_page, discard_page, step_page
from attending.ui.parts import Crumb


@changes
def propose(request: HttpRequest) -> HttpResponse:
    """What is asked, the drafts there are, and where a new one begins."""
    acting = acting_person(request)
    if request.method == "POST":
        draft = actions.begin_draft(acting)
        return redirect("strategy:propose-step", draft.uid, INSIDE[0])
    context = {"drafts": present.draft_tasks(list(own_drafts(acting))), "steps": len(INSIDE), "crumbs": _crumbs()}
    return render(request, "strategy/propose.html", context)


@changes
def step(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """One step."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft

    def save(asked: Step, answers: Mapping[str, Any]) -> object:
        return actions.save_step(acting, draft, asked, answers)

    return step_page(request, draft, name, _way(uid), save, _priorities(acting))


@changes
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All answers, what is like them, and the button that sends them."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft
    return check_page(
        request,
        draft,
        _way(uid),
        lambda: url_of(actions.send_draft(acting, draft)),
        lede="Once sent, it is a use case that everybody here can read. Leaders take it on by taking a seat.",
        done="The use case is proposed. Next, its leaders are named and the strategic questions answered.",
        priorities=list(_priorities(acting)),
        alike=alike(draft),
    )


@changes
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft

    def act() -> str:
        actions.discard_draft(acting, draft)
        return reverse("strategy:propose")

    return discard_page(request, draft, _way(uid), act)


def _open(acting: Person, uid: UUID) -> IntakeDraft | HttpResponse:
    """The person's own draft; once sent, the way to the use case that it became."""
    try:
        draft = own_draft(acting, uid)
    except IntakeDraft.DoesNotExist:
        raise Http404("There is no such draft of yours; it may have been discarded.") from None
    if draft.state != DraftState.DRAFT and draft.use_case is not None:
        return redirect(url_of(draft.use_case))
    return draft


def _way(uid: UUID) -> Way:
    home = reverse("strategy:propose")
    return Way(
        steps=INSIDE,
        step_url=lambda step: reverse("strategy:propose-step", args=[uid, step]),
        check=reverse("strategy:propose-check", args=[uid]),
        home=home,
        discard=reverse("strategy:propose-discard", args=[uid]),
        kept="Saved. It waits here and on My rounds until you send or discard it.",
        crumbs=[*_crumbs(), Crumb("Propose a use case", home)],
    )


def _priorities(acting: Person) -> QuerySet[EnterprisePriority]:
    return EnterprisePriority.objects.filter(organisation=acting.organisation)


def _crumbs() -> list[Crumb]:
    return [Crumb("Use cases", reverse("strategy:use-cases"))]
