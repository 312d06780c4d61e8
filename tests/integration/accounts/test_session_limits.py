"""A session ends when it was idle too long or is too old, and the person is told."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from attending.accounts import middleware
from attending.accounts.models import User

IDLE, AGE = 900, 12 * 3600


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC).timestamp()

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings) -> Clock:
    clock = Clock()
    monkeypatch.setattr(middleware, "time", clock)
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = IDLE, AGE
    return clock


@pytest.fixture
def inside(clock: Clock, make_user: Callable[..., User], secret: str) -> Client:
    client = Client()
    client.force_login(make_user(totp=secret))
    return client


def test_an_idle_session_ends_and_says_why(inside: Client, clock: Clock) -> None:
    clock.now += IDLE + 1
    answer = inside.get("/accounts/security/?from=mail")
    assert answer.url == "/accounts/login/?ended=idle&next=%2Faccounts%2Fsecurity%2F%3Ffrom%3Dmail"
    page = inside.get(answer.url).content.decode()
    assert "You were logged out" in page
    assert "not saved" not in page
    assert "/accounts/security/?from=mail" in page
    assert "_auth_user_id" not in inside.session


def test_activity_keeps_a_session_but_not_beyond_its_age(inside: Client, clock: Clock) -> None:
    step = IDLE - 100
    for _ in range(AGE // step):
        clock.now += step
        assert inside.get("/accounts/security/").status_code == 200
    clock.now += step
    assert "ended=age" in inside.get("/accounts/security/").url


def test_frequent_requests_do_not_write_the_session_each_time(
    inside: Client, clock: Clock, django_assert_num_queries
) -> None:
    inside.get("/accounts/security/")
    clock.now += 30
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        inside.get("/accounts/security/")
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_a_new_login_starts_the_age_anew(inside: Client, clock: Clock, make_user: Callable[..., User]) -> None:
    clock.now += AGE + 1
    inside.force_login(User.objects.get())
    assert inside.get("/accounts/security/").status_code == 200


def test_sent_data_is_said_to_be_lost_and_the_form_comes_back(inside: Client, clock: Clock) -> None:
    clock.now += IDLE + 1
    answer = inside.post("/accounts/password/change/", headers={"Referer": "http://testserver/accounts/security/?x=1"})
    assert "unsaved=yes" in answer.url
    assert answer.url.startswith("/accounts/login/?ended=idle&next=%2Faccounts%2Fsecurity%2F%3Fx%3D1")
    assert "not saved" in inside.get(answer.url).content.decode()


def test_a_foreign_page_is_not_come_back_to(inside: Client, clock: Clock) -> None:
    clock.now += IDLE + 1
    answer = inside.post("/accounts/password/change/", headers={"Referer": "https://evil.example/x"})
    assert answer.url == "/accounts/login/?ended=idle&next=%2F&unsaved=yes"


def test_htmx_is_sent_to_the_login_page_as_a_whole(inside: Client, clock: Clock) -> None:
    clock.now += IDLE + 1
    answer = inside.get(
        "/accounts/security/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/users/"}
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?ended=idle&next=%2Faccounts%2Fusers%2F"


def test_a_script_gets_an_answer_it_can_read(inside: Client, clock: Clock) -> None:
    clock.now += IDLE + 1
    answer = inside.get("/accounts/security/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login/")


def test_a_clock_set_back_by_more_than_a_minute_ends_the_session(inside: Client, clock: Clock) -> None:
    clock.now -= 30
    assert inside.get("/accounts/security/").status_code == 200
    clock.now -= 60
    assert "ended=" in inside.get("/accounts/security/").url


def test_a_stolen_cookie_dies_with_the_login(inside: Client) -> None:
    User.objects.update(is_active=False)
    assert inside.get("/accounts/security/").url.startswith("/accounts/login/")
