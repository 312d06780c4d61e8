"""What the database itself refuses: what was answered, declared, ranked and planned is never changed or removed."""

from __future__ import annotations

from attending.ledger.guards import append_only

GUARDS = (
    append_only("strategy_gateanswer"),
    append_only("strategy_conflictofinterest", unique=[("panelist_id", "item_id")]),
    append_only("strategy_cellnote"),
    append_only("strategy_panelranking"),
    append_only("strategy_readinessgap", unique=[("assessment_id", "item_id", "capability_id")]),
    append_only("strategy_plan"),
    append_only("strategy_progress"),
)
