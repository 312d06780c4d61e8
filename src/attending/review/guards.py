"""What the database itself refuses: what a review found, and what was said about it, is never changed or removed."""

from __future__ import annotations

from attending.ledger.guards import append_only
from attending.ledger.sealing import sealed

ASSESSMENT = sealed(
    "review_assessment",
    "submitted_at",
    "what a reviewer handed in stays as it is",
    unique=("item_id", "reviewer_id"),
)
"""A draft may change until it is handed in; from then on nobody changes or removes it."""

GUARDS = (
    append_only("review_reviewrun", unique=["uid", "ledger_seq"]),
    append_only("review_chartreading", unique=[("plan_id", "run_id"), ("plan_id", "handover_id")]),
    append_only("review_counthandover"),
    append_only("review_signalanswer", unique=["reading_id"]),
    append_only("review_usagerecord"),
    append_only("review_classifierreview", unique=["ledger_seq"]),
    append_only("review_impactrun", unique=["ledger_seq"]),
    append_only("review_discussionnote"),
    append_only("review_lesson"),
    append_only("review_modelclaim"),
    ASSESSMENT,
    append_only("review_rubric", unique=[("organisation_id", "name", "version")]),
)
