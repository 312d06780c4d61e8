"""Names and periods as every report and page writes them."""

from __future__ import annotations

from attending.analytics import Estimate
from attending.analytics.catalogs import measures
from attending.program.registries.limits import AgreedLimits
from attending.review.models import ReviewRun
from attending.ui import formats


def period_of(run: ReviewRun) -> str:
    """The months a review covers."""
    return formats.period(f"{run.period_start:%Y-%m}", f"{run.period_end:%Y-%m}")


def window_text(months: int) -> str:
    """A trailing window in words."""
    return "the last month" if months == 1 else f"the last {months} months"


def measure_name(estimate: Estimate, attribute: str = "overall", level: str = "all") -> str:
    """The measure, at its score threshold if it has one, for whom."""
    at = "" if estimate.threshold is None else f" at {estimate.threshold.normalize():f}"
    group = "" if attribute == "overall" else f", {attribute} {level}"
    return f"{measures()[estimate.measure].short}{at}{group}"


def limits_name(limits: AgreedLimits) -> str:
    """The measure a limit is about, at its score threshold if it has one, for whom."""
    at = "" if limits.score_threshold is None else f" at {limits.score_threshold.normalize():f}"
    group = "" if limits.attribute == "overall" else f", {limits.attribute} {limits.level}"
    return f"{measures()[limits.measure].short}{at}{group}"
