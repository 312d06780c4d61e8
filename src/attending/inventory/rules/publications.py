"""What the public is told of an AI. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from attending.inventory.models import EntryStatus
from attending.program.rules import Refused

_NEEDED: Final = {
    "purpose": "what it is used for, in plain words",
    "place": "where it is used",
    "used_since": "since when",
    "answers": "who answers for it",
    "overseen": "how it is overseen",
    "contact": "how to ask about it",
}
PUBLISHABLE: Final = frozenset({EntryStatus.REGISTERED, EntryStatus.IN_REVIEW, EntryStatus.DISCOVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """What is published: plain words, and no name of a person is needed."""

    name: str
    vendor: str
    purpose: str
    place: str
    used_since: str
    answers: str
    overseen: str
    contact: str
    decided_on: date | None


def check_text(text: PublicText, status: EntryStatus, today: date) -> None:
    """Raise Refused unless the public is told all it asks, of an AI that is used."""
    if status not in PUBLISHABLE:
        raise Refused(f"This entry is marked \u201c{status.label}\u201d; the register tells what is used.")
    lacking = [words for name, words in _NEEDED.items() if not getattr(text, name).strip()]
    if lacking:
        raise Refused(f"Still to be said: {'; '.join(lacking)}.")
    if text.decided_on is not None and text.decided_on > today:
        raise Refused(f"The last decision is dated {text.decided_on.isoformat()}, which is yet to come.")
