"""What takes seconds is made once, apart from the request that asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from attending.review import kept


@pytest.fixture(autouse=True)
def impatient(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ATTENDING_PATIENCE_SECONDS = 0.01


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_who_asks_while_it_is_made_is_told_so_and_the_file_answers_from_then_on() -> None:
    go, made = Event(), []

    def make() -> bytes:
        go.wait(10)
        made.append(1)
        return b"drawn"

    assert kept.kept("one.svg", make) is None
    assert kept.kept("one.svg", make) is None
    go.set()
    assert soon(lambda: kept.is_kept("one.svg"))
    assert kept.kept("one.svg", make) == b"drawn"
    assert len(made) == 1


def test_what_was_made_does_not_stay_in_memory_beside_its_file() -> None:
    go = Event()

    def make() -> bytes:
        go.wait(10)
        return b"drawn"

    assert kept.kept("two.svg", make) is None
    go.set()
    assert soon(lambda: kept.is_kept("two.svg"))
    assert soon(lambda: "two.svg" not in kept._making)


def test_what_went_wrong_is_told_to_who_asks_next_and_then_tried_again() -> None:
    go = Event()

    def fail() -> bytes:
        go.wait(10)
        raise ValueError("No font.")

    assert kept.kept("three.svg", fail) is None
    go.set()
    assert soon(lambda: kept._making["three.svg"].done())
    with pytest.raises(ValueError, match="No font"):
        kept.kept("three.svg", fail)
    kept.now("three.svg", lambda: b"drawn")
    assert kept.kept("three.svg", fail) == b"drawn"
