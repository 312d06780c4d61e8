"""Propose a use case, one thing asked on each page; saved at every step."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import EnterprisePriority, Person
from attending.program.registries.pages import url_of
from attending.strategy.actions import intake as actions
from attending.strategy.forms.intake import step_form
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.presenters import intake as present
from attending.strategy.queries.intake import own_draft, own_drafts
from attending.strategy.queries.overlaps import alike
from attending.strategy.rules.intake import (
    INSIDE,
    Step,
    answers_of,
    step_after,
    step_before,
    unanswered,
)
from attending.ui.parts import Crumb

BACK_TO_CHECK = "check"


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
    """One step: what was written is kept, and the next is asked."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft
    asked = step_named(name, INSIDE)
    later = "later" in request.POST
    priorities = EnterprisePriority.objects.filter(organisation=acting.organisation)
    form = step_form(asked, posted(request), answers_of(draft), later=later, priorities=priorities)
    checking = BACK_TO_CHECK in request.GET
    if request.method == "POST" and form.is_valid():
        actions.save_step(acting, draft, asked, form.answers())
        if later:
            messages.success(request, "Saved. It waits here and on My rounds until you send or discard it.")
            return redirect("strategy:propose")
        after = None if checking else step_after(asked, INSIDE)
        return redirect("strategy:propose-step", uid, after) if after else redirect("strategy:propose-check", uid)
    before = step_before(asked, INSIDE)
    context = {
        "form": form,
        "title": present.HEADINGS[asked],
        "lede": present.LEDES.get(asked, ""),
        "free_text": asked not in (Step.SORT, Step.WHO),
        "at": INSIDE.index(asked) + 1,
        "of": len(INSIDE),
        "crumbs": [*_crumbs(), Crumb("Propose a use case", reverse("strategy:propose"))],
        "back_url": _back(uid, None if checking else before, checking=checking),
    }
    return render(request, "strategy/intake_step.html", context, status=422 if form.errors else 200)


@changes
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All answers, what is like them, and the button that sends them."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft
    urls = {each: f"{reverse('strategy:propose-step', args=[uid, each])}?{BACK_TO_CHECK}" for each in INSIDE}
    missing = unanswered(answers_of(draft), INSIDE)
    priorities = EnterprisePriority.objects.filter(organisation=acting.organisation)
    return change(
        request,
        forms.Form(posted(request)),
        lambda: url_of(actions.send_draft(acting, draft)),
        title="Check before you send",
        lede="Once sent, it is a use case that everybody here can read. Leaders take it on by taking a seat.",
        submit="Send",
        done="The use case is proposed. Next, its leaders are named and the strategic questions answered.",
        back=reverse("strategy:propose"),
        crumbs=[*_crumbs(), Crumb("Propose a use case", reverse("strategy:propose"))],
        template="strategy/intake_check.html",
        beside={
            "rows": present.answer_rows(draft, list(priorities), urls),
            "missing": [(present.HEADINGS[each], urls[each]) for each in missing],
            "alike": present.alike_cards(alike(draft)),
            "discard_url": reverse("strategy:propose-discard", args=[uid]),
        },
    )


@changes
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    acting = acting_person(request)
    draft = _open(acting, uid)
    if isinstance(draft, HttpResponse):
        return draft
    back = reverse("strategy:propose")

    def act() -> str:
        actions.discard_draft(acting, draft)
        return back

    return change(
        request,
        forms.Form(posted(request)),
        act,
        title="Discard this draft?",
        lede=f"{draft}. What was written in it is gone then; nothing was sent.",
        submit="Discard it",
        done="The draft is discarded.",
        back=reverse("strategy:propose-check", args=[uid]),
        crumbs=[*_crumbs(), Crumb("Propose a use case", back)],
        kind="danger",
    )


def step_named(name: str, steps: tuple[Step, ...]) -> Step:
    """The step of this name, or a 404."""
    for each in steps:
        if each == name:
            return each
    raise Http404("There is no such step.")


def _open(acting: Person, uid: UUID) -> IntakeDraft | HttpResponse:
    """The person's own draft; once sent, the way to the use case that it became."""
    try:
        draft = own_draft(acting, uid)
    except IntakeDraft.DoesNotExist:
        raise Http404("There is no such draft of yours; it may have been discarded.") from None
    if draft.state != DraftState.DRAFT and draft.use_case is not None:
        return redirect(url_of(draft.use_case))
    return draft


def _back(uid: UUID, before: Step | None, *, checking: bool) -> str:
    if checking:
        return reverse("strategy:propose-check", args=[uid])
    return reverse("strategy:propose-step", args=[uid, before]) if before else reverse("strategy:propose")


def _crumbs() -> list[Crumb]:
    return [Crumb("Use cases", reverse("strategy:use-cases"))]
