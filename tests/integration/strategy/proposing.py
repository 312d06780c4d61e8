"""What people bring: a draft filled step by step, a proposal through a link, a file with rows of use cases."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from attending.program.models import Person
from attending.sources.spreadsheet import bad_rows, read_spreadsheet
from attending.strategy.actions.importing import keep_import
from attending.strategy.actions.intake import begin_draft, save_step
from attending.strategy.actions.intake_links import open_link
from attending.strategy.actions.outside import begin_outside, save_outside, send_outside
from attending.strategy.models import IntakeDraft, IntakeLink, SpreadsheetImport
from attending.strategy.rules.importing import HEADINGS
from attending.strategy.rules.intake import ASKED, INSIDE, OUTSIDE
from tests.integration.house import House
from tests.unit.strategy.test_importing_rules import row

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


def opened_link(house: House, *, most: int = 3) -> tuple[IntakeLink, str]:
    """A link until today, and its secret."""
    return open_link(house.cmio, label="Night shifts", expires_on=timezone.localdate(), most=most)


def sent(link: IntakeLink, **changes: object) -> IntakeDraft:
    """A proposal sent through a link."""
    draft, _ = begin_outside(link)
    answers = {**WRITTEN, **WHO, **changes}
    for step in OUTSIDE:
        save_outside(draft, step, {field: answers[field] for field in ASKED[step]})
    return send_outside(draft)


def table(*rows: dict[str, str]) -> bytes:
    """A CSV file of rows without a priority unless they name one."""
    return bad_rows(HEADINGS, [row(number, **{"priority": "", **each}) for number, each in enumerate(rows, 2)])


def kept(house: House, content: bytes, *, all_or_nothing: bool = False) -> SpreadsheetImport:
    """A file that the nurse handed over."""
    read = read_spreadsheet(content, "cases.csv", HEADINGS)
    return keep_import(house.nurse, read, file_name="cases.csv", all_or_nothing=all_or_nothing)
