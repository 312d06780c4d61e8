"""Words and marks that every page of reviews shares."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from attending.analytics import Estimate
from attending.program.models import Deployment
from attending.program.registries.limits import Standing
from attending.review.models import ReviewRun
from attending.review.report.figures import interval_text, value_text
from attending.ui import formats
from attending.ui.parts import EstimateText, Status

STANDINGS: Mapping[Standing, Status] = {
    Standing.STOP: Status("breach", "Past a stop limit"),
    Standing.NO_DATA: Status("breach", "No data"),
    Standing.WARN: Status("watch", "Past a warning limit"),
    Standing.TOO_FEW: Status("pending", "Too few to judge"),
    Standing.UNREAD: Status("pending", "Not judged yet"),
    Standing.WITHIN: Status("ok", "Within limits"),
    Standing.NOTHING_AGREED: Status("neutral", "No limit agreed"),
}


def estimate_text(estimate: Estimate | None) -> EstimateText | None:
    """An estimate as the report prints it, for a page; None where there is none."""
    if estimate is None:
        return None
    n = f"n {formats.count(estimate.n)}"
    if estimate.value is None:
        return EstimateText(formats.EN_DASH, "", n, reason=estimate.reason or "No value was recorded.")
    return EstimateText(value_text(estimate), interval_text(estimate), n)


def place_of(deployment: Deployment) -> str:
    """Unit and site."""
    return f"{deployment.unit.name}, {deployment.unit.site.name}"


def run_url(run: ReviewRun) -> str:
    """The page of one review."""
    return reverse("review:run", args=[run.pk])
