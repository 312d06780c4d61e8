"""A policy is written, offered, signed under the one in force, and from then on never edited."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, Error, connection, transaction
from django.utils import timezone

from attending.decisions import policy_guards
from attending.decisions.actions.proposing import propose, withdraw
from attending.decisions.in_force import policy_of
from attending.decisions.models import PolicyState, PolicyVersion, Proposal
from attending.decisions.queries import newest_packet
from attending.decisions.rules.refusals import NotEligible, Recused, SelfApproval
from attending.governance.actions import policy as actions
from attending.ledger.models import Entry
from attending.policies import vocabulary
from attending.policies.default import default_policy, default_text
from attending.program.actions import people
from attending.program.models import Seat, SeatHolding
from attending.program.models.people import ENTERPRISE_SEATS, USE_CASE_SEATS
from attending.program.registries import evidence
from attending.program.registries.evidence import FindingState, findings, findings_of_organisation
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.policy_world import LATER, PolicyWorld, build_world
from tests.integration.house import House, sign
from tests.integration.turns import in_turn


@pytest.fixture
def world(house: House) -> PolicyWorld:
    return build_world(house)


def verbs() -> list[str]:
    return [each.verb for each in Entry.objects.filter(verb__startswith="policy.").order_by("seq")]


class TestInForce:
    def test_nobody_adopted_one_so_the_default_holds(self, world: PolicyWorld) -> None:
        assert policy_of(world.house.cmio.organisation) is default_policy()

    def test_it_takes_one_query_and_a_text_is_read_once(self, world: PolicyWorld, django_assert_num_queries) -> None:
        world.adopted()
        with django_assert_num_queries(1):
            first = policy_of(world.house.cmio.organisation_id)
        assert policy_of(world.house.cmio.organisation) is first
        assert first.version == "harbour-1"

    def test_it_holds_for_its_own_organisation(self, world: PolicyWorld) -> None:
        world.adopted()
        assert policy_of(world.house.cmio.organisation_id + 1) is default_policy()


class TestAdopting:
    def test_from_draft_to_force(self, world: PolicyWorld) -> None:
        version = world.adopted()
        assert (version.state, version.name, version.number) == (PolicyState.IN_FORCE, "harbour-1", 1)
        assert policy_of(world.house.cmio.organisation).tiers["high"].pause_after_hours == 24
        assert verbs() == ["policy.begun", "policy.saved", "policy.offered", "policy.adopted"]

    def test_the_next_version_retires_it_and_decisions_keep_the_one_they_were_made_under(
        self, world: PolicyWorld
    ) -> None:
        first = world.adopted()
        second = world.adopted(LATER.replace("harbour-1", "harbour-2").replace("= 90", "= 80"))
        first.refresh_from_db()
        assert (first.state, second.state) == (PolicyState.RETIRED, PolicyState.IN_FORCE)
        assert first.decision is not None
        assert second.decision is not None
        assert (first.decision.policy_version, second.decision.policy_version) == ("2026.2", "harbour-1")
        assert first.text == LATER

    def test_the_rule_of_the_policy_in_force_governs_the_next(self, world: PolicyWorld) -> None:
        world.adopted(LATER.replace("[signing.policy]\nquorum = 3", "[signing.policy]\nquorum = 2"))
        proposal = world.offered(LATER.replace("harbour-1", "harbour-2").replace("= 90", "= 80"))
        assert (proposal.quorum, proposal.policy_version) == (2, "harbour-1")

    def test_the_packet_shows_every_change_and_the_whole_text(self, world: PolicyWorld) -> None:
        document = newest_packet(world.offered()).document
        assert "Reviewed every: 90 days, before 100 days." in document
        assert "2 changes: 2 asking more." in document
        assert "Every gate can be passed" in document
        assert "attending-policy/1" in document

    def test_sent_back_it_stays_readable_and_the_one_in_force_stays(self, world: PolicyWorld) -> None:
        proposal = world.offered()
        for person, seat in ((world.compliance, Seat.COMPLIANCE_OFFICER), (world.member, Seat.COMMITTEE_MEMBER)):
            sign(proposal, person, seat, "send-back")
        people.seat_person(world.house.administrator, world.house.sponsor, Seat.BOARD_MEMBER)
        sign(proposal, world.house.sponsor, Seat.BOARD_MEMBER, "send-back")
        version = PolicyVersion.objects.get()
        assert (version.state, version.text) == (PolicyState.NOT_ADOPTED, LATER)
        assert policy_of(version.organisation) is default_policy()
        with pytest.raises(Refused, match="A policy named harbour-1 stands already"):
            world.offered()

    def test_taken_back_another_can_be_written(self, world: PolicyWorld) -> None:
        withdraw(world.offered(), acting=world.house.cmio, reason="A word is wrong.")
        assert PolicyVersion.objects.get().state == PolicyState.NOT_ADOPTED
        assert actions.begin(world.house.cmio).number == 2
        assert verbs()[-2:] == ["policy.taken_back", "policy.begun"]

    def test_who_offers_it_cannot_approve_it(self, world: PolicyWorld) -> None:
        proposal = world.offered()
        with pytest.raises(SelfApproval):
            sign(proposal, world.house.cmio, Seat.CMIO, "adopt", meaning="approval")
        with pytest.raises(NotEligible):
            sign(proposal, world.house.owner, Seat.CLINICAL_OWNER, "adopt")

    def test_who_wrote_of_it_cannot_approve_it_when_another_offers_it(self, world: PolicyWorld) -> None:
        draft = actions.begin(world.compliance)
        written = actions.save(world.compliance, LATER, seen=draft.sha256)
        written = actions.save(world.house.cmio, f"{LATER}# read by me\n", seen=written.sha256)
        proposal = actions.offer(world.house.cmio, why="A nurse signs too.", seen=written.sha256)
        assert [asked["person"] for asked in proposal.answerable] == [world.member.pk]
        with pytest.raises(Recused):
            sign(proposal, world.compliance, Seat.COMPLIANCE_OFFICER, "adopt")
        assert "proposal.set_aside" in Entry.objects.values_list("verb", flat=True)

    def test_nor_whoever_writes_to_the_database(self, world: PolicyWorld) -> None:
        """The draft's writer is changed, as if another had written what the compliance officer signs."""
        draft = world.drafted()
        PolicyVersion.objects.filter(pk=draft.pk).update(written_by=world.member)
        proposal = actions.offer(world.house.cmio, why="A nurse signs too.", seen=draft.sha256)
        sign(proposal, world.house.cmio, Seat.CMIO, "adopt", meaning="authorship")
        sign(proposal, world.compliance, Seat.COMPLIANCE_OFFICER, "adopt")
        with pytest.raises(DatabaseError, match="nobody approves the policy that they wrote"):
            sign(proposal, world.member, Seat.COMMITTEE_MEMBER, "adopt")
        assert PolicyVersion.objects.get(pk=draft.pk).state == PolicyState.OFFERED


class TestRefused:
    def test_only_who_may_writes(self, world: PolicyWorld) -> None:
        for act in (
            lambda who: actions.begin(who),
            lambda who: actions.save(who, LATER, seen=""),
            lambda who: actions.offer(who, why="Why not.", seen=""),
        ):
            with pytest.raises(NotAllowed, match="To write a policy, one of these seats is needed"):
                act(world.house.owner)
        assert verbs() == []

    def test_without_a_draft_nothing_is_saved(self, world: PolicyWorld) -> None:
        with pytest.raises(Refused, match="Nobody is writing a new version"):
            actions.save(world.house.cmio, LATER, seen="")

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [
            ("harbour-1", "2026.2", "A policy named 2026.2 stands already"),
            ("quorum = 3", "quorum = 0", r"line \d+, signing.policy.quorum: \"0\": expected a whole number"),
            ("expires_after_days = 90", "expires_after_days = 300", "Tier 2, moderate asks more: 120 days"),
            ("[tiers.high]", "[tiers.highest]", "tiers.highest: is not known here"),
        ],
    )
    def test_what_cannot_hold_is_not_offered(self, world: PolicyWorld, before: str, after: str, why: str) -> None:
        assert before in LATER
        with pytest.raises(Refused, match=why):
            world.offered(LATER.replace(before, after))
        assert Proposal.objects.filter(kind=policy_guards.KIND).count() == 0

    def test_what_changes_nothing_is_not_offered(self, world: PolicyWorld) -> None:
        with pytest.raises(Refused, match="says the same as the policy in force"):
            world.offered(default_text().replace("2026.2", "harbour-1"))

    def test_a_reason_is_needed(self, world: PolicyWorld) -> None:
        with pytest.raises(Refused, match="Write what this version changes and why"):
            actions.offer(world.house.cmio, why="  ", seen=world.drafted().sha256)

    def test_one_version_at_a_time(self, world: PolicyWorld) -> None:
        world.offered()
        with pytest.raises(Refused, match="Policy harbour-1 is being decided"):
            world.offered(LATER.replace("harbour-1", "harbour-2"))

    def test_two_who_write_lose_nothing(self, world: PolicyWorld) -> None:
        seen = actions.begin(world.house.cmio).sha256
        actions.save(world.compliance, LATER, seen=seen)
        with pytest.raises(actions.ChangedMeanwhile, match="Cora Compliance saved this draft while you wrote"):
            actions.save(world.house.cmio, f"{LATER}# mine\n", seen=seen)
        with pytest.raises(actions.ChangedMeanwhile, match="saved again since you opened this page"):
            actions.offer(world.house.cmio, why="Mine.", seen=seen)
        assert PolicyVersion.objects.get().text == LATER

    def test_nobody_offers_to_nobody(self, house: House) -> None:
        draft = actions.begin(house.cmio)
        saved = actions.save(house.cmio, LATER, seen=draft.sha256)
        with pytest.raises(Refused, match="Nobody but you could sign it"):
            actions.offer(house.cmio, why="Alone.", seen=saved.sha256)

    def test_a_text_that_no_database_holds_is_refused(self, world: PolicyWorld) -> None:
        draft = actions.begin(world.house.cmio)
        with pytest.raises(Refused, match=re.escape("U+0000")):
            actions.save(world.house.cmio, "x\0", seen=draft.sha256)
        with pytest.raises(Refused, match="at most 200,000 characters"):
            actions.save(world.house.cmio, "x" * 200_001, seen=draft.sha256)


def refused(expected: str, **changes: object) -> None:
    with pytest.raises(Error, match=expected), transaction.atomic():
        PolicyVersion.objects.update(**changes)


class TestDatabase:
    """The same, past every action: the database refuses."""

    @pytest.mark.parametrize("state", ["offered", "in_force"])
    def test_what_was_offered_is_never_edited(self, world: PolicyWorld, state: str) -> None:
        world.offered() if state == "offered" else world.adopted()
        for changes in (
            {"text": "x"},
            {"sha256": "0" * 64},
            {"name": "other"},
            {"why": "other"},
            {"written_by": world.member},
            {"written_at": timezone.now() - timedelta(days=9)},
        ):
            refused("never edited", **changes)
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            PolicyVersion.objects.all()._raw_delete(using="default")

    def test_every_column_but_state_and_decision_is_fixed(self) -> None:
        columns = {field.column for field in PolicyVersion._meta.concrete_fields}
        assert columns - {*policy_guards._FIXED, "id", "organisation_id", "number"} == {"state", "decision_id"}

    def test_nothing_comes_into_force_unsigned(self, world: PolicyWorld) -> None:
        world.offered()
        refused("by a decision that adopts it|policy_holds_by_decision", state="in_force")
        refused("from draft to offered|policy_was_offered", state="draft")

    def test_nothing_begins_but_as_a_draft(self, world: PolicyWorld) -> None:
        now = timezone.now()
        with pytest.raises(Error, match="begins as a draft"), transaction.atomic():
            PolicyVersion.objects.create(
                organisation=world.house.cmio.organisation,
                number=7,
                name="x",
                text="x",
                sha256="0" * 64,
                why="x",
                state="not_adopted",
                written_by=world.house.cmio,
                written_at=now,
                proposal=world.offered(),
            )

    def test_a_decision_about_another_version_puts_nothing_in_force(self, world: PolicyWorld) -> None:
        first = world.adopted()
        world.offered(LATER.replace("harbour-1", "harbour-2").replace("= 90", "= 80"))
        PolicyVersion.objects.filter(state="in_force").update(state="retired")
        second = PolicyVersion.objects.filter(name="harbour-2")
        with pytest.raises(Error, match=r"by a decision that adopts it|unique|UNIQUE"), transaction.atomic():
            second.update(state="in_force", decision=first.decision)

    def test_what_was_retired_stays_so(self, world: PolicyWorld) -> None:
        first = world.adopted()
        world.adopted(LATER.replace("harbour-1", "harbour-2").replace("= 90", "= 80"))
        with pytest.raises(Error, match="goes from draft to offered"), transaction.atomic():
            PolicyVersion.objects.filter(pk=first.pk).update(state="not_adopted")

    def test_a_proposal_of_another_kind_offers_nothing(self, world: PolicyWorld) -> None:
        draft = world.drafted()
        proposal = propose(
            "roadmap.adopt",
            subject=f"policyversion:{draft.pk}",
            subject_label="x",
            question="Adopt?",
            options=[{"key": "adopt", "label": "Adopt", "effect": "It is."}],
            proposed_by=world.house.cmio,
            answerable=[world.member],
            eligible_seats=[],
            quorum=1,
            clinical_quorum=0,
            protective_choice="",
            due_at=None,
            if_nothing="Nothing.",
            key="other",
            document={"title": "x", "asked": "x", "summary": [], "sections": []},
            policy_version="1",
        )
        refused("offered by a proposal about it", state="offered", proposal=proposal, name="x", why="x")


@pytest.mark.postgres
def test_whoever_writes_waits_for_their_turn(world: PolicyWorld) -> None:
    assert connection.vendor == "postgresql"
    draft = in_turn(lambda: actions.begin(world.house.cmio))
    saved = in_turn(lambda: actions.save(world.house.cmio, LATER, seen=draft.sha256))
    in_turn(lambda: actions.offer(world.house.cmio, why="A nurse signs too.", seen=saved.sha256))


@pytest.mark.one_database
def test_the_words_of_a_policy_are_those_of_the_program() -> None:
    assert list(vocabulary.USE_CASE_SEATS.items()) == [(str(each), each.label) for each in USE_CASE_SEATS]
    assert list(vocabulary.ENTERPRISE_SEATS.items()) == [(str(each), each.label) for each in ENTERPRISE_SEATS]
    assert SeatHolding._meta.get_field("seat").max_length >= max(map(len, vocabulary.SEATS))


def test_a_policy_may_ask_for_whatever_a_room_gives(house: House) -> None:
    given = [*findings(house.use_case), *findings(house.deployment)]
    assert {each.item for each in given} <= set(vocabulary.EVIDENCE)
    assert {each.item for each in findings(house.use_case)} <= {
        key for key, item in vocabulary.EVIDENCE.items() if item.use_case
    }


def test_rooms_say_nothing_but_what_they_are_registered_for(house: House) -> None:
    asked = evidence.registered()
    assert set().union(*asked.values()) == set(vocabulary.EVIDENCE)
    for provider, items in asked.items():
        for subject in (house.use_case, house.deployment):
            assert {each.item for each in provider(subject)} <= items


def test_frameworks_are_told_whether_anybody_adopted_a_policy(house: House) -> None:
    (before,) = (each for each in findings_of_organisation(house.cmio.organisation) if each.item == "policy")
    assert (before.state, before.as_of) == (FindingState.PARTIAL, None)
    adopted = build_world(house).adopted()
    (after,) = (each for each in findings_of_organisation(house.cmio.organisation) if each.item == "policy")
    assert adopted.decision is not None
    assert (after.state, after.as_of) == (FindingState.MET, adopted.decision.decided_at)
    assert adopted.name in after.summary
