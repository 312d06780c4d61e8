"""Did it help? Lists of impact evaluations, one with its result, and what is declared and handed over for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Person, UseCase
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act, Refused
from attending.review.actions import impact as actions
from attending.review.forms.impact import AggregatesForm, DeclareForm, RetireForm
from attending.review.models import Design, ImpactEvaluation, ImpactRun
from attending.review.presenters import impact as presented
from attending.review.presenters import impact_numbers
from attending.review.presenters.impact_foresight import foresight_panel
from attending.review.queries import impact
from attending.review.rules.impact_reading import DataRefused, columns_of
from attending.ui.exports import csv_response
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Filter, Table

EVALUATIONS = Table(
    name="impact-evaluations",
    caption="Impact evaluations with their newest answer",
    columns=(
        Column("subject", "Outcome", sort="title"),
        Column("standing", "Standing"),
        Column("answer", "Answer"),
        Column("design", "Design", sort="design"),
        Column("when", "Computed", sort="newest_run_at"),
    ),
    export_columns=(
        Column("use_case", "Use case"),
        Column("outcome", "Outcome"),
        Column("design", "Design"),
        Column("standing", "Standing"),
        Column("answer", "Answer"),
        Column("declared_on", "Declared on"),
        Column("run_on", "Computed on"),
        Column("state", "State"),
    ),
    noun="evaluations",
    one="evaluation",
    search=("title", "use_case__title"),
    filters=(
        Filter("design", "Design", Design.choices),
        Filter("retired", "State", (("False", "In force"), ("True", "Retired"))),
    ),
    order="-declared_at",
    empty="Nothing is declared yet. It is declared from the page of a use case, under Did it help?",
)


def evaluations(request: HttpRequest) -> HttpResponse:
    """Every evaluation of the organisation."""
    acting = acting_person(request)
    table = EVALUATIONS.bind(impact.evaluations(acting.organisation), request.GET, presented.evaluation_rows)
    if table.export_requested:
        return table.export()
    crumbs = [Crumb("Reviews", reverse("review:reviews"))]
    return render(request, "review/impact_list.html", {"table": table, "crumbs": crumbs})


def of_use_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The evaluations of one use case, beside what its value thesis promised."""
    acting = acting_person(request)
    use_case = _use_case(acting, pk)
    table = EVALUATIONS.bind(impact.of_use_case(use_case), request.GET, presented.evaluation_rows)
    if table.export_requested:
        return table.export()
    context = {
        "table": table,
        "use_case": use_case,
        "promised": presented.promised_table(list(use_case.outcome_measures.order_by("name"))),
        "may_plan": _may(acting, use_case, Act.PLAN_REVIEW),
        "crumbs": [Crumb("Did it help?", reverse("review:impacts")), Crumb("The use case", url_of(use_case))],
    }
    return render(request, "review/impact_list.html", context)


@changes
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix what is compared with what; what it will be able to show is seen before it is fixed."""
    acting = acting_person(request)
    use_case = _use_case(acting, pk)
    measures = list(use_case.outcome_measures.order_by("name"))
    form = DeclareForm(posted(request), measures=measures)
    if request.POST.get("step") == "change":
        form = DeclareForm(None, measures=measures, initial=request.POST.dict())

    back = reverse("review:impact-of", args=[use_case.pk])
    if request.method == "POST" and not request.POST.get("step") and form.is_valid():
        try:
            actions.check_declaration(acting, use_case, form.cleaned_data["design"], form.settings())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            design, settings = form.cleaned_data["design"], form.settings()
            context = {
                "form": form,
                "settings": settings,
                "foresight": foresight_panel(design, settings),
                "declared": presented.settings_rows(design, settings, form.cleaned_data["reason"]),
                "crumbs": _crumbs(use_case),
                "back": back,
            }
            return render(request, "review/impact_plan.html", context)

    def act() -> str:
        cleaned = form.cleaned_data
        made = actions.declare(
            acting,
            use_case,
            cleaned["design"],
            form.settings(),
            reason=cleaned["reason"],
            outcome_measure=form.measure,
        )
        return reverse("review:impact", args=[made.pk])

    return change(
        request,
        form,
        act,
        title="Declare how we will know that it helped",
        lede=f"{use_case.title}. All of this is fixed before anybody hands over data, and is never edited: "
        "a better idea is declared anew, and both stay readable.",
        submit="Show the plan",
        done="Declared. Now the aggregates can be handed over.",
        back=back,
        crumbs=_crumbs(use_case),
        template="review/impact_declare.html",
        beside={"designs": presented.design_rows()},
    )


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One evaluation with its newest result."""
    acting = acting_person(request)
    evaluation = _evaluation(acting, pk)
    return _show(request, acting, evaluation, impact.newest_run(evaluation))


def one_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One result as it was."""
    acting = acting_person(request)
    run = _run(acting, pk)
    return _show(request, acting, run.evaluation, run)


@require_http_methods(["GET", "POST"])
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over aggregates; the result is computed and kept, or everything that is wrong is listed."""
    acting = acting_person(request)
    evaluation = _evaluation(acting, pk)
    form = AggregatesForm(posted(request), request.FILES if request.method == "POST" else None)
    faults = None
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["aggregates"]
        try:
            _, new = actions.hand_over(acting, evaluation, name=handed.name, content=handed.read())
        except DataRefused as refused:
            form.add_error("aggregates", str(refused))
            faults = presented.fault_table(refused.faults) if refused.faults else None
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if new:
                messages.success(request, "The result is computed and kept.")
            else:
                messages.info(request, "This is the same file as last time, to the byte. Nothing has changed.")
            return redirect("review:impact", evaluation.pk)
    settings = impact.settings_of(evaluation)
    context = {
        "evaluation": evaluation,
        "form": form,
        "faults": faults,
        "columns": columns_of(settings),
        "units": list(settings.starts),
        "crumbs": _crumbs(evaluation.use_case, evaluation),
    }
    return render(request, "review/impact_data.html", context, status=422 if form.errors else 200)


@changes
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an evaluation out of use."""
    acting = acting_person(request)
    evaluation = _evaluation(acting, pk)
    form = RetireForm(posted(request))
    back = reverse("review:impact", args=[evaluation.pk])

    def act() -> str:
        actions.retire(acting, evaluation, reason=form.cleaned_data["reason"])
        return back

    return change(
        request,
        form,
        act,
        title=f"Retire the evaluation: {evaluation.title}",
        lede="It takes no more data and no longer counts as evidence. What it found, and why it ended, stays readable.",
        submit="Retire it",
        done="It is retired.",
        back=back,
        crumbs=_crumbs(evaluation.use_case, evaluation),
        kind="danger",
    )


@require_safe
def numbers_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of a result."""
    run = _run(acting_person(request), pk)
    made = impact_numbers.rows(impact.settings_of(run.evaluation), impact.recorded(run))
    return csv_response(_name(run), impact_numbers.COLUMNS, made)


@require_safe
def data_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The aggregates of a result, without small cells."""
    run = _run(acting_person(request), pk)
    settings = impact.settings_of(run.evaluation)
    made = impact_numbers.data_rows(settings, impact.recorded(run).cells)
    return csv_response(f"{_name(run)}-data", impact_numbers.data_columns(settings), made)


@require_safe
def numbers_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number, with the declaration, the data and the versions."""
    run = _run(acting_person(request), pk)
    made = impact_numbers.document(run, impact.settings_of(run.evaluation), impact.recorded(run))
    response = JsonResponse(made, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(run)}.json"'
    response["Cache-Control"] = "no-store"
    return response


def _show(request: HttpRequest, acting: Person, evaluation: ImpactEvaluation, run: ImpactRun | None) -> HttpResponse:
    settings, first_look = impact.settings_of(evaluation), impact.first_look(evaluation)
    use_case, in_force = evaluation.use_case, evaluation.retired_at is None
    history = impact.history(evaluation)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "use_case": use_case,
        "run": run,
        "declared": presented.declared_rows(evaluation, settings, first_look),
        "foresight": foresight_panel(Design(evaluation.design), settings),
        "may_retire": in_force and _may(acting, use_case, Act.PLAN_REVIEW),
        "may_record": in_force and _may(acting, use_case, Act.RECORD_MEASURES),
        "columns": columns_of(settings),
        "crumbs": _crumbs(use_case),
    }
    if run is not None:
        found = impact.recorded(run)
        context |= {
            "page": presented.page(settings, found),
            "timing": presented.timing(evaluation, first_look, found.cells),
            "basis": presented.basis_rows(run, found),
            "history": presented.history_table(history, run.pk),
            "newer": history[0]["pk"] != run.pk,
        }
    return render(request, "review/impact.html", context)


def _use_case(acting: Person, pk: int) -> UseCase:
    found = UseCase.objects.select_related("organisation").filter(organisation=acting.organisation, pk=pk).first()
    if found is None:
        raise Http404("There is no such use case here.")
    return found


def _evaluation(acting: Person, pk: int) -> ImpactEvaluation:
    try:
        return impact.evaluation(acting.organisation, pk)
    except ImpactEvaluation.DoesNotExist:
        raise Http404("There is no such evaluation here.") from None


def _run(acting: Person, pk: int) -> ImpactRun:
    try:
        return impact.run(acting.organisation, pk)
    except ImpactRun.DoesNotExist:
        raise Http404("There is no such result here.") from None


def _may(acting: Person, use_case: UseCase, act: Act) -> bool:
    return bool(seats_of(acting, use_case) & RIGHTS[act])


def _crumbs(use_case: UseCase, evaluation: ImpactEvaluation | None = None) -> list[Crumb]:
    crumbs = [
        Crumb("Did it help?", reverse("review:impacts")),
        Crumb(use_case.title, reverse("review:impact-of", args=[use_case.pk])),
    ]
    if evaluation is not None:
        crumbs.append(Crumb(evaluation.title, reverse("review:impact", args=[evaluation.pk])))
    return crumbs


def _name(run: ImpactRun) -> str:
    return f"impact-{run.evaluation_id}-{run.pk}"
