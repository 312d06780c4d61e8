"""Frameworks, their binders, and the kinds of evidence in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from attending.analytics.catalogs.frameworks import frameworks
from attending.frameworks.actions.surveying import begin_survey
from attending.frameworks.models import SurveyedFinding
from attending.frameworks.presenters import binder as present
from attending.frameworks.presenters import elsewhere as present_elsewhere
from attending.frameworks.presenters import kind as present_kind
from attending.frameworks.presenters import listing, words
from attending.frameworks.queries import binders, surveys
from attending.frameworks.queries.elsewhere import kept
from attending.frameworks.rules.answers import Answer
from attending.frameworks.views.lookup import framework_or_404, kind_or_404, may_record, use_case_or_404
from attending.program.acting import acting_person
from attending.program.launch import launch
from attending.program.rules import Refused
from attending.ui.parts import Crumb


@require_GET
def framework_list(request: HttpRequest) -> HttpResponse:
    """Every framework with how far it is answered, and when the evidence was looked at."""
    acting = acting_person(request)
    running = surveys.running(acting.organisation)
    found = binders.binders(list(frameworks().values()), acting.organisation)
    context = {
        "table": listing.table(found),
        "legend": listing.legend(),
        "surveyed": words.surveyed(found[0].survey),
        "notice": f"{present.NOT_A_VERDICT} {present.OUR_MAPPING}",
        "running": running,
        "may": may_record(acting),
    }
    return render(request, "frameworks/list.html", context)


@require_GET
def survey_progress(request: HttpRequest) -> HttpResponse:
    """How far the survey that runs has come; a link to the list once it is over."""
    running = surveys.running(acting_person(request).organisation)
    return render(request, "frameworks/survey.html", {"running": running, "asked_again": True})


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Have all evidence looked at, in a process of its own."""
    acting = acting_person(request)
    try:
        survey = begin_survey(acting.organisation, acting=acting)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        launch("frameworks", "survey", str(survey.pk))
    return redirect("frameworks:list")


@require_GET
def binder(request: HttpRequest, key: str) -> HttpResponse:
    """The binder of one framework; of one use case or with one answer where the address says so."""
    acting = acting_person(request)
    framework = framework_or_404(key)
    use_case = use_case_or_404(acting, request.GET.get("use_case", ""))
    answer = request.GET.get("answer", "")
    found = binders.binder(framework, acting.organisation, use_case)
    context = {
        "crumbs": [Crumb("Frameworks", reverse("frameworks:list"))],
        "framework": framework,
        "use_case": use_case,
        "use_cases": surveys.surveyed_use_cases(acting.organisation).order_by("title").values_list("key", "title"),
        "answer": answer,
        "answers": [(each.value, each.label) for each in Answer],
        "stats": present.stats(found),
        "about": present.about(found),
        "sections": present.sections(found, answer if answer in set(Answer) else ""),
        "surveyed": words.surveyed(found.survey),
        "notice": f"{present.NOT_A_VERDICT} {present.OUR_MAPPING}",
        "query": f"?use_case={use_case.key}" if use_case else "",
    }
    return render(request, "frameworks/binder.html", context)


@require_GET
def kind(request: HttpRequest, key: str) -> HttpResponse:
    """One kind of evidence: its records, and what it is relevant to."""
    acting = acting_person(request)
    found = kind_or_404(key)
    survey = surveys.newest(acting.organisation)
    records = surveys.findings_of(survey, found.items) if survey else SurveyedFinding.objects.none()
    table = present_kind.TABLE.bind(records, request.GET, present_kind.rows)
    if table.export_requested:
        return table.export()
    elsewhere = kept(acting.organisation).filter(kind=found.key) if found.elsewhere else None
    context = {
        "crumbs": [Crumb("Frameworks", reverse("frameworks:list"))],
        "kind": found,
        "table": table if found.items else None,
        "elsewhere": [] if elsewhere is None else present_elsewhere.rows(list(elsewhere)),
        "relevant": present_kind.relevant_to(found),
        "surveyed": words.surveyed(survey),
        "may": may_record(acting),
    }
    return render(request, "frameworks/kind.html", context)
