"""The database itself keeps what a notice says."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from attending.notices.actions import notify
from attending.notices.models import Notice, NoticeState
from tests.integration.house import House


@pytest.fixture
def notice(house: House) -> Notice:
    return notify(house.owner, subject="A breach", body="4 West.", link="/oversight/", key="breach:1")


@pytest.mark.parametrize("change", [{"subject": "Nothing"}, {"body": ""}, {"key": "other"}, {"link": "/"}])
def test_what_it_says_cannot_be_changed(notice: Notice, change: dict[str, str]) -> None:
    with pytest.raises(DatabaseError, match="keeps what it says"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**change)


def test_what_was_sent_stays_sent_and_nothing_is_deleted(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=timezone.now(), next_at=None)
    with pytest.raises(DatabaseError, match="stays sent"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state=NoticeState.OFF, sent_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        notice.delete()
