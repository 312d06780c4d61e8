"""How long must it run silently? Reckoned from what is asked in the address; nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.analytics import from_document
from attending.program.acting import acting_person
from attending.program.models.deployments import State
from attending.program.presenters import state_status
from attending.program.registries.pages import url_of
from attending.review.forms.silent_run import SilentRunForm, beginning
from attending.review.presenters import words
from attending.review.presenters.silent_run import silent_answer
from attending.review.queries import runs
from attending.review.rules.silent_run import expected_from, silent_run
from attending.review.supplements import supplements_of
from attending.review.views.lookup import deployment_or_404
from attending.ui.parts import Crumb


@require_safe
def silent(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and the answer for what it holds: at first the deployment's own review so far."""
    deployment = deployment_or_404(acting_person(request), pk)
    run = runs.newest_run(deployment)
    found, have = None, 0
    if run is not None:
        review = from_document(run.document)
        have = review.overall.labelled
        found = expected_from(review, supplements_of(run.uid, run.supplements).workload, deployment.action_threshold)
    begin = beginning(found, deployment.action_threshold)
    asked = request.GET.dict()
    form = SilentRunForm({**begin, **asked} if asked or found else None, initial=begin)
    expected = form.expected if form.is_bound else None
    answer = None
    if expected is not None:
        is_silent = deployment.state == State.SILENT
        answer = silent_answer(silent_run(expected), have=have, today=timezone.localdate(), silent=is_silent)
    context = {
        "deployment": deployment,
        "place": words.place_of(deployment),
        "state": state_status(deployment),
        "form": form,
        "answer": answer,
        "own": found is not None and not asked,
        "crumbs": [Crumb("Reviews", reverse("review:reviews")), Crumb("The deployment", url_of(deployment))],
    }
    return render(request, "review/silent_run.html", context, status=422 if form.is_bound and form.errors else 200)
