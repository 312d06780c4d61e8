"""One use case: its thesis, its leaders, what clinicians said, where it runs, and what was decided."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.models import Person, Stage, UseCase
from attending.program.models.capabilities import Relation
from attending.program.queries.seats import seats_of, seats_on
from attending.program.queries.use_cases import first_input_by_discipline, newest_answers, use_case
from attending.program.registries import evidence
from attending.program.rules import RIGHTS, Act
from attending.strategy.presenters import effort as effort_presented
from attending.strategy.presenters import use_case as present
from attending.strategy.presenters.gates import gate_card
from attending.strategy.presenters.intake import brought_by
from attending.strategy.presenters.outcomes import outcome_cards
from attending.strategy.presenters.readiness_sites import gap_notes, site_rows
from attending.strategy.queries import effort as effort_queries
from attending.strategy.queries import portfolio as queries
from attending.strategy.queries.gates import standing
from attending.strategy.queries.intake import draft_behind
from attending.strategy.queries.readiness import assessments_of, gaps_of


def find(acting: Person, key: str) -> UseCase:
    """The use case, or a 404."""
    try:
        return use_case(acting.organisation, key)
    except UseCase.DoesNotExist:
        raise Http404("There is no such use case here.") from None


def use_case_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a use case."""
    acting = acting_person(request)
    found = find(acting, key)
    seats = seats_of(acting, found)
    may_shape = bool(seats & RIGHTS[Act.SHAPE_USE_CASE])
    may_seat = bool(seats & (RIGHTS[Act.ADMINISTER] | RIGHTS[Act.MOVE_STAGE]))
    seat_url = reverse("strategy:seat", args=[key]) if may_seat else ""
    answer_url = reverse("strategy:answer-question", args=[key]) if may_shape else ""
    proposals = queries.proposals_about(found)
    [case] = queries.cases(UseCase.objects.filter(pk=found.pk), found.organisation)
    context = {
        "use_case": found,
        "brought_by": brought_by(draft_behind(found)),
        "steps": present.stage_steps(found),
        "asked": present.asked_cards(proposals),
        "empty_seats": present.empty_seats_callout(case.facts),
        "mistakes": present.mistake_rows(case.facts),
        "seats": present.seat_rows(seats_on(found), fill_url=seat_url),
        "seat_url": seat_url,
        "questions": present.question_rows(newest_answers(found.answers.all()), answer_url=answer_url),
        "outcomes": outcome_cards(key, list(found.outcome_measures.all()), may_shape=may_shape),
        "cards": present.input_cards(list(found.clinical_input.all())),
        "first_heard": present.first_heard(first_input_by_discipline(found)),
        "deployments": present.deployment_rows(key, list(found.deployments.all())),
        "decisions": present.decision_rows(proposals),
        "standing": present.standing(evidence.findings(found)),
        "needs": present.capability_rows(found, Relation.NEEDS, gap_notes(gaps_of(found))),
        "builds": present.capability_rows(found, Relation.BUILDS),
        "effort": effort_presented.panel(
            found, effort_queries.effort_of(found), may_estimate=bool(seats & RIGHTS[Act.ESTIMATE_EFFORT])
        ),
        "gates": gate_card(found, standing([found])[found.pk], seats),
        "readiness": site_rows(assessments_of(found)),
        "may_assess_readiness": bool(seats & RIGHTS[Act.ASSESS_READINESS]),
        "may_shape": may_shape,
        "risk": present.risk_status(found),
        "may_assess": bool(seats & RIGHTS[Act.ASSESS_RISK]),
        "may_go_back": bool(seats & RIGHTS[Act.MOVE_STAGE]) and found.stage != Stage.VALUE_THESIS,
        "may_change": bool(seats & RIGHTS[Act.CHANGE_DEPLOYMENT]),
        "may_answer": bool(seats & RIGHTS[Act.ANSWER_INPUT]),
    }
    return render(request, "strategy/use_case.html", context)
