"""Required evidence may be missing for a time, as signed, and never for longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from attending.decisions.actions import withdraw
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate
from attending.governance.models import GateException
from attending.governance.queries import gates as queries
from attending.governance.rules.gates import GRANT
from attending.program.actions import use_cases
from attending.program.models import RiskTier, Seat
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House, outcome, sign


@pytest.fixture
def rated(house: House) -> House:
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    house.use_case = use_cases.assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="Some harm.")
    return house


def ask(house: House, *items: str, days: int = 30) -> list[GateException]:
    until = timezone.localdate() + timedelta(days=days)
    return ask_exceptions(house.sponsor, house.use_case, items, reason="It follows.", until=until)


def missing(house: House) -> list[str]:
    today = timezone.localdate()
    stands = queries.standing_of(house.use_case, queries.rule_of(house.use_case, "readiness"), today)
    return [line.item for line in stands.blocking]


def test_several_items_are_asked_in_one_question_and_open_the_gate_once_granted(rated: House) -> None:
    items = missing(rated)
    assert len(items) > 1
    asked = ask(rated, *items)
    assert len({each.proposal_id for each in asked}) == 1
    with pytest.raises(Refused, match="or ask for an exception"):
        ask_gate(rated.operations, rated.use_case, "readiness", "Now.")
    sign(asked[0].proposal, rated.owner, Seat.CLINICAL_OWNER, "grant")
    sign(asked[0].proposal, rated.cmio, Seat.CMIO, "grant")
    assert missing(rated) == []
    gate = ask_gate(rated.operations, rated.use_case, "readiness", "Now.")
    assert gate.proposal is not None
    document = gate.proposal.packets.get().document
    assert '"heading":"Exceptions"' in document
    assert all(f'"{each.pk}"' in document or str(each.pk) in document for each in asked)


def test_what_was_refused_or_taken_back_opens_nothing(rated: House) -> None:
    refused = ask(rated, *missing(rated))[0].proposal
    for person, seat in ((rated.owner, Seat.CLINICAL_OWNER), (rated.cmio, Seat.CMIO)):
        sign(refused, person, seat, "refuse")
    assert missing(rated)
    withdraw(ask(rated, missing(rated)[0])[0].proposal, acting=rated.sponsor, reason="It came.")
    assert not queries.exceptions_asked(rated.use_case).exists()


def test_an_exception_that_has_ended_closes_the_gate_again(rated: House) -> None:
    asked = ask(rated, *missing(rated), days=1)
    for person, seat in ((rated.owner, Seat.CLINICAL_OWNER), (rated.cmio, Seat.CMIO)):
        sign(asked[0].proposal, person, seat, "grant")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert queries.exceptions_of(rated.use_case, tomorrow)
    assert not queries.exceptions_of(rated.use_case, tomorrow + timedelta(days=1))


@pytest.mark.parametrize(
    ("items", "days", "why"),
    [
        ((), 30, "Choose at least one item"),
        (("weather",), 30, "no gate of this asks for it"),
        (("risk-tier",), 0, "a day to come"),
        (("risk-tier",), 91, "at most 90 days"),
    ],
)
def test_what_is_no_exception_is_refused_and_leaves_nothing(
    rated: House, items: tuple[str, ...], days: int, why: str
) -> None:
    before = GateException.objects.count()
    with pytest.raises(Refused, match=why):
        ask(rated, *items, days=days)
    assert GateException.objects.count() == before


def test_it_is_asked_once_and_by_those_who_may(rated: House) -> None:
    item = missing(rated)[0]
    ask(rated, item)
    with pytest.raises(Refused, match="is being asked already"):
        ask(rated, item)
    until = timezone.localdate() + timedelta(days=3)
    with pytest.raises(NotAllowed):
        ask_exceptions(rated.platform, rated.use_case, [item], reason="Please.", until=until)


def test_the_database_keeps_what_was_asked_and_its_length(rated: House) -> None:
    exception = ask(rated, missing(rated)[0])[0]
    rows = GateException.objects.filter(pk=exception.pk)
    for change in ({"until": timezone.localdate() + timedelta(days=60)}, {"reason": "Other"}, {"item": "panel"}):
        with pytest.raises(DatabaseError, match="stands as it was asked"), transaction.atomic():
            rows.update(**change)
    exception.pk, exception.item = None, "panel"
    exception.until = timezone.localdate() + timedelta(days=120)
    with pytest.raises(DatabaseError, match="at most 90 days"), transaction.atomic():
        exception.save()
    exception.asked_at += timedelta(days=90)
    with pytest.raises(DatabaseError, match="at most 90 days"), transaction.atomic():
        exception.save()


def test_nothing_joins_an_exception_once_somebody_has_signed_it(rated: House) -> None:
    exception = ask(rated, missing(rated)[0])[0]
    sign(exception.proposal, rated.owner, Seat.CLINICAL_OWNER, GRANT)
    exception.pk, exception.item = None, "panel"
    with pytest.raises(DatabaseError, match="stands as it was asked"), transaction.atomic():
        exception.save()
