"""Governance measured: one page of numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.governance.presenters import measured as present
from attending.governance.queries import measured as queries
from attending.program.acting import acting_person


@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    """Queue, latency, load and minutes. Nine queries, whatever was decided."""
    acting = acting_person(request)
    now = timezone.now()
    waiting = queries.waiting(acting.organisation)
    decided = queries.decided(acting.organisation, now)
    loads = queries.loads(acting.organisation, waiting, now)
    held = queries.held_meetings(acting.organisation)
    context = {
        "stats": present.stats(waiting, decided, held, now),
        "figure": present.latency_figure(decided),
        "routes": present.route_table(waiting, decided, now),
        "tiers": present.tier_table(waiting, decided, now),
        "loads": present.load_table(loads) if loads else None,
        "meetings": present.meeting_table(held) if held else None,
    }
    return render(request, "governance/measured.html", context)
