"""Control charts of a deployment: drawn, agreed, answered, retired; and the units of a use case side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from attending.analytics import OVERALL
from attending.analytics.control_charts import ChartKind, funnel
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Deployment, Person, UseCase
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review.actions.monitoring import (
    agree_chart,
    answer_signal,
    checked,
    hand_in_counts,
    record_event,
    retire_chart,
)
from attending.review.forms.monitoring import (
    AgreeForm,
    AnswerForm,
    CountsForm,
    DesignForm,
    EventForm,
    MeasureForm,
    RetireForm,
)
from attending.review.models import ChartPlan, ChartReading, CountHandover, SeriesKind
from attending.review.presenters import monitoring as presented
from attending.review.presenters.words import place_of
from attending.review.queries import monitoring as queries
from attending.review.rules.chart_data import BY_EVENT, Rows, rows_of
from attending.review.rules.count_series import counts_units, series_rows
from attending.review.rules.monitoring import (
    HANDED_IN,
    Measured,
    advice,
    advice_on_series,
    before_judging,
    followed_by_case,
    group_key,
    group_name,
    measured_by_month,
    other_harms,
    times_to_find,
    tuned,
)
from attending.review.views.lookup import deployment_or_404, may_hold, may_plan, may_record
from attending.ui.exports import csv_response
from attending.ui.parts import Crumb


@require_safe
def chart_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every control chart of a deployment, each titled with its answer."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    plans = queries.plans(deployment)
    readings = queries.newest_readings([each for each in plans if each.retired_at is None])
    events = queries.labelled_events(deployment)
    context = {
        "deployment": deployment,
        "place": place_of(deployment),
        "crumbs": _crumbs(deployment),
        "cards": sorted(
            (presented.card(each, readings[each.pk], events) for each in plans if each.pk in readings),
            key=lambda card: not card.due,
        ),
        "retired": presented.retired_rows(plans),
        "events": presented.event_rows(queries.events(deployment)),
        "handed": presented.handed_rows(queries.all_series(deployment)),
        "may_record": may_record(acting, deployment),
        "together": presented.together([each for each in plans if each.retired_at is None]),
        "may_plan": may_plan(acting, deployment),
    }
    return render(request, "review/charts.html", context)


@require_http_methods(["GET", "POST"])
def plan_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a measure, design its chart, see what it can see, and agree it."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    told = request.POST if request.method == "POST" else request.GET
    groups = {group_key(each): each for each in queries.groups(deployment)}
    group = groups.get(told.get("group", ""), OVERALL)
    months = queries.months(deployment, group)
    found = {each.key: each for each in measured_by_month(months, group)}
    context: dict[str, Any] = {
        "deployment": deployment,
        "place": place_of(deployment),
        "crumbs": [*_crumbs(deployment), Crumb("Control charts", reverse("review:charts", args=[pk]))],
    }
    handed = {each.key: (each, handover) for each, handover in _handed_in(deployment)}
    if told.get("measure") in handed:
        return _plan_of_counts(request, deployment, told, context, *handed[told["measure"]])
    chosen = found.get(told.get("measure", ""))
    if chosen is None:
        listed = [*measured_by_month(queries.months(deployment)), *(each for each, _ in handed.values())]
        if told.get("measure") and group != OVERALL:
            context["unmeasured"] = f"This measure is not kept by month for {group_name(group)}."
        context["measures"] = MeasureForm(found=listed, groups=list(groups.values())) if listed else None
        return _planned(request, context)
    labels = sorted(months)
    cases = queries.cases(deployment) if chosen.measure == "oe" and group == OVERALL else {}
    form = DesignForm(
        told if "kind" in told else None,
        chosen=chosen,
        labels=labels,
        advised=advice(chosen, len(labels), followed=followed_by_case(cases)),
        events=queries.events(deployment),
        levels=sum(each.attribute == group.attribute for each in groups.values()) or 1,
    )

    def rows(kind: ChartKind) -> Rows:
        return rows_of(kind, chosen.measure, chosen.threshold, months, cases)

    return _designed(request, deployment, told, context, chosen, form, rows)


def _handed_in(deployment: Deployment) -> list[tuple[Measured, CountHandover]]:
    """Counts that were handed in, as something a chart can be of."""
    return [
        (Measured(HANDED_IN, None, counted=True, series=series.pk, called=series.name), handover)
        for series, handover in queries.all_series(deployment)
    ]


def _plan_of_counts(
    request: HttpRequest,
    deployment: Deployment,
    told: QueryDict,
    context: dict[str, Any],
    chosen: Measured,
    handover: CountHandover,
) -> HttpResponse:
    dated = handover.series.kind == SeriesKind.DATES
    labels = [row.period for row in series_rows("t" if dated else "u", handover.rows)]
    if not labels:
        context["unmeasured"] = f"{chosen.name} has one event only; a chart needs the time between two."
        context["measures"] = MeasureForm(found=[chosen], groups=())
        return _planned(request, context)
    form = DesignForm(
        told if "kind" in told else None,
        chosen=chosen,
        labels=labels,
        advised=advice_on_series(dated, counts_units(handover.rows), len(labels)),
        events=() if dated else queries.events(deployment),
    )
    return _designed(request, deployment, told, context, chosen, form, lambda kind: series_rows(kind, handover.rows))


def _designed(
    request: HttpRequest,
    deployment: Deployment,
    told: QueryDict,
    context: dict[str, Any],
    chosen: Measured,
    form: DesignForm,
    rows_for: Callable[[ChartKind], Rows],
) -> HttpResponse:
    """The form, what the chart would see, or the agreed chart."""
    acting = acting_person(request)
    context |= {"chosen": chosen.name, "form": form}
    if not form.is_bound or not form.is_valid():
        return _planned(request, context)
    design = form.cleaned_data["design"]
    rows = rows_for(design.kind)
    design = tuned(design, rows)
    try:
        chart = checked(design, rows)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _planned(request, context)
    agree = AgreeForm(request.POST if request.method == "POST" else None)
    setup = chart.setups[0]
    context |= {
        "agree": agree,
        "fields": [(name, value) for name, listed in told.lists() for value in listed if name in form.fields],
        "figure": presented.control_figure(before_judging(chart), chosen.name, queries.labelled_events(deployment)),
        "later": presented.later_months(chart),
        "design": presented.design_rows(design),
        "stated": presented.stated_rows(setup, design) if setup else [],
        "entry": "event" if design.kind in BY_EVENT else "month",
        "unstable": presented.unstable(chart),
    }
    if setup is not None:
        found_in = times_to_find(design, setup, other_harms(chosen, design))
        context["sizes"] = presented.size_rows(found_in, told, context["entry"])
    if request.method == "POST" and agree.is_valid():
        try:
            plan = agree_chart(acting, deployment, chosen, design, reason=agree.cleaned_data["reason"])
        except Refused as refusal:
            agree.add_error(None, str(refusal))
        else:
            return redirect("review:chart", plan.pk)
    return _planned(request, context)


def _planned(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "review/chart_plan.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def one_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """One chart: what it shows, what was agreed, its signals and what was answered."""
    acting = acting_person(request)
    plan, reading = _read(acting, pk)
    deployment = plan.deployment
    chart = queries.chart_of(reading)
    replaced = queries.replaced(plan)
    drawn = list(queries.readings(plan))
    open_signal = bool(reading.signals) and not hasattr(reading, "answer") and plan.retired_at is None
    context = {
        "plan": plan,
        "deployment": deployment,
        "place": place_of(deployment),
        "crumbs": [*_crumbs(deployment), Crumb("Control charts", reverse("review:charts", args=[deployment.pk]))],
        "name": queries.measured_of(plan).name,
        "figure": presented.reading_figure(plan, reading, queries.labelled_events(deployment)),
        "status": presented.reading_status(reading),
        "due": presented.due_text(reading) if open_signal else "",
        "newest": reading.newest_signal,
        "agreed": presented.agreed_rows(plan, replaced),
        "replaced": presented.replaced_text(replaced),
        "signals": presented.signal_rows(chart),
        "answers": presented.answers(drawn),
        "agreed_when": presented.agreed_when(queries.chart_of(drawn[0])),
        "may_answer": open_signal and may_hold(acting, deployment),
        "may_retire": plan.retired_at is None and may_plan(acting, deployment),
    }
    return render(request, "review/chart.html", context)


@changes
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the signals of a chart come from, and what was done."""
    acting = acting_person(request)
    plan, reading = _read(acting, pk)
    form = AnswerForm(posted(request))
    back = reverse("review:chart", args=[pk])

    def act() -> str:
        answer_signal(acting, plan, **form.cleaned_data)
        return back

    return change(
        request,
        form,
        act,
        title=f"Answer the signal: {queries.measured_of(plan).name}",
        lede=f"{plan.deployment}. {reading.newest_signal or 'It shows no signal that waits.'}",
        submit="Keep this answer",
        done="The signal is answered.",
        back=back,
        crumbs=[*_crumbs(plan.deployment), Crumb("Chart", back)],
    )


@changes
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """End a chart."""
    acting = acting_person(request)
    plan, _ = _read(acting, pk)
    form = RetireForm(posted(request))
    back = reverse("review:chart", args=[pk])

    def act() -> str:
        retire_chart(acting, plan, reason=form.cleaned_data["reason"])
        return reverse("review:charts", args=[plan.deployment_id])

    return change(
        request,
        form,
        act,
        title=f"Retire the chart: {queries.measured_of(plan).name}",
        lede=f"{plan.deployment}. What it showed stays. A chart is never edited: agree a new one.",
        submit="Retire the chart",
        done="The chart is retired.",
        back=back,
        crumbs=[*_crumbs(plan.deployment), Crumb("Chart", back)],
        kind="danger",
    )


@changes
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a known event."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    form = EventForm(posted(request))
    back = reverse("review:charts", args=[pk])

    def act() -> str:
        record_event(acting, deployment, **form.cleaned_data)
        return back

    return change(
        request,
        form,
        act,
        title="Record a known event",
        lede=f"{deployment}. Charts mark it, and a new chart may begin new limits there.",
        submit="Record it",
        done="The event is recorded.",
        back=back,
        crumbs=[*_crumbs(deployment), Crumb("Control charts", back)],
    )


@changes
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in counts that no prediction log holds."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    form = CountsForm(posted(request), request.FILES if request.method == "POST" else None)
    back = reverse("review:charts", args=[pk])

    def act() -> str:
        told = form.cleaned_data
        file = told["counts"]
        hand_in_counts(
            acting,
            deployment,
            name=told["name"],
            kind=told["kind"],
            unit=told["unit"],
            file_name=file.name,
            content=file.read(),
        )
        return back

    return change(
        request,
        form,
        act,
        title="Hand in counts",
        lede=f"{deployment}. For what no prediction log holds: events per exposure by month, or dates of rare events.",
        submit="Hand them in",
        done="The counts are kept, and their charts are drawn again.",
        back=back,
        crumbs=[*_crumbs(deployment), Crumb("Control charts", back)],
    )


@require_safe
def numbers_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of a chart; small counts withheld."""
    plan, reading = _read(acting_person(request), pk)
    rows = presented.number_rows(queries.chart_of(reading))
    return csv_response(_file(plan, reading), presented.NUMBER_COLUMNS, rows, small_cells=(1,))


@require_safe
def numbers_json(request: HttpRequest, pk: int) -> HttpResponse:
    """A chart with its design, limits and simulations."""
    plan, reading = _read(acting_person(request), pk)
    response = JsonResponse(presented.number_document(plan, reading), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_file(plan, reading)}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def use_case_charts(request: HttpRequest, pk: int) -> HttpResponse:
    """Observed over expected events of every unit that uses it, against limits for its size."""
    acting = acting_person(request)
    try:
        subject = queries.use_case(acting.organisation, pk)
    except UseCase.DoesNotExist:
        raise Http404("There is no such use case here.") from None
    units = queries.units(subject)
    chart = funnel("oe", [each.unit for each in units if each.unit is not None])
    context = {
        "use_case": subject,
        "crumbs": [Crumb("Reviews", reverse("review:reviews")), Crumb(subject.title, url_of(subject))],
        "figure": presented.funnel_figure(chart) if units else None,
        "units": presented.unit_rows(units),
    }
    return render(request, "review/use_case_charts.html", context)


def _read(acting: Person, pk: int) -> tuple[ChartPlan, ChartReading]:
    try:
        plan = queries.plan(acting.organisation, pk)
    except ChartPlan.DoesNotExist:
        raise Http404("There is no such chart here.") from None
    reading = queries.newest_reading(plan)
    if reading is None:
        raise Http404("This chart was never drawn.")
    return plan, reading


def _crumbs(deployment: Deployment) -> list[Crumb]:
    return [
        Crumb("Reviews", reverse("review:reviews")),
        Crumb(f"{deployment.use_case.title}, {deployment.unit.name}", url_of(deployment)),
    ]


def _file(plan: ChartPlan, reading: ChartReading) -> str:
    return f"control-chart-{plan.pk}-{reading.pk}"
