"""People, and what a deployment is doing, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.accounts.models import User
from attending.program.models import Deployment, Person, SeatHolding
from attending.program.models.deployments import State
from attending.ui.parts import Link, Status

STATE_MARKS: Mapping[str, str] = {
    State.PLANNED: "pending",
    State.SILENT: "info",
    State.PILOT: "info",
    State.LIVE: "ok",
    State.PAUSED: "stop",
    State.RETIRED: "neutral",
}


def state_status(deployment: Deployment) -> Status:
    """The mark of what a deployment is doing."""
    return Status(STATE_MARKS[deployment.state], deployment.get_state_display())


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: Link
    discipline: str
    seats: str
    login: str
    state: Status


def person_rows(people: Sequence[Person]) -> list[PersonRow]:
    """``people`` come from ``queries.people.people``."""
    return [
        PersonRow(
            Link(person.printed_name, reverse("program:person", args=[person.pk])),
            person.get_discipline_display(),
            _seats(person.holdings.all()),
            person.user.username if person.user else "",
            Status("ok", "Active") if person.active else Status("neutral", "Inactive"),
        )
        for person in people
    ]


def _seats(holdings: Iterable[SeatHolding]) -> str:
    """Each seat once, with the use cases it is held on."""
    held: dict[str, list[str]] = {}
    for holding in holdings:
        titles = held.setdefault(holding.get_seat_display(), [])
        if holding.use_case:
            titles.append(holding.use_case.title)
    return "; ".join(f"{seat} of {', '.join(titles)}" if titles else seat for seat, titles in held.items())


def email_row(person: Person) -> Link | str:
    """Where a person's notices go, leading to the login that keeps it."""
    user = person.user
    if user is None:
        return "None: notices need a login"
    return Link(user.email or "None: no notices leave", reverse("accounts:user", args=[user.pk]))


def login_links(logins: Iterable[User]) -> list[Link]:
    """Each login that is nobody in the program yet, leading to the form that makes it a person."""
    add = reverse("program:add-person")
    return [
        Link(f"Add {login.printed_name or login.username}", f"{add}?login={login.pk}", f"Login {login.username}")
        for login in logins
    ]
