"""Prepare a panel, step by step; each step is one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Unpack

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.changing import Wording, change, change_on, changes, posted
from attending.program.models import Site, UseCase
from attending.strategy.actions.panel import criteria as adapting
from attending.strategy.actions.panel import preparing as actions
from attending.strategy.forms.panel import preparing as forms
from attending.strategy.models import Panel, PanelCriterion
from attending.strategy.presenters.panel.preparing import kept_out_rows
from attending.strategy.queries import panels as queries
from attending.strategy.rules.gates import eligible
from attending.strategy.views.panel.lookup import above, panel_or_404, panel_url


def step(
    request: HttpRequest, panel: Panel, form: Form, act: Callable[[], object], **wording: Unpack[Wording]
) -> HttpResponse:
    """A change of one panel, which ends on its page."""
    return change_on(request, form, act, page=panel_url(panel), crumbs=above(panel), **wording)


@changes
def prepare(request: HttpRequest) -> HttpResponse:
    """Name a panel and fix its frame."""
    acting = acting_person(request)
    form = forms.PanelForm(posted(request))

    def act() -> str:
        return panel_url(actions.prepare_panel(acting, **form.cleaned_data))

    return change(
        request,
        form,
        act,
        title="Prepare a panel",
        lede="Clinicians judge use cases independently, talk only about what they disagree on, and see how robust the "
        "ranking is. Everything here stands once scoring begins.",
        submit="Go on",
        done="The panel is prepared. Next: choose its use cases, panelists and criteria, then begin.",
        back=reverse("strategy:panels"),
        crumbs=above(),
    )


@changes
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the use cases; those that a gate keeps out are shown with why."""
    acting, panel = panel_or_404(request, pk)
    found = queries.candidates(acting.organisation)
    fit = [use_case.pk for use_case, states in found if eligible(states)]
    form = forms.ItemsForm(
        posted(request),
        eligible=UseCase.objects.filter(pk__in=fit).order_by("title"),
        initial={"use_cases": [each.use_case_id for each in queries.items_of(panel)]},
    )
    return step(
        request,
        panel,
        form,
        lambda: actions.choose_items(acting, panel, list(form.cleaned_data["use_cases"])),
        title="Choose the use cases",
        lede="Gates decide what may be judged, and are never scored.",
        submit="Put these before the panel",
        done="The use cases are chosen.",
        template="strategy/panel_items.html",
        beside={"kept_out": kept_out_rows(found), "any": bool(fit)},
    )


@changes
def panelists(request: HttpRequest, pk: int) -> HttpResponse:
    """Name people who judge."""
    acting, panel = panel_or_404(request, pk)
    seated = panel.panelists.values("person_id")
    form = forms.PanelistsForm(
        posted(request),
        people=queries.possible_panelists(acting.organisation).exclude(pk__in=seated),
        sites=_sites(acting.organisation_id),
    )
    return step(
        request,
        panel,
        form,
        lambda: actions.choose_panelists(acting, panel, form.chosen()),
        title="Name panelists",
        lede="People who know the work, from every discipline and site that will live with the result.",
        submit="Seat these people",
        done="They are seated. They are asked once scoring begins.",
    )


@changes
def remove(request: HttpRequest, pk: int, panelist: int) -> HttpResponse:
    """Take a panelist out again."""
    acting, panel = panel_or_404(request, pk)
    found = next((each for each in queries.panelists_of(panel) if each.pk == panelist), None)
    if found is None:
        raise Http404("This person does not sit in the panel.")
    return step(
        request,
        panel,
        forms.DoneBySayingSo(posted(request)),
        lambda: actions.remove_panelist(acting, panel, panelist),
        title=f"Judge without {found.person.printed_name}?",
        lede="They are not asked. You can seat them again until scoring begins.",
        submit="Take out",
        done="The person is taken out.",
    )


@changes
def expected(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who should be in the room."""
    acting, panel = panel_or_404(request, pk)
    form = forms.ExpectedForm(posted(request), sites=_sites(acting.organisation_id))
    return step(
        request,
        panel,
        form,
        lambda: actions.expect(acting, panel, form.expected(queries.expected_of(panel))),
        title="Who should be in the room?",
        lede="Whoever is missing is shown beside the result. The same discipline and site again replaces its number.",
        submit="Expect them",
        done="They are expected.",
    )


@changes
def add_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge by one more criterion."""
    acting, panel = panel_or_404(request, pk)
    form = forms.CriterionForm(posted(request))
    return step(
        request,
        panel,
        form,
        lambda: adapting.add_criterion(acting, panel, form.written()),
        title="Add a criterion",
        lede="Every criterion is one more judgement on every use case. Add one only for what no other says.",
        submit="Add it",
        done="The criterion is added.",
    )


@changes
def criterion(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write a criterion anew."""
    acting, panel = panel_or_404(request, pk)
    found = _criterion(panel, key)
    names: Sequence[str] = ("label", "question", "anchor_1", "anchor_5", "anchor_9")
    form = forms.CriterionForm(posted(request), initial={name: getattr(found, name) for name in names})
    return step(
        request,
        panel,
        form,
        lambda: adapting.adapt_criterion(acting, panel, key, form.written(key)),
        title=f"Adapt {found.label.lower()}",
        lede="Write what a 1, a 5 and a 9 look like here, so that two people mean the same by a number.",
        submit="Keep it so",
        done="The criterion is adapted.",
    )


@changes
def drop_criterion(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Judge without a criterion."""
    acting, panel = panel_or_404(request, pk)
    return step(
        request,
        panel,
        forms.DoneBySayingSo(posted(request)),
        lambda: adapting.drop_criterion(acting, panel, key),
        title=f"Judge without {_criterion(panel, key).label.lower()}?",
        lede="It is not asked of anybody, and plays no part in the ranking.",
        submit="Drop it",
        done="The criterion is dropped.",
    )


def _criterion(panel: Panel, key: str) -> PanelCriterion:
    found = next((each for each in queries.criteria_of(panel) if each.key == key), None)
    if found is None:
        raise Http404("The panel does not judge by this criterion.")
    return found


def _sites(organisation: int) -> QuerySet[Site]:
    return Site.objects.filter(organisation_id=organisation).order_by("name")
