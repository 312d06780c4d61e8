"""The list of reviews, and the review page of a deployment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attending.program import handover
from attending.program.acting import acting_person
from attending.program.models import Deployment
from attending.program.models.deployments import State
from attending.program.models.use_cases import WRITING, Kind
from attending.program.presenters import state_status
from attending.program.registries import evidence, limits, worklist
from attending.program.registries.pages import url_of
from attending.review.forms.capacity import CapacityForm
from attending.review.models import ReviewRun
from attending.review.one_page import concluded, since_before
from attending.review.presenters import cycles as presented_cycles
from attending.review.presenters import figures, gallery, lists, page, peer_results, words
from attending.review.presenters import jobs as presented_jobs
from attending.review.presenters import readings as presented_readings
from attending.review.presenters.clinical import clinical_panel
from attending.review.presenters.drift import drift_panel
from attending.review.presenters.sketches import Hang, hung, picture
from attending.review.queries import cycles, runs
from attending.review.queries import peer_review as peers
from attending.review.queries.jobs import newest_job
from attending.review.queries.readings import newest as newest_readings
from attending.review.queries.runs import HISTORY
from attending.review.recorded import review_of
from attending.review.report.beside import CAPACITIES, PAIRED
from attending.review.supplements import supplements_of
from attending.review.views.lookup import deployment_or_404, may_hold, may_plan, may_record, run_or_404
from attending.ui import formats
from attending.ui.parts import Crumb, Figure
from attending.ui.tables import Column, Filter, Table

REVIEWS = Table(
    name="reviews",
    caption="Deployments with their newest review",
    columns=(
        Column("subject", "Deployment", sort="use_case__title"),
        Column("state", "State", sort="state"),
        Column("reviewed", "Reviewed", sort="newest_run_at"),
        Column("period", "Period"),
        Column("auroc", "AUROC", numeric=True),
        Column("oe", "O:E", numeric=True),
        Column("limits", "Oversight"),
    ),
    export_columns=(
        Column("use_case", "Use case"),
        Column("unit", "Unit"),
        Column("site", "Site"),
        Column("version", "Model version"),
        Column("state", "State"),
        Column("reviewed_on", "Reviewed on"),
        Column("period", "Period"),
        Column("n", "n", numeric=True, small_cells=True),
        Column("auroc_value", "AUROC", numeric=True),
        Column("auroc_interval", "AUROC, 95 % interval"),
        Column("oe_value", "O:E", numeric=True),
        Column("oe_interval", "O:E, 95 % interval"),
        Column("limits", "Oversight"),
    ),
    noun="deployments",
    one="deployment",
    search=("use_case__title", "unit__name", "unit__site__name", "model_version__ai_model__name"),
    filters=(
        Filter("state", "State", State.choices),
        Filter("reviewed", "Reviewed", (("True", "Yes"), ("False", "Never"))),
    ),
    order="-newest_run_at",
    empty="Nothing is deployed yet. A deployment is planned on the page of its use case.",
)


def review_list(request: HttpRequest) -> HttpResponse:
    """Every deployment with its newest review."""
    acting = acting_person(request)

    def present(found: Sequence[Deployment]) -> Sequence[lists.DeploymentRow]:
        headlines = runs.headlines([each.pk for each in found])
        return lists.deployment_rows(found, headlines, limits.standings(found))

    table = REVIEWS.bind(runs.deployments(acting.organisation), request.GET, present)
    if table.export_requested:
        return table.export()
    return render(request, "review/reviews.html", {"table": table})


def deployment_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest review of a deployment, and what is asked about it."""
    acting = acting_person(request)
    handover.sweep()
    deployment = deployment_or_404(acting, pk)
    run, before = runs.newest_two(deployment)
    context = {
        **_frame(deployment),
        "may_hold": may_hold(acting, deployment),
        "standing": cycles.open_cycle(deployment),
        "may_claim": may_plan(acting, deployment),
        "held": presented_cycles.history(list(cycles.cycles(deployment)[:HISTORY])),
        **_asked(deployment),
        "may_record": may_record(acting, deployment),
        "run_now": _has_location(deployment),
        **presented_jobs.standing(newest_job(deployment), run),
    }
    if deployment.use_case.kind == Kind.IMAGING:
        context |= presented_readings.panel(
            newest_readings(deployment), may_record=context["may_record"], deployment=deployment.pk
        )
    if deployment.use_case.kind in WRITING:
        context["newest_round"] = peer_results.newest_row(peers.with_results(deployment))
    if run is None:
        context |= {"facts": page.standing_facts(deployment), "empty_text": _empty_text(deployment)}
    else:
        context |= _review(request, deployment, run, before)
        context["one"] = presented_cycles.page(concluded(deployment, *context["found"]))
    return render(request, "review/deployment.html", context)


def one_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One review, as it was."""
    acting = acting_person(request)
    run = run_or_404(acting, pk)
    deployment = run.deployment
    context = {**_frame(deployment), **_review(request, deployment, run, runs.run_before(run))}
    if context["history"].rows and runs.newest_number(deployment) != run.pk:
        context["newer_url"] = reverse("review:deployment", args=[deployment.pk])
    return render(request, "review/deployment.html", context)


def _frame(deployment: Deployment) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "here": url_of(deployment),
        "writes": deployment.use_case.kind in WRITING,
        "state": state_status(deployment),
        "place": words.place_of(deployment),
        "findings": page.finding_rows(evidence.findings(deployment)),
        "crumbs": [
            Crumb("Reviews", reverse("review:reviews")),
            Crumb("The use case", url_of(deployment.use_case)),
        ],
    }


def _asked(deployment: Deployment) -> dict[str, Any]:
    """The first thing asked in full, the others as a list."""
    found = page.asked(worklist.for_deployment(deployment))
    return {"asked": found[:1], "also": page.tasks(found[1:])}


def _review(request: HttpRequest, deployment: Deployment, run: ReviewRun, before: ReviewRun | None) -> dict[str, Any]:
    review = review_of(run)
    beside = supplements_of(run.uid, run.supplements)
    agreed = limits.limits_for(deployment)
    crossed, changed = since_before(run, review, before, agreed)
    recorded = page.recorded_of(run, review, beside, agreed)
    hang = gallery.hang(run, recorded)
    capacity = CapacityForm(request.GET if "capacity" in request.GET else None)
    shelves = figures.shelves(recorded)
    clinical, drift = clinical_panel(run, deployment.action_threshold), drift_panel(recorded)
    return {
        "run": run,
        "reviewed": formats.date(run.run_at),
        "basis": page.basis(run, review),
        "changes": changed,
        "found": (run, review, changed, agreed),
        "stats": page.key_numbers(review, crossed, deployment.action_threshold),
        "facts": page.facts(deployment, run, review, beside),
        "shelves": [shelf.hung(hang) for shelf in shelves],
        "work": _work(recorded, capacity, hang),
        "work_answer": figures.work_answer(recorded),
        "capacity": capacity,
        "clinical": clinical.hung(hang) if clinical else None,
        "drift": drift.hung(hang) if drift else None,
        "tables": page.number_tables(run, review, beside, {CAPACITIES, PAIRED}),
        "history": (history := lists.history_table(runs.history(deployment), run.pk)),
        "earlier": lists.history_answer(history),
    }


def _work(recorded: figures.Recorded, capacity: CapacityForm, hang: Hang) -> Figure | None:
    """Without a capacity from the pictures kept; with one it is drawn anew, for nobody else may ask for that number."""
    if capacity.asked is None:
        sketch = figures.work_sketch(recorded, None)
        return hang(sketch) if sketch else None
    sketch = figures.work_sketch(recorded, capacity.asked)
    return hung(sketch, picture(sketch)) if sketch else None


def _has_location(deployment: Deployment) -> bool:
    source = runs.log_source(deployment)
    return source is not None and bool(source.location or source.connection)


def _empty_text(deployment: Deployment) -> str:
    if deployment.state == State.PLANNED:
        return "It is planned. Its first review follows when it runs silently and outcomes are known."
    return "A review reads the log of predictions and outcomes where it lies, and shows whether the model works here."
