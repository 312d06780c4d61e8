"""What the database itself refuses: a review is never changed or removed."""

from __future__ import annotations

from attending.ledger.guards import append_only

RUNS = append_only("review_reviewrun", unique=["uid", "ledger_seq"])
