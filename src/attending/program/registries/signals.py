"""Control charts that can be watched: a room that draws them names them, and says what each newly drawn one shows.

Whoever watches says which it watches, so that a chart that only time changes is drawn again for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from attending.program.models import Deployment


@dataclass(frozen=True, slots=True)
class WatchableChart:
    """A control chart in force on a deployment: ``key`` names it for ever, ``title`` is shown."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnChart:
    """What a chart showed when it was drawn last.

    ``points`` is how many it has, ``signals`` how many of its signals nobody has answered; ``newest`` says the newest
    in words. ``faulty`` says why it could not be judged on the newest data, and is empty where it could. ``told`` says
    how it stands in a sentence, where points and signals would not be understood.
    """

    key: str
    points: int
    signals: int
    newest: str
    start: date
    end: date
    faulty: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A chart that is watched: the last day its newest reading covers, None without one, and the signals it had."""

    key: str
    newest: date | None
    signals: int


class Provider(Protocol):
    """What a room that draws control charts answers."""

    def charts(self, deployment: Deployment) -> Sequence[WatchableChart]:
        """The charts in force on a deployment, in a constant number of queries."""


_providers: list[Provider] = []
_watchers: list[Callable[[], Sequence[Watched]]] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def charts(deployment: Deployment) -> tuple[WatchableChart, ...]:
    """Every room's charts in force on a deployment."""
    return tuple(chart for provider in _providers for chart in provider.charts(deployment))


def watch(watcher: Callable[[], Sequence[Watched]]) -> None:
    """Add who watches charts; called once, at start-up. It takes a constant number of queries."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def watched() -> tuple[Watched, ...]:
    """Every chart that somebody watches."""
    return tuple(each for watcher in _watchers for each in watcher())
