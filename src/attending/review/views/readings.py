"""Review a log of cases read in categories: hand it over, look at what it says, record it, read it again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from attending.program.acting import acting_person
from attending.program.models import Deployment
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review import handover, readings_handover
from attending.review.actions.readings import record_readings
from attending.review.forms.readings import ReadingsForm, asked_before
from attending.review.handover import PrivateUpload
from attending.review.models import ClassifierReview
from attending.review.presenters import intake, words
from attending.review.presenters import numbers as flat
from attending.review.presenters import readings as presented
from attending.review.queries import readings as queries
from attending.review.readings import ReadingsResult
from attending.review.readings_handover import HeldReadings
from attending.review.report.readings import standing_out
from attending.review.report.readings_paper import readings_pdf
from attending.review.views.lookup import allowed_to_record, deployment_or_404, may_record
from attending.sources import LogRefused
from attending.ui import formats
from attending.ui.exports import csv_response
from attending.ui.parts import Crumb

GONE = "The file is no longer here: it is kept for an hour at most. Hand it over again."


@require_safe
def newest(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest review of a deployment's readings, or that there is none."""
    acting = acting_person(request)
    handover.sweep()
    deployment = deployment_or_404(acting, pk)
    found = queries.newest(deployment)
    if found is not None:
        return _page(request, queries.review(acting.organisation, found.pk), newest=None)
    context = _frame(deployment) | {"may_record": may_record(acting, deployment)}
    return render(request, "review/readings.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One review of readings, as it was."""
    row = _review_or_404(request, pk)
    latest = queries.newest(row.deployment)
    return _page(request, row, newest=latest if latest is not None and latest.pk != row.pk else None)


@csrf_exempt  # the token is checked in the inner view, once the upload has a place to go
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a log: it is read, and what it says is shown before anything is recorded."""
    _, deployment = allowed_to_record(request, pk)
    handover.sweep()
    handler = PrivateUpload(request)
    request.upload_handlers = [handler]
    try:
        response: HttpResponse = _upload(request, deployment, handler)
    finally:
        if not readings_handover.is_kept(request, handler.path):
            handler.discard()
    return response


@csrf_protect
def _upload(request: HttpRequest, deployment: Deployment, handler: PrivateUpload) -> HttpResponse:
    if request.method == "GET":
        before = queries.newest(deployment)
        return _form(request, deployment, ReadingsForm(initial=asked_before(before.mapping if before else None)))
    form = ReadingsForm(request.POST, request.FILES)
    if handler.too_large:
        form.errors.pop("log", None)
        form.add_error("log", f"The file is larger than {_megabytes()} MB. Review it where it lies, with the command.")
    path = handler.path
    if not form.is_valid() or path is None:
        return _form(request, deployment, form, status=422)
    held = HeldReadings(path, deployment.pk, form.cleaned_data["mapping"], form.cleaned_data["all_or_nothing"])
    try:
        result = held.read()
    except LogRefused as refused:
        if refused.report.faulty:
            readings_handover.keep(request, held)
        return _form(request, deployment, form, refused=refused, status=422)
    except ValueError as problem:
        form.add_error(None, str(problem))
        return _form(request, deployment, form, status=422)
    readings_handover.keep(request, held)
    return _check(request, deployment, result)


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the review of the log that was handed over, and remove the log."""
    acting, deployment = allowed_to_record(request, pk)
    held = readings_handover.waiting(request, deployment.pk)
    if held is None:
        messages.error(request, GONE)
        return redirect("review:readings-upload", deployment.pk)
    try:
        record_readings(acting, deployment, held.read())
    except (LogRefused, Refused, ValueError) as problem:
        messages.error(request, str(problem))
        return redirect("review:readings-upload", deployment.pk)
    finally:
        readings_handover.forget(request)
    messages.success(request, "The review is recorded; the file is removed.")
    return redirect("review:readings", deployment.pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the log that was handed over; nothing is recorded."""
    _, deployment = allowed_to_record(request, pk)
    readings_handover.forget(request)
    messages.success(request, "Nothing was recorded; the file is removed.")
    return redirect("review:readings", deployment.pk)


@require_GET
def quarantine(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows of the log that was handed over, to be corrected and handed over again."""
    _, deployment = allowed_to_record(request, pk)
    held = readings_handover.waiting(request, deployment.pk)
    if held is None:
        messages.error(request, GONE)
        return redirect("review:readings-upload", deployment.pk)
    try:
        report = held.read().intake
    except LogRefused as refused:
        report = refused.report
    with tempfile.TemporaryDirectory(dir=held.path.parent.parent) as folder:
        rows = Path(folder, "quarantine.csv")
        report.write_quarantine(rows)
        content = rows.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="quarantine.csv"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


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
    context = _frame(deployment) | {
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


def _form(
    request: HttpRequest,
    deployment: Deployment,
    form: ReadingsForm,
    *,
    refused: LogRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _frame(deployment) | {"form": form, "megabytes": _megabytes()}
    if refused is not None:
        context |= {
            "refusal": intake.refusal_title(refused),
            "reason": str(refused),
            "rules": intake.rule_rows(refused.report),
            "rejections": intake.rejection_table(refused.report),
            "account": intake.account_rows(refused.report) if refused.report.read else [],
            "correctable": bool(refused.report.faulty),
        }
    return render(request, "review/readings_upload.html", context, status=status)


def _check(request: HttpRequest, deployment: Deployment, result: ReadingsResult) -> HttpResponse:
    context = _frame(deployment) | {
        "told": standing_out(result.review, result.scale),
        "section": presented.sections(result.review, result.scale)[0],
        "account": intake.account_rows(result.intake),
        "rules": intake.rule_rows(result.intake),
        "rejections": intake.rejection_table(result.intake),
        "warnings": result.intake.warnings,
    }
    return render(request, "review/readings_check.html", context)


def _frame(deployment: Deployment) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "place": words.place_of(deployment),
        "crumbs": [Crumb("Reviews", reverse("review:reviews")), Crumb("The deployment", url_of(deployment))],
    }


def _megabytes() -> int:
    return handover.largest() // 2**20


def _name(row: ClassifierReview) -> str:
    return f"readings-{row.deployment_id}-{row.period_end:%Y-%m}-{row.pk}"
