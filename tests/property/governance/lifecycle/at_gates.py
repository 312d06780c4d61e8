"""What people try at gates: ask, except, sign, step aside, seal anew, take back, close conditions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.decisions.actions import close_condition, recuse
from attending.decisions.models import Condition, Proposal
from attending.decisions.rules.options import read_options
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate, put_into_use, seal_anew, withdraw_gate
from attending.governance.models import Gate
from attending.governance.queries import gates as queries
from attending.governance.rules.gates import GRANT
from attending.program.actions.use_cases import agree_outcome
from attending.program.models import Deployment, Seat, SeatHolding, UseCase
from attending.program.models.deployments import State
from attending.program.registries.evidence import FindingState
from tests.integration.house import outcome as outcome_agreed
from tests.integration.signing import sign
from tests.property.governance.lifecycle.history import History
from tests.property.governance.lifecycle.strategies import GATES, OUTCOMES, SEATS, numbers, people
from tests.property.governance.lifecycle.ward import TURNED


class AtGates(History):
    """Gates, their evidence and exceptions, and signatures on whatever is open."""

    def subject(self, gate: str, number: int) -> UseCase | Deployment:
        return self.deployment(number) if gate in {"pilot", "live"} else self.use_case

    @rule(who=st.none() | people, gate=GATES, number=numbers)
    def ask(self, who: str | None, gate: str, number: int) -> None:
        acting = self.people[who] if who else None
        self.attempt(lambda: ask_gate(acting, self.subject(gate, number), gate, "It is ready."))

    def except_missing(self, who: str, subject: UseCase | Deployment, gate: str, days: int) -> Proposal | None:
        """Ask for what the gate lacks, and for the risk tier where it lacks nothing."""
        today, asked = timezone.localdate(), []

        def act() -> None:
            lacking = queries.standing_of(subject, queries.rule_of(subject, gate), today).blocking
            items = [line.item for line in lacking] or ["risk-tier"]
            until = today + timedelta(days=days)
            asked[:] = ask_exceptions(self.people[who], subject, items, reason="It was in use.", until=until)

        return asked[0].proposal if self.attempt(act) else None

    @rule(who=people, gate=GATES, number=numbers, days=st.integers(0, 95))
    def ask_for_exceptions(self, who: str, gate: str, number: int, days: int) -> None:
        proposal = self.except_missing(who, self.subject(gate, number), gate, days)
        if proposal is not None and number % 2:
            self.everybody_signs(proposal, GRANT, number)

    @rule(who=people, outcome=OUTCOMES, deployment=st.booleans(), number=numbers)
    def go_through(self, who: str, outcome: str, deployment: bool, number: int) -> None:
        """As people do who know the way: the question, exceptions where it is refused, and everybody's signature."""
        subject = self.deployment(number) if deployment else self.use_case
        possible = queries.gates_to_ask(subject)
        if not possible:
            return
        gate = queries.open_gate(subject)
        target = gate.target if gate else possible[number % len(possible)]

        def ask() -> bool:
            return self.attempt(lambda: ask_gate(self.people[who], subject, target, "It is ready."))

        if not deployment and number % 2:
            self.attempt(lambda: agree_outcome(self.people["owner"], self.use_case, outcome_agreed()))
        if not ask():
            if queries.standing_of(subject, queries.rule_of(subject, target), timezone.localdate()).blocking:
                asked = self.except_missing("sponsor", subject, target, 20 + number % 70)
                if asked is not None:
                    self.everybody_signs(asked, GRANT, 990)
            if not ask():
                return
        gate = queries.open_gate(subject)
        if gate is not None and gate.proposal is not None:
            self.everybody_signs(gate.proposal, outcome, number)

    @rule(outcome=OUTCOMES, deployment=st.booleans(), number=numbers)
    def go_on(self, outcome: str, deployment: bool, number: int) -> None:
        """The same, asked by whoever runs it day by day."""
        self.go_through("operations", outcome, deployment, number)

    @rule(choice=numbers, number=numbers)
    def committee(self, choice: int, number: int) -> None:
        """Everybody who may sign one open question, whichever it is, does."""
        found = list(Proposal.objects.filter(state="open").order_by("pk"))
        if found:
            self.everybody_signs(found[number % len(found)], choice if choice % 3 == 0 else 0, choice)

    @rule(who=people, seat=SEATS, pick=numbers, number=numbers)
    def sign_something(self, who: str, seat: Seat, pick: int, number: int) -> None:
        """One person signs one open question, from a seat they hold or do not."""
        found = list(Proposal.objects.filter(state="open").order_by("pk"))
        if not found:
            return
        proposal = found[number % len(found)]
        options = read_options(proposal.options)
        option = options[pick % len(options)]
        held = list(SeatHolding.objects.filter(person=self.people[who], ended_on=None).values_list("seat", flat=True))
        chosen = Seat(held[number % len(held)]) if held and pick % 4 else seat
        changed: dict[str, Any] = {"conditions": self.conditions(option)}
        if pick % 5 == 0:
            changed["meaning"] = "approval"
        self.attempt(lambda: sign(proposal, self.people[who], chosen, option.key, **changed))

    @rule(who=people, number=numbers)
    def step_aside(self, who: str, number: int) -> None:
        found = list(Proposal.objects.filter(state="open").order_by("pk"))
        if found:
            proposal = found[number % len(found)]
            self.attempt(lambda: recuse(proposal, acting=self.people[who], reason="A share in the vendor."))

    @rule(who=people, again=st.booleans(), number=numbers)
    def mend_gate(self, who: str, again: bool, number: int) -> None:
        found = list(Gate.objects.filter(closed_at=None).order_by("pk"))
        if found:
            gate, acting = found[number % len(found)], self.people[who]
            self.attempt(lambda: seal_anew(acting, gate) if again else withdraw_gate(acting, gate, reason="Later."))

    @rule(who=people, number=numbers)
    def meet_condition(self, who: str, number: int) -> None:
        found = list(Condition.objects.select_related("decision__proposal", "owner").order_by("pk"))
        if found:
            condition = found[number % len(found)]
            self.attempt(lambda: close_condition(condition, acting=self.people[who], proof="It was counted."))

    @rule(who=people, to=st.sampled_from([State.PILOT, State.LIVE]), number=numbers)
    def use_again(self, who: str, to: State, number: int) -> None:
        deployment = self.deployment(number)
        self.attempt(lambda: put_into_use(self.people[who], deployment, to, reason="It ran silently for long enough."))

    @rule(item=st.sampled_from(TURNED), state=st.sampled_from(FindingState))
    def evidence_turns(self, item: str, state: FindingState) -> None:
        self.world.ward.states[item] = state
