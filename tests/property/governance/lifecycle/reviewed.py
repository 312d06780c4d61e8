"""How the intake reviews of a use case stand, worked out from their rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.property.governance.lifecycle.rows import Row, moment, row, rows

ITEM = "intake-reviews"
HOLDS_FOR = timedelta(days=365)


def reviews_lack(use_case: int, at: datetime) -> bool:
    """Whether no reviewer was asked, or one of those asked last has not answered, objects, or answered too long ago."""
    newest = row(
        "SELECT max(v.id) AS id FROM program_modelversion v WHERE v.ai_model_id IN (SELECT r.ai_model_id "
        "FROM program_deployment d JOIN program_modelversion r ON r.id = d.model_version_id WHERE d.use_case_id = %s)",
        use_case,
    )["id"]
    standing = _standing(use_case)
    return not standing or any(
        each["verdict"] not in {"clear", "conditions"}
        or at - moment(each["answered_at"]) > HOLDS_FOR
        or (newest or 0) > each["seen_version_id"]
        for each in standing
    )


def conditions_open(use_case: int) -> bool:
    """Whether somebody who was asked last answered that it is clear with conditions."""
    return any(each["verdict"] == "conditions" for each in _standing(use_case))


def _standing(use_case: int) -> list[Row]:
    return rows(
        "SELECT a.verdict, a.answered_at, a.seen_version_id FROM governance_reviewrequest r "
        "LEFT JOIN governance_reviewanswer a ON a.request_id = r.id WHERE r.use_case_id = %s "
        "AND NOT EXISTS (SELECT 1 FROM governance_reviewrequest f WHERE f.follows_id = r.id)",
        use_case,
    )
