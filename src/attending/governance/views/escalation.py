"""Pages of a breach and its clock, of drills, and where thresholds are offered for signature."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.governance.actions.acknowledging import acknowledge, acknowledge_drill, may_acknowledge
from attending.governance.actions.agreements import offer_agreement
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.snoozing import snooze_breach, snooze_warning
from attending.governance.escalation_texts import place
from attending.governance.forms.oversight import AcknowledgeForm, NothingForm, SnoozeForm
from attending.governance.models import Breach, Drill, OversightThreshold
from attending.governance.presenters import escalation as presenters
from attending.governance.presenters.breach import agreed_rows, breach_events, in_short, paused_anyway
from attending.governance.presenters.oversight import threshold_title
from attending.governance.queries import escalation as queries
from attending.governance.queries.oversight import active_thresholds, deployment_with_oversight
from attending.notices.queries import notices_by_key
from attending.program.acting import acting_person
from attending.program.actions.record import name_of
from attending.program.changing import change, change_on, changes, posted
from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act
from attending.ui import formats
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Table

DRILLS = Table(
    name="drills",
    caption="Escalation drills",
    columns=(
        Column("opened", "Opened", sort="opened_at"),
        Column("where", "What would be breached"),
        Column("opened_by", "Opened by", sort="opened_by__printed_name"),
        Column("told", "Told"),
        Column("answered", "Answered"),
    ),
    noun="drills",
    one="drill",
    search=("threshold__deployment__use_case__title", "threshold__deployment__unit__name"),
    empty="Nobody has drilled an escalation yet.",
)


def _breach(acting: Person, pk: int) -> Breach:
    try:
        return queries.breach_in(acting.organisation, pk)
    except Breach.DoesNotExist:
        raise Http404("There is no such breach here.") from None


def _drill(acting: Person, pk: int) -> Drill:
    return get_object_or_404(queries.drills(acting.organisation), pk=pk)


def _threshold(acting: Person, pk: int) -> OversightThreshold:
    found = active_thresholds().filter(deployment__use_case__organisation=acting.organisation)
    return get_object_or_404(found, pk=pk)


@require_GET
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """One breach: what happened, who was told and who has it, and what happens next by itself."""
    acting = acting_person(request)
    found = _breach(acting, pk)
    threshold, now = found.threshold, timezone.now()
    acknowledged = found.acknowledgements.all()
    is_open, seats = found.closed_at is None, seats_of(acting, threshold.deployment.use_case)
    context = {
        "breach": found,
        "title": threshold_title(threshold),
        "in_short": in_short(found, acting, now),
        "agreed": agreed_rows(found),
        "may_decide": acting in (threshold.pause_authority, threshold.deputy)
        or bool(seats & RIGHTS[Act.CHANGE_DEPLOYMENT]),
        "told": presenters.told_rows(list(notices_by_key(f"{name_of(found)}:"))),
        "events": breach_events(found),
        "is_open": is_open,
        "proposal": found.proposal,
        "may_acknowledge": is_open
        and may_acknowledge(acting, found)
        and acting.pk not in {each.person_id for each in acknowledged},
        "may_snooze": is_open and bool(acknowledged) and bool(seats & RIGHTS[Act.SNOOZE_THRESHOLD]),
        "deployment": threshold.deployment,
        "subject_url": url_of(threshold.deployment),
    }
    return render(request, "governance/breach.html", context)


@changes
def acknowledge_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has a breach."""
    acting = acting_person(request)
    found = _breach(acting, pk)
    form = AcknowledgeForm(posted(request))
    page = reverse("governance:breach", args=[found.pk])
    return change_on(
        request,
        form,
        lambda: acknowledge(acting, found, note=form.cleaned_data["note"]),
        page=page,
        crumbs=_crumbs(found.threshold.deployment, Crumb("Breach", page)),
        title="I have this breach",
        lede=f"{place(found.threshold)}. The next levels are not told until {formats.moment(found.answer_by)}. "
        "The automatic pause stays: only a decision ends it.",
        submit="I have it",
        done="Everybody sees that you have it. Now read the packet and decide.",
    )


@changes
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell nobody further of an acknowledged breach for a while."""
    acting = acting_person(request)
    found = _breach(acting, pk)
    form = SnoozeForm(posted(request))
    page = reverse("governance:breach", args=[found.pk])
    return change_on(
        request,
        form,
        lambda: snooze_breach(acting, found, until=form.end(), reason=form.cleaned_data["reason"]),
        page=page,
        crumbs=_crumbs(found.threshold.deployment, Crumb("Breach", page)),
        title="Snooze this breach",
        lede=f"{place(found.threshold)}. Nobody further is told until then. {paused_anyway(found)}",
        submit="Snooze",
        done="Nobody further is told until then.",
    )


@changes
def snooze_threshold(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a warning off the rounds for a while."""
    acting = acting_person(request)
    threshold = _threshold(acting, pk)
    form = SnoozeForm(posted(request))
    page = reverse("governance:deployment", args=[threshold.deployment_id])
    return change_on(
        request,
        form,
        lambda: snooze_warning(acting, threshold, until=form.end(), reason=form.cleaned_data["reason"]),
        page=page,
        crumbs=_crumbs(threshold.deployment),
        title=f"Snooze the warning: {place(threshold)}",
        lede="It leaves the rounds until then. A breach of the stop limit shows all the same.",
        submit="Snooze",
        done="The warning is off the rounds until then.",
    )


@changes
def start_drill(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a drill of a threshold's escalation."""
    acting = acting_person(request)
    threshold = _threshold(acting, pk)

    def act() -> str:
        return reverse("governance:drill", args=[open_drill(acting, threshold).pk])

    return change(
        request,
        NothingForm(posted(request)),
        act,
        title=f"Drill the escalation: {place(threshold)}",
        lede=(
            f"{threshold.pause_authority} is told as if it were breached, with the mark DRILL, then the next levels. "
            "Nothing is paused. The time until somebody answers is kept."
        ),
        submit="Start the drill",
        done="The drill runs.",
        back=reverse("governance:deployment", args=[threshold.deployment_id]),
        crumbs=_crumbs(threshold.deployment),
    )


@require_GET
def drill_list(request: HttpRequest) -> HttpResponse:
    """Every drill."""
    acting = acting_person(request)
    table = DRILLS.bind(queries.drills(acting.organisation), request.GET, presenters.drill_rows)
    if table.export_requested:
        return table.export()
    return render(request, "governance/drills.html", {"table": table})


@require_GET
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """One drill: who was told, and who answered."""
    acting = acting_person(request)
    found, now = _drill(acting, pk), timezone.now()
    runs = not found.acknowledgements.all() and now < found.answer_by
    context = {
        "drill": found,
        "title": place(found.threshold),
        "facts": presenters.drill_facts(found, now),
        "told": presenters.told_rows(list(notices_by_key(f"{name_of(found)}:"))),
        "events": presenters.drill_events(found),
        "may_answer": runs and may_acknowledge(acting, found) and acting.pk != found.opened_by_id,
        "deployment": found.threshold.deployment,
    }
    return render(request, "governance/drill.html", context)


@changes
def answer_drill(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a drill."""
    acting = acting_person(request)
    found = _drill(acting, pk)
    page = reverse("governance:drill", args=[found.pk])
    return change_on(
        request,
        NothingForm(posted(request)),
        lambda: acknowledge_drill(acting, found),
        page=page,
        crumbs=_crumbs(found.threshold.deployment, Crumb("Drill", page)),
        title="I have this drill",
        lede="Nothing happened; the time until you answer is kept.",
        submit="I have it",
        done="Thank you. The drill is over.",
    )


@changes
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the thresholds that are not signed yet."""
    acting = acting_person(request)
    try:
        deployment = deployment_with_oversight(acting.organisation, pk)
    except Deployment.DoesNotExist:
        raise Http404("There is no such deployment here.") from None

    def act() -> str:
        agreement = offer_agreement(acting, deployment)
        return reverse("decisions:proposal", args=[agreement.proposal_id])

    return change(
        request,
        NothingForm(posted(request)),
        act,
        title="Have the thresholds signed",
        lede=(
            "Everyone who may pause under them signs, and one more. From then on they count as evidence, and the "
            "system pauses by itself where nobody answers."
        ),
        submit="Go on to the packet",
        done="",
        back=reverse("governance:deployment", args=[deployment.pk]),
        crumbs=_crumbs(deployment),
    )


def _crumbs(deployment: Deployment, *more: Crumb) -> list[Crumb]:
    return [
        Crumb(f"Oversight on {deployment.unit.name}", reverse("governance:deployment", args=[deployment.pk])),
        *more,
    ]
