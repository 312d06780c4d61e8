"""The hazard log of a use case: seen, filled from the map, added to, put to a decision."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.forms import ReasonForm
from attending.program.rules import Act, Refused
from attending.workflow.actions.hazards import accepting, keeping
from attending.workflow.forms.hazards.words import AddForm, PutForm
from attending.workflow.models import HazardLogVersion, LogState
from attending.workflow.presenters.hazards import log as present
from attending.workflow.presenters.hazards import methods as methods_presented
from attending.workflow.presenters.tabs import HAZARDS, frame
from attending.workflow.queries import hazard_log
from attending.workflow.queries.hazard_maps import drawn, in_force
from attending.workflow.queries.hazard_methods import method_of, methods, offered_methods
from attending.workflow.rules.acceptance import lacking
from attending.workflow.rules.common_mode import shared_checks
from attending.workflow.rules.log_standing import log_standing
from attending.workflow.views.hazards.lookup import active_people, hazard_page, log_crumbs, log_page, steps_of
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def hazards(request: HttpRequest, key: str) -> HttpResponse:
    """The log: every hazard, how it stands, and what it says beside the map."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    entries, on_map = hazard_log.entries_of(use_case), drawn(use_case)
    beside = present.beside_the_map(use_case, entries, on_map)
    signed = [(name, each.name) for name, each in in_force(use_case).hazards.items()]
    standing = log_standing(
        hazard_log.newest_accepted(use_case), hazard_log.hash_of(use_case, entries), signed if entries else []
    )
    status, told = present.standing_words(standing)
    versions = list(hazard_log.versions_of(use_case))
    context = {
        **frame(use_case, HAZARDS),
        "may": may(acting, Act.KEEP_HAZARDS, use_case),
        "status": status,
        "told": told,
        "question": _question(versions),
        "stats": present.stats(entries),
        "table": present.table(use_case, entries, on_map),
        "beside": beside,
        "on_map": bool(on_map.maps),
        "shared": shared_checks(on_map.care_maps, entries),
        "lacking": lacking(entries, method_of, beside.new) if entries else [],
        "versions": present.versions(versions),
        "unverified": [each for each in methods_presented.cards(offered_methods(), offered_methods()) if each.notice],
    }
    return render(request, "workflow/hazards.html", context)


def _question(versions: Sequence[HazardLogVersion]) -> str:
    """Where the log that is in hand is decided, if one is."""
    found = next((each for each in versions if each.state == LogState.PROPOSED), None)
    return reverse("decisions:proposal", args=[found.proposal_id]) if found else ""


@require_POST
def take_over(request: HttpRequest, key: str) -> HttpResponse:
    """Put every hazard of the map into the log."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    try:
        found = keeping.take_over(acting, use_case)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{len(found)} taken over from the map. Name an owner of each, and rate it.")
    return redirect(log_page(use_case))


@changes
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Add a hazard that no map shows."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    form = AddForm(
        posted(request),
        steps=steps_of(drawn(use_case)),
        people=active_people(acting),
        initial={"step": request.GET.get("step", "")},
    )

    def act() -> str:
        return hazard_page(keeping.add_hazard(acting, use_case, form.words(), owner=form.cleaned_data["owner"]))

    return change(
        request,
        form,
        act,
        title="Add a hazard",
        lede="What can go wrong when this AI is used here, also where no map shows it. No patient data.",
        submit="Add it",
        done="The hazard is in the log. Rate it next.",
        back=log_page(use_case),
        crumbs=log_crumbs(use_case),
    )


@changes
def put(request: HttpRequest, key: str) -> HttpResponse:
    """Put the log to those who may accept what risk is left."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    form = PutForm(posted(request))

    def act() -> str:
        version = accepting.put_to_acceptance(acting, use_case, reason=form.cleaned_data["reason"])
        return reverse("decisions:proposal", args=[version.proposal_id])

    return change(
        request,
        form,
        act,
        title="Put the hazard log to be accepted",
        lede="The whole log is sealed as it is now. It goes to those who may accept its highest rating; two sign, one "
        "of them a clinician. Whoever rated what is left, and whoever puts it, does not sign.",
        submit="Seal it and ask",
        done="",
        back=log_page(use_case),
        crumbs=log_crumbs(use_case),
    )


@changes
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take the log back that is being decided."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: accepting.take_back(acting, use_case, reason=form.cleaned_data["reason"]),
        page=log_page(use_case),
        crumbs=log_crumbs(use_case),
        title="Take the log back",
        lede="Nothing is decided then. The log can be worked on and put again; what was sealed stays on record.",
        submit="Take it back",
        done="The log is taken back.",
    )


@require_GET
def rating_methods(request: HttpRequest, key: str) -> HttpResponse:
    """The matrices, each with its source, its version and whether the source was read."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    context = {
        **frame(use_case, HAZARDS),
        "crumbs": log_crumbs(use_case),
        "methods": methods_presented.cards(methods(), offered_methods()),
    }
    return render(request, "workflow/hazard_methods.html", context)
