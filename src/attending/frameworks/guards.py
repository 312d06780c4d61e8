"""What the database itself refuses: evidence kept elsewhere is withdrawn once, and otherwise stands as recorded."""

from __future__ import annotations

from attending.ledger.step_guards import steps

KEPT_ELSEWHERE = steps(
    "frameworks_keptelsewhere",
    "evidence kept elsewhere stands as it was recorded; withdraw it and record it anew",
    first=None,
    kept=(
        "organisation_id",
        "kind",
        "use_case_id",
        "title",
        "where_kept",
        "as_of",
        "review_by",
        "owner_id",
        "recorded_by_id",
        "recorded_at",
    ),
    never="OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at {differs} OLD.withdrawn_at "
    "OR NEW.withdrawn_by_id {differs} OLD.withdrawn_by_id OR NEW.withdrawal_reason {differs} OLD.withdrawal_reason)",
    unique=(),
)
