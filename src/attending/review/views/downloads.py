"""A review to take away: every number as CSV or JSON, and the whole of it as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from attending.analytics import from_document
from attending.program.acting import acting_person
from attending.review.models import ReviewRun
from attending.review.presenters import numbers, printed
from attending.review.presenters.words import run_url
from attending.review.supplements import supplements_of
from attending.review.views.lookup import run_or_404
from attending.ui.exports import csv_response
from attending.ui.parts import Crumb


@require_safe
def numbers_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number with its denominator, interval and bound; small cells withheld."""
    run = run_or_404(acting_person(request), pk)
    found = numbers.numbers(from_document(run.document), supplements_of(run.uid, run.supplements))
    return csv_response(_name(run), numbers.COLUMNS, numbers.rows(found))


@require_safe
def numbers_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same numbers, with the source, the mapping and the versions that made them."""
    run = run_or_404(acting_person(request), pk)
    response = JsonResponse(numbers.document(run, from_document(run.document)), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(run)}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def review_as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The review on paper; while it is being set, a page that says so and asks again by itself."""
    run = run_or_404(acting_person(request), pk)
    content = printed.pdf_of(run)
    if content is None:
        context = {"run": run, "deployment": run.deployment, "crumbs": [Crumb("The review", run_url(run))]}
        headers = {"Refresh": "2", "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("review/setting.html", context, request), status=202, headers=headers)
    headers = {"Content-Disposition": f'inline; filename="{_name(run)}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _name(run: ReviewRun) -> str:
    return f"review-{run.deployment_id}-{run.period_end:%Y-%m}-{run.pk}"
