"""Review a log of cases read in categories: hand it over, look at what it says, record it, read it again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from attending.program import handover
from attending.program.acting import acting_person
from attending.program.models import Deployment, Person
from attending.review.actions.readings import record_readings
from attending.review.forms.readings import ReadingsForm, asked_before
from attending.review.models import ClassifierReview
from attending.review.presenters import numbers as flat
from attending.review.presenters import readings as presented
from attending.review.presenters import words
from attending.review.queries import readings as queries
from attending.review.readings import ReadingsResult, asked_of, run_readings
from attending.review.report.readings import standing_out
from attending.review.report.readings_paper import readings_pdf
from attending.review.views import handing
from attending.review.views.lookup import deployment_or_404, may_record
from attending.ui import formats
from attending.ui.exports import csv_response


@require_safe
def newest(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest review of a deployment's readings, or that there is none."""
    acting = acting_person(request)
    handover.sweep()
    deployment = deployment_or_404(acting, pk)
    found = queries.newest(deployment)
    if found is not None:
        return _page(request, queries.review(acting.organisation, found.pk), newest=None)
    context = handing.frame(deployment) | {"may_record": may_record(acting, deployment)}
    return render(request, "review/readings.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One review of readings, as it was."""
    row = _review_or_404(request, pk)
    latest = queries.newest(row.deployment)
    return _page(request, row, newest=latest if latest is not None and latest.pk != row.pk else None)


class ReadingsLog(handing.HandedOver[ReadingsResult]):
    """A log of cases read in categories."""

    kind = "readings"
    upload_page = "review:readings-upload"
    quarantine_page = "review:readings-quarantine"
    back = "review:readings"
    templates = ("review/readings_upload.html", "review/readings_check.html")
    form = ReadingsForm

    def before(self, deployment: Deployment) -> Mapping[str, Any]:
        """What the newest review asked of its log."""
        newest = queries.newest(deployment)
        return asked_before(newest.mapping if newest else None)

    def asked(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns and categories."""
        return {"mapping": values["mapping"], "all_or_nothing": values["all_or_nothing"]}

    def read(self, path: Path, asked: Mapping[str, Any]) -> ReadingsResult:
        """The review of it."""
        columns, scale, changed_from = asked_of(asked["mapping"])
        return run_readings(path, columns, scale, changed_from=changed_from, all_or_nothing=asked["all_or_nothing"])

    def told(self, found: ReadingsResult) -> dict[str, Any]:
        """What stands out, and the readers side by side."""
        return {
            "told": standing_out(found.review, found.scale),
            "section": presented.sections(found.review, found.scale)[0],
        }

    def keep(self, acting: Person, deployment: Deployment, found: ReadingsResult) -> object:
        """Record the review."""
        return record_readings(acting, deployment, found)


_LOG = ReadingsLog()


@csrf_exempt
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a log of cases; see ``handing.upload``, which checks the token."""
    return handing.upload(request, pk, _LOG)


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record its review."""
    return handing.record(request, pk, _LOG)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove it."""
    return handing.cancel(request, pk, _LOG)


@require_GET
def quarantine(request: HttpRequest, pk: int) -> HttpResponse:
    """Its bad rows."""
    return handing.quarantine(request, pk, _LOG)


@require_safe
def numbers_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number with its denominator, interval and bound; small cells withheld."""
    row = _review_or_404(request, pk)
    return csv_response(_name(row), flat.COLUMNS, flat.rows(presented.numbers(presented.Kept.of(row))))


@require_safe
def numbers_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same numbers, with the source, the columns and the versions that made them."""
    row = _review_or_404(request, pk)
    response = JsonResponse(presented.document(presented.Kept.of(row)), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(row)}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The review on paper."""
    row = _review_or_404(request, pk)
    kept = presented.Kept.of(row)
    about = [
        ("Deployment", f"{words.place_of(row.deployment)}, {row.deployment.model_version}"),
        ("Reviewed", f"{formats.moment(row.run_at)} by {row.run_by}, record entry {row.ledger_seq}"),
    ]
    content = readings_pdf(
        kept.review,
        kept.scale,
        title=f"{row.deployment.use_case.title}, {row.deployment.unit.name}: readings",
        period=kept.period,
        about=about,
        intake=row.intake,
        mapping=row.mapping,
        versions=row.versions,
        source=row.source,
        source_sha256=row.source_sha256,
    )
    headers = {"Content-Disposition": f'inline; filename="{_name(row)}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _review_or_404(request: HttpRequest, pk: int) -> ClassifierReview:
    try:
        return queries.review(acting_person(request).organisation, pk)
    except ClassifierReview.DoesNotExist:
        raise Http404("There is no such review here.") from None


def _page(request: HttpRequest, row: ClassifierReview, *, newest: ClassifierReview | None) -> HttpResponse:
    acting, deployment = acting_person(request), row.deployment
    kept = presented.Kept.of(row)
    history = presented.history(list(queries.reviews(deployment)[: presented.HISTORY]), row.pk)
    context = handing.frame(deployment) | {
        "may_record": may_record(acting, deployment),
        "row": row,
        "period": kept.period,
        "newer_url": "" if newest is None else reverse("review:readings", args=[deployment.pk]),
        "reviewed": formats.date(row.run_at),
        "told": standing_out(kept.review, kept.scale),
        "figure": presented.figure(kept),
        "sections": presented.sections(kept.review, kept.scale),
        "facts": presented.facts(kept),
        "history": history,
    }
    return render(request, "review/readings.html", context)


def _name(row: ClassifierReview) -> str:
    return f"readings-{row.deployment_id}-{row.period_end:%Y-%m}-{row.pk}"
