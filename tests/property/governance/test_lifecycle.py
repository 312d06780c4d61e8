"""Whatever people and time do to an AI in whatever order: what is decided, used and recorded keeps to the policy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from attending.decisions.actions import recuse
from attending.decisions.models import Decision, Meaning, Proposal
from attending.decisions.rules.options import read_options
from attending.governance.actions.approvals_clock import follow, pause_ended
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate, seal_anew, withdraw_gate
from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.governance.models import Approval, Gate, Lapse
from attending.governance.queries import gates as gate_queries
from attending.governance.rules.gates import APPROVING, covering
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import deployments, organisation, people, use_cases
from attending.program.models import Deployment, DeploymentStateChange, Person, RiskTier, Seat, SeatHolding, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.models.people import USE_CASE_SEATS
from attending.program.rules import STAGE_ORDER, Refused
from tests.integration.house import House, build_house, outcome
from tests.integration.passing import pass_gate, sign_gate
from tests.integration.signing import sign

PEOPLE = ("administrator", "cmio", "sponsor", "owner", "operations", "platform", "safety", "nurse")
people_of_house = st.sampled_from(PEOPLE)
SEATS = st.sampled_from([Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.COMMITTEE_MEMBER, *USE_CASE_SEATS])
GATES = st.sampled_from(["readiness", "controls", "deployment", "learning", "close", "pilot", "live"])
numbers = st.integers(0, 1_000)


class Clock:
    """Time as it passes in one history; it only goes on."""

    def __init__(self, now: Callable[[], Any]) -> None:
        self._now = now
        self.ahead = timedelta()

    def __call__(self) -> Any:
        return self._now() + self.ahead


class Lifecycle(RuleBasedStateMachine):
    """One health system with one deployment in use; every attempt either stands whole or changes nothing."""

    house: House
    clock: Clock
    met: Counter[str]
    """What happened in all histories together, so that the figures say whether anything was tried."""

    @initialize()
    def begin(self) -> None:
        self.clock.ahead = timedelta()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.ends: dict[int, Any] = {}
        self.people = {who: Person.objects.get(pk=getattr(self.house, who).pk) for who in PEOPLE}
        self.cast = copy(self.house)
        for who, person in self.people.items():
            setattr(self.cast, who, person)
        people.seat_person(self.people["administrator"], self.people["administrator"], Seat.COMPLIANCE_OFFICER)

    @property
    def use_case(self) -> UseCase:
        return UseCase.objects.select_related("organisation").get(pk=self.house.use_case.pk)

    def deployment(self, number: int) -> Deployment:
        found = Deployment.objects.select_related(
            "use_case__organisation", "unit__site", "model_version__ai_model"
        ).order_by("pk")
        return found[number % found.count()]

    def attempt(self, act: Callable[[], object]) -> None:
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act()
            self.met["changes"] += 1
        except Refused:
            self.met["refusals"] += 1
            assert Entry.objects.count() == before

    def subject(self, gate: str, number: int) -> UseCase | Deployment:
        return self.deployment(number) if gate in {"pilot", "live"} else self.use_case

    @rule(who=st.none() | people_of_house, gate=GATES, number=numbers)
    def ask(self, who: str | None, gate: str, number: int) -> None:
        acting = self.people[who] if who else None
        self.attempt(lambda: ask_gate(acting, self.subject(gate, number), gate, "It is ready."))

    @rule(who=people_of_house, gate=GATES, number=numbers, days=st.integers(0, 95))
    def ask_for_exceptions(self, who: str, gate: str, number: int, days: int) -> None:
        subject, today = self.subject(gate, number), timezone.localdate()

        def act() -> None:
            lacking = gate_queries.standing_of(subject, gate_queries.rule_of(subject, gate), today).blocking
            items = [line.item for line in lacking] or ["risk-tier"]
            until = today + timedelta(days=days)
            asked = ask_exceptions(self.people[who], subject, items, reason="It was in use.", until=until)[0].proposal
            for person, seat in (("owner", Seat.CLINICAL_OWNER), ("cmio", Seat.CMIO), ("safety", Seat.SAFETY_OFFICER)):
                if Proposal.objects.get(pk=asked.pk).state == "open" and person != who:
                    sign(asked, self.people[person], seat, "grant")

        self.attempt(act)

    @rule(who=people_of_house, seat=SEATS, pick=numbers, number=numbers)
    def sign_something(self, who: str, seat: Seat, pick: int, number: int) -> None:
        found = list(Proposal.objects.filter(state="open").order_by("pk"))
        if not found:
            return
        proposal = found[number % len(found)]
        options = read_options(proposal.options)
        option = options[pick % len(options)]
        due_on = (timezone.localdate() + timedelta(days=9)).isoformat()
        held = list(SeatHolding.objects.filter(person=self.people[who], ended_on=None).values_list("seat", flat=True))
        conditions = (
            [{"text": "Count it", "owner": self.people["platform"].pk, "due_on": due_on}]
            if option.conditions_required
            else []
        )
        chosen = Seat(held[number % len(held)]) if held and pick % 4 else seat
        self.attempt(lambda: sign(proposal, self.people[who], chosen, option.key, conditions=conditions))

    @rule(choice=st.sampled_from(["approve", "approve", "return", "decline"]))
    def committee(self, choice: str) -> None:
        gate = Gate.objects.filter(closed_at=None).exclude(proposal=None).order_by("pk").first()
        if gate is not None:
            self.attempt(lambda: sign_gate(self.cast, gate, choice))

    @rule(gate=GATES, number=numbers)
    def go_through(self, gate: str, number: int) -> None:
        """As people do who know the way: exceptions, the question, and everybody's signature."""
        subject = self.subject(gate, number)
        self.attempt(lambda: pass_gate(self.cast, subject, gate))

    @rule(who=people_of_house, number=numbers)
    def step_aside(self, who: str, number: int) -> None:
        found = list(Proposal.objects.filter(state="open").order_by("pk"))
        if found:
            proposal = found[number % len(found)]
            self.attempt(lambda: recuse(proposal, acting=self.people[who], reason="A share in the vendor."))

    @rule(who=people_of_house, again=st.booleans(), number=numbers)
    def mend_gate(self, who: str, again: bool, number: int) -> None:
        found = list(Gate.objects.filter(closed_at=None).order_by("pk"))
        if found:
            gate, acting = found[number % len(found)], self.people[who]
            self.attempt(lambda: seal_anew(acting, gate) if again else withdraw_gate(acting, gate, reason="Later."))

    @rule(by=people_of_house, who=people_of_house, seat=SEATS)
    def seat(self, by: str, who: str, seat: Seat) -> None:
        use_case = self.use_case if seat in USE_CASE_SEATS else None
        self.attempt(lambda: people.seat_person(self.people[by], self.people[who], seat, use_case))

    @rule(by=people_of_house, number=numbers)
    def unseat(self, by: str, number: int) -> None:
        held = SeatHolding.objects.filter(ended_on=None).exclude(seat=Seat.ADMINISTRATOR).order_by("pk")
        if held:
            holding = held[number % held.count()]
            self.attempt(lambda: people.vacate_seat(self.people[by], holding, reason="Left."))

    @rule(who=people_of_house, version=st.integers(1, 9), year=st.sampled_from([2025, 2026, 2027]))
    def release(self, who: str, version: int, year: int) -> None:
        acting = self.people[who]
        self.attempt(
            lambda: deployments.register_version(
                acting,
                self.use_case,
                name="Sepsis model",
                maker="In-house",
                intended_use="Alert",
                version=f"{version}.0",
                released_on=date(year, 6, 1),
            )
        )

    @rule(who=people_of_house, score=st.sampled_from(["0.4", "0.5", "0.6"]), number=numbers)
    def set_score(self, who: str, score: str, number: int) -> None:
        acting, deployment = self.people[who], self.deployment(number)
        self.attempt(
            lambda: deployments.set_action_threshold(acting, deployment, Decimal(score), reason="As the unit can bear.")
        )

    @rule(who=people_of_house, tier=st.sampled_from(RiskTier))
    def assess(self, who: str, tier: RiskTier) -> None:
        self.attempt(lambda: use_cases.assess_risk(self.people[who], self.use_case, tier, reason="As answered."))

    @rule(who=people_of_house, release=st.sampled_from(["May 2026", "August 2026"]))
    def upgrade(self, who: str, release: str) -> None:
        site = self.house.deployment.unit.site
        self.attempt(lambda: organisation.record_ehr(self.people[who], site, release))

    @rule(who=people_of_house, site=st.sampled_from(["North", "South"]))
    def plan(self, who: str, site: str) -> None:
        def act() -> None:
            added = organisation.add_site(self.people["administrator"], site)
            unit = organisation.add_unit(self.people["administrator"], added, "ICU")
            version = self.house.deployment.model_version
            deployments.plan_deployment(self.people[who], self.use_case, unit=unit, model_version=version)

        self.attempt(act)

    @rule(who=people_of_house, to=st.sampled_from(State), number=numbers)
    def move(self, who: str, to: State, number: int) -> None:
        deployment = self.deployment(number)
        self.attempt(lambda: deployments.change_state(self.people[who], deployment, to, reason="Wanted."))

    @rule(who=people_of_house, resume=st.booleans(), number=numbers)
    def pause_or_resume(self, who: str, resume: bool, number: int) -> None:
        ask = ask_to_resume if resume else ask_to_pause
        self.attempt(lambda: ask(self.people[who], self.deployment(number), reason="Seen on the ward."))

    @rule(who=people_of_house, to=st.sampled_from(STAGE_ORDER))
    def move_stage(self, who: str, to: Any) -> None:
        self.attempt(lambda: use_cases.move_stage(self.people[who], self.use_case, to, reason="Wanted."))

    @rule()
    def agree_value(self) -> None:
        self.attempt(lambda: use_cases.agree_outcome(self.people["owner"], self.use_case, outcome()))

    @rule(days=st.sampled_from([1, 6, 15, 31, 100]))
    def time_passes(self, days: int) -> None:
        self.clock.ahead += timedelta(days=days)
        with transaction.atomic():
            list(pause_ended(timezone.now()))
            list(follow(timezone.now()))

    @invariant()
    def decisions_keep_to_what_was_asked(self) -> None:
        for decision in Decision.objects.select_related("proposal", "packet"):
            proposal = decision.proposal
            agreeing = list(decision.packet.signatures.filter(choice=decision.outcome))
            signers = {each.signer_id for each in agreeing}
            assert not signers & set(proposal.recusals.values_list("person_id", flat=True))
            assert not [
                each
                for each in agreeing
                if each.signer_id == proposal.proposed_by_id
                and each.meaning != Meaning.AUTHORSHIP
                and decision.outcome != proposal.protective_choice
            ]
            if decision.outcome == proposal.protective_choice:
                continue
            assert len(signers) >= proposal.quorum
            assert len({each.signer_id for each in agreeing if each.clinical}) >= proposal.clinical_quorum
            if proposal.kind.startswith("gate.") and decision.outcome in APPROVING:
                asked = json.loads(decision.packet.document)["data"]["rule"]
                approving = [each for each in agreeing if each.meaning != Meaning.AUTHORSHIP]
                assert set(asked["seats"]) <= {each.seat for each in approving}
                assert len(signers) >= asked["quorum"]
                assert len({each.signer_id for each in agreeing if each.clinical}) >= asked["clinical_quorum"]

    @invariant()
    def what_is_used_is_approved(self) -> None:
        now = timezone.now()
        for deployment in Deployment.objects.filter(state__in=IN_USE):
            standing = Approval.objects.filter(deployment=deployment, ends_at__gt=now)
            assert any(covering(each.covers, deployment.state) for each in standing)
        use_case = UseCase.objects.get(pk=self.house.use_case.pk)
        if use_case.stage != STAGE_ORDER[0]:
            assert Approval.objects.filter(use_case=use_case, deployment=None, covers=use_case.stage).exists()

    @invariant()
    def approvals_only_end_earlier(self) -> None:
        for approval in Approval.objects.select_related("lapse"):
            assert approval.ends_at <= self.ends.get(approval.pk, approval.ends_at)
            self.ends[approval.pk] = approval.ends_at
            assert not hasattr(approval, "lapse") or approval.ends_at <= approval.lapse.ends_at

    @invariant()
    def every_change_is_recorded(self) -> None:
        recorded = Entry.objects.values_list("verb", flat=True)
        verbs = list(recorded)
        assert verbs.count("deployment.state_changed") == DeploymentStateChange.objects.count()
        assert verbs.count("approval.given") == Approval.objects.count()
        assert verbs.count("approval.lapsed") == Lapse.objects.count()
        decided = set(Decision.objects.values_list("ledger_seq", flat=True))
        assert decided <= set(Entry.objects.values_list("seq", flat=True))

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            assert verify().ok
            self.met["histories"] += 1
            self.met["decisions"] += Decision.objects.count()
            self.met["approvals"] += Approval.objects.count()
            self.met["lapses"] += Lapse.objects.count()
            self.met["pauses by the system"] += DeploymentStateChange.objects.filter(acting=None).count()
            self.met["entries of the ledger"] += Entry.objects.count()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def histories(house: House, monkeypatch: pytest.MonkeyPatch, *, count: int, steps: int, seed: bool) -> Counter[str]:
    """What was met in so many histories of at most so many steps; the same ones each time unless ``seed`` asks not."""
    clock = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", clock)
    met: Counter[str] = Counter()
    machine = type("Histories", (Lifecycle,), {"house": house, "clock": clock, "met": met})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not seed,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return met


@pytest.fixture
def house(db: None) -> House:
    return build_house()


@pytest.mark.sqlite  # the rules are tried on both databases where they are small; here it is their order
def test_some_histories(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    met = histories(house, monkeypatch, count=3, steps=16, seed=False)
    assert met["changes"]
    assert met["refusals"]


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("batch", range(100))
def test_ten_thousand_histories(
    house: House, monkeypatch: pytest.MonkeyPatch, batch: int, capsys: pytest.CaptureFixture[str]
) -> None:
    met = histories(house, monkeypatch, count=100, steps=40, seed=True)
    with capsys.disabled():
        print(
            f"\nbatch {batch + 1}: {', '.join(f'{count:,} {what}' for what, count in met.items())}; no rule was broken"
        )
