"""Use cases, the portfolio, and the library of capabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attending.program.acting import acting_person
from attending.program.models import Stage, UseCase
from attending.program.models.capabilities import CapabilityKind, CapabilityState
from attending.program.models.use_cases import Kind
from attending.program.queries.seats import holders_of, seats_of
from attending.program.queries.use_cases import use_cases
from attending.program.rules import RIGHTS, Act
from attending.strategy.presenters import portfolio as overview
from attending.strategy.presenters.lists import UseCaseRow, library_rows, use_case_rows
from attending.strategy.queries import portfolio as queries
from attending.ui.tables import Column, Filter, Table

USE_CASES = Table(
    name="use-cases",
    caption="Use cases",
    columns=(
        Column("title", "Use case", sort="title"),
        Column("stage", "Stage", sort="stage"),
        Column("priority", "Enterprise priority", sort="priority__position"),
        Column("leaders", "Core seats"),
        Column("live", "Running deployments", sort="live_count", numeric=True),
        Column("data", "Data"),
    ),
    noun="use cases",
    one="use case",
    search=("title", "problem", "priority__title"),
    filters=(Filter("stage", "Stage", Stage.choices), Filter("kind", "Kind", Kind.choices)),
    order="title",
    export_columns=(
        Column("title", "Use case"),
        Column("kind", "Kind"),
        Column("stage", "Stage"),
        Column("priority", "Enterprise priority"),
        Column("leaders", "Core seats"),
        Column("live", "Running deployments"),
        Column("data", "Data"),
    ),
)

MISTAKES: Final = Table(
    name="mistakes",
    caption="Common mistakes, seen in the records",
    columns=(
        Column("use_case", "Use case", sort="title"),
        Column("mistake", "Mistake", sort="mistake"),
        Column("why", "Why"),
    ),
    noun="signs",
    one="sign",
    search=("title",),
    filters=(Filter("mistake", "Mistake", overview.mistake_choices(), "key"),),
    empty="No use case shows a common mistake.",
)

CAPABILITIES = Table(
    name="capabilities",
    caption="Capabilities",
    columns=(
        Column("name", "Capability", sort="name"),
        Column("state", "State", sort="state"),
        Column("expected", "Expected", sort="outlook__expected_on"),
        Column("builds", "Built by"),
        Column("needs", "Needed by"),
        Column("missing", "Missing at"),
    ),
    noun="capabilities",
    one="capability",
    search=("name", "description"),
    filters=(
        Filter("kind", "Kind", CapabilityKind.choices),
        Filter("state", "State", CapabilityState.choices),
    ),
    order="name",
    empty="No capability is named yet. Each use case says what it needs and what it builds.",
    export_columns=(
        Column("name", "Capability"),
        Column("kind", "Kind"),
        Column("state", "State"),
        Column("expected", "Expected"),
        Column("builds", "Built by"),
        Column("needs", "Needed by"),
        Column("missing", "Missing at"),
        Column("description", "What it is"),
    ),
)


def use_case_list(request: HttpRequest) -> HttpResponse:
    """Every use case."""
    acting = acting_person(request)

    def present(found: Sequence[UseCase]) -> Sequence[UseCaseRow]:
        return use_case_rows(found, holders_of(list(found)))

    choices = overview.priority_choices(queries.priorities(acting.organisation))
    table = replace(
        USE_CASES, filters=(Filter("priority", "Enterprise priority", choices, "priority_key"), *USE_CASES.filters)
    ).bind(use_cases(acting.organisation), request.GET, present)
    if table.export_requested:
        return table.export()
    may_see_links = bool(seats_of(acting) & (RIGHTS[Act.OPEN_INTAKE] | RIGHTS[Act.TAKE_UP_PROPOSAL]))
    return render(request, "strategy/use_cases.html", {"table": table, "may_see_links": may_see_links})


def portfolio(request: HttpRequest) -> HttpResponse:
    """Enterprise priorities, and what is being done about each."""
    acting = acting_person(request)
    found = queries.portfolio(acting.organisation)
    context = {
        "stats": overview.stats(found),
        "stages": overview.stage_table(found),
        "mistakes": overview.mistake_cards(overview.mistake_rows(found)),
        "cards": overview.priority_cards(found),
        "isolated": overview.isolated_card(found),
        "any": bool(found.cases),
        "may_set": bool(seats_of(acting) & RIGHTS[Act.SET_PRIORITIES]),
    }
    return render(request, "strategy/portfolio.html", context)


def mistakes(request: HttpRequest) -> HttpResponse:
    """Every common mistake of every use case."""
    found = overview.mistake_rows(queries.portfolio(acting_person(request).organisation))
    table = MISTAKES.bind(found, request.GET)
    return table.export() if table.export_requested else render(request, "strategy/mistakes.html", {"table": table})


def library(request: HttpRequest) -> HttpResponse:
    """What the enterprise can do again: capabilities, who builds them, who needs them."""
    acting = acting_person(request)
    table = CAPABILITIES.bind(queries.capabilities(acting.organisation), request.GET, library_rows)
    if table.export_requested:
        return table.export()
    context = {"table": table, "may_set": bool(seats_of(acting) & RIGHTS[Act.SET_PRIORITIES])}
    return render(request, "strategy/library.html", context)
