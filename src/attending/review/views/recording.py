"""Review a prediction log that is handed over by this page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attending.analytics.records import from_record, to_record
from attending.program.models import Deployment, Person
from attending.review.actions.record import record_review
from attending.review.compute import ReviewResult, run_review
from attending.review.forms.logs import LogForm, columns_before
from attending.review.presenters import intake
from attending.review.queries import runs
from attending.review.views import handing
from attending.sources import ColumnMapping


class PredictionLog(handing.HandedOver[ReviewResult]):
    """A log of predictions and their outcomes."""

    kind = "log"
    upload_page = "review:upload"
    quarantine_page = "review:quarantine"
    back = "review:deployment"
    templates = ("review/upload.html", "review/check.html")
    form = LogForm

    def before(self, deployment: Deployment) -> Mapping[str, Any]:
        """The columns of the newest review, or of the log that is kept for the deployment."""
        return columns_before(runs.log_source(deployment), runs.newest_run(deployment))

    def asked(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Columns, thresholds as text, and what else was declared."""
        return {
            "mapping": to_record(values["mapping"]),
            "thresholds": [str(threshold) for threshold in values["thresholds"]],
            "all_or_nothing": values["all_or_nothing"],
            "control": values["control"] or None,
        }

    def read(self, path: Path, asked: Mapping[str, Any]) -> ReviewResult:
        """The review of it."""
        return run_review(
            path,
            from_record(ColumnMapping, asked["mapping"]),
            thresholds=[Decimal(text) for text in asked["thresholds"]],
            conditional_on=asked["control"],
            all_or_nothing=asked["all_or_nothing"],
        )

    def told(self, found: ReviewResult) -> dict[str, Any]:
        """What stands out, and how finely scores were told apart."""
        return {"told": intake.told(found), "precision": str(found.resolution)}

    def keep(self, acting: Person, deployment: Deployment, found: ReviewResult) -> object:
        """Record the review."""
        return record_review(acting, deployment, found)


_LOG = PredictionLog()


@csrf_exempt
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a log; see ``handing.upload``, which checks the token."""
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
