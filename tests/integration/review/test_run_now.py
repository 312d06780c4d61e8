"""The button that reviews the log where an administrator said it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client

from attending.program.models import Person
from attending.review.actions.sources import map_log
from attending.review.models import ReviewRun
from tests.integration.house import House
from tests.integration.review.logs import MAPPING, rows, write

Visit = Callable[[Person], Client]


def press(client: Client, house: House) -> Any:
    return client.post(f"/reviews/deployments/{house.deployment.pk}/run/", follow=True)


def lay(house: House, path: Path) -> None:
    map_log(house.platform, house.deployment, MAPPING, location=str(path))


def test_the_log_is_read_where_it_lies(house: House, visit: Visit, tmp_path: Path) -> None:
    client = visit(house.platform)
    page = f"/reviews/deployments/{house.deployment.pk}/"
    assert "Run the review now" not in client.get(page).content.decode()
    lay(house, write(tmp_path / "log.csv", rows(("2026-03",))))
    assert "Run the review now" in client.get(page).content.decode()
    assert "The log was reviewed: log.csv" in press(client, house).content.decode()
    assert ReviewRun.objects.get().run_by == house.platform


def test_a_large_log_is_left_to_the_command(house: House, visit: Visit, tmp_path: Path, settings: Any) -> None:
    settings.ATTENDING_UPLOAD_BYTES = 1_000
    lay(house, write(tmp_path / "log.csv", rows(("2026-03",))))
    assert "attending review run" in press(visit(house.platform), house).content.decode()
    assert not ReviewRun.objects.exists()


def test_without_a_place_there_is_nothing_to_read(house: House, visit: Visit) -> None:
    assert "Nobody has said where" in press(visit(house.platform), house).content.decode()


def test_a_log_that_is_wrong_is_refused_with_its_faults(house: House, visit: Visit, tmp_path: Path) -> None:
    content = rows(("2026-03",))
    for row in content:
        row[1] = "high"
    lay(house, write(tmp_path / "log.csv", content))
    response = press(visit(house.platform), house)
    assert response.status_code == 422
    assert "high" in response.content.decode()
    lay(house, tmp_path / "missing.csv")
    assert press(visit(house.platform), house).status_code == 422
    assert not ReviewRun.objects.exists()
