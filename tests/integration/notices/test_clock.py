"""The clock: each room's task in a transaction of its own, one that fails stops no other, and the command."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from typer.testing import CliRunner

from attending.cli.clock import app, go_on, run_once
from attending.notices import presenters
from attending.notices.clock import run
from attending.notices.models import ClockTask
from attending.notices.queries import failing_tasks, last_run
from attending.program.actions.record import name_of
from attending.program.models import Person
from attending.program.registries import clock
from tests.integration.house import House

NOW = timezone.now()


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[clock.Task]:
    """The clock with no task of any room."""
    registered: list[clock.Task] = []
    monkeypatch.setattr(clock, "_tasks", registered)
    return registered


def test_a_task_that_fails_leaves_nothing_behind_and_stops_no_other(house: House, tasks: list[clock.Task]) -> None:
    def breaks(_: datetime) -> Iterator[str]:
        Person.objects.filter(pk=house.nurse.pk).update(active=False)
        yield "said too early"
        raise ValueError("the file is gone")

    clock.register("broken", breaks)
    clock.register("whole", lambda now: [f"{name_of(house.nurse)} at {now:%Y}"])
    assert list(run(NOW)) == ["broken failed: ValueError: the file is gone", f"{name_of(house.nurse)} at {NOW:%Y}"]
    house.nurse.refresh_from_db()
    assert house.nurse.active
    assert [task.name for task in failing_tasks()] == ["broken"]
    tasks[0] = clock.Task("broken", lambda _: [])
    list(run(NOW))
    assert not failing_tasks()
    assert last_run() == NOW


def test_what_a_task_could_not_do_for_one_thing_is_told_and_the_rest_is_kept(
    house: House, tasks: list[clock.Task]
) -> None:
    def act(person: Person) -> Iterator[str]:
        Person.objects.filter(pk=person.pk).update(active=False)
        if person == house.owner:
            raise ValueError("she is on call")
        yield f"{person} left"

    clock.register("leaving", lambda _: clock.apart([house.owner, house.nurse], act, str))
    assert list(run(NOW)) == ["Olga Owner: ValueError: she is on call", "Nia Nurse left"]
    house.owner.refresh_from_db()
    house.nurse.refresh_from_db()
    assert (house.owner.active, house.nurse.active) == (True, False)
    assert [task.error for task in failing_tasks()] == ["Olga Owner: ValueError: she is on call"]


def test_the_command_says_what_was_done_and_fails_where_a_task_did(house: House, tasks: list[clock.Task]) -> None:
    clock.register("whole", lambda _: ["Paused one deployment."])
    done = CliRunner().invoke(app, [])
    assert (done.exit_code, done.output) == (0, "Paused one deployment.\n")

    def breaks(_: datetime) -> Iterator[str]:
        with transaction.atomic():
            raise DatabaseError("locked")
        yield ""

    clock.register("broken", breaks)
    failed = CliRunner().invoke(app, [])
    assert failed.exit_code == 1
    assert "broken failed: DatabaseError: locked" in failed.output


def test_it_goes_on_whatever_fails_until_it_is_stopped_and_finishes_its_turn(
    house: House, tasks: list[clock.Task], capsys: pytest.CaptureFixture[str]
) -> None:
    turns: list[datetime] = []

    def tick(now: datetime) -> Iterator[str]:
        turns.append(now)
        if len(turns) == 2:
            raise ValueError("the file is gone")
        if len(turns) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        yield f"Turn {len(turns)}."

    clock.register("counting", tick)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        go_on(0.01, lambda: True, run_once)
        go_on(0.01, lambda: False, run_once)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert capsys.readouterr().out == "Turn 1.\ncounting failed: ValueError: the file is gone\nTurn 3.\n"
    assert turns == sorted(set(turns))


def test_a_database_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def broken(_: datetime) -> Iterator[str]:
        raise DatabaseError("no such table")

    monkeypatch.setattr("attending.notices.clock.run", broken)
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "attending doctor" in done.output


def test_a_clock_that_stopped_is_seen(db: None) -> None:
    assert presenters.clock_status(last_run()).kind == "stop"
    ClockTask.objects.create(name="escalations", ran_at=timezone.now())
    assert presenters.clock_status(last_run()).kind == "ok"
    ClockTask.objects.update(ran_at=timezone.now() - timedelta(hours=1))
    assert presenters.clock_status(last_run()).word.startswith("Stopped: ")
