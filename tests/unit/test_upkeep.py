"""Upkeep runs every task once a period, and ends with the server however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from attending.cli import upkeep
from attending.cli.main import COMMANDS

SERVER = "from attending.cli import upkeep; import time; print(upkeep.start().pid, flush=True); time.sleep(60)"


def test_every_task_runs_once_a_period_while_the_server_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    ran: list[tuple[float, Sequence[str]]] = []
    monkeypatch.setattr(upkeep.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(upkeep.time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    begun: list[tuple[float, Sequence[str]]] = []

    def begin(task: Sequence[str]) -> Callable[[], bool]:
        begun.append((at := clock[0], task))
        return lambda: clock[0] >= {65: 70, 125: 1_000}.get(at, 9_999)

    upkeep.keep_up(lambda: clock[0] < 2_000, lambda task: ran.append((clock[0], task)), begin)
    assert ran[0] == (5, upkeep.AT_ONCE)
    assert ran[1:] == [(at, task) for at in (65, 965, 1_865) for task in upkeep.TASKS]
    assert begun == [(at, upkeep.CLOCK) for at in (65, 125, 1_000)], "begun again once it broke off, a minute later"


def test_its_tasks_are_commands() -> None:
    assert {task[0] for task in (upkeep.CLOCK, *upkeep.TASKS)} <= set(COMMANDS)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_its_server(ending: signal.Signals) -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    os.kill(int(server.stdout.readline()), 0)
    server.send_signal(ending)
    server.communicate(timeout=20)  # the pipe closes when its last holder, the upkeep, has ended


def test_a_task_that_fails_is_said(capfd: pytest.CaptureFixture[str], monkeypatch) -> None:
    def finished(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        failed = "ledger" in command
        return subprocess.CompletedProcess(command, int(failed), "noise\n", "not sent\n" if failed else "noise\n")

    monkeypatch.setattr(upkeep.subprocess, "run", finished)
    for task in upkeep.TASKS:
        upkeep.run_task(task)
    assert capfd.readouterr() == ("", "not sent\n")
