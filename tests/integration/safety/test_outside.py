"""The page behind the code on the wall: no account, nothing kept of who sent it; and what abuse meets there."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from attending.safety.actions.codes import close_code, open_code
from attending.safety.actions.concerns import answer_concern
from attending.safety.models import Concern, Outcome
from tests.integration.house import House
from tests.integration.pages import visitor
from tests.integration.safety.world import WORDS, opened, posted, raised

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def address(house: House) -> str:
    """Where the poster leads."""
    cache.clear()
    return reverse("safety:raise", args=[opened(house)[1]])


def test_from_the_poster_to_the_answer(house: House, address: str) -> None:
    phone = Client()
    page = phone.get(address).content.decode()
    assert "What is wrong with the AI on 4 West?" in page
    assert "Sepsis alert" in page
    assert "I do not know which" in page
    assert 'aria-label="Main"' not in page
    assert set(phone.cookies) <= {settings.CSRF_COOKIE_NAME}

    sent = phone.post(address, posted(house))
    concern = Concern.objects.get()
    assert sent["Location"] == reverse("safety:sent", args=[address.split("/")[-2], concern.receipt])
    thanks = phone.get(sent["Location"]).content.decode()
    assert concern.receipt in thanks
    assert set(phone.cookies) <= {settings.CSRF_COOKIE_NAME}, "no cookie says who it was"

    answers = f"{address}answers/"
    assert "Nothing was answered here yet" in Client().get(answers).content.decode()
    answer_concern(house.owner, concern, outcome=Outcome.CHANGED, text="Discharged patients are left out now.")
    board = Client().get(answers).content.decode()
    assert "Discharged patients are left out now." in board
    assert "1 concern in 90 days; 1 of 1 answered, 1 of 1 within 3 days." in board
    assert WORDS not in board, "only its writer reads the words again"
    mine = Client().get(answers, {"receipt": concern.receipt.lower().replace("-", " ")}).content.decode()
    assert WORDS in mine
    assert (
        "No concern of this unit has that receipt" in Client().get(answers, {"receipt": "AAAA-AAAA"}).content.decode()
    )


def test_who_is_signed_in_is_not_kept_either(house: House, address: str) -> None:
    nurse = visitor(house.nurse)
    nurse.post(address, posted(house))
    concern = Concern.objects.get()
    kept = {str(getattr(concern, field.attname)) for field in Concern._meta.fields}
    assert not kept & {"Nia Nurse", str(house.nurse.user), "nia-nurse"}


def test_a_replayed_form_is_one_concern_and_leads_to_the_same_receipt(house: House, address: str) -> None:
    form, phone = posted(house), Client()
    first, again = phone.post(address, form), Client().post(address, {**form, "words": "Something else."})
    assert first["Location"] == again["Location"]
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"words": "MRN 1234567 was missed"}, "“MRN 1234567” looks like a record number. Take it out"),
        ({"words": "born 3/4/1958"}, "looks like a date of birth"),
        ({"happened": ""}, "Tap the one that fits best."),
        ({"happened": "evil"}, "What happened?"),
        ({"happened": "other", "words": ""}, "What it was is missing."),
        ({"deployment": "99999"}, "That AI is no longer used here."),
        ({"once": "not-a-number"}, "error-summary"),
        ({"words": "x" * 501}, "at most 500"),
    ],
)
def test_a_form_that_cannot_be_kept_says_why_and_keeps_nothing(
    house: House, address: str, changes: dict[str, Any], shown: str
) -> None:
    response = Client().post(address, posted(house, **changes))
    assert response.status_code == 422
    assert shown in response.content.decode()
    assert not Concern.objects.exists()


def test_a_forged_token_and_a_closed_code_take_nothing(house: House, address: str) -> None:
    for forged in ("nonsense", "x" * 43, "%00", "a" * 5_000):
        response = Client().post(f"/safety/c/{forged}/", posted(house))
        assert response.status_code == 404
        assert "We do not know this code" in response.content.decode()
    concern = raised(house, house.deployment.unit.concern_codes.get())
    close_code(house.nurse, concern.code)
    for path in (address, f"{address}answers/", f"{address}sent/{concern.receipt}/"):
        assert Client().get(path).status_code == 410
    assert Client().post(address, posted(house)).status_code == 410
    assert Concern.objects.count() == 1
    _, secret = opened(house)
    found = Client().get(reverse("safety:answers", args=[secret]), {"receipt": concern.receipt}).content.decode()
    assert WORDS in found, "a receipt works at the next code of the unit"


def test_a_receipt_of_another_unit_is_not_there(house: House, address: str) -> None:
    raised(house, house.deployment.unit.concern_codes.get())
    assert Client().get(f"{address}sent/AAAA-AAAA/").status_code == 404


def test_a_form_from_elsewhere_is_refused(house: House, address: str) -> None:
    phone = Client(enforce_csrf_checks=True)
    assert phone.post(address, posted(house)).status_code == 403
    assert not Concern.objects.exists()


def test_a_flood_at_one_code_is_stopped_and_keeps_no_address(house: House, address: str) -> None:
    phone = Client(REMOTE_ADDR="203.0.113.77")
    answers = [phone.post(address, posted(house)).status_code for _ in range(21)]
    assert answers == [302] * 20 + [429]
    stopped = phone.post(address, posted(house)).content.decode()
    assert "Wait ten minutes" in stopped
    assert WORDS in stopped, "what they wrote stands there still"
    assert Concern.objects.count() == 20
    assert _cached("203.0.113.77") == []


def test_one_address_of_a_whole_hospital_is_not_locked_out_by_one_unit(house: House, address: str) -> None:
    for _ in range(21):
        Client(REMOTE_ADDR="198.51.100.1").post(address, posted(house))
    unit = house.deployment.unit.site.units.create(name="5 East")
    elsewhere = reverse("safety:raise", args=[open_code(house.administrator, unit)[1]])
    assert Client(REMOTE_ADDR="198.51.100.1").post(elsewhere, posted(house, deployment="unknown")).status_code == 302


def _cached(text: str) -> list[str]:
    """Keys and values of the shared cache that hold a text."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_shared_cache")
        return [key for key, value in cursor.fetchall() if text in key or text in str(value)]


def test_without_any_ai_on_the_unit_something_can_be_said_still(house: House, address: str) -> None:
    house.deployment.state = "paused"
    house.deployment.save(update_fields=["state"])
    page = Client().get(address).content.decode()
    assert "Sepsis alert" not in page
    sent = Client().post(address, posted(house, deployment="unknown", once=str(uuid.uuid4())))
    assert sent.status_code == 302
    assert Concern.objects.get().deployment is None
