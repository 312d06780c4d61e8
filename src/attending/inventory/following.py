"""What is deployed comes into the inventory by itself: as it happens, and with the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attending.inventory.actions.registering import register_deployed
from attending.program.models import Organisation
from attending.program.registries.events import DeploymentStateChanged, StageChanged


def on_state(event: DeploymentStateChanged) -> None:
    """A deployment changed its state."""
    register_deployed(event.deployment.use_case.organisation, event.deployment.use_case)


def on_stage(event: StageChanged) -> None:
    """A use case moved to another stage."""
    register_deployed(event.use_case.organisation, event.use_case)


def tick(_now: datetime) -> Iterable[str]:
    """Write the entries that are missing; says how many."""
    count = sum(len(register_deployed(organisation)) for organisation in Organisation.objects.order_by("pk"))
    return [f"{count} AI in use came into the inventory."] if count else []
