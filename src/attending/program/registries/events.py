"""Something happened: handlers run in the same transaction as the change, so that neither exists without the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from attending.program.models import Deployment, MeasureBatch, ModelVersion, Person, SeatHolding, UseCase
from attending.program.registries.signals import DrawnChart


@dataclass(frozen=True, slots=True)
class MeasureResultsArrived:
    """A batch of measure results was recorded for a deployment."""

    batch: MeasureBatch


@dataclass(frozen=True, slots=True)
class ChartsDrawn:
    """Control charts of a deployment were drawn anew, each as it stands now."""

    deployment: Deployment
    charts: tuple[DrawnChart, ...]


@dataclass(frozen=True, slots=True)
class DeploymentStateChanged:
    deployment: Deployment
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SeatVacated:
    holding: SeatHolding


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody's part in the program ended; the seats they held were vacated before."""

    person: Person


@dataclass(frozen=True, slots=True)
class StageChanged:
    use_case: UseCase
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionRegistered:
    """A version of a model was registered; deployments of the same model may rest on an earlier one."""

    version: ModelVersion


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Something that decisions about a use case rest on changed (``registries.facts``)."""

    use_case: UseCase


Event = TypeVar("Event")

_handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def on(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Have ``handler`` called for each event of this kind; called once, at start-up."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def publish(event: object) -> None:
    """Call the handlers of the event, inside the transaction that made it happen."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() must run inside transaction.atomic(), or a change and its effects could part.")
    for handler in _handlers[type(event)]:
        handler(event)
