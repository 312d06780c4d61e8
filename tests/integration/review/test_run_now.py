"""The button that reviews the log where an administrator said it lies, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.review import jobs
from attending.review.actions.jobs import LOST, ask_for_review, cancel_job, claim, finish, give_up_lost, tell
from attending.review.actions.sources import map_log
from attending.review.jobs import perform
from attending.review.models import JobState, ReviewJob, ReviewRun
from attending.review.queries.sources import request_of
from attending.review.request import compute
from attending.sources import within_deadline
from tests.integration.house import House
from tests.integration.review.logs import MAPPING, rows, write

Visit = Callable[[Person], Client]


def press(client: Client, house: House) -> Any:
    return client.post(f"/reviews/deployments/{house.deployment.pk}/run/", follow=True)


def lay(house: House, path: Path) -> None:
    map_log(house.platform, house.deployment, MAPPING, location=str(path))


@pytest.fixture
def laid(house: House, tmp_path: Path) -> House:
    lay(house, write(tmp_path / "log.csv", rows(("2026-03",))))
    return house


def standing() -> ReviewJob:
    return ReviewJob.objects.get()


def test_the_log_is_read_where_it_lies(laid: House, visit: Visit) -> None:
    client = visit(laid.platform)
    assert "Run the review now" in client.get(f"/reviews/deployments/{laid.deployment.pk}/").content.decode()
    page = press(client, laid)
    job = standing()
    assert page.redirect_chain[-1][0] == reverse("review:job", args=[job.pk])
    assert "every 2s" in page.content.decode()
    assert "You can leave this page" in page.content.decode()
    assert perform(job.pk)
    job = standing()
    assert (job.state, job.run) == (JobState.DONE, ReviewRun.objects.get())
    assert job.run is not None
    assert job.run.run_by == laid.platform
    done = client.get(reverse("review:job", args=[job.pk])).content.decode()
    assert reverse("review:run", args=[job.run.pk]) in done
    assert "every 2s" not in done


def test_a_log_that_is_moved_while_it_is_read_is_named_where_it_was_read(
    laid: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(*told: Any, **options: Any) -> Any:
        result = within_deadline(*told, **options)
        lay(laid, tmp_path / "elsewhere.csv")
        return result

    monkeypatch.setattr(jobs, "within_deadline", moved)
    assert perform(ask_for_review(laid.platform, laid.deployment).pk)
    assert str(tmp_path / "log.csv") in ReviewRun.objects.get().reproducibility["command"]


def test_one_at_a_time(laid: House) -> None:
    first = ask_for_review(laid.platform, laid.deployment)
    assert ask_for_review(laid.owner, laid.deployment) == first
    assert not perform(first.pk + 1)


def test_without_a_place_there_is_nothing_to_read(house: House, visit: Visit) -> None:
    assert "Nobody has said where" in press(visit(house.platform), house).content.decode()


@pytest.mark.one_database
def test_a_log_that_is_wrong_is_refused_and_the_last_good_review_stays(
    laid: House, visit: Visit, tmp_path: Path
) -> None:
    perform(ask_for_review(laid.platform, laid.deployment).pk)
    content = rows(("2026-03",))
    for row in content:
        row[1] = "high"
    lay(laid, write(tmp_path / "log.csv", content))
    job = ask_for_review(laid.platform, laid.deployment)
    assert not perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "rows are bad" in job.message
    page = visit(laid.nurse).get(reverse("review:job", args=[job.pk])).content.decode()
    assert "The last good review stays: it was made today" in page
    assert ReviewRun.objects.count() == 1


def test_a_missing_log_is_refused(house: House, tmp_path: Path) -> None:
    lay(house, tmp_path / "missing.csv")
    job = ask_for_review(house.platform, house.deployment)
    assert not perform(job.pk)
    job.refresh_from_db()
    assert "missing.csv" in job.message
    assert not ReviewRun.objects.exists()


def test_a_cancelled_review_records_nothing(laid: House) -> None:
    job = ask_for_review(laid.platform, laid.deployment)
    taken = claim(job.pk)
    assert taken is not None
    assert tell(job.pk, "reading", 10, 20)
    with pytest.raises(NotAllowed):
        cancel_job(laid.operations, job)
    cancel_job(laid.owner, job)
    assert not tell(job.pk, "reading", 20, 20)
    assert not finish(taken, compute(request_of(laid.deployment.log_source)), location="log.csv")
    assert not ReviewRun.objects.exists()
    with pytest.raises(Refused, match="not being computed"):
        cancel_job(laid.owner, job)


def test_a_job_whose_process_is_gone_is_given_up(laid: House) -> None:
    job = ask_for_review(laid.platform, laid.deployment)
    assert claim(job.pk) is not None
    assert give_up_lost() == 0
    ReviewJob.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert ask_for_review(laid.platform, laid.deployment) != job
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, LOST)
