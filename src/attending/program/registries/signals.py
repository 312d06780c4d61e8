"""Control charts that can be watched: a room that draws them names them, and says what each newly drawn one shows."""

from __future__ import annotations

from collections.abc import Sequence
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
    in words. ``faulty`` says why it could not be judged on the newest data, and is empty where it could.
    """

    key: str
    points: int
    signals: int
    newest: str
    start: date
    end: date
    faulty: str = ""


class Provider(Protocol):
    """What a room that draws control charts answers."""

    def charts(self, deployment: Deployment) -> Sequence[WatchableChart]:
        """The charts in force on a deployment, in a constant number of queries."""


_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def charts(deployment: Deployment) -> tuple[WatchableChart, ...]:
    """Every room's charts in force on a deployment."""
    return tuple(chart for provider in _providers for chart in provider.charts(deployment))
