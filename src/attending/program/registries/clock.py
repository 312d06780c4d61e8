"""What only time brings about: each room registers a task, and ``attending clock`` runs them all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db import transaction

logger = logging.getLogger(__name__)
Thing = TypeVar("Thing")

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


class Failed(str):
    """A sentence that says what a task could not do, though the rest of it was done."""

    __slots__ = ()


def apart(
    things: Iterable[Thing], act: Callable[[Thing], Iterable[str]], name: Callable[[Thing], str]
) -> Iterator[str]:
    """Do it for each thing in a savepoint of its own, so that one that fails is told and leaves the others done.

    Else one deployment that cannot be paused would keep every other from being paused.
    """
    for thing in things:
        try:
            with transaction.atomic():
                did = list(act(thing))
        except Exception as problem:
            logger.exception("The clock failed at %s", name(thing))
            yield Failed(f"{name(thing)}: {type(problem).__name__}: {problem}")
        else:
            yield from did
