"""Enterprise priorities and capabilities: what leaders name for the whole program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.actions.capabilities import name_capability
from attending.program.actions.use_cases import set_priority
from attending.program.changing import change, changes, posted
from attending.program.models.capabilities import CapabilityKind, CapabilityState
from attending.strategy.forms.use_cases import CapabilityForm, PriorityForm


@changes
def priority(request: HttpRequest) -> HttpResponse:
    """Set an enterprise priority."""
    acting = acting_person(request)
    form = PriorityForm(posted(request))
    back = reverse("strategy:portfolio")

    def act() -> str:
        set_priority(acting, title=form.cleaned_data["title"], statement=form.cleaned_data["statement"])
        return back

    return change(
        request,
        form,
        act,
        title="Set an enterprise priority",
        lede="A problem the health system has decided to solve. It comes after those there are.",
        submit="Set",
        done="The priority is set.",
        back=back,
    )


@changes
def capability(request: HttpRequest) -> HttpResponse:
    """Name a capability."""
    acting = acting_person(request)
    form = CapabilityForm(posted(request))
    back = reverse("strategy:library")

    def act() -> str:
        values = form.cleaned_data
        kind, state = CapabilityKind(values["kind"]), CapabilityState(values["state"])
        name_capability(acting, name=values["name"], kind=kind, state=state, description=values["description"])
        return back

    return change(
        request,
        form,
        act,
        title="Name a capability",
        lede="Something the enterprise can do, or wants to be able to do, again and again.",
        submit="Name it",
        done="The capability is named. Use cases say on their page whether they need or build it.",
        back=back,
    )
