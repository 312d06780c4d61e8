"""The matrix of separated duties: whoever proposes in any seat, nobody approves their own from any other.

Every ordered pair of the 17 seats: the author in their own seat, in a second one, through a delegate, and as one; by
the action, past it in SQL, at the pages, and fifty times at once.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations, product
from threading import Barrier
from typing import Any

import pytest
from django.db import Error, connection

from attending.decisions.actions import end_delegation
from attending.decisions.models import Decision, Meaning, Proposal, Signature
from attending.decisions.rules.refusals import AlreadySigned, SelfApproval
from attending.ledger.queries import verify
from attending.program.models import Person, Seat
from tests.integration.decisions.seated import Seated, approves, is_written, newest, seat_everybody, undone
from tests.integration.decisions.test_database_rules import decision_row, signature_row
from tests.integration.decisions.test_pages import Visitor
from tests.integration.decisions.world import sign
from tests.integration.kept import kept

PAIRS = len(Seat) ** 2
TOGETHER = 50
_begin = kept(seat_everybody)


@pytest.fixture
def seated(db: None) -> Seated:
    return _begin()


def test_there_are_seventeen_seats() -> None:
    assert (len(Seat), PAIRS) == (17, 289)


def test_no_author_approves_from_a_second_seat(seated: Seated) -> None:
    """Proposed from seat A, approved by the same person from seat B."""
    tried = 0
    for first in Seat:
        author, proposal = seated.holder[first], seated.asked_by(first)
        packet = newest(proposal)
        for second in Seat:
            with seated.seated_too(author, second):
                assert not approves(proposal, packet, author, second), (first, second)
                assert not is_written(proposal, packet, author, second), (first, second)
            tried += 1
    assert tried == PAIRS
    assert not Signature.objects.exists()


def test_no_author_approves_through_a_delegate(seated: Seated) -> None:
    """Proposed from seat A, signed by B's holder on the author's behalf; then B's holder proposes as A's delegate."""
    tried = 0
    proposals = {seat: seated.asked_by(seat) for seat in Seat}
    packets = {seat: newest(proposal) for seat, proposal in proposals.items()}
    for first, second in permutations(Seat, 2):
        other = seated.holder[second]
        with undone():
            delegation = seated.delegated(seated.holder[first], other, first)
            asked = proposals[first], packets[first]
            assert not approves(*asked, other, first, delegation), (first, second)
            assert not is_written(*asked, other, first, delegation), (first, second)
            assert not is_written(proposals[second], packets[second], other, first, delegation), (first, second)
        tried += 1
    assert tried == PAIRS - len(Seat)
    assert not Signature.objects.exists()


def test_a_delegate_does_sign_where_neither_of_the_two_proposed(seated: Seated) -> None:
    """What is refused above is refused for who proposed, not for the delegation."""
    first, second, third = Seat.CLINICAL_OWNER, Seat.CMIO, Seat.NURSING_LEAD
    delegation = seated.delegated(seated.holder[first], seated.holder[second], first)
    proposal = seated.asked_by(third)
    assert is_written(proposal, newest(proposal), seated.holder[second], first, delegation)


def test_every_other_seat_may_approve(seated: Seated) -> None:
    """What is refused above is refused for its author, not for the seat: each pair of two people is right."""
    taken = 0
    for first in Seat:
        proposal = seated.asked_by(first)
        packet = newest(proposal)
        taken += sum(is_written(proposal, packet, seated.holder[second], second) for second in Seat)
        own = is_written(proposal, packet, seated.holder[first], first, meaning=Meaning.AUTHORSHIP)
        assert own, first
    assert taken == PAIRS - len(Seat)


def test_no_authors_signature_decides(seated: Seated) -> None:
    for first in Seat:
        with undone():
            proposal = seated.asked_by(first)
            author = seated.holder[first]
            row = signature_row(seated.world, proposal, name_of(seated, author), "continue", seat=first)
            Signature.objects.create(**{**row, "meaning": Meaning.AUTHORSHIP})
            with pytest.raises(Error, match="author alone"):
                Decision.objects.create(**decision_row(proposal, "continue", 1))
    assert not Decision.objects.exists()


def name_of(seated: Seated, person: Person) -> str:
    return next(name for name, each in seated.world.people.items() if each == person)


SAMPLE = [(first, list(Seat)[(at * 5 + 3) % len(Seat)]) for at, first in enumerate(Seat)][::4]


@pytest.mark.one_database
@pytest.mark.parametrize(("first", "second"), SAMPLE)
def test_at_the_pages_an_author_only_ever_signs_as_author(
    seated: Seated, settings: Any, first: Seat, second: Seat
) -> None:
    settings.ATTENDING_DEMO = True
    at_the_pages(seated, first, second)


@pytest.mark.slow
@pytest.mark.one_database
def test_at_the_pages_for_every_pair(seated: Seated, settings: Any) -> None:
    settings.ATTENDING_DEMO = True
    for first, second in product(Seat, Seat):
        at_the_pages(seated, first, second)
    assert Signature.objects.filter(meaning=Meaning.AUTHORSHIP).count() == Signature.objects.count() == PAIRS


def at_the_pages(seated: Seated, first: Seat, second: Seat) -> None:
    """The author signs from a second seat, whatever the form is made to say; then their delegate tries."""
    author = seated.holder[first]
    proposal = seated.asked_by(first)
    visitor = Visitor(seated.world, name_of(seated, author))
    with seated.seated_too(author, second):
        forged = {"meaning": "approval", "reason": "It is good"}
        sheet = visitor.choose(proposal, "continue", seat=second, **forged)
        assert sheet.status_code == 200
        assert visitor.sign(proposal, sheet.content.decode(), **forged).status_code == 302
        assert Signature.objects.get(proposal=proposal).meaning == Meaning.AUTHORSHIP
        assert not Decision.objects.filter(proposal=proposal).exists()
    if first == second:
        return
    delegation = seated.delegated(author, seated.holder[second], first)
    delegate = Visitor(seated.world, name_of(seated, seated.holder[second]))
    refused = delegate.choose(proposal, "continue", seat=f"{first}:{delegation.pk}", reason="For them")
    assert refused.status_code == 422
    assert not Signature.objects.filter(on_behalf_of=delegation).exists()
    end_delegation(delegation, acting=author, reason="Done")


@pytest.mark.slow
def test_no_author_approves_as_somebodys_delegate_through_the_action(seated: Seated) -> None:
    for first, second in permutations(Seat, 2):
        with undone():
            delegation = seated.delegated(seated.holder[first], seated.holder[second], first)
            proposal = seated.asked_by(second)
            assert not approves(proposal, newest(proposal), seated.holder[second], first, delegation), (first, second)


@pytest.mark.slow
def test_every_pair_of_two_people_decides_through_the_action(seated: Seated) -> None:
    decided = 0
    for first, second in permutations(Seat, 2):
        with undone():
            proposal = seated.asked_by(first)
            signer = seated.holder[second]
            result = sign(seated.world, proposal, name_of(seated, signer), "continue", seat=second)
            assert result.decision is not None
            assert result.signature.signer_id != proposal.proposed_by_id
            decided += 1
    assert decided == PAIRS - len(Seat)


@pytest.mark.django_db(transaction=True)
def test_fifty_approvals_of_the_author_at_once_are_none(settings: Any) -> None:
    """A third each by the action, in SQL and at the pages, all begun together; at the pages one signs as author."""
    settings.ATTENDING_DEMO = True
    seated = seat_everybody()
    proposal = seated.asked_by(Seat.CLINICAL_OWNER)
    author, packet = seated.holder[Seat.CLINICAL_OWNER], newest(proposal)
    visitors = [Visitor(seated.world, "owner") for _ in range(TOGETHER // 3 + 1)]
    sheets = [each.choose(proposal, "continue", reason="Mine").content.decode() for each in visitors]
    start = Barrier(TOGETHER)

    def attempt(number: int) -> str:
        start.wait()
        try:
            return tried(number)
        finally:
            connection.close()

    def tried(number: int) -> str:
        if number % 3 == 0:
            return f"page {visitors[number // 3].sign(proposal, sheets[number // 3]).status_code}"
        if number % 3 == 1:
            try:
                sign(seated.world, proposal, "owner", "continue")
            except (SelfApproval, AlreadySigned):
                return "action refused"
            return "action taken"
        written = is_written(proposal, packet, author, Seat.CLINICAL_OWNER)
        return "row taken" if written else "row refused"

    with ThreadPoolExecutor(TOGETHER) as pool:
        results = list(pool.map(attempt, range(TOGETHER)))
    assert not {"action taken", "row taken"} & set(results)
    assert results.count("page 302") == 1
    assert len(results) == TOGETHER
    assert [each.meaning for each in Signature.objects.all()] == [Meaning.AUTHORSHIP]
    assert not Decision.objects.exists()
    assert Proposal.objects.get().state == "open"
    assert verify().ok
