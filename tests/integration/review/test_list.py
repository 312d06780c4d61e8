"""The list of reviews: every deployment, its newest review, and how it stands against what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from attending.program.actions import deployments, organisation
from attending.program.models import Person
from tests.integration.house import House
from tests.integration.review.logs import review

MONTHS = ("2026-03", "2026-04")
Visit = Callable[[Person], Client]


def more_deployments(house: House, count: int, name: str = "Unit") -> None:
    site = house.deployment.unit.site
    for number in range(count):
        unit = organisation.add_unit(house.administrator, site, f"{name} {number}")
        version = house.deployment.model_version
        deployments.plan_deployment(house.cmio, house.use_case, unit=unit, model_version=version)


def test_the_newest_review_stands_beside_its_deployment(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03",))
    review(house, tmp_path, MONTHS)
    house.agree()
    page = visit(house.nurse).get("/reviews/").content.decode()
    assert "Sepsis alert" in page
    assert "4 West, Main" in page
    assert "Mar to Apr" in page
    assert "n 240" in page
    assert "Not judged yet" in page


def test_who_was_never_reviewed_can_be_found(house: House, visit: Visit, tmp_path: Path) -> None:
    more_deployments(house, 2)
    review(house, tmp_path, MONTHS)
    client = visit(house.nurse)
    assert "Unit 0" in client.get("/reviews/?reviewed=False").content.decode()
    assert "Unit 0" not in client.get("/reviews/?reviewed=True").content.decode()
    assert "4 West" in client.get("/reviews/?q=west&state=live").content.decode()


def test_the_download_holds_plain_numbers(house: House, visit: Visit, tmp_path: Path) -> None:
    review(house, tmp_path, MONTHS)
    text = visit(house.nurse).get("/reviews/?export=csv").content.decode("utf-8-sig")
    header, row = text.splitlines()[:2]
    assert '"AUROC"' in header
    assert '"Sepsis alert","4 West","Main"' in row
    assert ",240," in row


def test_queries_do_not_grow_with_the_list(house: House, visit: Visit, tmp_path: Path) -> None:
    client = visit(house.nurse)
    review(house, tmp_path, MONTHS)
    house.agree()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/reviews/")
        return len(queries)

    more_deployments(house, 2)
    few = count()
    more_deployments(house, 27, "Further unit")
    assert count() == few


def test_a_search_without_a_match_says_so(house: House, visit: Visit) -> None:
    assert "No deployments match" in visit(house.nurse).get("/reviews/?q=nothing").content.decode()
