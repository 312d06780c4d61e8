"""Whatever people do in whatever order: no decision without its quorum, and nobody approves what they proposed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from attending.decisions import actions
from attending.decisions.models import Decision, Delegation, Meaning, Proposal, Recusal, Signature
from attending.ledger.queries import verify
from attending.program.models import Discipline, Person, SeatHolding
from attending.program.rules import Refused
from tests.integration.decisions.world import DOCUMENT, build, sign

PEOPLE = ["owner", "cmio", "operations", "nurse", "platform"]
ASKED_BY_NAME = "bedside"
people = st.sampled_from(PEOPLE)
signers = st.sampled_from([*PEOPLE, ASKED_BY_NAME])
choices = st.sampled_from(["continue", "change", "pause", ""])


class Machine(RuleBasedStateMachine):
    """One proposal after another in one health system; every attempt either stands or changes nothing."""

    @initialize(
        proposer=st.none() | people,
        quorum=st.integers(1, 3),
        clinical=st.integers(0, 2),
        protective=st.sampled_from(["", "pause"]),
        disciplines=st.sampled_from([(), ("nursing",), ("nursing", "medicine")]),
    )
    def propose(
        self, proposer: str | None, quorum: int, clinical: int, protective: str, disciplines: tuple[str, ...]
    ) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = build()
        self.versions = 1
        self.world.add(ASKED_BY_NAME, Discipline.NURSING)
        self.world.add("locum", Discipline.MEDICINE)
        self.proposal = self.world.propose(
            proposed_by=self.world.people[proposer] if proposer else None,
            answerable=[self.world.owner, self.world.bedside, self.world.locum],
            quorum=max(quorum, len(disciplines)),
            clinical_quorum=min(clinical, quorum),
            protective_choice=protective,
            disciplines=disciplines,
        )

    def attempt(self, action: Any, *arguments: Any, **named: Any) -> None:
        before = Signature.objects.count(), Recusal.objects.count(), Decision.objects.count()
        try:
            with transaction.atomic():
                action(*arguments, **named)
        except Refused:
            assert (Signature.objects.count(), Recusal.objects.count(), Decision.objects.count()) == before

    @rule(who=signers, choice=choices, author=st.booleans())
    def sign(self, who: str, choice: str, author: bool) -> None:
        named = {"meaning": Meaning.AUTHORSHIP} if author else {}
        self.attempt(sign, self.world, self.proposal, who, choice, **named)

    @rule(giver=people, receiver=signers)
    def delegate(self, giver: str, receiver: str) -> None:
        self.attempt(self.world.delegate, giver, receiver)

    @rule(choice=choices, number=st.integers(0, 5))
    def sign_on_behalf(self, choice: str, number: int) -> None:
        given = Delegation.objects.order_by("pk")[number : number + 1].first()
        if given is not None:
            who = next(name for name, person in self.world.people.items() if person == given.delegate)
            behalf = {"seat": given.seat, "on_behalf_of": given.pk}
            self.attempt(sign, self.world, self.proposal, who, choice, **behalf)

    @rule(who=signers)
    def recuse(self, who: str) -> None:
        self.attempt(actions.recuse, self.proposal, acting=self.world.people[who], reason="Conflict of interest")

    @rule(who=st.none() | people)
    def withdraw(self, who: str | None) -> None:
        acting = self.world.people[who] if who else None
        self.attempt(actions.withdraw, self.proposal, acting=acting, reason="Asked in error")

    @rule()
    def seal(self) -> None:
        self.versions += 1
        self.attempt(actions.seal, self.proposal, {**DOCUMENT, "asked": f"Question {self.versions}"})

    @rule(who=people)
    def lose_the_seat(self, who: str) -> None:
        SeatHolding.objects.filter(person=self.world.people[who]).update(ended_on="2026-12-31")

    @invariant()
    def every_decision_has_its_quorum(self) -> None:
        if not hasattr(self, "proposal"):
            return
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        decision = Decision.objects.filter(proposal=proposal).first()
        assert (proposal.state == "decided") == (decision is not None)
        if decision is None:
            return
        agreeing = Signature.objects.filter(packet=decision.packet, choice=decision.outcome)
        signers = {each.signer_id for each in agreeing}
        protects = decision.outcome == proposal.protective_choice
        assert decision.packet.version == max(packet.version for packet in proposal.packets.all())
        assert len(signers) >= (1 if protects else proposal.quorum)
        assert protects or len({each.signer_id for each in agreeing if each.clinical}) >= proposal.clinical_quorum
        assert any(each.meaning != Meaning.AUTHORSHIP for each in agreeing)
        approved_by = {each.discipline for each in agreeing if each.meaning != Meaning.AUTHORSHIP}
        assert protects or set(proposal.disciplines) <= approved_by
        assert all(each.signer_id == self.world.bedside.pk for each in agreeing if not each.seat)
        assert all(each.on_behalf_of.delegate_id == each.signer_id for each in agreeing if each.on_behalf_of)
        assert not signers & {each.person_id for each in proposal.recusals.all()}

    @invariant()
    def everybody_is_heard_once_on_a_packet(self) -> None:
        if not hasattr(self, "proposal"):
            return
        recused = {each.person_id for each in Recusal.objects.filter(proposal=self.proposal)}
        for packet in self.proposal.packets.all():
            signatures = list(packet.signatures.select_related("on_behalf_of"))
            behalf = [each.on_behalf_of.delegator_id for each in signatures if each.on_behalf_of]
            heard = [each.signer_id for each in signatures] + behalf
            assert len(set(heard)) == len(heard)
            assert self.proposal.proposed_by_id not in behalf
            newest = packet.version == max(each.version for each in self.proposal.packets.all())
            assert not newest or not recused & {each.signer_id for each in signatures}

    @invariant()
    def nobody_approved_their_own(self) -> None:
        if hasattr(self, "proposal") and self.proposal.proposed_by_id is not None:
            own = Signature.objects.filter(proposal=self.proposal, signer=self.proposal.proposed_by_id)
            for each in own:
                assert each.meaning == Meaning.AUTHORSHIP or each.choice == self.proposal.protective_choice

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            assert verify().ok
            assert Person.objects.exists()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


class DecisionMachine(TestCase):
    """The machine, inside one test's transaction; each run is rolled back."""

    def test_any_order_of_actions(self) -> None:
        effort = settings(max_examples=min(settings().max_examples // 2, 60), stateful_step_count=10)
        run_state_machine_as_test(Machine, settings=effort)
