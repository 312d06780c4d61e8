"""Notices by webhook: signed after Standard Webhooks, tried again, and no redirect followed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from attending.notices.actions import announce
from attending.notices.models import Notice, NoticeState
from attending.notices.rules.retries import WAITS
from attending.notices.sending import send_due
from tests.integration.house import House
from tests.integration.notices.hook_server import SECRET, Hooked

NOW = timezone.now().replace(microsecond=0)


def tell(house: House) -> list[Notice]:
    with transaction.atomic():
        return announce(
            house.owner.organisation, subject="A breach", body="4 West.", link="/oversight/", key="breach:1", now=NOW
        )


def test_it_is_posted_once_with_a_signature_that_the_receiver_can_check(house: House, hooked: Hooked) -> None:
    [notice] = tell(house)
    assert tell(house) == [notice]
    assert send_due(NOW) == (1, 0, 0)
    [(headers, body)] = hooked.requests
    signed = f"{notice.uid}.{int(NOW.timestamp())}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["data"]["url"].endswith("/oversight/")
    assert notice.recipient in hooked.url
    assert "told" not in notice.recipient


def test_a_receiver_that_fails_is_tried_again_under_the_same_id(house: House, hooked: Hooked) -> None:
    hooked.answers = [500, 503, 200]
    tell(house)
    now = NOW
    for wait in WAITS[:2]:
        assert send_due(now) == (0, 1, 0)
        now += wait
    assert send_due(now) == (1, 0, 0)
    assert len({headers["webhook-id"] for headers, _ in hooked.requests}) == 1
    assert len(hooked.requests) == 3


@pytest.mark.parametrize(("answer", "state"), [(302, NoticeState.WAITING), (410, NoticeState.UNDELIVERED)])
def test_a_redirect_is_not_followed_and_gone_is_for_good(
    house: House, hooked: Hooked, answer: int, state: NoticeState
) -> None:
    hooked.answers = [answer]
    [notice] = tell(house)
    send_due(NOW)
    notice.refresh_from_db()
    assert (notice.state, notice.error) == (state, f"{notice.host} answered {answer}.")
    assert len(hooked.requests) == 1


def test_an_address_that_was_taken_away_is_told_no_more(house: House, hooked: Hooked, settings: Any) -> None:
    [notice] = tell(house)
    settings.ATTENDING_WEBHOOKS = ()
    assert send_due(NOW) == (0, 0, 1)
    notice.refresh_from_db()
    assert notice.error.endswith("is no longer among ATTENDING_WEBHOOKS.")
    assert tell(house) == []
