"""Proposing without an account. Secrets are taken out of the address at once: they stay in no log and no history.

Nothing of the inside is shown: no navigation, no priorities, no use cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, Final

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attending.accounts.rules import sha256_hex
from attending.program.changing import changes
from attending.program.models import EnterprisePriority
from attending.strategy.actions import outside as actions
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.presenters import intake as present
from attending.strategy.presenters.intake_links import what_next
from attending.strategy.queries import intake as queries
from attending.strategy.rules.intake import OUTSIDE, Closed, Step
from attending.strategy.views.intake_pages import Way, check_page, discard_page, step_page

LINK: Final = "attending.strategy.bring.link"
DRAFT: Final = "attending.strategy.bring.draft"


@login_not_required
@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link: what it was opened for, or why it takes nothing more."""
    found = queries.link_by_sha256(sha256_hex(token))
    if found is None:
        return _unusable(request, None)
    why = queries.closed_because(found)
    if why is not None:
        return _unusable(request, why)
    request.session[LINK] = token
    return redirect("strategy:bring")


@login_not_required
@never_cache
@changes
def begin(request: HttpRequest) -> HttpResponse:
    """What is asked, and where it begins."""
    found = queries.link_by_sha256(sha256_hex(str(request.session.get(LINK, ""))))
    why = queries.closed_because(found) if found else None
    if found is None or why is not None:
        return _unusable(request, why)
    if request.method == "POST":
        if not ratelimit.consume(request, action="intake"):
            limited: HttpResponse = ratelimit.respond_429(request)
            return limited
        try:
            _, request.session[DRAFT] = actions.begin_outside(found)
        except actions.LinkClosed as closed:
            return _unusable(request, closed.why)
        return redirect("strategy:bring-mine")
    context = {"organisation_name": found.organisation.name, "steps": len(OUTSIDE)}
    return render(request, "strategy/bring.html", context)


@login_not_required
@never_cache
@require_safe
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Come back to one's own proposal."""
    if queries.draft_by_sha256(sha256_hex(token)) is None:
        return _unusable(request, None)
    request.session[DRAFT] = token
    return redirect("strategy:bring-mine")


def _of_draft(
    view: Callable[Concatenate[HttpRequest, IntakeDraft, ...], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page about the proposal whose secret the session holds."""

    @login_not_required
    @never_cache
    @wraps(view)
    def found(request: HttpRequest, *args: str, **keywords: str) -> HttpResponse:
        draft = queries.draft_by_sha256(sha256_hex(str(request.session.get(DRAFT, ""))))
        return _unusable(request, None) if draft is None else view(request, draft, *args, **keywords)

    return found


@require_safe
@_of_draft
def mine(request: HttpRequest, draft: IntakeDraft) -> HttpResponse:
    """The state of one's proposal, its own address, and the answer once there is one."""
    address = request.build_absolute_uri(reverse("strategy:bring-again", args=[request.session[DRAFT]]))
    first = reverse("strategy:bring-step", args=[OUTSIDE[0]])
    context = {
        "draft": draft,
        "state": present.state_of(draft),
        "next": what_next(draft),
        "address": address,
        "unsent": draft.state == DraftState.DRAFT,
        "go_on_url": reverse("strategy:bring-check") if draft.answers else first,
        "rows": present.answer_rows(draft, []) if draft.state != DraftState.DRAFT else [],
    }
    return render(request, "strategy/bring_mine.html", context)


@changes
@_of_draft
def step(request: HttpRequest, draft: IntakeDraft, name: str) -> HttpResponse:
    """One step."""
    if draft.state != DraftState.DRAFT:
        return redirect("strategy:bring-mine")

    def save(asked: Step, answers: Mapping[str, Any]) -> object:
        return actions.save_outside(draft, asked, answers)

    return step_page(request, draft, name, _way(), save, EnterprisePriority.objects.none())


@changes
@_of_draft
def check(request: HttpRequest, draft: IntakeDraft) -> HttpResponse:
    """All answers, and the button that sends them."""
    if draft.state != DraftState.DRAFT:
        return redirect("strategy:bring-mine")

    def send() -> str:
        actions.send_outside(draft)
        return reverse("strategy:bring-mine")

    lede = "Clinical leaders read it under your name, take it up, or tell you why not."
    return check_page(request, draft, _way(), send, lede=lede, done="It is sent.")


@changes
@_of_draft
def discard(request: HttpRequest, draft: IntakeDraft) -> HttpResponse:
    """Throw it away."""

    def act() -> str:
        actions.discard_outside(draft)
        request.session.pop(DRAFT, None)
        return reverse("strategy:bring-left")

    return discard_page(request, draft, _way(), act)


def _way() -> Way:
    return Way(
        steps=OUTSIDE,
        step_url=lambda step: reverse("strategy:bring-step", args=[step]),
        check=reverse("strategy:bring-check"),
        home=reverse("strategy:bring-mine"),
        discard=reverse("strategy:bring-discard"),
        kept="Saved. Come back with the address below.",
    )


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave a shared computer: the proposal stays, and this browser forgets it."""
    request.session.pop(DRAFT, None)
    request.session.pop(LINK, None)
    return redirect("strategy:bring-left")


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Nothing is held here any more."""
    return render(request, "strategy/bring_left.html")


def _unusable(request: HttpRequest, why: Closed | None) -> HttpResponse:
    """Say why, and nothing else: 404 for what is not known, 410 for what has ended."""
    return render(request, "strategy/bring_unusable.html", {"why": why}, status=410 if why else 404)
