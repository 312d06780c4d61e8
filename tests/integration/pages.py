"""Every page is tried the same way: by a stranger to the site, by nobody in particular, from elsewhere, by who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from attending.accounts.models import User
from attending.program.models import Organisation, Person, Seat, SeatHolding
from tests.integration.house import House


def nothing(_house: House) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: who may open it, who may not, and what may be posted to it.

    ``may_not`` opens a page that changes something and is refused when posting; ``closed`` says that the page itself
    is closed to them. ``valid`` and ``invalid`` are None where nothing is posted.
    """

    name: str
    may: str
    args: Callable[[House], tuple[Any, ...]] = nothing
    may_not: str = ""
    closed: bool = False
    valid: Callable[[House], dict[str, Any]] | None = None
    invalid: dict[str, Any] | None = None

    def __str__(self) -> str:
        return self.name


def visitor(person: Person) -> Client:
    """Somebody signed in; the tests that use it run as the demonstration, which asks for no second factor."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def stranger() -> Person:
    """Somebody who administers and leads another organisation, made past the action that allows only one."""
    elsewhere = Organisation.objects.create(name="Elsewhere Health")
    user = User.objects.create_user("elsa", password=None, printed_name="Elsa Elsewhere", is_staff=True)
    person = Person.objects.create(
        organisation=elsewhere, user=user, printed_name="Elsa Elsewhere", discipline="informatics"
    )
    for seat in (Seat.ADMINISTRATOR, Seat.CMIO):
        SeatHolding.objects.create(person=person, seat=seat, started_on=timezone.localdate())
    return person


def try_page(page: Page, house: House) -> None:
    """Open and post as everybody in turn, and end with the change itself."""
    url = reverse(page.name, args=page.args(house))
    valid = page.valid(house) if page.valid else None

    response = Client().get(url)
    assert response.status_code == 302, "who is not signed in is sent to sign in"
    assert response["Location"].startswith("/accounts/login/")

    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody", password=None))
    response = nobody.get(url)
    assert response.status_code == 403
    assert "not yet a person in the program" in response.content.decode()

    elsewhere = visitor(stranger())
    wanted = 404 if page.args(house) else 200
    response = elsewhere.get(url)
    assert response.status_code == wanted, "another organisation's record is not there"
    assert house.use_case.title not in response.content.decode()
    if valid is not None and page.args(house):
        assert elsewhere.post(url, valid).status_code == 404

    insider = visitor(getattr(house, page.may))
    response = insider.get(url)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1>") == 1
    assert "None" not in response.context.get("title", "")

    if page.may_not:
        outsider = visitor(getattr(house, page.may_not))
        assert outsider.get(url).status_code == (403 if page.closed else 200)
        if valid is not None:
            refused = outsider.post(url, valid)
            assert refused.status_code == (403 if page.closed else 422)
            assert page.closed or "error-summary" in refused.content.decode()

    if page.invalid is not None:
        response = insider.post(url, page.invalid)
        assert response.status_code == 422
        assert response.content.decode().count('class="error-summary"') == 1

    if valid is not None:
        response = insider.post(url, valid)
        assert response.status_code == 302, response.content.decode()[:20_000]
        assert insider.get(response["Location"]).status_code == 200
        assert insider.delete(url).status_code == 405


def queries_of(person: Person, url: str) -> int:
    """How many queries a page takes."""
    client = visitor(person)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
