"""Who is looking, and who there is."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from attending.accounts.models import User
from attending.program.models import EnterprisePriority, Organisation, Person, Seat, SeatHolding, Site, Unit, UseCase


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person | None:
    """The active person behind a login, or None."""
    if not user.is_authenticated:
        return None
    return Person.objects.select_related("organisation").filter(user_id=user.pk, active=True).first()


def people(organisation: Organisation) -> QuerySet[Person]:
    """Every person with the seats they hold now and their login."""
    held = SeatHolding.objects.filter(ended_on=None).select_related("use_case").order_by("seat")
    return (
        Person.objects.filter(organisation=organisation)
        .select_related("user")
        .prefetch_related(Prefetch("holdings", held))
    )


def logins_without_a_person() -> QuerySet[User]:
    """Active logins that are nobody in the program yet."""
    return User.objects.filter(person=None, is_active=True).order_by("username")


def sites(organisation: Organisation) -> QuerySet[Site]:
    """The sites, each with its units."""
    return Site.objects.filter(organisation=organisation).prefetch_related("units").order_by("name")


def organisation_exists() -> bool:
    """Whether the installation has its organisation yet."""
    return Organisation.objects.exists()


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a program needs before it can begin, and whether it is there."""

    units: bool
    people: bool
    chief: bool
    priority: bool
    use_case: bool

    @property
    def complete(self) -> bool:
        return all((self.units, self.people, self.chief, self.priority, self.use_case))


def beginnings(organisation: Organisation) -> Beginnings:
    """How far a new program has come. Five queries."""
    chiefs = SeatHolding.objects.filter(person__organisation=organisation, seat=Seat.CMIO, ended_on=None)
    return Beginnings(
        units=Unit.objects.filter(site__organisation=organisation).exists(),
        people=Person.objects.filter(organisation=organisation, active=True)[1:].exists(),
        chief=chiefs.exists(),
        priority=EnterprisePriority.objects.filter(organisation=organisation).exists(),
        use_case=UseCase.objects.filter(organisation=organisation).exists(),
    )
