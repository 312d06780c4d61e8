"""My rounds: what is asked of me, by when, and what happens if I do nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attending.program.acting import acting_person
from attending.program.queries.people import organisation_exists
from attending.program.queries.seats import all_seats_of
from attending.program.registries import worklist
from attending.rounds.presenters import seat_rows, work_cards


def my_rounds(request: HttpRequest) -> HttpResponse:
    """The first page after signing in; in a new installation it leads the administrator to found the organisation."""
    if not organisation_exists():
        return redirect("program:found")
    acting = acting_person(request)
    context = {
        "person": acting,
        "cards": work_cards(worklist.for_person(acting)),
        "seats": seat_rows(all_seats_of(acting)),
    }
    return render(request, "rounds/my_rounds.html", context)
