"""Reply to what was said on a walkthrough."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.models.clinical_input import Effect
from attending.program.rules import Act
from attending.workflow.actions import replying
from attending.workflow.forms.walking import ReplyForm
from attending.workflow.models import StepAnswer
from attending.workflow.presenters import said as said_presented
from attending.workflow.presenters.tabs import crumbs
from attending.workflow.queries import walking as queries
from attending.workflow.views.lookup import may


@changes
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to one answer."""
    acting = acting_person(request)
    try:
        answer = queries.answer_of(acting.organisation, pk)
    except StepAnswer.DoesNotExist:
        raise Http404("There is no such answer here.") from None
    use_case = answer.walkthrough.version.care_map.use_case
    form = ReplyForm(posted(request), later=queries.later_versions(answer.walkthrough.version))
    [card] = said_presented.cards([answer], named=may(acting, Act.ANSWER_WALKTHROUGH, use_case))
    return change_on(
        request,
        form,
        lambda: replying.reply(
            acting,
            answer,
            words=form.cleaned_data["words"],
            effect=Effect(form.cleaned_data["effect"]),
            changed_in=form.cleaned_data["changed_in"],
        ),
        page=reverse("workflow:walkthrough", args=[use_case.key]),
        title=f"Reply about {card.step}",
        lede=f"{card.by} said: {'. '.join(filter(None, (card.goes, card.different, card.useful)))}",
        submit="Reply",
        done="The reply is given. Whoever said it sees it.",
        crumbs=crumbs(use_case),
    )
