"""Bring the end of an approval forward: it is never put off."""

from __future__ import annotations

from datetime import datetime

from attending.governance.models import Approval
from attending.ledger.actions import append
from attending.program.actions.record import name_of


def bring_forward(approval: Approval, at: datetime, *, because: str) -> None:
    """Have an approval end at a time, or as soon as it began; one that ends earlier keeps its end.

    ``because`` names what did it, such as ``decision:7``.
    """
    at = max(at, approval.starts_at)
    if approval.ends_at <= at:
        return
    approval.ends_at = at
    approval.save(update_fields=["ends_at"])
    payload = {"ends_at": at.isoformat(), "because": because}
    append("approval.ended", object=name_of(approval), actor="system", payload=payload)
