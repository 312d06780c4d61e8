"""Agreed limits of a deployment's measures, so that a chart can draw them without knowing who agreed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from attending.program.models import Deployment


class Standing(StrEnum):
    """How a deployment stands against what was agreed, the worst first."""

    STOP = "stop"
    NO_DATA = "no data"
    WARN = "warn"
    TOO_FEW = "too few"
    UNREAD = "not read yet"
    WITHIN = "within"
    NOTHING_AGREED = "nothing agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLimits:
    """The limits of one measure for one group, in the measure's own unit; None where none is set.

    They are judged over the last ``window_months`` whole months, from ``minimum_n`` rows on; ``standing`` and
    ``explanation`` are those of the newest judgement.
    """

    measure: str
    attribute: str
    level: str
    score_threshold: Decimal | None
    warn_low: float | None
    warn_high: float | None
    stop_low: float | None
    stop_high: float | None
    window_months: int
    minimum_n: int
    title: str
    standing: Standing
    explanation: str


class Provider(Protocol):
    """What a room that agrees limits answers."""

    def limits_for(self, deployment: Deployment) -> Sequence[AgreedLimits]:
        """The limits in force on a deployment, in a constant number of queries."""

    def standings(self, deployments: Sequence[Deployment]) -> Mapping[int, Standing]:
        """The worst standing of each deployment that has limits, by primary key, in a constant number of queries."""


_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def limits_for(deployment: Deployment) -> tuple[AgreedLimits, ...]:
    """Every room's limits in force on a deployment."""
    return tuple(limits for provider in _providers for limits in provider.limits_for(deployment))


def standings(deployments: Sequence[Deployment]) -> dict[int, Standing]:
    """The worst standing of each deployment, by primary key."""
    found = {deployment.pk: Standing.NOTHING_AGREED for deployment in deployments}
    for provider in _providers:
        for pk, standing in provider.standings(deployments).items():
            found[pk] = worst([found[pk], standing])
    return found


def worst(standings: Sequence[Standing]) -> Standing:
    """The worst of several; where nothing stands, nothing is agreed."""
    order = list(Standing)
    return min(standings, key=order.index, default=Standing.NOTHING_AGREED)
