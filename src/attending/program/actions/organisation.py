"""Found the organisation, add its sites and units, and record what a site runs."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import (
    Deployment,
    Discipline,
    Organisation,
    Person,
    Seat,
    SeatHolding,
    Site,
    Unit,
    UseCase,
)
from attending.program.models.deployments import State
from attending.program.queries.seats import seats_at
from attending.program.registries import events
from attending.program.rules import Act, Refused, check_right


@transaction.atomic
def found_organisation(
    name: str, *, printed_name: str, user_id: int | None, discipline: Discipline, synthetic: bool = False
) -> Person:
    """Create the organisation and its first administrator. Raises Refused if there is one already."""
    if Organisation.objects.exists():
        raise Refused("This installation already has its organisation; add sites and people to it.")
    if synthetic and not settings.ATTENDING_DEMO:
        raise Refused("A synthetic organisation belongs to the demonstration only; start it with ./attending demo.")
    organisation = Organisation.objects.create(name=name, synthetic=synthetic)
    administrator = Person.objects.create(
        organisation=organisation, user_id=user_id, printed_name=printed_name, discipline=discipline
    )
    SeatHolding.objects.create(person=administrator, seat=Seat.ADMINISTRATOR, started_on=timezone.localdate())
    log(administrator, "organisation.founded", organisation, {"name": name, "synthetic": synthetic})
    return administrator


@transaction.atomic
def rename_organisation(acting: Person, name: str) -> Organisation:
    """Give the organisation another name."""
    check(acting, Act.ADMINISTER)
    organisation = acting.organisation
    before, organisation.name = organisation.name, name
    organisation.save(update_fields=["name"])
    log(acting, "organisation.renamed", organisation, {"before": before, "after": name})
    return organisation


@transaction.atomic
def add_site(acting: Person, name: str) -> Site:
    """Add a hospital or clinic."""
    check(acting, Act.ADMINISTER)
    if Site.objects.filter(organisation=acting.organisation, name=name).exists():
        raise Refused(f"There is a site named {name} already; choose another name or use that one.")
    site = Site.objects.create(organisation=acting.organisation, name=name)
    log(acting, "site.added", site, {"name": name})
    return site


@transaction.atomic
def add_unit(acting: Person, site: Site, name: str) -> Unit:
    """Add a ward, clinic or service to a site."""
    check(acting, Act.ADMINISTER)
    check_organisation(acting, site.organisation_id)
    if Unit.objects.filter(site=site, name=name).exists():
        raise Refused(f"{site.name} has a unit named {name} already; choose another name or use that one.")
    unit = Unit.objects.create(site=site, name=name)
    log(acting, "unit.added", unit, {"name": name, "site": site.name})
    return unit


@transaction.atomic
def record_ehr(acting: Person, site: Site, version: str) -> Site:
    """Record which release of the electronic health record a site runs; who decided on another one is told.

    Beside administrators and the CMIO, the platform owner of what is deployed at the site may.
    """
    check_organisation(acting, site.organisation_id)
    check_right(Act.RECORD_EHR, seats_at(acting, site), active=acting.active)
    version = version.strip()
    if not version:
        raise Refused("Write the release as the vendor names it, such as May 2026.")
    take_turn()
    site = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    before = site.ehr_version
    if version == before:
        raise Refused(f"{site.name} runs {version} already, as is recorded here; write the new release.")
    site.ehr_version = version
    site.save(update_fields=["ehr_version"])
    log(acting, "site.ehr_recorded", site, {"before": before, "after": version})
    running = Deployment.objects.filter(unit__site=site).exclude(state=State.RETIRED)
    for use_case in UseCase.objects.filter(deployments__in=running).distinct().order_by("pk"):
        events.publish(events.FactsChanged(use_case))
    return site
