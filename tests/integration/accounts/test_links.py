"""One-time links: the first administrator, invitations, resets."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from attending.accounts import actions
from attending.accounts.models import OneTimeLink, User
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator

FIRST = {
    "username": "chief",
    "printed_name": "Chief  Medical Information Officer",
    "password": PASSWORD,
    "again": PASSWORD,
}


def token(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[1]


def open_link(client: Client, url: str):
    return client.get(url.removeprefix("http://localhost:8000"), follow=True)


@pytest.mark.django_db
def test_first_administrator_from_link_to_second_factor(client: Client, heard: list) -> None:
    url = actions.first_administrator_link("http://localhost:8000/")
    assert url is not None
    assert url.startswith("http://localhost:8000/accounts/link/")
    page = open_link(client, url)
    assert page.redirect_chain == [("/accounts/link/", 302)], "the token leaves the address"
    answer = client.post("/accounts/link/", FIRST)
    assert answer.url == "/accounts/second-factor/"
    user = User.objects.get()
    assert (user.username, user.printed_name, user.is_staff) == ("chief", "Chief Medical Information Officer", True)
    assert "Authenticator app" in client.get(answer.url).content.decode()
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200, "the password is not asked for again"
    assert actions.first_administrator_link("http://localhost:8000") is None
    assert {event.name for event in heard} == {"user_created", "link_used", "login"}


@pytest.mark.django_db
def test_only_the_hash_of_a_token_is_stored() -> None:
    url = actions.first_administrator_link("http://localhost:8000")
    assert url is not None
    assert token(url) not in str(list(OneTimeLink.objects.values()))


@pytest.mark.django_db
def test_a_used_link_is_refused_with_help(client: Client) -> None:
    url = actions.first_administrator_link("http://localhost:8000")
    assert url is not None
    open_link(client, url)
    client.post("/accounts/link/", FIRST)
    page = open_link(Client(), url)
    assert page.status_code == 410
    assert "a link works once" in page.content.decode()
    with pytest.raises(actions.LinkUnusableError):
        actions.redeem(token(url), PASSWORD, username="second", printed_name="Second")


@pytest.mark.django_db
def test_an_address_that_opens_nothing_ends_nobodys_session(client: Client) -> None:
    client.force_login(User.objects.create_user("chief", password=None))
    assert open_link(client, "/accounts/link/anything/").status_code == 410
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_new_start_replaces_the_link(client: Client) -> None:
    old, new = (actions.first_administrator_link("http://localhost:8000") for _ in range(2))
    assert old is not None
    assert new is not None
    assert "We do not know this link" in open_link(client, old).content.decode()
    assert open_link(client, new).status_code == 200


@pytest.mark.django_db
def test_an_expired_link_is_refused(client: Client) -> None:
    url = actions.first_administrator_link("http://localhost:8000")
    assert url is not None
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = open_link(client, url)
    assert page.status_code == 410
    assert "has expired" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"again": "something else entirely"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"printed_name": "  "}, "required"),
        ({"username": "two words"}, "valid username"),
    ],
)
def test_bad_input_does_not_use_the_link_up(client: Client, change: dict, message: str) -> None:
    url = actions.first_administrator_link("http://localhost:8000")
    assert url is not None
    open_link(client, url)
    page = client.post("/accounts/link/", {**FIRST, **change})
    assert page.status_code == 200
    assert message in page.content.decode()
    assert not User.objects.exists()
    assert client.post("/accounts/link/", FIRST).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_a_link_at_once_one_gets_in() -> None:
    url = actions.first_administrator_link("http://localhost:8000")
    assert url is not None
    barrier = Barrier(6)

    def use(number: int) -> bool:
        barrier.wait()
        try:
            actions.redeem(token(url), PASSWORD, username=f"admin{number}", printed_name="Admin")
        except actions.LinkUnusableError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(use, range(6))) == [False] * 5 + [True]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_two_first_administrator_links_cannot_both_be_used() -> None:
    """Even rows written by hand: the database holds it."""
    from django.db import IntegrityError, transaction

    now = timezone.now()
    OneTimeLink.objects.create(purpose="first_administrator", token_sha256="a" * 64, expires_at=now, used_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        OneTimeLink.objects.create(purpose="first_administrator", token_sha256="b" * 64, expires_at=now, used_at=now)


def test_invitation(administrator: User, heard: list) -> None:
    path = actions.invite(administrator, "nurse", "Nurse Manager 4 West", "nurse@example.org")
    user = User.objects.get(username="nurse")
    assert not user.has_usable_password()
    client = Client()
    assert "Nurse Manager 4 West" in open_link(client, path).content.decode()
    assert client.post("/accounts/link/", {"password": PASSWORD, "again": PASSWORD}).url == "/accounts/second-factor/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.reset_by_id is None
    names = [event.name for event in heard]
    assert names == ["user_created", "invited", "password_changed", "link_used", "login"]
    assert heard[3].by_id == administrator.pk


def test_an_invited_name_must_be_free_whatever_its_case(administrator: User) -> None:
    actions.invite(administrator, "nurse", "Nurse")
    with pytest.raises(ValidationError, match="username already"):
        actions.invite(administrator, "NURSE", "Another Nurse")


def test_only_administrators_invite_and_reset(make_user: Callable[..., User]) -> None:
    user, other = make_user("owner"), make_user("other")
    for act in (
        lambda: actions.invite(user, "x", "X"),
        lambda: actions.issue_reset_link(user, other),
        lambda: actions.invite_again(user, other),
        lambda: actions.deactivate(user, other),
        lambda: actions.reactivate(user, other),
        lambda: actions.confirm_identity(user, other),
        lambda: actions.correct_printed_name(user, other, "X"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_reset_removes_factors_only_when_used_and_holds_signing(
    administrator: User, make_user: Callable[..., User], secret: str, heard: list
) -> None:
    user = make_user("owner", totp=secret, passkey=SoftwareAuthenticator())
    inside = Client()
    inside.force_login(user)
    path = actions.issue_reset_link(administrator, user)
    assert Authenticator.objects.filter(user=user).count() == 2
    client = Client()
    open_link(client, path)
    client.post("/accounts/link/", {"password": "another long password", "again": "another long password"})
    user.refresh_from_db()
    assert not Authenticator.objects.filter(user=user).exists()
    assert user.reset_by == administrator
    assert inside.get("/accounts/security/").status_code == 302, "old sessions end"
    names = [event.name for event in heard]
    assert names.count("factor_removed") == 2
    assert names[-4:] == ["factor_removed", "password_changed", "link_used", "login"]

    with pytest.raises(PermissionDenied, match="other than"):
        actions.confirm_identity(administrator, user)
    actions.confirm_identity(make_user("second", is_staff=True), user)
    user.refresh_from_db()
    assert user.reset_by_id is None
    assert heard[-1].name == "identity_confirmed"


def test_nobody_resets_themselves(administrator: User) -> None:
    with pytest.raises(ValidationError, match="another administrator"):
        actions.issue_reset_link(administrator, administrator)


def test_a_second_reset_link_replaces_the_first(administrator: User, make_user: Callable[..., User]) -> None:
    user = make_user("owner")
    old, new = (actions.issue_reset_link(administrator, user) for _ in range(2))
    assert open_link(Client(), old).status_code == 410
    assert open_link(Client(), new).status_code == 200


def test_deactivation_closes_links_and_sessions(administrator: User, make_user: Callable[..., User]) -> None:
    user = make_user("owner")
    path = actions.issue_reset_link(administrator, user)
    actions.deactivate(administrator, user)
    assert open_link(Client(), path).status_code == 410
    user.refresh_from_db()
    with pytest.raises(ValidationError, match="deactivated"):
        actions.issue_reset_link(administrator, user)


def test_a_handler_that_fails_undoes_the_change(administrator: User) -> None:
    from attending.accounts import events

    def fails(event: events.AccountEvent) -> None:
        raise RuntimeError("the record is not writable")

    events.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            actions.invite(administrator, "nurse", "Nurse")
    finally:
        events.disconnect(fails)
    assert not User.objects.filter(username="nurse").exists()
