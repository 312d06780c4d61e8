"""Where a reviewer reads: one document at a time, kept at every answer, handed in when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Person
from attending.program.rules import Refused
from attending.review.actions.peer_assessing import hand_in, is_complete, save_draft
from attending.review.forms.peer_review import MISSING, AnswersForm, SayItForm, answers_before
from attending.review.models import Assessment, PeerReviewRound, RoundReviewer, RoundState
from attending.review.presenters import peer_review as presented
from attending.review.queries import peer_review as queries
from attending.review.rules.peer_frame import unit_of
from attending.review.rules.rubric import Criterion
from attending.review.views.peer_review import round_crumbs, round_or_404
from attending.ui import formats
from attending.ui.parts import Crumb


def _reviewing(request: HttpRequest, pk: int) -> tuple[Person, PeerReviewRound, RoundReviewer]:
    acting = acting_person(request)
    round_ = round_or_404(acting, pk)
    reviewer = queries.reviewer_of(round_, acting)
    if reviewer is None:
        raise PermissionDenied("Only the reviewers named when the round was opened read in it.")
    return acting, round_, reviewer


@never_cache
@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer's documents, and the way to the next one."""
    _, round_, reviewer = _reviewing(request, pk)
    if round_.state != RoundState.OPEN:
        return redirect("review:peer-round", round_.pk)
    criteria = queries.criteria_of(round_.rubric)
    own = queries.own_assessments(reviewer)
    left = [each for each in own if each.submitted_at is None]
    ready = [each for each in left if is_complete(each, criteria)]
    context = {
        "round": round_,
        "crumbs": round_crumbs(round_),
        "due": presented.due_text(round_),
        "tasks": presented.document_tasks(round_, own, criteria),
        "count": len(own),
        "handed_in": len(own) - len(left),
        "ready": len(ready),
        "next": _next(own, criteria, 0),
        "enough": queries.enough_is_known(round_, queries.plan_of(round_)),
        "early": round_.plan["sequential"] is not None,
    }
    return render(request, "review/peer_work.html", context)


@never_cache
@changes
def document(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One document and the rubric. Every answer is kept at once; without script, with the button."""
    acting, round_, reviewer = _reviewing(request, pk)
    if round_.state != RoundState.OPEN:
        return redirect("review:peer-round", round_.pk)
    criteria = queries.criteria_of(round_.rubric)
    own = queries.own_assessments(reviewer)
    found = next((each for each in own if each.item.number == number), None)
    if found is None:
        raise Http404("This document is not among those you were asked to read.")
    initial = answers_before(found.answers, missing=found.missing)
    form = AnswersForm(posted(request), criteria=criteria, initial=initial)
    by_script = "HX-Request" in request.headers
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_draft(acting, round_, number, answers=form.answers(), missing=form.cleaned_data[MISSING])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if by_script and "then" not in request.POST:
                return render(request, "review/peer_saved.html", {"told": _told(saved, criteria)})
            url = _following(round_, _next(queries.own_assessments(reviewer), criteria, number))
            return HttpResponse(headers={"HX-Redirect": url}) if by_script else redirect(url)
    if by_script and form.errors:
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return render(request, "review/peer_saved.html", {"told": f"Not kept. {told}"}, status=422)
    at = own.index(found)
    for field in form.fields.values():
        field.disabled = found.submitted_at is not None
    context = {
        "round": round_,
        "crumbs": [*round_crumbs(round_), _work_crumb(round_)],
        "form": form,
        "found": found,
        # The unit alone: who wrote it is kept from the reader.
        "unit": unit_of(found.item.stratum),
        "told": _told(found, criteria),
        "count": len(own),
        "place": at + 1,
        "before": own[at - 1].item.number if at else None,
        "after": own[at + 1].item.number if at + 1 < len(own) else None,
        "done": sum(each.submitted_at is not None or is_complete(each, criteria) for each in own),
        "handed_in": found.submitted_at is not None,
    }
    return render(request, "review/peer_document.html", context, status=422 if form.errors else 200)


@changes
def handing_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what is complete."""
    acting, round_, reviewer = _reviewing(request, pk)
    criteria = queries.criteria_of(round_.rubric)
    left = [each for each in queries.own_assessments(reviewer) if each.submitted_at is None]
    ready = sum(is_complete(each, criteria) for each in left)
    address = reverse("review:peer-work", args=[round_.pk])

    def act() -> str:
        hand_in(acting, round_)
        return address

    rest = len(left) - ready
    later = f" {rest} not yet complete can follow later." if rest else ""
    return change(
        request,
        SayItForm(posted(request)),
        act,
        title="Hand in your readings",
        lede=f"{ready} document{'' if ready == 1 else 's'} with every question answered. Handed in is for good: "
        f"nothing can be changed after.{later} Nobody sees your answers before the round is closed.",
        submit="Hand in",
        done="Handed in. Thank you.",
        back=address,
        crumbs=[*round_crumbs(round_), _work_crumb(round_)],
    )


def _work_crumb(round_: PeerReviewRound) -> Crumb:
    return Crumb("Your documents", reverse("review:peer-work", args=[round_.pk]))


def _next(own: Sequence[Assessment], criteria: Sequence[Criterion], after: int) -> int | None:
    """The next document that is not complete, from the one after this on, then from the first."""
    open_ = [each.item.number for each in own if each.submitted_at is None and not is_complete(each, criteria)]
    return next((number for number in open_ if number > after), open_[0] if open_ else None)


def _following(round_: PeerReviewRound, number: int | None) -> str:
    """The next document to read, or the list once there is none."""
    if number is None:
        return reverse("review:peer-work", args=[round_.pk])
    return reverse("review:peer-document", args=[round_.pk, number])


def _told(assessment: Assessment, criteria: Sequence[Criterion]) -> str:
    if assessment.submitted_at is not None:
        return f"Handed in {formats.moment(assessment.submitted_at)}."
    status, detail = presented.answered(assessment, criteria)
    if status.word == "New":
        return "Nothing answered yet."
    kept = timezone.localtime(assessment.saved_at)
    told = "complete" if status.word == "Complete" else detail
    return f"Draft kept at {kept:%H:%M:%S}: {told}."
