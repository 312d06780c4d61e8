"""What happens to logins goes into the ledger; accounts itself knows of none."""

from __future__ import annotations

from attending.accounts.events import AccountEvent
from attending.ledger.actions import append


def record(event: AccountEvent) -> None:
    """Append one entry for an event of an account."""
    actor = "system" if event.by_id is None else f"user:{event.by_id}"
    append(
        f"account.{event.name}",
        object="user:unknown" if event.user_id is None else f"user:{event.user_id}",
        actor=actor,
        payload=dict(event.facts),
    )
