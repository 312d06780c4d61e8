"""A BPMN file as the draft of a map: what of it is kept and what is not is shown first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attending.maps import bpmn
from attending.maps.lint import lint
from attending.maps.problems import MapRefused
from attending.maps.writing import write
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.workflow.forms.maps import BpmnForm, DraftForm
from attending.workflow.presenters import map_cards
from attending.workflow.presenters.checks import in_short
from attending.workflow.presenters.picture import figure
from attending.workflow.presenters.tabs import MAP, frame
from attending.workflow.views.lookup import map_or_404


@changes
def upload_bpmn(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file, and show what would become the draft; saving it is the editor's own form."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    form = BpmnForm(posted(request), request.FILES or None)
    context = {
        **frame(care_map.use_case, MAP),
        "care_map": care_map,
        "card": map_cards.cards([care_map], may_draw=False)[0],
        "form": form,
        "edit_url": reverse("workflow:edit-map", args=[pk]),
    }
    if request.method == "POST" and form.is_valid():
        try:
            found = bpmn.read(form.cleaned_data["file"].read())
        except MapRefused as refused:
            for problem in refused.problems[:20]:
                form.add_error("file", str(problem))
        else:
            drawn = found.care_map
            kept = {"text": write(drawn), "revision": care_map.draft.revision}
            context |= {
                "figure": figure(drawn) if drawn.steps else None,
                "not_imported": found.not_imported,
                "in_short": in_short(lint(drawn)),
                "kept": DraftForm(initial=kept),
            }
    return render(request, "workflow/upload.html", context, status=422 if form.errors else 200)
