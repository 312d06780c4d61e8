"""What people without an account sent: read, taken up, or declined."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import EnterprisePriority, Person
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.actions import taking_up
from attending.strategy.forms.intake import DeclineForm, TakeUpForm
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.presenters import intake as present
from attending.strategy.presenters import intake_links
from attending.strategy.queries.intake import proposals
from attending.strategy.queries.overlaps import alike
from attending.strategy.rules.intake import OUTSIDE, Step
from attending.ui.parts import Crumb

ANSWERS = tuple(step for step in OUTSIDE if step is not Step.WHO)


@require_safe
def proposal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One proposal with what it is like, and the two answers to it."""
    acting, found = _found(request, uid)
    waits = found.state == DraftState.WAITING
    context = {
        "proposal": found,
        "crumbs": _crumbs(),
        "outcome": intake_links.outcome_rows(found),
        "rows": present.answer_rows(found, [], steps=ANSWERS),
        "alike": present.alike_cards(alike(found)) if waits else [],
        "may_answer": waits and bool(seats_of(acting) & RIGHTS[Act.TAKE_UP_PROPOSAL]),
    }
    return render(request, "strategy/proposal.html", context)


@changes
def take_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make it a use case."""
    acting, found = _found(request, uid)
    priorities = EnterprisePriority.objects.filter(organisation=acting.organisation)
    form = TakeUpForm(posted(request), priorities=priorities, initial={"title": str(found)})
    return change(
        request,
        form,
        lambda: url_of(taking_up.take_up(acting, found, **form.cleaned_data)),
        title="Take up this proposal",
        lede=f"{intake_links.came_from(found)} It becomes a use case that you propose; its page says who brought it.",
        submit="Take it up",
        done="It is a use case now. Name its leaders next.",
        back=reverse("strategy:proposal", args=[uid]),
        crumbs=[*_crumbs(), Crumb(str(found), reverse("strategy:proposal", args=[uid]))],
    )


@changes
def decline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Decline it with an answer."""
    acting, found = _found(request, uid)
    form = DeclineForm(posted(request))
    back = reverse("strategy:proposal", args=[uid])

    def act() -> str:
        taking_up.decline(acting, found, answer=form.cleaned_data["answer"])
        return back

    return change(
        request,
        form,
        act,
        title="Decline this proposal",
        lede=f"{intake_links.came_from(found)} It stays on record with your answer.",
        submit="Decline with this answer",
        done="Whoever brought it will read your answer.",
        back=back,
        crumbs=[*_crumbs(), Crumb(str(found), back)],
    )


def _found(request: HttpRequest, uid: UUID) -> tuple[Person, IntakeDraft]:
    acting = acting_person(request)
    found = get_object_or_404(proposals(acting.organisation), uid=uid)
    seats = seats_of(acting)
    if not seats & (RIGHTS[Act.TAKE_UP_PROPOSAL] | RIGHTS[Act.OPEN_INTAKE]):
        raise PermissionDenied("Those who open links or take up proposals see this page.")
    return acting, found


def _crumbs() -> list[Crumb]:
    return [
        Crumb("Use cases", reverse("strategy:use-cases")),
        Crumb("Links and proposals", reverse("strategy:intake-links")),
    ]
