"""One page that answers what to build next, or says what is missing to answer it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from attending.program.acting import acting_person
from attending.strategy.presenters import what_next as present
from attending.strategy.queries import what_next as queries


@require_GET
def what_next(request: HttpRequest) -> HttpResponse:
    """What to build next."""
    acting = acting_person(request)
    planned = queries.planned(acting.organisation)
    context = {
        "answer": present.answer(planned) if planned else None,
        "finished": planned is not None and planned.answer is None,
        "tasks": [] if planned else present.tasks(queries.missing(acting.organisation)),
        "planned": planned,
    }
    return render(request, "strategy/what_next.html", context)
