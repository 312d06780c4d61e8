"""Turn a gap of a site into a capability that the use case needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.models import Capability
from attending.program.models.capabilities import CapabilityKind
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.actions.readiness_gaps import name_gap, name_gap_anew
from attending.strategy.forms import readiness_gaps as forms
from attending.strategy.views.readiness import find_assessment, shape_assessment


@changes
def gap(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Say which capability would close a gap."""
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    asked = get_object_or_404(found.items, pk=item)
    may_name = bool(seats_of(acting) & RIGHTS[Act.SET_PRIORITIES])
    known = Capability.objects.filter(organisation=acting.organisation)
    form = (forms.NewGapForm if may_name else forms.GapForm)(posted(request), capabilities=known)

    def act() -> object:
        values = form.cleaned_data
        if values["capability"] is not None:
            return name_gap(acting, found, asked, values["capability"])
        kind = CapabilityKind(values["kind"])
        return name_gap_anew(acting, found, asked, name=values["name"], kind=kind, description=values["description"])

    rest = "" if may_name else " A new one is named by the chief medical information officer, in the library."
    return shape_assessment(
        request,
        found,
        form,
        act,
        title="Turn the gap into a capability",
        lede=f"“{asked.statement}” is not true of {found.site.name} yet. Which capability would make it true? "
        f"{found.use_case.title} then needs it.{rest}",
        submit="It needs this",
        done="The gap is now a capability that the use case needs.",
    )
