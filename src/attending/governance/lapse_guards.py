"""What the database itself refuses of a lapse: to be changed, to be entered twice, and to leave its approval standing.

Only the request that re-opens the decision is added later, once. ``gates_guards`` sees to it that an approval's end is
only ever brought forward.
"""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.step_guards import steps

LAPSE = "a lapse stands as it was recorded; only the request that re-opens the decision is added, once"
NOT_ENDED = "a lapse brings the end of its approval forward to its own"

_GATE_SET_ONCE = "OLD.gate_id IS NOT NULL AND NEW.gate_id {differs} OLD.gate_id"
_STILL_STANDS = (
    "NOT EXISTS (SELECT 1 FROM governance_approval a WHERE a.id = NEW.approval_id AND a.ends_at <= NEW.ends_at)"
)

GUARDS = (
    entering(
        steps(
            "governance_lapse",
            LAPSE,
            first=None,
            kept=("approval_id", "at", "broken", "ends_at"),
            never=_GATE_SET_ONCE,
            unique=[("approval_id",), ("gate_id",)],
        ),
        "governance_lapse_ends_its_approval",
        _STILL_STANDS,
        NOT_ENDED,
    ),
)
