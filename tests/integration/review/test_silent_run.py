"""How long it must run silently: reckoned in the page's address, from the deployment's own review if there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from attending.program.actions.deployments import change_state, plan_deployment, register_version
from attending.program.models import Person
from attending.program.models.deployments import State
from attending.program.registries.evidence import FindingState
from attending.review import silent_findings
from attending.review.rules.silent_run import Expected, silent_run, weeks_left
from tests.integration.house import House
from tests.integration.review.logs import review

Visit = Callable[[Person], Client]

pytestmark = pytest.mark.django_db

PLAIN = Expected(0.1, 0.8, 1.3, Decimal("0.1"), 100.0, horizon_weeks=4.0)
ASKED = {"event_rate": "0.1", "auroc": "0.8", "spread": "1.3", "per_week": "100", "horizon_days": "28"}


def test_the_largest_criterion_sets_the_weeks_and_the_horizon_is_added() -> None:
    run = silent_run(PLAIN)
    assert run.complete
    assert {each.criterion for each in run.requirements} == {"oe", "calibration_slope", "auroc", "net_benefit"}
    assert run.n == max(each.n or 0 for each in run.requirements)
    assert run.collecting is not None
    assert run.weeks == run.collecting + 4
    by_name = {each.criterion: each.n for each in run.requirements}
    # Criterion 1 by hand: (1 - 0.1) / (0.1 s^2), s = asinh(0.1) / 1.96.
    assert by_name["oe"] == 3469


def test_without_a_threshold_net_benefit_is_left_out() -> None:
    run = silent_run(replace(PLAIN, threshold=None))
    assert {each.criterion for each in run.requirements} == {"oe", "calibration_slope", "auroc"}


def test_weeks_left_count_the_rows_that_are_missing_and_the_horizon() -> None:
    run = silent_run(PLAIN)
    assert run.n is not None
    assert weeks_left(run, run.n) == 0
    assert weeks_left(run, run.n - 101) == 2 + 4
    assert weeks_left(run, 0) == run.weeks


def _address(house: House) -> str:
    return f"/reviews/deployments/{house.deployment.pk}/silent-run/"


def test_the_page_asks_first_where_nothing_is_known(house: House, visit: Visit) -> None:
    page = visit(house.nurse).get(_address(house))
    assert page.status_code == 200
    assert "What is expected" in page.content.decode()
    assert "of silent running" not in page.content.decode()


def test_the_page_answers_what_is_asked_and_keeps_nothing(house: House, visit: Visit) -> None:
    page = visit(house.nurse).get(_address(house), ASKED)
    told = page.content.decode()
    assert page.status_code == 200
    assert "weeks of silent running" in told
    assert "asks for most" in told
    assert "Enough by" in told


def test_what_cannot_be_is_refused_with_the_reason(house: House, visit: Visit) -> None:
    page = visit(house.nurse).get(_address(house), ASKED | {"event_rate": "1.5"})
    assert page.status_code == 422
    assert "of silent running" not in page.content.decode()


def test_a_review_so_far_fills_the_page_in(house: House, tmp_path: Path, visit: Visit) -> None:
    review(house, tmp_path, ("2026-03", "2026-04"))
    told = visit(house.nurse).get(_address(house)).content.decode()
    assert "newest review" in told
    assert "240 are there already" in told


def test_the_evidence_says_how_far_a_silent_run_is(house: House, tmp_path: Path) -> None:
    assert list(silent_findings.findings(house.deployment)) == []
    version = register_version(
        house.cmio,
        house.use_case,
        name="Sepsis model",
        maker="In-house",
        intended_use="Alert",
        version="3.0",
        released_on=date(2026, 2, 1),
    )
    unit = house.deployment.unit
    house.deployment = plan_deployment(
        house.cmio, house.use_case, unit=unit, model_version=version, action_threshold=Decimal("0.5")
    )
    change_state(house.cmio, house.deployment, State.SILENT, reason="Ready")
    house.deployment.refresh_from_db()
    (before,) = silent_findings.findings(house.deployment)
    assert before.state is FindingState.MISSING
    review(house, tmp_path, ("2026-03", "2026-04"))
    (few,) = silent_findings.findings(house.use_case)
    assert few.state is FindingState.PARTIAL
    assert "weeks left at the pace so far" in few.summary
    review(house, tmp_path, ("2026-03", "2026-04"), each=4000)
    (enough,) = silent_findings.findings(house.deployment)
    assert enough.state is FindingState.MET
