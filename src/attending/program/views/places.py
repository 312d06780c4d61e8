"""Sites and units."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from attending.program.acting import acting_person, administers
from attending.program.actions.organisation import add_site, add_unit, record_ehr
from attending.program.changing import change, changes, posted
from attending.program.forms import EhrForm, SiteForm, UnitForm
from attending.program.models import Site
from attending.program.queries import people as queries
from attending.program.views.people import administrator, crumbs
from attending.ui.parts import Crumb


def places(request: HttpRequest) -> HttpResponse:
    """The sites with their units."""
    acting = administrator(request)
    sites = [
        {
            "pk": site.pk,
            "name": site.name,
            "ehr": site.ehr_version,
            "names": sorted(unit.name for unit in site.units.all()),
        }
        for site in queries.sites(acting.organisation)
    ]
    return render(request, "program/places.html", {"sites": sites})


@changes
def new_site(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    acting = administrator(request)
    form = SiteForm(posted(request))
    back = reverse("program:places")

    def act() -> str:
        with transaction.atomic():
            site = add_site(acting, form.cleaned_data["name"])
            for name in form.cleaned_data["units"]:
                add_unit(acting, site, name)
        return back

    return change(
        request,
        form,
        act,
        title="Add a site",
        lede="A hospital or clinic, and the units in it.",
        submit="Add",
        done="The site is added.",
        back=back,
        crumbs=[*crumbs(), Crumb("Sites and units", back)],
    )


@changes
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    acting = administrator(request)
    form = UnitForm(posted(request), sites=queries.sites(acting.organisation))
    back = reverse("program:places")

    def act() -> str:
        add_unit(acting, form.cleaned_data["site"], form.cleaned_data["name"])
        return back

    return change(
        request,
        form,
        act,
        title="Add a unit",
        lede="A ward, clinic or service: the place a deployment lives in.",
        submit="Add",
        done="The unit is added.",
        back=back,
        crumbs=[*crumbs(), Crumb("Sites and units", back)],
    )


@changes
def ehr(request: HttpRequest, pk: int) -> HttpResponse:
    """Record which EHR release a site runs."""
    acting = acting_person(request)
    site = get_object_or_404(Site, organisation=acting.organisation, pk=pk)
    form = EhrForm(posted(request), initial={"version": site.ehr_version})
    back = reverse("program:places") if administers(request) else "/"

    def act() -> str:
        record_ehr(acting, site, form.cleaned_data["version"])
        return back

    return change(
        request,
        form,
        act,
        title=f"EHR release of {site.name}",
        lede="What was approved on another release is asked again, and its owners are told.",
        submit="Record",
        done="The release is recorded.",
        back=back,
        crumbs=[*crumbs(), Crumb("Sites and units", back)] if administers(request) else [],
    )
