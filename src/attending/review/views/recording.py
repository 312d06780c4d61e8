"""Review a log: one handed over by this page, or the one that lies where an administrator said."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attending.program.models import Deployment
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review import handover
from attending.review.actions.record import record_review
from attending.review.compute import ReviewResult, run_review
from attending.review.forms.logs import LogForm, columns_before
from attending.review.handover import Handover, PrivateUpload
from attending.review.presenters import intake, words
from attending.review.queries import runs
from attending.review.views.lookup import allowed_to_record
from attending.sources import LogRefused
from attending.ui.parts import Crumb

GONE = "The file is no longer here: it is kept for an hour at most. Hand it over again."


@csrf_exempt  # the token is checked in the inner view, once the upload has a place to go
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a log: it is read, and its account and what it says are shown before anything is recorded."""
    _, deployment = allowed_to_record(request, pk)
    handover.sweep()
    handler = PrivateUpload(request)
    request.upload_handlers = [handler]
    try:
        response: HttpResponse = _upload(request, deployment, handler)
    finally:
        # Whatever else happened (no token, a fault while it was read), a log that waits for nobody does not stay.
        if not handover.is_kept(request, handler.path):
            handler.discard()
    return response


@csrf_protect
def _upload(request: HttpRequest, deployment: Deployment, handler: PrivateUpload) -> HttpResponse:
    if request.method == "GET":
        source, run = runs.log_source(deployment), runs.newest_run(deployment)
        return _form(request, deployment, LogForm(initial=columns_before(source, run)))
    form = LogForm(request.POST, request.FILES)
    if handler.too_large:
        form.errors.pop("log", None)
        form.add_error("log", f"The file is larger than {_megabytes()} MB. Review it where it lies, with the command.")
    path = handler.path
    if not form.is_valid() or path is None:
        handler.discard()
        return _form(request, deployment, form, status=422)
    values = form.cleaned_data
    held = Handover(path, deployment.pk, values["mapping"], tuple(values["thresholds"]), values["all_or_nothing"])
    held = replace(held, control=values["control"] or None)
    try:
        result = _read(held)
    except LogRefused as refused:
        if refused.report.faulty:
            handover.keep(request, held)
        else:
            handler.discard()
        return _form(request, deployment, form, refused=refused, status=422)
    except ValueError as problem:
        handler.discard()
        form.add_error(None, str(problem))
        return _form(request, deployment, form, status=422)
    handover.keep(request, held)
    return _check(request, deployment, result)


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the review of the log that was handed over, and remove the log."""
    acting, deployment = allowed_to_record(request, pk)
    held = handover.waiting(request, deployment.pk)
    if held is None:
        messages.error(request, GONE)
        return redirect("review:upload", deployment.pk)
    try:
        record_review(acting, deployment, _read(held))
    except (LogRefused, Refused, ValueError) as problem:
        messages.error(request, str(problem))
        return redirect("review:upload", deployment.pk)
    finally:
        handover.forget(request)
    messages.success(request, "The review is recorded; the file is removed.")
    return redirect("review:deployment", deployment.pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the log that was handed over; nothing is recorded."""
    _, deployment = allowed_to_record(request, pk)
    handover.forget(request)
    messages.success(request, "Nothing was recorded; the file is removed.")
    return redirect("review:deployment", deployment.pk)


@require_GET
def quarantine(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows of the log that was handed over, to be corrected and handed over again."""
    _, deployment = allowed_to_record(request, pk)
    held = handover.waiting(request, deployment.pk)
    if held is None:
        messages.error(request, GONE)
        return redirect("review:upload", deployment.pk)
    try:
        report = _read(held).intake
    except LogRefused as refused:
        report = refused.report
    with tempfile.TemporaryDirectory(dir=held.path.parent.parent) as folder:
        rows = Path(folder, "quarantine.csv")
        report.write_quarantine(rows)
        content = rows.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="quarantine.csv"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _read(held: Handover) -> ReviewResult:
    return run_review(
        held.path,
        held.mapping,
        thresholds=held.thresholds,
        conditional_on=held.control,
        all_or_nothing=held.all_or_nothing,
    )


def _form(
    request: HttpRequest, deployment: Deployment, form: LogForm, *, refused: LogRefused | None = None, status: int = 200
) -> HttpResponse:
    context = _frame(deployment) | {"form": form, "megabytes": _megabytes()}
    if refused is not None:
        context |= _refusal(refused)
    return render(request, "review/upload.html", context, status=status)


def _check(request: HttpRequest, deployment: Deployment, result: ReviewResult) -> HttpResponse:
    context = _frame(deployment) | {
        "told": intake.told(result),
        "account": intake.account_rows(result.intake),
        "rules": intake.rule_rows(result.intake),
        "rejections": intake.rejection_table(result.intake),
        "warnings": result.intake.warnings,
        "precision": str(result.resolution),
    }
    return render(request, "review/check.html", context)


def _refusal(refused: LogRefused) -> dict[str, Any]:
    return {
        "refusal": intake.refusal_title(refused),
        "reason": str(refused),
        "rules": intake.rule_rows(refused.report),
        "rejections": intake.rejection_table(refused.report),
        "account": intake.account_rows(refused.report) if refused.report.read else [],
        "correctable": bool(refused.report.faulty),
    }


def _frame(deployment: Deployment) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "place": words.place_of(deployment),
        "crumbs": [
            Crumb("Reviews", reverse("review:reviews")),
            Crumb("The deployment", url_of(deployment)),
        ],
    }


def _megabytes() -> int:
    return handover.largest() // 2**20
