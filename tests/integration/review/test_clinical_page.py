"""A review of predictions joined with events, recorded and shown: which outcomes are known, how timely alerts are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from attending.program.models import Person
from attending.review.actions.jobs import ask_for_review
from attending.review.actions.record import record_review
from attending.review.actions.sources import map_events
from attending.review.clinical import MATURITY, review_clinical
from attending.review.jobs import perform
from attending.review.models import ReviewRun
from attending.sources.clinical import View
from tests.integration.house import House
from tests.integration.review.clinical_logs import DECLARATION, write_logs

pytestmark = pytest.mark.one_database

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def page(house: House, visit: Callable[[Person], Client]) -> str:
    return visit(house.nurse).get(f"/reviews/deployments/{house.deployment.pk}/").content.decode()


@pytest.mark.parametrize("level", ["alert", "patient"])
def test_what_joining_tells_is_kept_and_shown(
    house: House, visit: Callable[[Person], Client], tmp_path: Path, level: str
) -> None:
    predictions, events = write_logs(tmp_path)
    declared = dataclasses.replace(DECLARATION, view=View(level) if level == "alert" else View(level, span_hours=24))
    result = review_clinical(str(predictions), str(events), declared, as_of=AS_OF, thresholds=(Decimal("0.5"),))
    run = record_review(house.platform, house.deployment, result)
    waiting = sum(each["waiting"] for each in run.supplements[MATURITY]["periods"])
    assert run.document["overall"]["labelled"] == run.document["overall"]["n"] - waiting
    told = page(house, visit)
    for part in ("Outcomes: known for", "Label delay:", "Lead time at 0.5:", "How predictions and events were joined"):
        assert part in told
    assert {"alert": "Every prediction", "patient": "One row a patient"}[level] in told


def test_where_events_lie_is_kept_so_that_the_page_can_run_it_again(house: House, tmp_path: Path) -> None:
    predictions, events = write_logs(tmp_path)
    map_events(
        house.platform,
        house.deployment,
        DECLARATION,
        predictions=str(predictions),
        events=str(events),
        thresholds=(Decimal("0.5"),),
    )
    assert perform(ask_for_review(house.platform, house.deployment).pk)
    assert MATURITY in ReviewRun.objects.get().supplements
