"""The organisation, its people and their enterprise seats."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from attending.accounts.models import User
from attending.program.acting import acting_person, administers
from attending.program.actions.organisation import found_organisation
from attending.program.actions.people import add_person, deactivate_person, seat_person
from attending.program.changing import change, changes, posted
from attending.program.forms import AddPersonForm, EnterpriseSeatForm, FoundForm, ReasonForm
from attending.program.models import Discipline, Person, Seat
from attending.program.presenters import email_row, login_links, person_rows
from attending.program.queries import people as queries
from attending.program.queries.seats import all_seats_of
from attending.program.registries.pages import url_of
from attending.ui.parts import Crumb, Link, SummaryRow
from attending.ui.tables import Column, Filter, Table

PEOPLE = Table(
    name="people",
    caption="People",
    columns=(
        Column("name", "Name", sort="printed_name"),
        Column("discipline", "Discipline", sort="discipline"),
        Column("seats", "Seats held now"),
        Column("login", "Login", sort="user__username"),
        Column("state", "State", sort="active"),
    ),
    noun="people",
    one="person",
    search=("printed_name", "user__username"),
    filters=(Filter("discipline", "Discipline", Discipline.choices),),
    order="printed_name",
)
MOST_WAITING = 20


def administrator(request: HttpRequest) -> Person:
    """The acting person; raises PermissionDenied for anybody but administrators."""
    acting = acting_person(request)
    if not administers(request):
        raise PermissionDenied("People, seats, sites and units are kept by the administrators of the program.")
    return acting


def crumbs() -> list[Crumb]:
    return [Crumb("People and seats", reverse("program:people"))]


@changes
def found(request: HttpRequest) -> HttpResponse:
    """Found the organisation: the first administrator's first page."""
    user = request.user
    if queries.organisation_exists():
        return redirect("rounds:my-rounds")
    if not isinstance(user, User) or not user.is_staff:
        raise PermissionDenied("An administrator has to found the organisation first.")
    form = FoundForm(posted(request))

    def act() -> str:
        found_organisation(
            form.cleaned_data["name"],
            printed_name=user.printed_name,
            user_id=user.pk,
            discipline=Discipline(form.cleaned_data["discipline"]),
        )
        return reverse("program:places")

    return change(
        request,
        form,
        act,
        title="Welcome to Attending",
        lede="First, the health system itself. Next come its sites and units, then its people and their seats.",
        submit="Begin",
        done="The organisation is founded, and you are its administrator. Next: its sites and units.",
        back="",
    )


def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with their seats and logins."""
    acting = administrator(request)
    table = PEOPLE.bind(queries.people(acting.organisation), request.GET, person_rows)
    if table.export_requested:
        return table.export()
    context = {"table": table, "waiting": login_links(queries.logins_without_a_person()[:MOST_WAITING])}
    return render(request, "program/people.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person."""
    acting = administrator(request)
    found = get_object_or_404(queries.people(acting.organisation), pk=pk)
    row = person_rows([found])[0]
    context = {
        "person": found,
        "rows": [
            SummaryRow("Discipline", row.discipline),
            SummaryRow("Counts as a clinician", "Yes" if found.is_clinician else "No"),
            SummaryRow("Login", row.login),
            SummaryRow("E-mail", email_row(found)),
            SummaryRow("State", row.state),
        ],
        "seats": [
            SummaryRow(
                holding.get_seat_display(),
                Link(holding.use_case.title, url_of(holding.use_case)) if holding.use_case else "The whole program",
            )
            for holding in all_seats_of(found)
        ],
    }
    return render(request, "program/person.html", context)


@changes
def add(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    acting = administrator(request)
    form = AddPersonForm(
        posted(request), logins=queries.logins_without_a_person(), initial={"login": request.GET.get("login", "")}
    )

    def act() -> str:
        login = form.cleaned_data["login"]
        discipline = Discipline(form.cleaned_data["discipline"])
        wanted = form.chosen_seat()
        with transaction.atomic():
            added = add_person(
                acting, printed_name=form.name(), discipline=discipline, user_id=login.pk if login else None
            )
            if wanted is not None:
                seat_person(acting, added, wanted)
        return reverse("program:person", args=[added.pk])

    return change(
        request,
        form,
        act,
        title="Add a person",
        lede="Somebody who signs needs a login; somebody who only holds a seat on paper does not.",
        submit="Add",
        done="The person is added. Seats of a use case are given on its page.",
        back=reverse("program:people"),
        crumbs=crumbs(),
    )


@changes
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person an enterprise seat."""
    acting = administrator(request)
    taker = get_object_or_404(Person, pk=pk, organisation=acting.organisation)
    form = EnterpriseSeatForm(posted(request))
    back = reverse("program:person", args=[taker.pk])

    def act() -> str:
        seat_person(acting, taker, Seat(form.cleaned_data["seat"]))
        return back

    return change(
        request,
        form,
        act,
        title=f"Give {taker.printed_name} a seat",
        lede="Enterprise seats concern the whole program. Seats of a use case are given on its page.",
        submit="Give this seat",
        done="The seat is taken.",
        back=back,
        crumbs=crumbs(),
    )


@changes
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """End a person's part in the program."""
    acting = administrator(request)
    leaving = get_object_or_404(Person, pk=pk, organisation=acting.organisation)
    form = ReasonForm(posted(request))
    back = reverse("program:person", args=[leaving.pk])

    def act() -> str:
        deactivate_person(acting, leaving, reason=form.cleaned_data["reason"])
        return back

    return change(
        request,
        form,
        act,
        title=f"Deactivate {leaving.printed_name}",
        lede="Every seat they hold becomes empty, and they may no longer act or sign. What they signed stays.",
        submit="Deactivate",
        done="The person is no longer active; their seats are empty.",
        back=back,
        crumbs=crumbs(),
        kind="danger",
    )
