"""What happens to intake reviews: asked side by side, taken, handed back, answered, and asked again."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.governance.actions.intake_reviews import (
    answer_review,
    ask_again,
    ask_reviewers,
    hand_back,
    take_review,
)
from attending.governance.models import ReviewRequest
from attending.program.actions import people as program_people
from attending.program.models import Seat
from attending.program.models.people import REVIEWER_SEATS
from tests.property.governance.lifecycle.history import History
from tests.property.governance.lifecycle.strategies import numbers, people

VERDICTS = st.sampled_from(["clear", "clear", "conditions", "objection"])
REVIEWERS = st.sampled_from(REVIEWER_SEATS)


class SideBySide(History):
    """Reviewers, and what they are asked and say."""

    def review(self, number: int) -> ReviewRequest | None:
        found = list(ReviewRequest.objects.select_related("use_case__organisation").order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(by=people, who=people, seat=REVIEWERS)
    def seat_reviewer(self, by: str, who: str, seat: Seat) -> None:
        self.attempt(lambda: program_people.seat_person(self.people[by], self.people[who], seat))

    @rule(by=people, seats=st.lists(REVIEWERS, max_size=3), days=st.integers(-1, 20))
    def ask_reviewers(self, by: str, seats: list[Seat], days: int) -> None:
        due = timezone.localdate() + timedelta(days=days)
        self.attempt(lambda: ask_reviewers(self.people[by], self.use_case, seats, due_on=due, question="Anything?"))

    @rule(who=people, number=numbers, away=st.booleans())
    def take_review(self, who: str, number: int, away: bool) -> None:
        found, acting = self.review(number), self.people[who]
        if found:
            self.attempt(lambda: take_review(acting, found))
            if away:
                self.attempt(lambda: hand_back(acting, found, reason="On leave."))

    @rule(who=people, verdict=VERDICTS, number=numbers)
    def answer_review(self, who: str, verdict: str, number: int) -> None:
        found, acting = self.review(number), self.people[who]
        if found:
            self.attempt(lambda: answer_review(acting, found, verdict, text="" if number % 7 == 0 else "Encrypt it."))

    @rule(who=people, number=numbers)
    def ask_reviewer_again(self, who: str, number: int) -> None:
        found, due = self.review(number), timezone.localdate() + timedelta(days=9)
        if found:
            self.attempt(lambda: ask_again(self.people[who], found, reason="It is met.", due_on=due))

    @rule(seat=REVIEWERS, verdict=VERDICTS, number=numbers)
    def have_it_reviewed(self, seat: Seat, verdict: str, number: int) -> None:
        """As people do who know the way: seated, asked or asked again, taken and answered."""
        self.seat_reviewer("administrator", "safety", seat)
        self.ask_reviewers("cmio", [seat], 14)
        newest = ReviewRequest.objects.filter(seat=seat).order_by("pk").last()
        if newest is not None:
            place = ReviewRequest.objects.filter(pk__lt=newest.pk).count()
            self.ask_reviewer_again("cmio", place)
            place = ReviewRequest.objects.count() - 1 if newest.answered else place
            self.take_review("safety", place, False)
            self.answer_review("safety", verdict, place)
