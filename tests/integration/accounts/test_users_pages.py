"""Administrators manage logins on pages."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from attending.accounts.models import User
from tests.integration.accounts.conftest import PASSWORD

PATHS = ["", "invite/", "{pk}/"]
POSTS = [
    "{pk}/invite-again/",
    "{pk}/reset/",
    "{pk}/deactivate/",
    "{pk}/reactivate/",
    "{pk}/confirm-identity/",
    "{pk}/printed-name/",
    "{pk}/email/",
]


@pytest.fixture
def person(make_user: Callable[..., User]) -> User:
    return make_user("owner", printed_name="Clinical Owner")


@pytest.mark.parametrize("path", PATHS + POSTS)
def test_not_for_others(make_user: Callable[..., User], secret: str, path: str, log_in: Callable[..., Client]) -> None:
    user = make_user("owner", totp=secret)
    url = f"/accounts/users/{path.format(pk=user.pk)}"
    assert log_in(user).get(url).status_code == 403
    assert log_in(user).post(url).status_code == 403
    assert Client().get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", POSTS)
def test_changes_are_posts(administrator: User, person: User, path: str, log_in: Callable[..., Client]) -> None:
    assert log_in(administrator).get(f"/accounts/users/{path.format(pk=person.pk)}").status_code == 405


def test_list_and_search(administrator: User, person: User, log_in: Callable[..., Client]) -> None:
    client = log_in(administrator)
    page = client.get("/accounts/users/").content.decode()
    assert "Clinical Owner" in page
    assert "2 users" in page
    assert "Clinical Owner" not in client.get("/accounts/users/?q=admin").content.decode()
    assert "Nobody found" in client.get("/accounts/users/?q=zzz").content.decode()


def test_the_list_costs_the_same_whatever_its_length(
    administrator: User, make_user: Callable[..., User], log_in: Callable[..., Client], django_assert_max_num_queries
) -> None:
    client = log_in(administrator)
    for number in range(30):
        make_user(f"user{number}")
    with django_assert_max_num_queries(7):
        client.get("/accounts/users/")


def test_invite_shows_the_link_once(administrator: User, log_in: Callable[..., Client]) -> None:
    page = log_in(administrator).post("/accounts/users/invite/", {"username": "nurse", "printed_name": "Nurse Manager"})
    url = re.search(r"http://testserver(/accounts/link/[\w-]+/)", page.content.decode())
    assert url
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert Client().get(url[1], follow=True).status_code == 200
    assert not User.objects.get(username="nurse").is_staff


def test_inviting_asks_for_the_password_again(administrator: User, log_in: Callable[..., Client]) -> None:
    client = log_in(administrator, reauthenticated=False)
    assert client.get("/accounts/users/invite/").url.startswith("/accounts/reauthenticate/")


def test_a_change_goes_on_after_the_password(administrator: User, person: User, log_in: Callable[..., Client]) -> None:
    client = log_in(administrator, reauthenticated=False)
    answer = client.post(f"/accounts/users/{person.pk}/reset/")
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert "Confirm that it is you" in client.get(answer.url).content.decode()
    answer = client.post(answer.url, {"password": PASSWORD, "next": f"/accounts/users/{person.pk}/reset/"})
    assert "Reset for Clinical Owner" in answer.content.decode()


def test_bad_invitation_says_what_to_mend(administrator: User, person: User, log_in: Callable[..., Client]) -> None:
    page = log_in(administrator).post(
        "/accounts/users/invite/", {"username": "OWNER", "printed_name": " ", "email": "x"}
    )
    text = page.content.decode()
    assert "There is a problem" in text
    page = log_in(administrator).post("/accounts/users/invite/", {"username": "OWNER", "printed_name": "X"})
    assert "Somebody has this username already" in page.content.decode()


def test_deactivate_and_reactivate(administrator: User, person: User, log_in: Callable[..., Client]) -> None:
    client = log_in(administrator)
    theirs = log_in(person)
    client.post(f"/accounts/users/{person.pk}/deactivate/")
    assert theirs.get("/accounts/second-factor/").url.startswith("/accounts/login/")
    assert "Deactivated" in client.get(f"/accounts/users/{person.pk}/").content.decode()
    client.post(f"/accounts/users/{person.pk}/reactivate/")
    person.refresh_from_db()
    assert person.is_active


def test_nobody_deactivates_themselves(administrator: User, log_in: Callable[..., Client]) -> None:
    answer = log_in(administrator).post(f"/accounts/users/{administrator.pk}/deactivate/", follow=True)
    assert "cannot deactivate your own login" in answer.content.decode()


def test_identity_after_a_reset(
    administrator: User, person: User, make_user: Callable[..., User], secret: str, log_in: Callable[..., Client]
) -> None:
    User.objects.filter(pk=person.pk).update(reset_by=administrator)
    assert "ask another administrator" in log_in(administrator).get(f"/accounts/users/{person.pk}/").content.decode()
    refused = log_in(administrator).post(f"/accounts/users/{person.pk}/confirm-identity/", follow=True)
    assert "Somebody other than the person" in refused.content.decode()
    second = log_in(make_user("second", is_staff=True, totp=secret))
    assert "I have verified that this is Clinical Owner" in second.get(f"/accounts/users/{person.pk}/").content.decode()
    second.post(f"/accounts/users/{person.pk}/confirm-identity/")
    person.refresh_from_db()
    assert person.reset_by_id is None


def test_email(administrator: User, person: User, log_in: Callable[..., Client], heard: list) -> None:
    client = log_in(administrator)
    client.post(f"/accounts/users/{person.pk}/email/", {"email": " owner@hospital.example "})
    person.refresh_from_db()
    assert person.email == "owner@hospital.example"
    assert (heard[-1].name, dict(heard[-1].facts)) == ("email_changed", {"given": True})
    page = client.post(f"/accounts/users/{person.pk}/email/", {"email": "owner at hospital"})
    assert page.status_code == 400
    assert "Write an e-mail address" in page.content.decode()
    client.post(f"/accounts/users/{person.pk}/email/", {"email": ""})
    person.refresh_from_db()
    assert (person.email, dict(heard[-1].facts)) == ("", {"given": False})


def test_an_address_that_only_takes_a_form_says_so(
    administrator: User, person: User, log_in: Callable[..., Client]
) -> None:
    page = log_in(administrator).get(f"/accounts/users/{person.pk}/email/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "send it again" in page.content.decode()


def test_printed_name(administrator: User, person: User, log_in: Callable[..., Client], heard: list) -> None:
    client = log_in(administrator)
    client.post(f"/accounts/users/{person.pk}/printed-name/", {"printed_name": " Clinical   Owner, MD "})
    person.refresh_from_db()
    assert person.printed_name == "Clinical Owner, MD"
    assert heard[-1].name == "printed_name_corrected"
    assert client.post(f"/accounts/users/{person.pk}/printed-name/", {"printed_name": ""}).status_code == 400
