"""The reviews of one use case side by side, and of every use case in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import ReviewRequest, ReviewVerdict
from attending.governance.queries.intake_reviews import as_review
from attending.governance.rules.intake_reviews import ReviewStanding, short, standing, summed
from attending.program.models import ModelVersion, Person, Seat, UseCase
from attending.program.models.people import REVIEWER_SEATS
from attending.ui import formats
from attending.ui.parts import Event, Link, Status

LOOKS = {
    ReviewStanding.CLEAR: Status("ok", "Clear"),
    ReviewStanding.CONDITIONS: Status("watch", "Clear with conditions"),
    ReviewStanding.OBJECTION: Status("breach", "Objection"),
    ReviewStanding.WAITING: Status("pending", "Nobody has taken it"),
    ReviewStanding.TAKEN: Status("pending", "Being reviewed"),
    ReviewStanding.OVERDUE: Status("watch", "Overdue"),
    ReviewStanding.OLD_VERSION: Status("watch", "For an earlier version"),
    ReviewStanding.OLD: Status("watch", "More than a year ago"),
}
NOT_ASKED = Status("neutral", "Not asked")


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One reviewer's seat on one use case: where it stands, who holds it since when, and what it waits for."""

    title: str
    status: Status
    holder: str
    waits: str
    text: str
    url: str
    action: str


def cards(
    use_case: UseCase,
    requests: Mapping[Seat, ReviewRequest],
    newest: ModelVersion | None,
    holders: Mapping[Seat, Sequence[Person]],
    acting: Person,
) -> list[ReviewCard]:
    """All five seats, whether asked or not."""
    return [
        _card(
            seat,
            requests.get(seat),
            newest,
            [each for each in holders[seat] if each.pk != use_case.proposed_by_id],
            acting,
        )
        for seat in REVIEWER_SEATS
    ]


def _card(
    seat: Seat, request: ReviewRequest | None, newest: ModelVersion | None, able: Sequence[Person], acting: Person
) -> ReviewCard:
    names = ", ".join(each.printed_name for each in able)
    if request is None:
        seated = f"Could answer: {names}." if names else f"Nobody else holds the seat {seat.label}."
        return ReviewCard(short(seat), NOT_ASKED, "", seated, "", "", "")
    state = standing(as_review(request, newest), timezone.now(), timezone.localdate())
    url = reverse("governance:review-request", args=[request.pk])
    answer = getattr(request, "answer", None)
    if answer is not None:
        held = f"{answer.answered_by.printed_name}, {formats.date(answer.answered_at)}"
        return ReviewCard(short(seat), LOOKS[state], held, "", answer.text, url, "Read it")
    due = f"Due {formats.date(request.due_on)} ({formats.days_until(request.due_on, timezone.localdate())})."
    if request.taken_by is not None:
        since = formats.days_since(timezone.localdate(request.taken_at), timezone.localdate())
        held = f"Held by {request.taken_by.printed_name}, {since}"
        action = "Answer" if request.taken_by_id == acting.pk else "Read it"
        return ReviewCard(short(seat), LOOKS[state], held, due, "", url, action)
    waits = f"Waits for {names}." if names else f"Nobody can answer it: seat somebody as {seat.label}."
    since = formats.days_since(timezone.localdate(request.asked_at), timezone.localdate())
    action = "Take it" if acting in able else "Read it"
    return ReviewCard(short(seat), LOOKS[state], f"Asked {since}", f"{waits} {due}", "", url, action)


def history(requests: Sequence[ReviewRequest]) -> list[Event]:
    """What was asked and answered, the oldest first."""
    asked: dict[tuple[str, int, bool], list[ReviewRequest]] = {}
    for each in requests:
        asked.setdefault((each.question, each.asked_by_id, bool(each.follows_id)), []).append(each)
    events = [
        (
            together[0].asked_at,
            f"{', '.join(short(each.seat) for each in together)} asked{' again' if again else ''}",
            question,
            together[0].asked_by.printed_name,
        )
        for (question, _, again), together in asked.items()
    ]
    for each in requests:
        name = short(each.seat)
        answer = getattr(each, "answer", None)
        if answer is not None:
            word = ReviewVerdict(answer.verdict).label
            events.append((answer.answered_at, f"{name}: {word}", answer.text, answer.answered_by.printed_name))
    return [
        Event(formats.moment(at), title, detail, who, machine_when=at.isoformat())
        for at, title, detail, who in sorted(events, key=lambda event: event[0])
    ]


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """One use case of the list: how its reviews stand, seat by seat."""

    title: Link
    state: Status
    privacy: object
    security: object
    legal: object
    it: object
    procurement: object


_FIELDS = ("privacy", "security", "legal", "it", "procurement")


def use_case_rows(
    use_cases: Sequence[UseCase],
    requests: Mapping[int, Mapping[Seat, ReviewRequest]],
    newest: Mapping[int, ModelVersion],
) -> list[UseCaseRow]:
    """``requests`` and ``newest`` as the queries give them, by use case."""
    now, today = timezone.now(), timezone.localdate()
    rows = []
    for each in use_cases:
        own = requests.get(each.pk, {})
        states = {seat: standing(as_review(request, newest.get(each.pk)), now, today) for seat, request in own.items()}
        cells: dict[str, Any] = {
            name: _cell(own.get(seat), states.get(seat)) for name, seat in zip(_FIELDS, REVIEWER_SEATS, strict=True)
        }
        rows.append(
            UseCaseRow(
                Link(each.title, reverse("governance:use-case-reviews", args=[each.key])), _together(states), **cells
            )
        )
    return rows


def _cell(request: ReviewRequest | None, state: ReviewStanding | None) -> object:
    if request is None or state is None:
        return "Not asked"
    if request.taken_by is not None and not request.answered:
        return Status(LOOKS[state].kind, f"{LOOKS[state].word}: {request.taken_by.printed_name}")
    return LOOKS[state]


def _together(states: Mapping[Seat, ReviewStanding]) -> Status:
    together = summed(list(states.items()))
    if together.met:
        on = ReviewStanding.CONDITIONS in states.values()
        return Status("ok", f"{together.clear} of {together.asked} clear{', on conditions' if on else ''}")
    blocked = ReviewStanding.OBJECTION in states.values()
    return Status("breach" if blocked else "pending", f"{together.clear} of {together.asked} clear")
