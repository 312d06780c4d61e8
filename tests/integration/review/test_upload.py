"""A log handed over by the page: read, looked at, then recorded; and gone in every case."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attending.program import handover
from attending.program.models import MeasureResult, Person
from attending.review.compute import run_review
from attending.review.models import ReviewRun
from attending.review.views import recording
from tests.integration.house import House
from tests.integration.review.logs import review, rows, write

Visit = Callable[[Person], Client]
COLUMNS = {"score": "risk", "outcome": "died", "time": "at", "by": "sex", "key": "id", "thresholds": "0.5, 0.3"}
MONTHS = ("2026-03", "2026-04")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where handed-over logs wait."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR / "handed-over"


@pytest.fixture
def log(tmp_path: Path) -> list[list[str]]:
    return rows(MONTHS)


def url(house: House, step: str = "") -> str:
    return f"/reviews/deployments/{house.deployment.pk}/upload/{step}"


def hand_over(client: Client, house: House, content: list[list[str]], tmp_path: Path, **changes: str) -> Any:
    path = write(tmp_path / "handed.csv", content)
    file = SimpleUploadedFile("march log.csv", path.read_bytes())
    return client.post(url(house), {**COLUMNS, **changes, "log": file})


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_the_form_begins_with_the_columns_of_the_newest_review(house: House, visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    review(house, tmp_path / "logs", MONTHS)
    page = visit(house.platform).get(url(house)).content.decode()
    assert 'value="risk"' in page
    assert 'enctype="multipart/form-data"' in page


def test_a_log_is_looked_at_and_then_recorded(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path
) -> None:
    client = visit(house.platform)
    log[3][1] = "1.7"
    checked = hand_over(client, house, log, tmp_path)
    page = checked.content.decode()
    assert checked.status_code == 200
    assert "Nothing is recorded yet" in page
    assert "march log.csv" in page
    assert "240" in page
    assert "239" in page
    assert "1.7" in page
    assert not ReviewRun.objects.exists()
    assert left(folder) == ["march log.csv"]
    recorded = client.post(url(house, "record/"), follow=True)
    assert "The review is recorded" in recorded.content.decode()
    run = ReviewRun.objects.get()
    assert (run.intake["read"], run.intake["loaded"], run.intake["quarantined"]) == (240, 239, 1)
    assert run.run_by == house.platform
    assert MeasureResult.objects.filter(measure="auroc").exists()
    assert left(folder) == []


def test_a_log_that_is_recorded_by_two_requests_at_once_is_recorded_once(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = visit(house.platform), Client(headers={"host": "localhost"})
    hand_over(client, house, log, tmp_path)
    other.cookies = client.cookies
    answers = []

    def pressed_again(*told: Any, **options: Any) -> Any:
        monkeypatch.setattr(recording, "run_review", run_review)
        result = run_review(*told, **options)
        answers.append(other.post(url(house, "record/"), follow=True).content.decode())
        return result

    monkeypatch.setattr(recording, "run_review", pressed_again)
    recorded = client.post(url(house, "record/"), follow=True)
    assert ReviewRun.objects.count() == 1
    assert "it was recorded or removed" in answers[0]
    assert "The review is recorded" in recorded.content.decode()
    assert left(folder) == []


@pytest.mark.one_database
def test_bad_rows_are_taken_away_to_be_corrected(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path
) -> None:
    client = visit(house.platform)
    log[3][1] = "1.7"
    hand_over(client, house, log, tmp_path)
    response = client.get(url(house, "quarantine.csv"))
    lines = response.content.decode().splitlines()
    assert len(lines) == 2
    assert "1.7" in lines[1]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.one_database
def test_too_many_bad_rows_are_listed_and_nothing_is_recorded(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path
) -> None:
    client = visit(house.platform)
    for row in log[:30]:
        row[2] = "maybe"
    refused = hand_over(client, house, log, tmp_path)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Nothing was loaded: 30 rows are wrong" in page
    assert "maybe" in page
    assert len(client.get(url(house, "quarantine.csv")).content.decode().splitlines()) == 31
    client.post(url(house, "record/"))
    assert not ReviewRun.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"score": "rsk"}, "rsk"),
        ({"score": ""}, "Fill this in."),
        ({"outcome": "risk"}, "mapped twice"),
        ({"thresholds": "0.3 two"}, "two is not a number"),
        ({"thresholds": "30"}, "30 is not a probability"),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_read_says_why(
    house: House,
    visit: Visit,
    log: list[list[str]],
    tmp_path: Path,
    folder: Path,
    changes: dict[str, str],
    said: str,
) -> None:
    response = hand_over(visit(house.platform), house, log, tmp_path, **changes)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert left(folder) == []


@pytest.mark.parametrize(("name", "content"), [("log.csv", b"\x00\x01"), ("log.exe", b"MZ"), ("log.csv", b"")])
@pytest.mark.one_database
def test_what_is_no_log_is_refused(house: House, visit: Visit, folder: Path, name: str, content: bytes) -> None:
    response = visit(house.platform).post(url(house), {**COLUMNS, "log": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert left(folder) == []


def test_a_file_beyond_the_limit_is_not_kept(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path, settings: Any
) -> None:
    settings.ATTENDING_UPLOAD_BYTES = 2_000
    response = hand_over(visit(house.platform), house, log, tmp_path)
    assert response.status_code == 422
    assert "larger than" in response.content.decode()
    assert left(folder) == []


@pytest.mark.one_database
def test_cancelling_removes_the_file(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path
) -> None:
    client = visit(house.platform)
    hand_over(client, house, log, tmp_path)
    client.post(url(house, "cancel/"))
    assert left(folder) == []
    gone = client.post(url(house, "record/"), follow=True)
    assert "hand it over again" in gone.content.decode()
    assert not ReviewRun.objects.exists()


@pytest.mark.one_database
def test_a_file_waits_for_an_hour_at_most(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path
) -> None:
    hand_over(visit(house.platform), house, log, tmp_path)
    (waiting,) = folder.iterdir()
    old = time.time() - handover.KEPT_SECONDS - 1
    os.utime(waiting, (old, old))
    visit(house.nurse).get(f"/reviews/deployments/{house.deployment.pk}/")
    assert left(folder) == []


@pytest.mark.one_database
def test_a_file_belongs_to_the_session_that_handed_it_over(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, folder: Path
) -> None:
    hand_over(visit(house.platform), house, log, tmp_path)
    visit(house.cmio).post(url(house, "record/"))
    assert not ReviewRun.objects.exists()
    assert left(folder) == ["march log.csv"]
    assert (folder.stat().st_mode & 0o777) == 0o700


def test_only_who_may_record_may_hand_over(house: House, visit: Visit, log: list[list[str]], tmp_path: Path) -> None:
    client = visit(house.nurse)
    assert client.get(url(house)).status_code == 403
    assert hand_over(client, house, log, tmp_path).status_code == 403
    assert client.post(url(house, "record/")).status_code == 403
    assert client.post(f"/reviews/deployments/{house.deployment.pk}/run/").status_code == 403


def test_the_token_against_forged_requests_is_asked_for(house: House) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert house.platform.user is not None
    client.force_login(house.platform.user)
    assert client.post(url(house), COLUMNS).status_code == 403


@pytest.mark.parametrize("name", ["../../evil.csv", "..\\evil.csv", "\x00a.csv", ".csv", "ä b.csv"])
def test_a_name_is_only_a_name(name: str) -> None:
    safe = handover.safe_name(name)
    assert "/" not in safe
    assert "\\" not in safe
    assert "\x00" not in safe
    assert not safe.startswith(".")


def test_a_log_posted_without_a_token_does_not_stay(house: House, log: list[list[str]], tmp_path: Path) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    assert house.platform.user is not None
    client.force_login(house.platform.user)
    assert hand_over(client, house, log, tmp_path).status_code == 403
    assert not left(tmp_path / "data" / "handed-over")


@pytest.mark.one_database
def test_a_log_whose_reading_fails_does_not_stay(
    house: House, visit: Visit, log: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("attending.review.views.recording.run_review", fail)
    with pytest.raises(MemoryError):
        hand_over(visit(house.platform), house, log, tmp_path)
    assert not left(tmp_path / "data" / "handed-over")
