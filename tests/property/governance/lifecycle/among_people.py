"""What people do with seats and the policy: sit, leave, delegate, write, offer and adopt."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.decisions.actions import delegate, end_delegation
from attending.decisions.models import Delegation, PolicyState, PolicyVersion, Proposal
from attending.governance.actions import policy as policies
from attending.policies.default import default_text
from attending.program.actions import people as program_people
from attending.program.models import Seat, SeatHolding
from attending.program.models.people import USE_CASE_SEATS
from tests.property.governance.lifecycle.history import History
from tests.property.governance.lifecycle.strategies import SEATS, numbers, people

RESUME = "quorum = 2\nclinical_quorum = 1\nanswer_within_hours = 72"
CHANGES = (
    ("review_every_days = 100", "review_every_days = 90"),
    ("pause_after_hours = 48", "pause_after_hours = 24"),
    ("quorum = 4", "quorum = 5"),
    ("lapse_grace_days = 14", "lapse_grace_days = 10"),
    ("expires_after_days = 365", "expires_after_days = 300"),
    (RESUME, RESUME.replace("quorum = 2", "quorum = 3")),
    ('"clinical_owner", "cmio"', '"clinical_owner", "nobody"'),
)
"""What another version of the default policy may say instead; the last can be adopted by nobody."""


class AmongPeople(History):
    """Seats, delegations and the policy itself."""

    @rule(by=people, who=people, seat=SEATS)
    def seat(self, by: str, who: str, seat: Seat) -> None:
        use_case = self.use_case if seat in USE_CASE_SEATS else None
        self.attempt(lambda: program_people.seat_person(self.people[by], self.people[who], seat, use_case))

    @rule(by=people, number=numbers)
    def unseat(self, by: str, number: int) -> None:
        held = SeatHolding.objects.filter(ended_on=None).exclude(seat=Seat.ADMINISTRATOR).order_by("pk")
        if held:
            holding = held[number % held.count()]
            self.attempt(lambda: program_people.vacate_seat(self.people[by], holding, reason="Left."))

    @rule(by=people, who=people, number=numbers)
    def leave(self, by: str, who: str, number: int) -> None:
        """Now and then somebody leaves for good."""
        if number % 5 == 0:
            self.attempt(lambda: program_people.deactivate_person(self.people[by], self.people[who], reason="Moved."))
            self.people[who].refresh_from_db(fields=["active"])

    @rule(who=people, to=people, number=numbers, days=st.integers(1, 100), narrow=st.booleans())
    def delegate(self, who: str, to: str, number: int, days: int, narrow: bool) -> None:
        acting, today = self.people[who], timezone.localdate()
        held = list(SeatHolding.objects.filter(person=acting, ended_on=None).select_related("use_case").order_by("pk"))
        holding = held[number % len(held)] if held else None
        self.attempt(
            lambda: delegate(
                acting,
                delegate=self.people[to],
                seat=Seat(holding.seat) if holding else Seat.CMIO,
                use_case=holding.use_case if holding and narrow else None,
                kinds=["gate.go-live"] if number % 3 == 0 else [],
                first_day=today + timedelta(days=number % 2),
                last_day=today + timedelta(days=days),
                reason="On leave.",
            )
        )

    @rule(who=st.sampled_from(["owner", "cmio", "safety", "compliance"]), to=st.sampled_from(["nurse", "sponsor"]))
    def go_on_leave(self, who: str, to: str) -> None:
        """Somebody whose signature is needed lets a clinician sign for them from today on."""
        self.delegate(who, to, 2, 30, False)

    @rule(who=people, number=numbers)
    def end_delegation(self, who: str, number: int) -> None:
        found = list(Delegation.objects.select_related("delegator", "delegate").order_by("pk"))
        if found:
            given = found[number % len(found)]
            self.attempt(lambda: end_delegation(given, acting=self.people[who], reason="Back again."))

    @rule(who=people, change=st.sampled_from(CHANGES), number=numbers)
    def write_policy(self, who: str, change: tuple[str, str], number: int) -> None:
        """Write a draft that changes one thing, under a name of its own or one that was used before."""
        acting, name = self.people[who], f"harbour-{number % 4}"

        def act() -> None:
            draft = policies.begin(acting)
            text = default_text().replace('version = "2026.2"', f'version = "{name}"').replace(*change)
            policies.save(acting, text, seen=draft.sha256)

        self.attempt(act)

    @rule(who=people, number=numbers, stale=st.integers(0, 9))
    def offer_policy(self, who: str, number: int, stale: int) -> None:
        draft = PolicyVersion.objects.filter(state=PolicyState.DRAFT).first()
        if draft is None:
            return
        offered: list[Proposal] = []
        seen = draft.sha256 if stale else "0" * 64
        done = self.attempt(
            lambda: offered.append(policies.offer(self.people[who], why="A nurse signs too.", seen=seen))
        )
        if done and number % 3:
            self.everybody_signs(offered[0], "adopt", number)

    @rule(change=st.sampled_from(CHANGES), number=numbers)
    def change_policy(self, change: tuple[str, str], number: int) -> None:
        """As people do who know the way: draft, offer and adopt."""
        self.write_policy("cmio", change, number)
        self.offer_policy("cmio", 991, 1)
