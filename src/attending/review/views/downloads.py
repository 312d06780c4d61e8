"""A review to take away: every number as CSV or JSON, and the whole of it as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from attending.analytics import from_document
from attending.program.acting import acting_person
from attending.review.models import ReviewRun
from attending.review.presenters import numbers
from attending.review.presenters.page import about
from attending.review.report.paper import ReviewPaper
from attending.review.report.pdf import review_pdf
from attending.review.supplements import supplements_of
from attending.review.views.lookup import run_or_404
from attending.ui.exports import csv_response


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
    """The review on paper."""
    run = run_or_404(acting_person(request), pk)
    paper = ReviewPaper.of_record(
        title=f"{run.deployment.use_case.title}, {run.deployment.unit.name}",
        document=run.document,
        intake=run.intake,
        resolution=run.resolution,
        mapping=run.mapping,
        versions=run.versions,
        source=run.source,
        source_sha256=run.source_sha256,
        about=about(run),
        supplements=run.supplements,
        reproducibility=run.reproducibility,
    )
    headers = {"Content-Disposition": f'inline; filename="{_name(run)}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(review_pdf(paper), content_type="application/pdf", headers=headers)


def _name(run: ReviewRun) -> str:
    return f"review-{run.deployment_id}-{run.period_end:%Y-%m}-{run.pk}"
