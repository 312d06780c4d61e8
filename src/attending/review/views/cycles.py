"""The post-launch review as leaders hold it: one page, a discussion, a question to sign, lessons."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from attending.decisions.in_force import policy_of
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Capability, Deployment, Person
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.review.actions.claims import record_claim
from attending.review.actions.cycles import ask_for_outcome, learn, open_review, say
from attending.review.forms.cycles import ClaimForm, LessonForm, OpenForm, OutcomeForm, SayForm
from attending.review.models import CycleState, ReviewCycle
from attending.review.one_page import one_page
from attending.review.presenters import cycles as presented
from attending.review.queries import cycles
from attending.review.views.lookup import deployment_or_404, may_hold
from attending.ui.parts import Crumb


def _cycle(acting: Person, pk: int) -> ReviewCycle:
    try:
        return cycles.cycle(acting.organisation, pk)
    except ReviewCycle.DoesNotExist:
        raise Http404("There is no such review here.") from None


def _crumbs(deployment: Deployment) -> list[Crumb]:
    return [
        Crumb("Reviews", reverse("review:reviews")),
        Crumb(f"{deployment.use_case.title}, {deployment.unit.name}", url_of(deployment)),
    ]


@changes
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next turn of review, or go on with the one that is open."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    standing = cycles.open_cycle(deployment)
    if standing is not None:
        return redirect("review:cycle", standing.pk)
    days = policy_of(acting.organisation_id).tier(deployment.use_case.risk_tier).review_every.days
    tier = deployment.use_case.get_risk_tier_display().lower() or "risk not assessed, so as high"
    return change(
        request,
        OpenForm(posted(request)),
        lambda: reverse("review:cycle", args=[open_review(acting, deployment).pk]),
        title=f"Hold the post-launch review: {deployment.use_case.title}",
        lede=f"{deployment.unit.name}. Every {days} days ({tier}). You read one page, people say what they see, and "
        "those who answer for it sign an outcome.",
        submit="Open the review",
        done="",
        back=url_of(deployment),
        crumbs=_crumbs(deployment),
    )


def cycle(request: HttpRequest, pk: int, said: SayForm | None = None) -> HttpResponse:
    """The one page."""
    acting = acting_person(request)
    found = _cycle(acting, pk)
    deployment = found.deployment
    may = may_hold(acting, deployment)
    context = {
        "cycle": found,
        "deployment": deployment,
        "crumbs": _crumbs(deployment),
        "state": presented.cycle_status(found),
        "due": presented.due_text(found),
        "page": presented.page(one_page(deployment)) if found.state != CycleState.DECIDED else None,
        "notes": presented.notes(found),
        "outcome": presented.outcome_rows(found) if found.recommendation else [],
        "lessons": presented.lesson_rows(list(found.lessons.select_related("capability", "recorded_by"))),
        "links": presented.links(found),
        "form": said or SayForm(),
        "decide_url": presented.decide_url(found),
        "may_ask": may and found.state == CycleState.OPEN,
        "may_learn": may,
        "may_say": found.state != CycleState.DECIDED,
    }
    return render(request, "review/cycle.html", context, status=422 if said is not None else 200)


@require_POST
def speak(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something in a review."""
    acting = acting_person(request)
    found = _cycle(acting, pk)
    form = SayForm(request.POST)
    if form.is_valid():
        try:
            say(acting, found, form.cleaned_data["said"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('review:cycle', args=[found.pk])}#said")
    return cycle(request, pk, form)


@changes
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal the page and ask for the outcome."""
    acting = acting_person(request)
    found = _cycle(acting, pk)
    suggested = one_page(found.deployment).suggested
    form = OutcomeForm(posted(request), initial={"recommended": suggested.outcome, "reason": suggested.why})

    def act() -> str:
        cleaned = form.cleaned_data
        proposal = ask_for_outcome(acting, found, cleaned["recommended"], reason=cleaned["reason"])
        return reverse("decisions:proposal", args=[proposal.pk])

    return change(
        request,
        form,
        act,
        title="Ask for the outcome",
        lede=f"{found.deployment}. What you see on the page, and what was said, is sealed with the question. "
        "Who recommends does not approve: another person signs.",
        submit="Seal the page and ask",
        done="",
        back=reverse("review:cycle", args=[found.pk]),
        crumbs=[*_crumbs(found.deployment), Crumb("Review", reverse("review:cycle", args=[found.pk]))],
    )


@changes
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a lesson of a review."""
    acting = acting_person(request)
    found = _cycle(acting, pk)
    form = LessonForm(posted(request), capabilities=Capability.objects.filter(organisation=acting.organisation))
    back = reverse("review:cycle", args=[found.pk])

    def act() -> str:
        cleaned = form.cleaned_data
        learn(acting, found, cleaned["learned"], change=cleaned["change"], capability=cleaned["capability"])
        return back

    return change(
        request,
        form,
        act,
        title="Keep a lesson",
        lede="A lesson that goes nowhere is forgotten: it goes into a capability of the enterprise, or a change.",
        submit="Keep this lesson",
        done="The lesson is kept.",
        back=back,
        crumbs=[*_crumbs(found.deployment), Crumb("Review", back)],
    )


@changes
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the maker of a model version published."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    form = ClaimForm(posted(request))

    def act() -> str:
        record_claim(acting, deployment, form.claim())
        return url_of(deployment)

    return change(
        request,
        form,
        act,
        title=f"A claim about {deployment.model_version}",
        lede="A number from the model card, a paper or the contract. Each review holds it against its own.",
        submit="Keep this claim",
        done="The claim is kept. The next review of this deployment shows how it stands here.",
        back=url_of(deployment),
        crumbs=_crumbs(deployment),
    )
