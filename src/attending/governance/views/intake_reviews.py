"""Intake reviews: across use cases, side by side for one, and one review with its answer."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from attending.governance.actions import intake_reviews as actions
from attending.governance.forms.intake_reviews import AgainForm, AnswerForm, AskForm
from attending.governance.forms.meetings import ReasonForm
from attending.governance.models import ReviewRequest
from attending.governance.presenters import intake_reviews as present
from attending.governance.queries import intake_reviews as queries
from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.models import Person, Seat, UseCase
from attending.program.models.people import REVIEWER_SEATS
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act, Refused
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Table

ANSWER_WITHIN = timedelta(days=14)
REVIEWED = Table(
    name="intake-reviews",
    caption="Intake reviews by use case",
    columns=(
        Column("title", "Use case", sort="title"),
        Column("state", "Together"),
        Column("privacy", "Privacy"),
        Column("security", "Security"),
        Column("legal", "Legal"),
        Column("it", "IT"),
        Column("procurement", "Procurement"),
    ),
    noun="use cases",
    one="use case",
    search=("title",),
    order="title",
    empty="No reviewer was asked yet. Use cases stand below until theirs were asked.",
)


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Every use case about which a reviewer was asked, and what waits for the reader."""
    acting = acting_person(request)

    def rows(found: list[UseCase]) -> list[present.UseCaseRow]:
        numbers = [each.pk for each in found]
        return present.use_case_rows(found, queries.newest_of(numbers), queries.newest_versions(numbers))

    table = REVIEWED.bind(queries.reviewed_use_cases(acting.organisation), request.GET, lambda found: rows(list(found)))
    if table.export_requested:
        return table.export()
    context = {"table": table, "waiting": queries.waiting_for(acting), "unasked": queries.unasked(acting.organisation)}
    return render(request, "governance/intake_reviews.html", context)


@require_safe
def of_use_case(request: HttpRequest, key: str) -> HttpResponse:
    """All five seats side by side: who holds it, since when, and what it waits for."""
    acting = acting_person(request)
    use_case = _use_case(acting, key)
    asked = queries.newest_of([use_case.pk]).get(use_case.pk, {})
    newest = queries.newest_versions([use_case.pk]).get(use_case.pk)
    context = {
        "use_case": use_case,
        "use_case_url": url_of(use_case),
        "cards": present.cards(use_case, asked, newest, queries.seat_holders(acting.organisation), acting),
        "history": present.history(queries.requests_of(use_case)),
        "may_ask": _may_ask(acting, use_case) and len(asked) < len(REVIEWER_SEATS),
        "crumbs": _crumbs(),
    }
    return render(request, "governance/use_case_reviews.html", context)


@changes
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask reviewers about a use case, all at once."""
    acting = acting_person(request)
    use_case = _use_case(acting, key)
    asked = queries.newest_of([use_case.pk]).get(use_case.pk, {})
    holders = queries.seat_holders(acting.organisation)
    able = {
        seat: [each.printed_name for each in holders[seat] if each.pk != use_case.proposed_by_id]
        for seat in REVIEWER_SEATS
        if seat not in asked
    }
    seats = [
        (seat, f"{seat.label} ({', '.join(names) or 'nobody who may answer holds the seat'})")
        for seat, names in able.items()
    ]
    form = AskForm(
        posted(request),
        seats=seats,
        initial={
            "seats": [str(seat) for seat, names in able.items() if names],
            "due_on": timezone.localdate() + ANSWER_WITHIN,
        },
    )
    return change_on(
        request,
        form,
        lambda: actions.ask_reviewers(acting, use_case, **form.cleaned_data),
        page=reverse("governance:use-case-reviews", args=[key]),
        crumbs=_crumbs(use_case),
        title="Ask the reviewers",
        lede=f"{use_case.title}. They look at it side by side, not one after the other.",
        submit="Ask them",
        done="The reviewers are asked.",
    )


@changes
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: what is asked, and for whoever holds it the form to answer."""
    acting = acting_person(request)
    found = _request(acting, pk)
    mine = found.taken_by_id == acting.pk and not found.answered
    form = AnswerForm(posted(request) if mine or request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_review(acting, found, form.cleaned_data["verdict"], text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is recorded.")
            return redirect("governance:use-case-reviews", found.use_case.key)
    newest = queries.newest_versions([found.use_case_id]).get(found.use_case_id)
    holders = queries.seat_holders(acting.organisation)
    cards = present.cards(found.use_case, {Seat(found.seat): found}, newest, holders, acting)
    card = next(each for each, seat in zip(cards, REVIEWER_SEATS, strict=True) if seat == found.seat)
    context = {
        "review": found,
        "answer": getattr(found, "answer", None),
        "card": card,
        "form": form,
        "mine": mine,
        "show_form": mine or bool(form.errors),
        "may_take": Seat(found.seat) in seats_of(acting)
        and not found.answered
        and not mine
        and found.use_case.proposed_by_id != acting.pk,
        "may_ask_again": found.answered and _may_ask(acting, found.use_case) and not hasattr(found, "followed_by"),
        "use_case_url": url_of(found.use_case),
        "crumbs": _crumbs(found.use_case),
    }
    return render(request, "governance/review_request.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a review."""
    acting = acting_person(request)
    found = _request(acting, pk)
    try:
        actions.take_review(acting, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You hold this review now; everybody sees it.")
    return redirect("governance:review-request", pk)


@changes
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a review back."""
    acting = acting_person(request)
    found = _request(acting, pk)
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.hand_back(acting, found, reason=form.cleaned_data["reason"]),
        page=reverse("governance:review-request", args=[pk]),
        crumbs=_crumbs(found.use_case),
        title="Hand the review back",
        lede=f"{found.use_case.title}. The other holders of the seat are asked again.",
        submit="Hand it back",
        done="The review waits for somebody else.",
    )


@changes
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an answered review again."""
    acting = acting_person(request)
    found = _request(acting, pk)
    form = AgainForm(posted(request), initial={"due_on": timezone.localdate() + ANSWER_WITHIN})
    return change_on(
        request,
        form,
        lambda: actions.ask_again(acting, found, **form.cleaned_data),
        page=reverse("governance:use-case-reviews", args=[found.use_case.key]),
        crumbs=_crumbs(found.use_case),
        title="Open the review again",
        lede=f"{found.use_case.title}. The earlier answer stays on record.",
        submit="Ask again",
        done="The reviewers of this seat are asked again.",
    )


def _use_case(acting: Person, key: str) -> UseCase:
    found = UseCase.objects.filter(organisation=acting.organisation, key=key).select_related("organisation").first()
    if found is None:
        raise Http404("There is no such use case here.")
    return found


def _request(acting: Person, pk: int) -> ReviewRequest:
    try:
        return queries.request(acting.organisation, pk)
    except ReviewRequest.DoesNotExist:
        raise Http404("There is no such review here.") from None


def _may_ask(acting: Person, use_case: UseCase) -> bool:
    return bool(seats_of(acting, use_case) & RIGHTS[Act.ASK_REVIEWERS])


def _crumbs(use_case: UseCase | None = None) -> list[Crumb]:
    above = [Crumb("Reviewers", reverse("governance:intake-reviews"))]
    if use_case is not None:
        above.append(Crumb(use_case.title, reverse("governance:use-case-reviews", args=[use_case.key])))
    return above
