"""Ask for a review of the log where it lies, and follow it; the page can be left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review.actions.jobs import ask_for_review, cancel_job, give_up_lost
from attending.review.models import ReviewJob
from attending.review.presenters import jobs as presented
from attending.review.presenters import words
from attending.review.queries import jobs, runs
from attending.review.views.lookup import allowed_to_record, may_record
from attending.ui.parts import Crumb


@require_POST
def run_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the log reviewed where it lies, and go to where it can be followed."""
    acting, deployment = allowed_to_record(request, pk)
    try:
        job = ask_for_review(acting, deployment)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:deployment", deployment.pk)
    return redirect("review:job", job.pk)


@require_GET
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; asked again by the page itself every two seconds."""
    give_up_lost()
    acting = acting_person(request)
    found = _job(acting, pk)
    deployment = found.deployment
    context = {
        "job": presented.view(found),
        "pk": found.pk,
        "deployment": deployment,
        "place": words.place_of(deployment),
        "kept": presented.kept(runs.newest_run(deployment)),
        "may_cancel": may_record(acting, deployment),
        "deployment_url": url_of(deployment),
        "crumbs": [Crumb("Reviews", reverse("review:reviews")), Crumb("The deployment", url_of(deployment))],
    }
    return render(request, "review/job.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End it; nothing is recorded."""
    acting = acting_person(request)
    found = _job(acting, pk)
    try:
        cancel_job(acting, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("review:job", found.pk)


def _job(acting: Person, pk: int) -> ReviewJob:
    try:
        return jobs.job(acting.organisation, pk)
    except ReviewJob.DoesNotExist:
        raise Http404("There is no such review here.") from None
