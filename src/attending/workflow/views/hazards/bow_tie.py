"""The bow-tie of a step: what leads to its failure, what follows, and what stands between."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from attending.maps.bow_tie import bow_tie as tie_of
from attending.program.acting import acting_person
from attending.program.rules import Act
from attending.workflow.presenters.hazards import bow_tie as present
from attending.workflow.presenters.tabs import HAZARDS, frame
from attending.workflow.queries.hazard_log import entries_of
from attending.workflow.queries.hazard_maps import drawn
from attending.workflow.rules.common_mode import shared_checks
from attending.workflow.rules.hazard_map import with_log
from attending.workflow.views.hazards.lookup import log_crumbs
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def bow_tie(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """One step with its hazards, the barriers of the map and the controls of the log."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    on_map = drawn(use_case)
    care_map = on_map.map_with(step)
    if care_map is None:
        raise Http404("The map has no such step.")
    entries = entries_of(use_case)
    whole = with_log(care_map, entries)
    names = {each.key for each in whole.hazards_of.get(step, ())}
    context = {
        **frame(use_case, HAZARDS),
        "crumbs": log_crumbs(use_case),
        "step": care_map.step_of[step],
        "tie": present.view(tie_of(whole, step)),
        "hazards": present.hazards(use_case, entries, whole, step),
        "shared": [each for each in shared_checks([care_map], entries) if names & set(each.hazards)],
        "may": may(acting, Act.KEEP_HAZARDS, use_case),
    }
    return render(request, "workflow/bow_tie.html", context)
