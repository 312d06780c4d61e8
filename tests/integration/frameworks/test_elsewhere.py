"""Evidence kept elsewhere: recorded by who may, counted until its review, withdrawn once, and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from attending.analytics.catalogs.frameworks import frameworks
from attending.frameworks.actions.elsewhere import Kept, record_elsewhere, withdraw_elsewhere
from attending.frameworks.models import KeptElsewhere
from attending.frameworks.queries import binders
from attending.frameworks.rules.answers import Answer
from attending.ledger.models import Entry
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House


def kept(house: House, **changes: Any) -> Kept:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "kind": "charter",
        "title": "Charter",
        "where_kept": "Policy manual, AI-01",
        "as_of": today - timedelta(days=30),
        "review_by": today + timedelta(days=300),
        "owner": house.owner,
    }
    return Kept(**{**values, **changes})


def answer(house: House) -> Answer:
    found = binders.binder(frameworks()["iso-42001"], house.cmio.organisation)
    return next(each.answer for each in found.items if each.item.id == "A.3.2")


def test_it_counts_until_it_is_to_be_reviewed(house: House) -> None:
    assert answer(house) is Answer.GAP
    record = record_elsewhere(house.cmio, kept(house))
    assert answer(house) is Answer.RELEVANT
    withdraw_elsewhere(house.cmio, record, reason="Replaced.")
    today = timezone.localdate()
    old = kept(house, as_of=today - timedelta(days=400), review_by=today - timedelta(days=1))
    record_elsewhere(house.cmio, old)
    assert answer(house) is Answer.OLD
    assert Entry.objects.latest("seq").verb == "evidence.kept_elsewhere"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "hazard-log"}, "is not kept elsewhere. Choose one of: Charter"),
        ({"kind": "moon"}, "is not kept elsewhere"),
        ({"title": " "}, "Write what it is, and where a reader finds it"),
        ({"where_kept": ""}, "Write what it is, and where a reader finds it"),
        ({"as_of": timezone.localdate() + timedelta(days=1)}, "which is yet to come"),
        ({"review_by": timezone.localdate() - timedelta(days=31)}, "lies after its own date"),
        ({"review_by": timezone.localdate() + timedelta(days=4 * 365)}, "at most three years"),
    ],
)
def test_what_nobody_could_rely_on_is_refused_and_leaves_nothing(
    house: House, changes: dict[str, Any], told: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=told):
        record_elsewhere(house.cmio, kept(house, **changes))
    assert not KeptElsewhere.objects.exists()
    assert Entry.objects.count() == before


def test_what_holds_for_all_is_of_no_single_use_case(house: House) -> None:
    with pytest.raises(Refused, match="holds for the whole organisation; leave the use case empty"):
        record_elsewhere(house.cmio, kept(house, use_case=house.use_case))


def test_only_who_may_records_and_withdraws(house: House) -> None:
    with pytest.raises(NotAllowed):
        record_elsewhere(house.nurse, kept(house))
    record = record_elsewhere(house.cmio, kept(house))
    with pytest.raises(NotAllowed):
        withdraw_elsewhere(house.nurse, record, reason="No.")


def test_it_is_withdrawn_once_with_a_reason(house: House) -> None:
    record = record_elsewhere(house.cmio, kept(house))
    with pytest.raises(Refused, match="Write why"):
        withdraw_elsewhere(house.cmio, record, reason=" ")
    withdraw_elsewhere(house.cmio, record, reason="Replaced.")
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_elsewhere(house.cmio, record, reason="Again.")


@pytest.mark.parametrize("change", [{"title": "Another"}, {"as_of": "2020-01-01"}, {"review_by": "2099-01-01"}])
def test_the_database_keeps_it_as_it_was_recorded(house: House, change: dict[str, Any]) -> None:
    record = record_elsewhere(house.cmio, kept(house))
    with pytest.raises(DatabaseError, match="stands as it was recorded"), transaction.atomic():
        KeptElsewhere.objects.filter(pk=record.pk).update(**change)
    with pytest.raises(DatabaseError, match="stands as it was recorded"), transaction.atomic():
        KeptElsewhere.objects.filter(pk=record.pk).delete()


def test_a_withdrawal_is_not_taken_back(house: House) -> None:
    record = record_elsewhere(house.cmio, kept(house))
    withdraw_elsewhere(house.cmio, record, reason="Replaced.")
    with pytest.raises(DatabaseError, match="stands as it was recorded"), transaction.atomic():
        KeptElsewhere.objects.filter(pk=record.pk).update(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
