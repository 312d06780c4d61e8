"""Rows of the list of reviews, and of a deployment's history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from attending.program.presenters import state_status
from attending.program.registries.limits import Standing
from attending.review.presenters.words import STANDINGS, estimate_text, place_of, run_url
from attending.review.queries.runs import Headline
from attending.review.report.figures import interval_text, value_text
from attending.review.report.words import period_of
from attending.ui import formats
from attending.ui.parts import DataTable, EstimateText, Link, Status


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One deployment with its newest review; the fields below ``limits`` are for the download."""

    subject: Link
    state: Status
    reviewed: str
    period: str
    auroc: EstimateText | None
    oe: EstimateText | None
    limits: Status
    use_case: str
    unit: str
    site: str
    version: str
    reviewed_on: date | None
    auroc_value: float | None
    auroc_interval: str
    oe_value: float | None
    oe_interval: str
    n: int | None


def deployment_rows(
    deployments: Sequence[Any], headlines: Mapping[int, Headline], standings: Mapping[int, Standing]
) -> list[DeploymentRow]:
    """``deployments`` know their ``newest_run_at``; ``headlines`` and ``standings`` are by their primary key."""
    return [_row(each, headlines.get(each.pk), standings.get(each.pk, Standing.NOTHING_AGREED)) for each in deployments]


def _row(deployment: Any, headline: Headline | None, standing: Standing) -> DeploymentRow:
    estimates = headline.estimates if headline else {}
    auroc, oe, newest = estimates.get("auroc"), estimates.get("oe"), deployment.newest_run_at
    return DeploymentRow(
        subject=Link(
            deployment.use_case.title, reverse("review:deployment", args=[deployment.pk]), place_of(deployment)
        ),
        state=state_status(deployment),
        reviewed=formats.date(newest) if newest else "No review yet",
        period=period_of(headline.run) if headline else "",
        auroc=estimate_text(auroc),
        oe=estimate_text(oe),
        limits=STANDINGS[standing],
        use_case=deployment.use_case.title,
        unit=deployment.unit.name,
        site=deployment.unit.site.name,
        version=str(deployment.model_version),
        reviewed_on=newest.date() if newest else None,
        auroc_value=auroc.value if auroc else None,
        auroc_interval=interval_text(auroc) if auroc else "",
        oe_value=oe.value if oe else None,
        oe_interval=interval_text(oe) if oe else "",
        n=auroc.n if auroc else None,
    )


def history_table(history: Sequence[Headline], current: int) -> DataTable:
    """The reviews of a deployment, newest first; the one on the page is not linked."""
    rows = []
    for each in history:
        run = each.run
        auroc, oe = each.estimates.get("auroc"), each.estimates.get("oe")
        rows.append(
            (
                Link(formats.moment(run.run_at), "" if run.pk == current else run_url(run), _shown(run.pk == current)),
                period_of(run),
                value_text(auroc) if auroc else "",
                value_text(oe) if oe else "",
                formats.count(auroc.n) if auroc else "",
                run.source,
                run.run_by.printed_name,
            )
        )
    headers = ("Recorded", "Period", "AUROC", "O:E", "n", "Source", "By")
    return DataTable(headers, rows, "Newest first", (2, 3, 4), stacks=True)


def history_answer(history: DataTable) -> str:
    """How many reviews there are, in words."""
    many = len(history.rows)
    return "This is the only one." if many == 1 else f"The newest {many} reviews, each as it was."


def _shown(current: bool) -> str:
    return "Shown on this page" if current else ""
