"""What only time brings about: each room registers a task, and ``attending clock`` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

Tick = Callable[[datetime], Iterable[str]]
"""Does what is due at a time and says what it did, a sentence each. Doing it again changes nothing."""


class Task(NamedTuple):
    name: str
    tick: Tick


_tasks: list[Task] = []


def register(name: str, tick: Tick) -> None:
    """Add a room's task under a name that is its own; called once, at start-up."""
    if all(task.name != name for task in _tasks):
        _tasks.append(Task(name, tick))


def tasks() -> tuple[Task, ...]:
    """Every task, in the order the rooms registered."""
    return tuple(_tasks)
