"""A log handed over by its page, of whatever kind: read, shown, then recorded or removed."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from attending.program import handover
from attending.program.handover import Handover, PrivateUpload
from attending.program.models import Deployment, Person
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review.presenters import intake, words
from attending.review.views.lookup import allowed_to_record
from attending.sources import IntakeReport, LogRefused
from attending.ui.parts import Crumb

GONE = (
    "The file is no longer here: it was recorded or removed, or an hour has passed. Unless its review is recorded, "
    "hand it over again."
)


class Read(Protocol):
    """What reading a log gives: the account of its rows, and whatever else its kind says."""

    @property
    def intake(self) -> IntakeReport:
        """The account."""
        ...


Found = TypeVar("Found", bound=Read)


class HandedOver(ABC, Generic[Found]):
    """What is peculiar to one kind of log.

    `kind` names it in the session; `upload_page` and `quarantine_page` are URL names, `back` that of the page it
    belongs to; `templates` are the pages of its form and of what it says.
    """

    kind: ClassVar[str]
    upload_page: ClassVar[str]
    quarantine_page: ClassVar[str]
    back: ClassVar[str]
    templates: ClassVar[tuple[str, str]]
    form: ClassVar[type[Form]]

    @abstractmethod
    def before(self, deployment: Deployment) -> Mapping[str, Any]:
        """What the form begins with."""

    @abstractmethod
    def asked(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the form's values ask of the log, as plain JSON."""

    @abstractmethod
    def read(self, path: Path, asked: Mapping[str, Any]) -> Found:
        """Read the log as asked. Raises ``sources.LogRefused``, ValueError."""

    @abstractmethod
    def told(self, found: Found) -> dict[str, Any]:
        """What the page says of it, beside its account."""

    @abstractmethod
    def keep(self, acting: Person, deployment: Deployment, found: Found) -> object:
        """Record it, through the action of its kind."""


def upload(request: HttpRequest, pk: int, kind: HandedOver[Found]) -> HttpResponse:
    """Hand over a log: it is read, and what it says is shown before anything is recorded.

    The view that calls this is exempt from the check of its token: that is made once the upload has a place to go.
    """
    _, deployment = allowed_to_record(request, pk)
    handover.sweep()
    handler = PrivateUpload(request)
    request.upload_handlers = [handler]

    @csrf_protect
    def checked(request: HttpRequest) -> HttpResponse:
        return _upload(request, deployment, handler, kind)

    try:
        response: HttpResponse = checked(request)
    finally:
        # Whatever else happened (no token, a fault while it was read), a log that waits for nobody does not stay.
        if not handover.is_kept(request, kind.kind, handler.path):
            handler.discard()
    return response


def record(request: HttpRequest, pk: int, kind: HandedOver[Found]) -> HttpResponse:
    """Record the review of the log that was handed over, and remove the log."""
    acting, deployment = allowed_to_record(request, pk)
    with handover.taken(request, kind.kind, deployment.pk) as held:
        if held is None:
            return _gone(request, deployment, kind)
        try:
            kind.keep(acting, deployment, kind.read(held.path, held.asked))
        except (LogRefused, Refused, ValueError) as problem:
            messages.error(request, str(problem))
            return redirect(kind.upload_page, deployment.pk)
    messages.success(request, "The review is recorded; the file is removed.")
    return redirect(kind.back, deployment.pk)


def cancel(request: HttpRequest, pk: int, kind: HandedOver[Found]) -> HttpResponse:
    """Remove the log that was handed over; nothing is recorded."""
    _, deployment = allowed_to_record(request, pk)
    handover.forget(request, kind.kind)
    messages.success(request, "Nothing was recorded; the file is removed.")
    return redirect(kind.back, deployment.pk)


def quarantine(request: HttpRequest, pk: int, kind: HandedOver[Found]) -> HttpResponse:
    """The bad rows of the log that was handed over, to be corrected and handed over again."""
    _, deployment = allowed_to_record(request, pk)
    held = handover.waiting(request, kind.kind, deployment.pk)
    if held is None:
        return _gone(request, deployment, kind)
    try:
        report = kind.read(held.path, held.asked).intake
    except LogRefused as refused:
        report = refused.report
    with tempfile.TemporaryDirectory(dir=held.path.parent.parent) as folder:
        rows = Path(folder, "quarantine.csv")
        report.write_quarantine(rows)
        content = rows.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="quarantine.csv"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def frame(deployment: Deployment) -> dict[str, Any]:
    """Where the page stands."""
    return {
        "deployment": deployment,
        "place": words.place_of(deployment),
        "crumbs": [Crumb("Reviews", reverse("review:reviews")), Crumb("The deployment", url_of(deployment))],
    }


def _upload(
    request: HttpRequest, deployment: Deployment, handler: PrivateUpload, kind: HandedOver[Found]
) -> HttpResponse:
    if request.method == "GET":
        return _form(request, deployment, kind, kind.form(initial=dict(kind.before(deployment))))
    form = kind.form(request.POST, request.FILES)
    if handler.too_large:
        form.errors.pop("log", None)
        form.add_error("log", f"The file is larger than {_megabytes()} MB. Review it where it lies, with the command.")
    path = handler.path
    if not form.is_valid() or path is None:
        return _form(request, deployment, kind, form, status=422)
    held = Handover(path, deployment.pk, kind.asked(form.cleaned_data))
    try:
        found = kind.read(held.path, held.asked)
    except LogRefused as refused:
        if refused.report.faulty:
            handover.keep(request, kind.kind, held)
        return _form(request, deployment, kind, form, refused=refused, status=422)
    except ValueError as problem:
        form.add_error(None, str(problem))
        return _form(request, deployment, kind, form, status=422)
    handover.keep(request, kind.kind, held)
    context = frame(deployment) | _account(found.intake) | {"warnings": found.intake.warnings} | kind.told(found)
    return render(request, kind.templates[1], context)


def _form(
    request: HttpRequest,
    deployment: Deployment,
    kind: HandedOver[Found],
    form: Form,
    *,
    refused: LogRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(deployment) | {"form": form, "megabytes": _megabytes()}
    if refused is not None:
        context |= _account(refused.report) | {
            "refusal": intake.refusal_title(refused),
            "reason": str(refused),
            "correctable": bool(refused.report.faulty),
            "quarantine_url": reverse(kind.quarantine_page, args=[deployment.pk]),
        }
    return render(request, kind.templates[0], context, status=status)


def _account(report: IntakeReport) -> dict[str, Any]:
    return {
        "rules": intake.rule_rows(report),
        "rejections": intake.rejection_table(report),
        "account": intake.account_rows(report) if report.read else [],
    }


def _gone(request: HttpRequest, deployment: Deployment, kind: HandedOver[Found]) -> HttpResponse:
    messages.error(request, GONE)
    return redirect(kind.upload_page, deployment.pk)


def _megabytes() -> int:
    return handover.largest() // 2**20
