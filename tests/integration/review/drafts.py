"""Documents an assistant wrote, and rounds of peer review of them opened through the room's own actions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from attending.program.models import Person
from attending.review.actions.peer_assessing import hand_in, save_draft
from attending.review.actions.peer_review import Opening, agree_rubric, open_round
from attending.review.models import PeerReviewRound, Rubric
from attending.review.queries.peer_review import own_assessments, reviewer_of
from attending.review.rules.peer_frame import Frame, FrameRow
from attending.review.rules.peer_plan import Terms
from attending.review.rules.rubric import HOUSE_NAME, HOUSE_TEXT
from tests.integration.house import House

PASSES = {"accuracy": "1", "omission": "1", "identity": "1", "tone": "1"}
WRONG_DOSE = PASSES | {"identity": "3"}


def frame(size: int = 60, *, author: str = "") -> Frame:
    """Documents of two units; two thirds from 4 West."""
    return Frame(
        tuple(FrameRow(f"DOC-{at:05d}", "4 West" if at % 3 else "ICU", author or f"user{at % 4}") for at in range(size))
    )


def terms(**changes: Any) -> Terms:
    """A discovery sample for a tolerable rate of 20 %."""
    told: dict[str, Any] = {
        "method": "discovery",
        "tolerable": Decimal("0.2"),
        "confidence": Decimal("0.95"),
        "allowed": 0,
        "expected": None,
        "half_width": None,
        "readers": 2,
        "fails_when": "any",
        "by_user": False,
    }
    return Terms(**(told | changes))


def house_rubric(house: House) -> Rubric:
    """The house rubric, agreed once."""
    found = Rubric.objects.first()
    return found or agree_rubric(house.owner, house.deployment, name=HOUSE_NAME, text=HOUSE_TEXT)


def last_months() -> tuple[date, date]:
    """The first and last day of the month before this one."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def opened(house: House, *, documents: Frame | None = None, **changes: Any) -> PeerReviewRound:
    """A round read by the nurse and the safety officer."""
    first, last = last_months()
    told: dict[str, Any] = {
        "label": "Spring round",
        "first": first,
        "last": last,
        "due_on": timezone.localdate() + timedelta(days=14),
        "rubric": house_rubric(house),
        "terms": terms(),
        "reviewers": [house.nurse, house.safety],
    }
    return open_round(house.owner, house.deployment, Opening(**(told | changes)), documents or frame())


def read(round_: PeerReviewRound, person: Person, failing: frozenset[int] = frozenset(), *, upto: int = 9999) -> int:
    """Have a reviewer judge and hand in their documents; those numbered in ``failing`` name a wrong dose."""
    reviewer = reviewer_of(round_, person)
    assert reviewer is not None
    for each in own_assessments(reviewer):
        if each.submitted_at is None and each.item.number <= upto:
            answers = WRONG_DOSE if each.item.number in failing else PASSES
            save_draft(person, round_, each.item.number, answers=answers, missing=False)
    return hand_in(person, round_)
