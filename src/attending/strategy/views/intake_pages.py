"""The pages that a proposal goes through, whoever writes it: its steps, the check before sending, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attending.program.changing import change, posted
from attending.program.models import EnterprisePriority
from attending.program.rules import Refused
from attending.strategy.forms.intake import step_form
from attending.strategy.models import IntakeDraft
from attending.strategy.presenters import intake as present
from attending.strategy.queries.overlaps import Alike
from attending.strategy.rules.intake import Step, answers_of, step_after, step_before, unanswered
from attending.ui.parts import Crumb

CHECKING: Final = "check"
"""In the address of a step: it was opened from the check, and leads back there."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where the pages of one proposal stand; ``home`` is where it waits when it is left, ``kept`` says so."""

    steps: tuple[Step, ...]
    step_url: Callable[[Step], str]
    check: str
    home: str
    discard: str
    kept: str
    crumbs: Sequence[Crumb] = ()

    def change_url(self, step: Step) -> str:
        """A step that leads back to the check."""
        return f"{self.step_url(step)}?{CHECKING}"

    def before(self, step: Step) -> str:
        """The page before a step."""
        earlier = step_before(step, self.steps)
        return self.step_url(earlier) if earlier else self.home

    def after(self, step: Step) -> str:
        """The page after a step."""
        later = step_after(step, self.steps)
        return self.step_url(later) if later else self.check


def step_page(
    request: HttpRequest,
    draft: IntakeDraft,
    name: str,
    way: Way,
    save: Callable[[Step, Mapping[str, Any]], object],
    priorities: QuerySet[EnterprisePriority],
) -> HttpResponse:
    """One step: what was written is kept, and the next is asked; a 404 for a step that this way does not have."""
    asked = next((step for step in way.steps if step == name), None)
    if asked is None:
        raise Http404("There is no such step.")
    later, checking = "later" in request.POST, CHECKING in request.GET
    form = step_form(asked, posted(request), answers_of(draft), later=later, priorities=priorities)
    if request.method == "POST" and form.is_valid():
        try:
            save(asked, form.answers())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if later:
                messages.success(request, way.kept)
                return redirect(way.home)
            return redirect(way.check if checking else way.after(asked))
    context = {
        "form": form,
        "title": present.HEADINGS[asked],
        "lede": present.LEDES.get(asked, ""),
        "free_text": asked not in (Step.SORT, Step.WHO),
        "at": way.steps.index(asked) + 1,
        "of": len(way.steps),
        "crumbs": way.crumbs,
        "back_url": way.check if checking else way.before(asked),
    }
    return render(request, "strategy/intake_step.html", context, status=422 if form.errors else 200)


def check_page(
    request: HttpRequest,
    draft: IntakeDraft,
    way: Way,
    send: Callable[[], str],
    *,
    lede: str,
    done: str,
    priorities: Sequence[EnterprisePriority] = (),
    alike: Sequence[Alike] = (),
) -> HttpResponse:
    """All answers, each with where to change it, what is like them, and the button that sends them."""
    urls = {step: way.change_url(step) for step in way.steps}
    missing = unanswered(answers_of(draft), way.steps)
    return change(
        request,
        forms.Form(posted(request)),
        send,
        title="Check before you send",
        lede=lede,
        submit="Send",
        done=done,
        back=way.home,
        crumbs=way.crumbs,
        template="strategy/intake_check.html",
        beside={
            "rows": present.answer_rows(draft, priorities, urls),
            "missing": [(present.HEADINGS[step], urls[step]) for step in missing],
            "alike": present.alike_cards(alike),
            "discard_url": way.discard,
        },
    )


def discard_page(request: HttpRequest, draft: IntakeDraft, way: Way, discard: Callable[[], str]) -> HttpResponse:
    """Ask once more before what was written is gone."""
    return change(
        request,
        forms.Form(posted(request)),
        discard,
        title="Discard this proposal?",
        lede=f"{draft}. What was written in it is gone then; nothing was sent.",
        submit="Discard it",
        done="It is discarded.",
        back=way.check,
        crumbs=way.crumbs,
        kind="danger",
    )
