"""Peer review of an assistant that writes, for those who lead it: rounds, rubric, plan, closing and results."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Deployment, Person
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review.actions.draft_usage import record_usage
from attending.review.actions.peer_review import agree_rubric, close_round, end_unread, open_round
from attending.review.forms.peer_review import (
    EndUnreadForm,
    RoundForm,
    RubricForm,
    SayItForm,
    UsageForm,
    opening_defaults,
)
from attending.review.models import PeerReviewRound, RoundState, Rubric
from attending.review.presenters import peer_results
from attending.review.presenters import peer_review as presented
from attending.review.queries import peer_review as queries
from attending.review.rules.peer_frame import read_frame
from attending.review.rules.peer_plan import plan_round
from attending.review.rules.peer_results import RoundResults
from attending.review.rules.rubric import HOUSE_NAME, HOUSE_TEXT, write_rubric
from attending.review.views.lookup import deployment_or_404, may_plan, may_record
from attending.ui import formats
from attending.ui.exports import csv_response
from attending.ui.parts import Crumb

_LISTED = 24


def round_or_404(acting: Person, pk: int) -> PeerReviewRound:
    """A round of a deployment of the person's organisation."""
    try:
        return queries.round_of(acting.organisation, pk)
    except PeerReviewRound.DoesNotExist:
        raise Http404("There is no such round of peer review here.") from None


def round_crumbs(round_: PeerReviewRound) -> list[Crumb]:
    """The pages above a page of a round."""
    return [
        *_crumbs(round_.deployment, below=True),
        Crumb(round_.label, reverse("review:peer-round", args=[round_.pk])),
    ]


def _crumbs(deployment: Deployment, *, below: bool = False) -> list[Crumb]:
    found = [
        Crumb("Reviews", reverse("review:reviews")),
        Crumb(f"{deployment.use_case.title}, {deployment.unit.name}", url_of(deployment)),
    ]
    return [*found, Crumb("Peer review", reverse("review:peer", args=[deployment.pk]))] if below else found


@require_safe
def rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """The rounds of a deployment, the failure rate over them, and how its drafts are used."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    listed = list(queries.rounds_of(deployment)[:_LISTED])
    found = [queries.results_of(each) for each in listed]
    closed = queries.with_results(deployment)
    usage = queries.usage_of(deployment)
    context = {
        "deployment": deployment,
        "crumbs": _crumbs(deployment),
        "rounds": presented.rounds_table(listed, found),
        "figure": peer_results.rounds_figure(closed, _limit(deployment, closed)),
        "usage": peer_results.usage_figure(usage) if usage else None,
        "usage_tables": peer_results.usage_tables(usage) if usage else [],
        "rubrics": queries.newest_rubrics(acting.organisation),
        "may_plan": may_plan(acting, deployment),
        "may_record": may_record(acting, deployment),
        "own": [each for each in queries.waiting_for(acting) if each.round.deployment_id == deployment.pk],
    }
    return render(request, "review/peer_rounds.html", context)


def _limit(deployment: Deployment, closed: list[tuple[PeerReviewRound, RoundResults]]) -> float | None:
    """The tolerable rate of the newest closed round."""
    if not closed:
        return None
    newest = queries.round_of(deployment.use_case.organisation, closed[-1][0].pk)
    return float(queries.plan_of(newest).terms.tolerable)


@changes
def rubric(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree a rubric, beginning with the newest one or the house rubric."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    known = queries.newest_rubrics(acting.organisation)
    newest = max(known, key=lambda each: each.agreed_at) if known else None
    name = newest.name if newest else HOUSE_NAME
    text = write_rubric(queries.criteria_of(newest)) if newest else HOUSE_TEXT
    form = RubricForm(posted(request), initial={"name": name, "text": text})

    def act() -> str:
        agree_rubric(acting, deployment, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
        return reverse("review:peer", args=[deployment.pk])

    begin = "the newest rubric here" if newest else "the house rubric, which is no published instrument"
    return change(
        request,
        form,
        act,
        title="Agree a rubric",
        lede=f"What reviewers judge each draft by. The text begins with {begin}; change what your clinicians see "
        "differently before you agree it.",
        submit="Agree this rubric",
        done="The rubric is agreed.",
        back=reverse("review:peer", args=[deployment.pk]),
        crumbs=_crumbs(deployment, below=True),
    )


@changes
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a round: its numbers are shown before anything is drawn."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    known = queries.newest_rubrics(acting.organisation)
    if not known:
        return redirect("review:peer-rubric", deployment.pk)
    form = _round_form(request, acting, known)
    context: dict[str, Any] = {
        "deployment": deployment,
        "crumbs": _crumbs(deployment, below=True),
        "back": reverse("review:peer", args=[deployment.pk]),
    }
    if request.method == "POST" and form.is_valid():
        try:
            entered = form.opening()
            frame = read_frame(form.listed())
            if request.POST.get("confirmed"):
                return redirect("review:peer-round", open_round(acting, deployment, entered, frame).pk)
            plan = plan_round(entered.terms, frame)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context |= {
                "form": form,
                "entered": entered,
                "listed": form.listed(),
                "due": formats.date(entered.due_on),
                "plan": presented.plan_rows(plan),
                "strata": presented.strata_table(plan),
                "hidden": [each for each in form if each.name not in {"frame", "frame_text"}],
            }
            return render(request, "review/peer_plan.html", context)
    return render(request, "review/peer_open.html", context | {"form": form}, status=422 if form.errors else 200)


def _round_form(request: HttpRequest, acting: Person, known: list[Rubric]) -> RoundForm:
    today = timezone.localdate()
    return RoundForm(
        posted(request),
        request.FILES or None,
        rubrics=Rubric.objects.filter(pk__in=[each.pk for each in known]),
        people=queries.possible_reviewers(acting.organisation),
        initial={**opening_defaults(today), "rubric": known[0].pk},
    )


@require_safe
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: while it is open how far it is, then its results."""
    acting = acting_person(request)
    round_ = round_or_404(acting, pk)
    deployment = round_.deployment
    plan = queries.plan_of(round_)
    criteria = queries.criteria_of(round_.rubric)
    results = queries.results_of(round_)
    own = queries.reviewer_of(round_, acting)
    context: dict[str, Any] = {
        "round": round_,
        "deployment": deployment,
        "crumbs": _crumbs(deployment, below=True),
        "period": presented.period_text(round_),
        "due": presented.due_text(round_),
        "status": presented.round_status(round_, results.verdict if results else ""),
        "plan": presented.plan_rows(plan),
        "strata": presented.strata_table(plan),
        "rubric": presented.rubric_rows(criteria),
        "own": own,
        "results": results,
        "may_close": round_.state == RoundState.OPEN and may_plan(acting, deployment),
    }
    if results is None:
        context |= {
            "enough": round_.state == RoundState.OPEN and queries.enough_is_known(round_, plan),
            # Who reads in the round sees nothing of the others before it is closed, not even how far they are.
            "reviewers": None if own else presented.reviewer_table(queries.progress_by_reviewer(round_)),
        }
        return render(request, "review/peer_round.html", context)
    context |= {
        "verdict": presented.VERDICTS[results.verdict],
        "stats": peer_results.stats(round_, results),
        "rates": peer_results.rate_tables(results, criteria),
        "agreement": peer_results.agreement_table(results, criteria),
        "paradoxes": peer_results.paradoxes(results, criteria),
        "early": results.stopped is not None and results.stopped.decision != "continue",
    }
    return render(request, "review/peer_results.html", context)


@changes
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round, or end it with a reason where nobody handed anything in."""
    acting = acting_person(request)
    round_ = round_or_404(acting, pk)
    address = reverse("review:peer-round", args=[round_.pk])
    unread = EndUnreadForm(posted(request))

    def end() -> str:
        end_unread(acting, round_, reason=unread.cleaned_data["reason"])
        return address

    def act() -> str:
        close_round(acting, round_)
        return address

    if round_.state == RoundState.OPEN and queries.is_unread(round_):
        return change(
            request,
            unread,
            end,
            title=f"End {round_.label} unread",
            lede="Nobody has handed anything in, so it has no results and does not count as a review. The references "
            "of its documents are erased. This cannot be undone.",
            submit="End the round",
            done="The round is ended. The references of its documents are erased.",
            back=address,
            crumbs=round_crumbs(round_),
            kind="danger",
        )
    return change(
        request,
        SayItForm(posted(request)),
        act,
        title=f"Close {round_.label}",
        lede="What was handed in becomes the result, seen by everybody; drafts that were not handed in do not count. "
        "The references of the documents are erased. This cannot be undone.",
        submit="Close the round",
        done="The round is closed. The references of its documents are erased.",
        back=address,
        crumbs=round_crumbs(round_),
    )


@require_safe
def results_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every number of a closed round; small cells withheld."""
    round_, results = _closed(request, pk)
    rows = peer_results.export_rows(results, queries.criteria_of(round_.rubric))
    return csv_response(f"peer-review-{round_.pk}", peer_results.COLUMNS, rows, peer_results.SMALL_CELLS)


@require_safe
def results_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same numbers, with the plan and the draw behind them."""
    round_, results = _closed(request, pk)
    criteria = queries.criteria_of(round_.rubric)
    document = peer_results.export_document(round_, queries.plan_of(round_), results, criteria)
    response = JsonResponse(document, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="peer-review-{round_.pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


def _closed(request: HttpRequest, pk: int) -> tuple[PeerReviewRound, RoundResults]:
    round_ = round_or_404(acting_person(request), pk)
    results = queries.results_of(round_)
    if results is None:
        raise Http404("This round has no results: it is still being read, or nobody read it.")
    return round_, results


@changes
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over monthly counts of what became of drafts."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    if not may_record(acting, deployment):
        raise PermissionDenied(
            "Usage is handed over by the model steward, the platform owner, the clinical owner or the chief medical "
            "information officer."
        )
    form = UsageForm(posted(request), request.FILES or None)
    address = reverse("review:peer", args=[deployment.pk])

    def act() -> str:
        record_usage(acting, deployment, form.cleaned_data["counts"], source=form.file_name)
        return address

    return change(
        request,
        form,
        act,
        title="Hand over usage",
        lede=f"{deployment.use_case.title}, {deployment.unit.name}: how many drafts were offered, used as they were, "
        "edited and discarded, by month, unit and group of users. Counts only; a month handed over again replaces "
        "what was known of it.",
        submit="Record these counts",
        done="The counts are recorded.",
        back=address,
        crumbs=_crumbs(deployment, below=True),
    )
