"""Pages of oversight."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from attending.decisions.models import Proposal
from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.governance.actions.thresholds import agree_threshold, retire_threshold
from attending.governance.forms.oversight import AgreeThresholdForm, ReasonForm, RetireThresholdForm
from attending.governance.models import OversightThreshold
from attending.governance.oversight_questions import PAUSE_REASONS, RESUME_REASONS
from attending.governance.presenters import oversight as presenters
from attending.governance.presenters.escalation import agreement_card, drill_rows
from attending.governance.queries.escalation import agreements_of, drills_of
from attending.governance.queries.oversight import (
    breaches,
    deployment_with_oversight,
    measured_groups,
    people_who_may_answer,
)
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Deployment, Person
from attending.program.models.deployments import RUNNING, State
from attending.program.presenters import state_status
from attending.program.queries.seats import seats_of
from attending.program.registries import signals
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Filter, Table

MOST_DRILLS = 12
BREACHES = Table(
    name="breaches",
    caption="Breaches of oversight thresholds",
    columns=(
        Column("measure", "What was breached"),
        Column("deployment", "Where"),
        Column("opened", "Opened", sort="opened_at"),
        Column("answer_by", "Answer by", sort="answer_by"),
        Column("waits_for", "Waits for"),
        Column("level", "Escalation"),
        Column("state", "State"),
    ),
    noun="breaches",
    one="breach",
    search=("threshold__deployment__use_case__title", "threshold__deployment__unit__name", "threshold__measure"),
    filters=(Filter("open", "State", (("True", "Open"), ("False", "Closed"))),),
    empty="No oversight threshold has been breached. Thresholds are agreed on the oversight page of a deployment.",
)


def _deployment(acting: Person, pk: int) -> Deployment:
    try:
        return deployment_with_oversight(acting.organisation, pk)
    except Deployment.DoesNotExist:
        raise Http404("There is no such deployment here.") from None


def breach_list(request: HttpRequest) -> HttpResponse:
    """Every breach, open ones and decided ones."""
    acting = acting_person(request)
    table = BREACHES.bind(breaches(acting.organisation), request.GET, presenters.breach_rows)
    if table.export_requested:
        return table.export()
    return render(request, "governance/breaches.html", {"table": table})


def deployment_oversight(request: HttpRequest, pk: int) -> HttpResponse:
    """A deployment's thresholds, readings and changes of state; where pausing and resuming are asked for."""
    acting = acting_person(request)
    deployment = _deployment(acting, pk)
    seats = seats_of(acting, deployment.use_case)
    thresholds = list(deployment.oversight_thresholds.all())
    cards = presenters.threshold_cards(thresholds)
    context = {
        "deployment": deployment,
        "state": state_status(deployment),
        "subject_url": url_of(deployment),
        "use_case_url": url_of(deployment.use_case),
        "breaches": presenters.breach_cards(thresholds),
        "cards": [card for card in cards if not card.retired],
        "retired": [card for card in cards if card.retired],
        "events": presenters.state_events(list(deployment.state_changes.all())),
        "agreements": [agreement_card(each) for each in agreements_of(deployment)],
        "drafts": [each for each in thresholds if each.retired_at is None and not each.signed],
        "drills": drill_rows(list(drills_of([deployment.pk])[:MOST_DRILLS])),
        "may_agree": bool(seats & RIGHTS[Act.AGREE_THRESHOLDS]),
        "may_snooze": bool(seats & RIGHTS[Act.SNOOZE_THRESHOLD]),
        "may_drill": bool(seats & RIGHTS[Act.DRILL_ESCALATION]),
        "may_pause": bool(seats & RIGHTS[Act.CHANGE_DEPLOYMENT]),
        "running": deployment.state in RUNNING,
        "paused": deployment.state == State.PAUSED,
    }
    return render(request, "governance/deployment.html", context)


@changes
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree a new oversight threshold."""
    acting = acting_person(request)
    deployment = _deployment(acting, pk)
    form = AgreeThresholdForm(
        posted(request),
        people=people_who_may_answer(deployment),
        groups=measured_groups(deployment),
        charts=signals.charts(deployment),
    )
    back = reverse("governance:deployment", args=[deployment.pk])

    def act() -> str:
        agree_threshold(acting, deployment, form.terms())
        return back

    return change(
        request,
        form,
        act,
        title="Agree an oversight threshold",
        lede=f"{deployment}. A threshold is never edited: to change it, retire it and agree another.",
        submit="Agree this threshold",
        done="The threshold is agreed. It is judged whenever results arrive.",
        back=back,
        crumbs=_crumbs(deployment),
    )


@changes
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire an oversight threshold."""
    acting = acting_person(request)
    found = OversightThreshold.objects.select_related("deployment__use_case", "deployment__unit")
    threshold = get_object_or_404(found, pk=pk, deployment__use_case__organisation=acting.organisation)
    form = RetireThresholdForm(posted(request))
    back = reverse("governance:deployment", args=[threshold.deployment_id])

    def act() -> str:
        retire_threshold(acting, threshold, reason=form.cleaned_data["reason"])
        return back

    return change(
        request,
        form,
        act,
        title=f"Retire: {presenters.threshold_title(threshold)}",
        lede="It will no longer be judged. Its readings and decisions stay on record.",
        submit="Retire this threshold",
        done="The threshold is retired.",
        back=back,
        crumbs=_crumbs(threshold.deployment),
    )


@changes
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to pause: the reason, and then the signature."""
    return _ask(
        request,
        pk,
        ask_to_pause,
        PAUSE_REASONS,
        verb="Pause",
        lede="You may pause alone. Next you read the packet and sign.",
    )


@changes
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to resume: the reason, then one's own signature, then another person's."""
    return _ask(
        request,
        pk,
        ask_to_resume,
        RESUME_REASONS,
        verb="Ask to resume",
        lede="Next you sign that you ask for it; then another person must approve.",
    )


def _ask(
    request: HttpRequest,
    pk: int,
    ask: Callable[..., Proposal],
    reasons: tuple[str, ...],
    *,
    verb: str,
    lede: str,
) -> HttpResponse:
    acting = acting_person(request)
    deployment = _deployment(acting, pk)
    if not seats_of(acting, deployment.use_case) & RIGHTS[Act.CHANGE_DEPLOYMENT]:
        raise PermissionDenied("None of your seats pauses or resumes this deployment; ask its clinical owner.")
    form = ReasonForm(posted(request), reasons=reasons)

    def act() -> str:
        return reverse("decisions:proposal", args=[ask(acting, deployment, reason=form.reason).pk])

    return change(
        request,
        form,
        act,
        title=f"{verb}: {deployment.use_case.title}",
        lede=f"{deployment.unit.name}, {deployment.unit.site.name}. {lede}",
        submit="Go on to the packet",
        done="",
        back=reverse("governance:deployment", args=[deployment.pk]),
        crumbs=_crumbs(deployment),
    )


def _crumbs(deployment: Deployment) -> list[Crumb]:
    return [
        Crumb(deployment.use_case.title, url_of(deployment.use_case)),
        Crumb(f"Oversight on {deployment.unit.name}", reverse("governance:deployment", args=[deployment.pk])),
    ]
