"""Write a version of the policy as text, with what is wrong said while it is written, and offer it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from attending.decisions.in_force import policy_of
from attending.decisions.models import PolicyState, PolicyVersion
from attending.governance.actions import policy as actions
from attending.governance.forms.policy import OfferPolicyForm, PolicyTextForm
from attending.governance.policy_packet import in_short
from attending.governance.presenters import policy as presenters
from attending.governance.queries import policy as queries
from attending.governance.views.policy import crumbs, may_write
from attending.policies.difference import differences
from attending.policies.problems import PolicyRefused
from attending.policies.reading import read_policy
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Person
from attending.program.rules import Refused
from attending.ui.parts import Crumb


def _writer(request: HttpRequest) -> Person:
    acting = acting_person(request)
    if not may_write(acting):
        raise PermissionDenied(
            "The chief medical information officer, the compliance officer and administrators write the policy."
        )
    return acting


def _draft(acting: Person) -> PolicyVersion:
    draft = queries.in_state(acting.organisation, PolicyState.DRAFT)
    if draft is None:
        raise Http404("Nobody is writing a version of the policy. Begin one from the page of the policy.")
    return draft


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the policy in force, or go on with the one there is."""
    try:
        actions.begin(_writer(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("governance:policy")
    return redirect("governance:policy-draft")


@changes
def draft(request: HttpRequest) -> HttpResponse:
    """The draft as text; saved whether or not it can be read yet."""
    acting = _writer(request)
    standing = _draft(acting)
    form = PolicyTextForm(posted(request), initial={"text": standing.text, "seen": standing.sha256})
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(acting, form.cleaned_data["text"], seen=form.cleaned_data["seen"])
        except actions.ChangedMeanwhile as stale:
            newer = _draft(acting)
            form = form.begun_again(newer.sha256)
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            _say_saved(request, form.cleaned_data["text"])
            return redirect("governance:policy-draft")
    context = {
        "crumbs": crumbs(),
        "form": form,
        "draft": standing,
        "newer": newer,
        **_judged(acting, str(form["text"].value() or "")),
    }
    return render(request, "governance/policy_draft.html", context, status=422 if form.errors else 200)


def _say_saved(request: HttpRequest, text: str) -> None:
    """The text is kept; where it is no policy yet, the first line to mend stands in the message too."""
    try:
        read_policy(text)
    except PolicyRefused as refused:
        first, *others = refused.problems
        more = f" What else is wrong ({len(others):,} more) stands beside the text." if others else ""
        said = "The draft is saved, but it cannot be read as a policy yet, so nobody can be asked to adopt it."
        messages.warning(request, f"{said} Mend {str(first).rstrip('.')}.{more}")
    else:
        messages.success(request, "The draft is saved. Nothing changes until a version is adopted.")


@require_POST
def check_text(request: HttpRequest) -> HttpResponse:
    """What is to be said of a text while it is written; keeps nothing."""
    acting = _writer(request)
    form = PolicyTextForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    return render(request, "governance/policy_checks.html", _judged(acting, text))


def _judged(acting: Person, text: str) -> dict[str, Any]:
    reading = presenters.reading(text, queries.enterprise_seats_held(acting.organisation))
    in_force = policy_of(acting.organisation)
    changed = differences(in_force, reading.policy) if reading.policy else ()
    return {
        "reading": reading,
        "in_force": in_force,
        "changes": presenters.differences_table(changed) if changed else None,
        "changes_in_short": in_short(changed) if reading.policy else "",
    }


@changes
def offer(request: HttpRequest) -> HttpResponse:
    """Offer the draft, with every change from the policy in force before one's eyes."""
    acting = _writer(request)
    standing = _draft(acting)
    form = OfferPolicyForm(posted(request), initial={"seen": standing.sha256})

    def act() -> str:
        proposal = actions.offer(acting, why=form.cleaned_data["why"], seen=form.cleaned_data["seen"])
        return reverse("decisions:proposal", args=[proposal.pk])

    rule = policy_of(acting.organisation).signing["policy"]
    return change(
        request,
        form,
        act,
        title="Offer this version",
        lede=f"{rule.quorum} people must sign, {rule.clinical_quorum} of them clinicians, by the policy in force. "
        "You may sign as its author; you cannot approve it. From now on its text stands as it is.",
        submit="Offer it and go on to the packet",
        done="",
        back=reverse("governance:policy-draft"),
        crumbs=[*crumbs(), Crumb("Draft", reverse("governance:policy-draft"))],
        template="governance/policy_offer.html",
        beside=_judged(acting, standing.text),
    )
