"""One hazard: seen, put in better words, owned, rated."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from attending.analytics.catalogs.hazards import Method
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.models import Person
from attending.program.rules import Act
from attending.workflow.actions.hazards import keeping
from attending.workflow.actions.hazards.rating import rate as rate_hazard
from attending.workflow.forms.hazards.rating import RatingForm
from attending.workflow.forms.hazards.words import OwnerForm, WordsForm, as_entered
from attending.workflow.models import HazardState, RatingPhase
from attending.workflow.presenters.hazards import page as present
from attending.workflow.presenters.hazards.history import history
from attending.workflow.presenters.hazards.methods import card
from attending.workflow.presenters.hazards.words import method_name, state_status
from attending.workflow.presenters.tabs import HAZARDS, frame
from attending.workflow.queries.hazard_log import history_of
from attending.workflow.queries.hazard_maps import drawn
from attending.workflow.queries.hazard_methods import offered_methods
from attending.workflow.rules.hazard_entry import LogEntry
from attending.workflow.views.hazards.lookup import active_people, change_hazard, entry_or_404, log_crumbs, steps_of
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def hazard(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The page of one hazard."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    entry, on_map = entry_or_404(use_case, number), drawn(use_case)
    may_keep = may(acting, Act.KEEP_HAZARDS, use_case)
    names = {f"person:{pk}": name for pk, name in _people(acting)}
    context = {
        **frame(use_case, HAZARDS),
        "crumbs": log_crumbs(use_case),
        "hazard": entry.hazard,
        "state": state_status(entry.hazard.state),
        "is_open": entry.hazard.state == HazardState.OPEN,
        "may": may_keep,
        "about": present.about(entry, on_map),
        "ratings": present.rating_cards(entry, may=may_keep),
        "controls": present.control_cards(entry, on_map, person=acting.pk, may=may_keep),
        "bow_tie": entry.hazard.step if entry.hazard.step in on_map.steps else "",
        "history": history(history_of(entry.hazard), names),
    }
    return render(request, "workflow/hazard.html", context)


def _people(acting: Person) -> list[tuple[int, str]]:
    return list(Person.objects.filter(organisation=acting.organisation_id).values_list("pk", "printed_name"))


@changes
def reword(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Put a hazard in better words."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    found = entry_or_404(use_case, number).hazard
    steps = steps_of(drawn(use_case))
    if found.step and found.step not in dict(steps):
        steps.append((found.step, f"{found.step}, gone from the map"))
    form = WordsForm(posted(request), steps=steps, initial=as_entered(found))
    return change_hazard(
        request,
        found,
        form,
        lambda: keeping.reword(acting, found, form.words()),
        title="Put the hazard in better words",
        lede="The log keeps its own words; those on the map stay as they are. Earlier words stay in the record.",
        submit="Save",
        done="The hazard is saved.",
    )


@changes
def owner(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Name who answers for a hazard."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    found = entry_or_404(use_case, number).hazard
    form = OwnerForm(posted(request), people=active_people(acting), initial={"owner": found.owner_id})
    return change_hazard(
        request,
        found,
        form,
        lambda: keeping.name_owner(acting, found, form.cleaned_data["owner"]),
        title="Name an owner",
        lede="The owner rates the hazard, and sees to its controls. It is shown to them on My rounds.",
        submit="Name them",
        done="The owner is named.",
    )


@changes
def rate(request: HttpRequest, key: str, number: int, phase: str) -> HttpResponse:
    """Rate a hazard before further controls, or after them."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    if phase not in RatingPhase.values:
        raise Http404("A hazard is rated before further controls, or after them.")
    entry, at = entry_or_404(use_case, number), RatingPhase(phase)
    method = _chosen(request, entry)
    form = RatingForm(
        posted(request), method=method, people=active_people(acting), initial={"action_owner": entry.hazard.owner_id}
    )
    others = [(each.key, method_name(each)) for each in offered_methods() if each != method]
    return change_hazard(
        request,
        entry.hazard,
        form,
        lambda: rate_hazard(acting, entry.hazard, at, form.judged()),
        title=f"Rate it {at.label.lower()}",
        lede=f"{entry.hazard.name}. By {method_name(method)}. Rate what is really so on a bad shift; earlier "
        "ratings stay.",
        submit="Rate it",
        done="The rating is kept with its reason.",
        template="workflow/rate_hazard.html",
        beside={"card": card(method, offered=True), "others": others, "method": method},
    )


def _chosen(request: HttpRequest, entry: LogEntry) -> Method:
    """The method that the address names, or else the one this hazard was rated by last."""
    offered = offered_methods()
    last = entry.ratings[-1].method if entry.ratings else ""
    wanted = request.GET.get("method") or last
    return next((each for each in offered if each.key == wanted), offered[0])
