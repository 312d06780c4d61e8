"""Concerns for those inside: counts, the list, one concern, its answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.analytics.catalogs.safety.concerns import happened
from attending.decisions.in_force import policy_of
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.safety.actions.concerns import answer_concern, check_may_answer, name_ai
from attending.safety.forms.concerns import AnswerForm, NameAiForm
from attending.safety.models import Concern, Outcome
from attending.safety.presenters import concerns as present
from attending.safety.presenters import incidents as present_incidents
from attending.safety.presenters.words import state_of
from attending.safety.queries import concerns as queries
from attending.safety.queries import incidents
from attending.safety.queries.answering import asked
from attending.safety.queries.counting import counts, standings
from attending.safety.rules.concerns import COUNTED_OVER
from attending.safety.views.lookup import concern_crumbs, concern_or_404, crumbs, may
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Filter, Table

CONCERNS = Table(
    name="concerns",
    caption="Concerns",
    columns=(
        Column("raised", "Raised", sort="raised_at"),
        Column("unit", "Unit", sort="code__unit__name"),
        Column("ai", "AI"),
        Column("said", "What happened", sort="happened"),
        Column("state", "State"),
        Column("asked", "Who is asked"),
    ),
    noun="concerns",
    one="concern",
    search=("code__unit__name", "code__unit__site__name", "receipt"),
    filters=(Filter("happened", "What happened", [(each.key, each.label) for each in happened().values()]),),
    order="-raised_at",
    empty="Nobody raised a concern yet. Open a code on each unit where staff see an AI.",
    export_columns=(
        Column("raised_at", "Raised"),
        Column("unit", "Unit"),
        Column("site", "Site"),
        Column("ai", "AI"),
        Column("said", "What happened"),
        Column("state", "State"),
        Column("outcome", "What was changed"),
        Column("answer", "Answer"),
        Column("hours", "Hours to the first answer", numeric=True),
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What units say and what happened, counted; and where to do something about it."""
    acting = acting_person(request)
    now, clock = timezone.now(), policy_of(acting.organisation).concern_clock
    found = counts(acting.organisation, now - COUNTED_OVER, now)
    left = incidents.open_incidents(acting.organisation)
    context = {
        "stats": present.stats(present.total(found), clock),
        "table": present.count_table(found, clock) if found else None,
        "incidents": present_incidents.tasks(left, now),
    }
    return render(request, "safety/home.html", context)


@require_safe
def concern_list(request: HttpRequest) -> HttpResponse:
    """Every concern."""
    acting = acting_person(request)

    def rows(found: Sequence[Concern]) -> Sequence[present.ConcernRow]:
        return present.rows(acting.organisation, found, timezone.now())

    table = CONCERNS.bind(queries.concerns(acting.organisation), request.GET, rows)
    if table.export_requested:
        return table.export()
    return render(request, "safety/concerns.html", {"table": table, "crumbs": crumbs()})


@require_safe
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    """One concern: what is known of it, who is asked, and what was answered."""
    acting = acting_person(request)
    found = concern_or_404(acting, pk)
    stand = standings([found], timezone.now(), policy_of(acting.organisation).concern_clock)[found.pk]
    may_answer = may(lambda: check_may_answer(acting, found))
    people = asked(acting.organisation, [found])[found.pk]
    incident = getattr(found, "incident", None)
    context = {
        "concern": found,
        "state": state_of(stand),
        "rows": present.about(found, stand, people, may_read=may_answer),
        "answers": present.answers(found),
        "may_answer": may_answer,
        "may_name": may_answer and getattr(found, "naming", None) is None,
        "incident": incident,
        "crumbs": concern_crumbs(),
    }
    return render(request, "safety/concern.html", context)


@changes
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a concern."""
    acting = acting_person(request)
    found = concern_or_404(acting, pk)
    form = AnswerForm(posted(request))
    return change_on(
        request,
        form,
        lambda: answer_concern(
            acting, found, outcome=Outcome(form.cleaned_data["outcome"]), text=form.cleaned_data["text"]
        ),
        page=reverse("safety:concern", args=[pk]),
        crumbs=_above(found),
        title="Answer a concern",
        lede=f"The answer stands at the code of {found.code.unit.name}, and with the receipt of whoever raised it. "
        "It cannot be taken back; another may follow.",
        submit="Answer",
        done="The answer stands on the unit's page.",
    )


@changes
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which AI a concern is about."""
    acting = acting_person(request)
    found = concern_or_404(acting, pk)
    form = NameAiForm(posted(request), there=queries.shown_on(found.code.unit))
    return change_on(
        request,
        form,
        lambda: name_ai(acting, found, form.chosen()),
        page=reverse("safety:concern", args=[pk]),
        crumbs=_above(found),
        title="Say which AI it was",
        lede="Then it goes to whoever answers for that AI, and counts for it. This is said once.",
        submit="Say it",
        done="It is with whoever answers for that AI.",
    )


def _above(found: Concern) -> list[Crumb]:
    return [*concern_crumbs(), Crumb(f"Concern {found.receipt}", reverse("safety:concern", args=[found.pk]))]
