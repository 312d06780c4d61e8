"""My rounds: what is asked of me, by when, and what happens if I do nothing."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attending.program.acting import acting_person
from attending.program.models import Seat
from attending.program.queries.people import beginnings
from attending.program.queries.seats import all_seats_of
from attending.program.registries import worklist
from attending.rounds.presenters import beginning_tasks, seat_rows, summary_of, work_cards

CARDS = 25
BEGINNERS = frozenset({Seat.ADMINISTRATOR, Seat.CMIO})


def my_rounds(request: HttpRequest) -> HttpResponse:
    """The first page after signing in; while the program is new, also what is still needed for it to begin."""
    acting = acting_person(request)
    holdings = all_seats_of(acting)
    held = {Seat(holding.seat) for holding in holdings}
    tasks = beginning_tasks(beginnings(acting.organisation), held) if held & BEGINNERS else []
    waiting = worklist.for_person(acting)
    page = Paginator(waiting, CARDS).get_page(request.GET.get("page"))
    context = {
        "person": acting,
        "cards": work_cards(list(page)),
        "page": page,
        "summary": summary_of(waiting),
        "beginning": tasks,
        "seats": seat_rows(holdings),
    }
    return render(request, "rounds/my_rounds.html", context)
