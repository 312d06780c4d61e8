"""What the inventory tells the rest of the program at start-up."""

from __future__ import annotations

from attending.inventory import following
from attending.inventory.evidence import claims, entries
from attending.inventory.guards import GUARDS
from attending.inventory.worklist.unreviewed import DiscoveredAi
from attending.ledger import guards
from attending.program.registries import clock, events, evidence, worklist
from attending.ui import navigation


def register() -> None:
    """Guards, handlers, findings, work, and places in the navigation; called once, at start-up."""
    for guard in GUARDS:
        guards.register(guard)
    events.on(events.DeploymentStateChanged, following.on_state)
    events.on(events.StageChanged, following.on_stage)
    clock.register("inventory", following.tick)
    evidence.register(entries.findings, entries.ITEM[0])
    evidence.register(claims.findings, claims.ITEM[0])
    worklist.register(DiscoveredAi())
    navigation.register("All AI", "inventory:entries", 47, "inventory", section="Inventory")
    navigation.register("Vendor claims", "inventory:versions", 48, section="Inventory")
    navigation.register("Public register", "register:all", 49, section="Inventory")
