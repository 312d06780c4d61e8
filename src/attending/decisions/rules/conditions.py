"""Conditions as they are signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attending.decisions.rules.options import Option
from attending.decisions.rules.refusals import ConditionsMissing, ConditionsNotTaken, InvalidCondition


def checked(conditions: Sequence[Mapping[str, Any]], option: Option, *, today: date) -> list[dict[str, Any]]:
    """The conditions in their stored form: text, owner (person's number), due_on (ISO date); raises a Refused."""
    if option.conditions_required and not conditions:
        raise ConditionsMissing(option.label)
    if conditions and not option.conditions_required:
        raise ConditionsNotTaken(option.label)
    return [_checked(condition, today) for condition in conditions]


def _checked(condition: Mapping[str, Any], today: date) -> dict[str, Any]:
    text, owner, due_on = str(condition.get("text", "")).strip(), condition.get("owner"), condition.get("due_on")
    if isinstance(due_on, str):
        try:
            due_on = date.fromisoformat(due_on)
        except ValueError:
            due_on = None
    if not text or not isinstance(owner, int) or not isinstance(due_on, date):
        raise InvalidCondition("Each condition says what is to be done, who owns it, and by which date.")
    if due_on < today:
        raise InvalidCondition(f"The condition {text!r} was due before today; give a date to come.")
    return {"text": text, "owner": owner, "due_on": due_on.isoformat()}
