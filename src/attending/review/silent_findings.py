"""What the length of a silent run can say: is there enough to read its first validation?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse

from attending.analytics import from_document
from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.program.registries.evidence import Finding, FindingState
from attending.review.models import ReviewRun
from attending.review.queries import runs
from attending.review.rules.silent_run import expected_from, silent_run, weeks_left
from attending.review.supplements import supplements_of

ITEM: Final = "silent-run-length"
TITLE: Final = "Length of the silent run"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding for each deployment that runs silently. Two queries."""
    found = runs.deployments_in(subject, {State.SILENT})
    newest = runs.newest_of_silent(subject) if found else {}
    return [_of(each, newest.get(each.pk)) for each in found]


def _of(deployment: Deployment, run: ReviewRun | None) -> Finding:
    link = reverse("review:silent-run", args=[deployment.pk])
    if run is None:
        said = "It runs silently and was not reviewed yet."
        return Finding(ITEM, TITLE, FindingState.MISSING, said, None, link)
    review = from_document(run.document)
    work = supplements_of(run.uid, run.supplements).workload
    expected = expected_from(review, work, deployment.action_threshold)
    if expected is None:
        said = "Its newest review has too few outcomes to tell how long it must run."
        return Finding(ITEM, TITLE, FindingState.PARTIAL, said, run.run_at, link)
    needed, have = silent_run(expected), review.overall.labelled
    if needed.n is None or not needed.complete:
        said = f"How long it must run cannot be told: {needed.reason}."
        return Finding(ITEM, TITLE, FindingState.PARTIAL, said, run.run_at, link)
    if have >= needed.n:
        said = f"{have:,} rows with known outcome, {needed.n:,} needed."
        return Finding(ITEM, TITLE, FindingState.MET, said, run.run_at, link)
    left = weeks_left(needed, have)
    said = f"{have:,} of {needed.n:,} rows with known outcome; about {left:,} weeks left at the pace so far."
    return Finding(ITEM, TITLE, FindingState.PARTIAL, said, run.run_at, link)
