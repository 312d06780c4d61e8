"""The pages of people and places."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from attending.accounts.models import User
from attending.program.actions import organisation, people
from attending.program.models import Discipline, Organisation, Person, Seat, SeatHolding, Site, Unit
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = pytest.mark.usefixtures("demonstration")

PAGES = (
    Page(name="program:people", may="administrator", may_not="cmio", closed=True),
    Page(
        name="program:person",
        args=lambda h: (h.nurse.pk,),
        may="administrator",
        may_not="cmio",
        closed=True,
    ),
    Page(
        name="program:add-person",
        may="administrator",
        may_not="cmio",
        closed=True,
        valid=lambda h: {"printed_name": "New Nurse", "discipline": "nursing", "seat": "committee_member"},
        invalid={"printed_name": "Nia Nurse", "discipline": "nursing"},
    ),
    Page(
        name="program:seat",
        args=lambda h: (h.nurse.pk,),
        may="administrator",
        may_not="cmio",
        closed=True,
        valid=lambda h: {"seat": "committee_member"},
        invalid={"seat": "clinical_owner"},
    ),
    Page(
        name="program:deactivate",
        args=lambda h: (h.nurse.pk,),
        may="administrator",
        may_not="cmio",
        closed=True,
        valid=lambda h: {"reason": "Left"},
        invalid={"reason": ""},
    ),
    Page(name="program:places", may="administrator", may_not="cmio", closed=True),
    Page(
        name="program:site-ehr",
        args=lambda h: (h.deployment.unit.site_id,),
        may="platform",
        may_not="nurse",
        valid=lambda h: {"version": "May 2026"},
        invalid={"version": " "},
    ),
    Page(
        name="program:add-site",
        may="administrator",
        may_not="cmio",
        closed=True,
        valid=lambda h: {"name": "North", "units": "A\nB"},
        invalid={"name": "Main", "units": ""},
    ),
    Page(
        name="program:add-unit",
        may="administrator",
        may_not="cmio",
        closed=True,
        valid=lambda h: {"site": Site.objects.get(name="Main").pk, "name": "5 East"},
        invalid={"site": "0", "name": "5 East"},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def test_a_site_comes_with_its_units_or_not_at_all(house: House) -> None:
    client = visitor(house.administrator)
    client.post(reverse("program:add-site"), {"name": "North", "units": " A \n\nB\nA"})
    assert sorted(Unit.objects.filter(site__name="North").values_list("name", flat=True)) == ["A", "B"]
    response = client.post(reverse("program:add-site"), {"name": "South", "units": "A\n" + "x" * 201})
    assert response.status_code == 422
    assert not Site.objects.filter(name="South").exists()


def test_a_person_comes_with_their_login_and_seat(house: House) -> None:
    login = User.objects.create_user("finn", password=None, printed_name="Finn First")
    client = visitor(house.administrator)
    assert "Add Finn First" in client.get(reverse("program:people")).content.decode()
    form = client.get(reverse("program:add-person"), {"login": login.pk}).content.decode()
    assert f'<option value="{login.pk}" selected>' in form
    client.post(reverse("program:add-person"), {"login": login.pk, "discipline": "medicine", "seat": "cmio"})
    added = Person.objects.get(user=login)
    assert added.printed_name == "Finn First"
    assert SeatHolding.objects.get(person=added).seat == Seat.CMIO
    assert "Add Finn First" not in client.get(reverse("program:people")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rounds:my-rounds", "strategy:use-cases", "program:people", "decisions:list"])
def test_before_the_founding_every_page_leads_an_administrator_to_it(client: Client, name: str) -> None:
    client.force_login(User.objects.create_user("ada", password=None, printed_name="Ada", is_staff=True))
    response = client.get(reverse(name))
    assert (response.status_code, response["Location"]) == (302, reverse("program:found"))


@pytest.mark.django_db
def test_before_the_founding_others_are_told_to_wait(client: Client) -> None:
    client.force_login(User.objects.create_user("finn", password=None))
    for name in ("rounds:my-rounds", "program:found"):
        response = client.get(reverse(name))
        assert response.status_code == 403
        assert "has to found the organisation first" in response.content.decode()


@pytest.mark.django_db
def test_the_first_administrator_founds_the_organisation_once(client: Client) -> None:
    client.force_login(User.objects.create_user("ada", password=None, printed_name="Ada", is_staff=True))
    url = reverse("program:found")
    assert client.post(url, {"name": "", "discipline": "technology"}).status_code == 422
    assert client.post(url, {"name": "Harbour", "discipline": "technology"})["Location"] == reverse("program:places")
    assert Organisation.objects.get().synthetic is False
    assert client.get(url)["Location"] == reverse("rounds:my-rounds")
    assert "Add a site and its units" in client.get("/").content.decode()


def test_each_menu_offers_what_is_the_persons_own(house: House, settings: object) -> None:
    User.objects.filter(pk=house.administrator.user_id).update(is_staff=True)
    administrator = visitor(house.administrator).get("/").content.decode()
    assert ">People and places</a>" in administrator
    assert "Logins</a>" in administrator
    assert "Change seat</a>" in administrator
    settings.ATTENDING_DEMO = False  # type: ignore[attr-defined]
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "SecondFactor" not in each]  # type: ignore[attr-defined]
    nurse = visitor(house.nurse).get("/").content.decode()
    assert "People and places" not in nurse
    assert "Logins</a>" not in nurse
    assert "Change seat</a>" not in nurse


@pytest.mark.parametrize("name", ["program:people", "program:places"])
def test_lists_take_the_same_number_of_queries_however_long(house: House, name: str) -> None:
    url = reverse(name)
    before = queries_of(house.administrator, url)
    for number in range(30):
        site = organisation.add_site(house.administrator, f"Site {number}")
        organisation.add_unit(house.administrator, site, "Ward")
        added = people.add_person(house.administrator, printed_name=f"Person {number}", discipline=Discipline.NURSING)
        people.seat_person(house.administrator, added, Seat.COMMITTEE_MEMBER)
    assert queries_of(house.administrator, url) == before
