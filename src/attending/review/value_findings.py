"""What impact evaluations can say about a use case: was the promised value shown, and is it known at all?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import IN_USE
from attending.program.registries.evidence import Finding, FindingState
from attending.review.queries import impact

ITEM: Final = "value-shown"
TITLE: Final = "Did it help?"
ITEM_KNOWN: Final = "value-known"
TITLE_KNOWN: Final = "Is it known whether it helped?"
FRESH_FOR: Final = timedelta(days=183)
"""Value is told quarter by quarter; an answer older than two quarters no longer counts."""


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Two findings about the use case, also when a deployment of it is asked about. Two queries.

    Value is shown only where every answer is better; it is known where there is an answer, a disappointing one too.
    """
    pk = subject.use_case_id if isinstance(subject, Deployment) else subject.pk
    found: list[Any] = [*impact.in_force(pk)]
    link = reverse("review:impact-of", args=[pk])
    if not found:
        return _both(*_nothing_declared(pk), None, link)
    now = timezone.now()
    newest = max((each.newest_run_at for each in found if each.newest_run_at), default=None)
    if newest is None:
        return _both(FindingState.PARTIAL, "Declared how we will know, and no data handed over yet.", None, link)
    if len(found) == 1:
        link = reverse("review:impact", args=[found[0].pk])
    return [
        Finding(ITEM, TITLE, _state(found, now), _summary(found, now), newest, link),
        Finding(ITEM_KNOWN, TITLE_KNOWN, *_known(found, now), newest, link),
    ]


def _both(state: FindingState, said: str, at: datetime | None, link: str) -> list[Finding]:
    return [Finding(item, title, state, said, at, link) for item, title in ((ITEM, TITLE), (ITEM_KNOWN, TITLE_KNOWN))]


def _nothing_declared(pk: int) -> tuple[FindingState, str]:
    if impact.with_running(pk, tuple(str(state) for state in IN_USE)):
        return FindingState.MISSING, "It runs, and nobody declared how we will know that it helped."
    return FindingState.NOT_APPLICABLE, "Nothing runs now. Declare how we will know before it does."


def _known(found: list[Any], now: datetime) -> tuple[FindingState, str]:
    answered = sum(each.verdict not in (None, "not estimable") for each in found)
    said = f"{answered} of {len(found)} declared outcome{'' if len(found) == 1 else 's'} answered"
    if answered < len(found):
        return FindingState.PARTIAL, f"{said}."
    old = sum(_old(each, now) for each in found)
    return (
        (FindingState.STALE, f"{said}, {old} longer than two quarters ago.") if old else (FindingState.MET, f"{said}.")
    )


def _state(found: list[Any], now: datetime) -> FindingState:
    if any(each.verdict != "better" for each in found):
        return FindingState.PARTIAL
    return FindingState.STALE if any(_old(each, now) for each in found) else FindingState.MET


def _summary(found: list[Any], now: datetime) -> str:
    if len(found) == 1:
        tail = " This is older than two quarters." if _old(found[0], now) else ""
        return f"{str(found[0].answer).rstrip('.')}.{tail}"
    shown = sum(each.verdict == "better" for each in found)
    worse = [each.title for each in found if each.verdict == "worse"]
    old = sum(_old(each, now) for each in found)
    said = f"Better than expected in {shown} of {len(found)} outcomes."
    said += f" Worse in {', '.join(worse)}." if worse else ""
    return said + (f" {old} older than two quarters or without data." if old else "")


def _old(evaluation: Any, now: datetime) -> bool:
    return evaluation.newest_run_at is None or now - evaluation.newest_run_at > FRESH_FOR
