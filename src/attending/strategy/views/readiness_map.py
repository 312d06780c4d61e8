"""The map of sites and barriers: enterprise readiness beside local enthusiasm."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.presenters.readiness_map import readiness_map as present
from attending.strategy.queries import readiness as queries


@require_safe
def readiness_map(request: HttpRequest) -> HttpResponse:
    """Every site by every barrier, for one use case or for all."""
    acting = acting_person(request)
    use_cases = queries.assessed_use_cases(acting.organisation)
    key = request.GET.get("use_case", "")
    chosen = next((each for each in use_cases if each.key == key), None)
    if key and chosen is None:
        raise Http404("No site was assessed for such a use case.")
    context = {
        "map": present(queries.sites(acting.organisation), queries.newest_by_site(acting.organisation, chosen)),
        "use_cases": use_cases,
        "chosen": chosen,
        "open": list(queries.assessments(acting.organisation).filter(closed_at=None)),
        "any": bool(use_cases),
        "may_adapt": bool(seats_of(acting) & RIGHTS[Act.ADAPT_READINESS]),
    }
    return render(request, "strategy/readiness_map.html", context)
