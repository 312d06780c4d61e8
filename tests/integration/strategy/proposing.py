"""What a nurse writes into the intake form, step by step, and a draft filled with it."""

from __future__ import annotations

from typing import Any

from attending.program.models import Person
from attending.strategy.actions.intake import begin_draft, save_step
from attending.strategy.models import IntakeDraft
from attending.strategy.rules.intake import ASKED, INSIDE

WRITTEN: dict[str, Any] = {
    "problem": "Patients fall in their first night after surgery, eleven with injury last year.",
    "alternative": "Low beds for everybody on the first night.",
    "burden_lifted": "Patients who fall.",
    "burden_added": "Nurses, who check every hour.",
    "kind": "predictive",
    "title": "Falls in the first night",
    "priority": None,
    "enterprise_problem": "Harm that we could prevent.",
    "dependencies": "",
    "leaders": "",
    "value": "Falls with injury, each quarter.",
    "capability": "",
}
WHO = {"name": "Nora Night", "discipline": "nursing", "place": "Ward 5, nights"}


def drafted(person: Person, **changes: Any) -> IntakeDraft:
    """A draft of this person with every step written."""
    answers = {**WRITTEN, **changes}
    draft = begin_draft(person)
    for step in INSIDE:
        draft = save_step(person, draft, step, {field: answers[field] for field in ASKED[step]})
    return draft


def posted(step: str, **changes: Any) -> dict[str, Any]:
    """What the page of one step is sent."""
    answers = {**WRITTEN, **WHO, **changes}
    fields = {str(each): names for each, names in ASKED.items()}[step]
    return {field: "" if answers[field] is None else answers[field] for field in fields}
