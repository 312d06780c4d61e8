"""The workload of a deployment: which threshold, with which team?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from attending.analytics.alert_queue import best
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.workflow.actions.contracts import write_contract
from attending.workflow.actions.studies import study_workload
from attending.workflow.forms.workload import StudyForm
from attending.workflow.models import WorkloadStudy
from attending.workflow.presenters import workload_charts, workload_page
from attending.workflow.presenters.tabs import WORKLOAD, frame
from attending.workflow.presenters.workload_answer import answer_view
from attending.workflow.presenters.workload_choice import say
from attending.workflow.queries.contract_maps import drawn, newest_text, to_be_of
from attending.workflow.queries.contracts import contracts_of, deployment_of, deployments_of, standing_of, standings
from attending.workflow.queries.measured_points import measured_points
from attending.workflow.queries.studies import newest_study, studied, studied_on, studies_of, study
from attending.workflow.rules.map_text import hash_of
from attending.workflow.rules.oversight import OversightPoint, oversight_points, shifts_of
from attending.workflow.rules.point import Asked, beginning, read
from attending.workflow.rules.study import Basis
from attending.workflow.simulating import answer, get_ready, team_sweep
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def workload(request: HttpRequest, key: str) -> HttpResponse:
    """Every deployment of a use case, with its study and its contract."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    found = deployments_of(use_case)
    table = workload_page.deployment_table(standings(use_case, found), studied_on(found))
    return render(request, "workflow/workload.html", {**frame(use_case, WORKLOAD), "table": table})


def deployment_or_404(acting: Person, pk: int) -> Deployment:
    """A deployment of the person's organisation."""
    try:
        return deployment_of(acting.organisation, pk)
    except Deployment.DoesNotExist:
        raise Http404("There is no such deployment here.") from None


@require_GET
def deployment(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest study of one deployment at the point that the address asks for."""
    acting = acting_person(request)
    found = deployment_or_404(acting, pk)
    record = newest_study(found)
    standing = standing_of(found)
    context: dict[str, Any] = {
        **_frame(found),
        "may_study": may(acting, Act.STUDY_WORKLOAD, found.use_case),
        "may_write": may(acting, Act.WRITE_CONTRACT, found.use_case),
        "record": record,
        "standing": standing,
        "contracts": [
            (each, workload_page.contract_status(each, standing.lapsed if each == standing.signed else ()))
            for each in contracts_of(found)
        ],
        "history": workload_page.history(studies_of(found)),
    }
    if record is not None:
        context |= _at_point(request, record)
    return render(request, "workflow/deployment_workload.html", context)


def _frame(found: Deployment) -> dict[str, Any]:
    return {**frame(found.use_case, WORKLOAD), "deployment": found, "place": workload_page.place_of(found)}


def _at_point(request: HttpRequest, record: WorkloadStudy) -> dict[str, Any]:
    """The answer, or why there is none at this point; the controls stand at what was asked either way."""
    asked, refused = _asked(request, record)
    held = studied(record)
    get_ready(held)
    context: dict[str, Any] = {
        "controls": workload_page.controls(held, asked),
        "basis": workload_page.basis_rows(held, record),
        "refused": refused,
    }
    return context | _answer(record, asked, refused) | _charts(record, asked)


def _asked(request: HttpRequest, record: WorkloadStudy) -> tuple[Asked, str]:
    held = studied(record)
    threshold = record.deployment.action_threshold
    begin = beginning(held, None if threshold is None else float(threshold))
    try:
        return read(held, request.GET.dict(), begin), ""
    except Refused as refusal:
        return begin, str(refusal)


def _answer(record: WorkloadStudy, asked: Asked, refused: str) -> dict[str, Any]:
    if refused:
        return {"refused": refused}
    try:
        return {"answer": answer_view(studied(record), answer(record, asked)), "study": record}
    except Refused as refusal:
        return {"refused": str(refusal), "study": record}


def _charts(record: WorkloadStudy, asked: Asked) -> dict[str, Any]:
    try:
        sweep = team_sweep(record, asked)
    except ValueError as problem:
        return {"refused": str(problem)}
    return {
        "best": say(best(sweep)[0]),
        "figures": workload_charts.figures(sweep),
        "teams": workload_charts.teams_table(studied(record).sweeps[asked.order]),
    }


def study_or_404(acting: Person, pk: int) -> WorkloadStudy:
    """A study of the person's organisation."""
    try:
        return study(acting.organisation, pk)
    except WorkloadStudy.DoesNotExist:
        raise Http404("There is no such study here.") from None


@require_GET
def answer_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer at a point, asked again by the page while somebody moves the threshold or the team."""
    acting = acting_person(request)
    record = study_or_404(acting, pk)
    asked, refused = _asked(request, record)
    context = {
        **_answer(record, asked, refused),
        "may_write": may(acting, Act.WRITE_CONTRACT, record.deployment.use_case),
    }
    response = render(request, "workflow/workload_answer.html", context)
    if not refused:
        response["HX-Replace-Url"] = f"{_page(record.deployment)}?{request.GET.urlencode()}"
    return response


@require_GET
def charts_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The charts and tables over every threshold with the team that is asked for."""
    record = study_or_404(acting_person(request), pk)
    asked, _ = _asked(request, record)
    return render(request, "workflow/workload_charts.html", {**_charts(record, asked), "part": True})


@changes
def make_study(request: HttpRequest, pk: int) -> HttpResponse:
    """Study the workload of a deployment; the form begins with what the map and the measurements say."""
    acting = acting_person(request)
    found = deployment_or_404(acting, pk)
    version, text = newest_text(to_be_of(found))
    care_map = drawn(text)
    point = next(iter(oversight_points(care_map)), None) if care_map else None
    form = StudyForm(posted(request), measured=measured_points(found), shifts=shifts_of(care_map), point=point)

    def act() -> str:
        basis = _basis(form, point, version.number if version else None, hash_of(text) if text else "")
        study_workload(acting, found, form.asked(), basis)
        return _page(found)

    return change(
        request,
        form,
        act,
        title="Study the workload",
        lede="What comes to the team at each threshold is simulated, with the team as it is and with fewer or more "
        "people. It takes a few seconds. The map says who acts and by when; change it there if it is wrong here.",
        submit="Simulate",
        done="The study is kept. Move the threshold and the team to see what happens.",
        back=_page(found),
        crumbs=_frame(found)["crumbs"],
        template="workflow/study_workload.html",
    )


def _basis(form: StudyForm, point: OversightPoint | None, number: int | None, sha256: str) -> Basis:
    arrivals = form.arrivals_from()
    if point is None:
        return Basis(arrivals=arrivals, map_number=number, map_sha256=sha256)
    return Basis(
        arrivals=arrivals,
        sees=point.sees,
        acts=point.acts,
        step=point.name,
        on_breach=point.on_breach,
        fallback=point.fallback,
        map_number=number,
        map_sha256=sha256,
    )


def _page(found: Deployment) -> str:
    return reverse("workflow:deployment-workload", args=[found.pk])


@require_POST
def take_point(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the point that is posted the contract's draft."""
    acting = acting_person(request)
    record = study_or_404(acting, pk)
    held = studied(record)
    try:
        asked = read(held, request.POST.dict(), beginning(held, None))
        contract = write_contract(acting, record, threshold=asked.threshold, people=asked.people, order=asked.order)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page(record.deployment))
    return redirect("workflow:contract", contract.pk)
