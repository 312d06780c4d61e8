"""Peer review of the ambient notes: a rubric, a closed round, an open one, and monthly counts of use; all synthetic."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from numpy.random import Generator, default_rng

from attending.demo.calendar import end_of_month, month_before, month_name
from attending.demo.use_cases import Cast
from attending.program.models import Deployment, Person
from attending.review.actions.draft_usage import record_usage
from attending.review.actions.peer_assessing import hand_in, save_draft
from attending.review.actions.peer_review import Opening, agree_rubric, close_round, open_round
from attending.review.models import PeerReviewRound, Rubric
from attending.review.queries.peer_review import own_assessments, reviewer_of
from attending.review.rules.peer_frame import Frame, FrameRow
from attending.review.rules.peer_plan import Terms
from attending.review.rules.rubric import HOUSE_NAME, HOUSE_TEXT

OWNER: Final = "Medical Director, Primary Care"
REVIEWERS: Final = ("Chief Medical Officer", "Chief Nursing Officer")
UNITS: Final = ("Primary Care Harbour Street", "Primary Care Mill Road")
USAGE_MONTHS: Final = 6
DOCUMENTS: Final = 600
NOTHING_WRONG: Final = {"accuracy": "1", "omission": "1", "identity": "1", "tone": "1"}
FAULTS: Final[tuple[Mapping[str, str], ...]] = ({"accuracy": "3"}, {"omission": "2"}, {"tone": "2"}, {"accuracy": "4"})
TERMS: Final = Terms(
    method="discovery",
    tolerable=Decimal("0.2"),
    confidence=Decimal("0.95"),
    allowed=2,
    expected=None,
    half_width=None,
    readers=2,
    fails_when="any",
    by_user=False,
)


def review_drafts(cast: Cast, deployment: Deployment, today: date) -> None:
    """Agree the house rubric, close the round of two months ago, leave last month's half done, and record use."""
    owner = cast.people[OWNER]
    reviewers = [cast.people[name] for name in REVIEWERS]
    rubric = agree_rubric(owner, deployment, name=HOUSE_NAME, text=HOUSE_TEXT)
    former = _opened(owner, deployment, rubric, reviewers, today, months_ago=2)
    for reader in reviewers:
        _answer(former, reader)
        hand_in(reader, former)
    close_round(owner, former)
    current = _opened(owner, deployment, rubric, reviewers, today, months_ago=1)
    _answer(current, reviewers[0], upto=6)
    hand_in(reviewers[0], current)
    _answer(current, reviewers[1], upto=4)
    save_draft(reviewers[1], current, 5, answers={"accuracy": "1", "omission": "1"}, missing=False)
    record_usage(owner, deployment, usage_counts(today).encode(), source="usage-by-month-synthetic.csv")


def _opened(
    owner: Person, deployment: Deployment, rubric: Rubric, reviewers: list[Person], today: date, *, months_ago: int
) -> PeerReviewRound:
    first = month_before(today, months_ago)
    opening = Opening(
        label=f"Notes of {first:%B %Y} (synthetic)",
        first=first,
        last=end_of_month(today, months_ago),
        due_on=today + timedelta(days=10),
        rubric=rubric,
        terms=TERMS,
        reviewers=reviewers,
    )
    return open_round(owner, deployment, opening, documents(first))


def documents(month: date) -> Frame:
    """The notes of a month: references of invented documents, two clinics, six clinicians."""
    return Frame(
        tuple(
            FrameRow(f"NOTE-{month:%y%m}-{at:05d}", UNITS[at % 3 == 0], f"clinician{at % 6}") for at in range(DOCUMENTS)
        )
    )


def _answer(round_: PeerReviewRound, reader: Person, *, upto: int = DOCUMENTS) -> None:
    """What a reader says follows from the document, now and then from the reader; the draw itself is the room's."""
    reviewer = reviewer_of(round_, reader)
    if reviewer is None:
        raise ValueError(f"{reader} does not read in this round.")
    for each in own_assessments(reviewer):
        if each.item.number <= upto:
            answers = _judged(each.item.reference, reader.printed_name)
            save_draft(reader, round_, each.item.number, answers=answers, missing=False)


def _judged(reference: str, reader: str) -> Mapping[str, str]:
    document = _numbers(reference)
    if document.random() >= 0.1:
        return NOTHING_WRONG
    fault = FAULTS[int(document.integers(len(FAULTS)))]
    overlooked = _numbers(reference + reader).random() < 0.25
    return NOTHING_WRONG if overlooked else {**NOTHING_WRONG, **fault}


def _numbers(text: str) -> Generator:
    return default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))


def usage_counts(today: date) -> str:
    """What became of the drafts of each month and clinic: fewer are discarded as time goes by."""
    random = default_rng(2026)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(
        ("period", "unit", "user_group", "offered", "unedited", "edited", "discarded", "changed_to_0.2", "changed_to_1")
    )
    for month in range(USAGE_MONTHS):
        for unit in UNITS:
            offered = int(random.integers(380, 461))
            discarded = round(offered * (0.16 - 0.015 * month + random.normal(0, 0.01)))
            unedited = round(offered * (0.22 + random.normal(0, 0.02)))
            edited = offered - discarded - unedited
            little = round(edited * (0.62 + random.normal(0, 0.02)))
            row = (offered, unedited, edited, discarded, little, edited - little)
            lines.writerow((month_name(today, USAGE_MONTHS - month), unit, "clinicians", *row))
    return text.getvalue()
