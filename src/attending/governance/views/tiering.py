"""The questionnaire that decides the risk tier of a use case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attending.decisions.in_force import policy_of
from attending.governance.actions.tiering import assess
from attending.governance.forms.tiering import TierForm
from attending.governance.presenters import tiering as presenters
from attending.governance.queries import tiering as queries
from attending.governance.rules.tiering import standing
from attending.policies.lint import vacant
from attending.policies.model import Policy
from attending.policies.tiering import tier_of
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.models import Person, UseCase
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act, Refused
from attending.ui.parts import Crumb


def _use_case(acting: Person, key: str) -> UseCase:
    try:
        return queries.use_case_of(acting.organisation, key)
    except UseCase.DoesNotExist:
        raise Http404("There is no such use case here.") from None


@changes
def tier_page(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the questions and see at once which tier follows; keep it, if one may."""
    acting = acting_person(request)
    use_case = _use_case(acting, key)
    policy = policy_of(acting.organisation_id)
    found = queries.assessments(use_case)
    given = found[0].answers if found else {}
    form = TierForm(posted(request), policy=policy, answers=given)
    previews = request.POST.get("then") == "preview"
    if request.method == "POST":
        valid = form.is_valid()
        if previews and request.headers.get("HX-Request"):
            return render(request, "governance/tier_answer.html", _answered(policy, form.answers))
        if valid and not previews:
            try:
                assess(
                    acting,
                    use_case,
                    form.answers,
                    tier=form.cleaned_data["tier_taken"],
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The risk tier is kept.")
                return redirect("governance:tier", key)
    answers = form.answers if request.method == "POST" else given
    held = queries.seats_held_on(use_case)
    context = {
        "use_case": use_case,
        "crumbs": [Crumb(use_case.title, url_of(use_case))],
        "form": form,
        "policy": policy,
        "now": presenters.tier_status(use_case.risk_tier),
        "standing": presenters.standing_words(standing(policy, use_case.risk_tier, found[0] if found else None)),
        "history": presenters.history(found),
        "lacking": presenters.lacking(vacant(policy, use_case.risk_tier, held)),
        "may_assess": bool(seats_of(acting, use_case) & RIGHTS[Act.ASSESS_RISK]),
        **_answered(policy, answers),
    }
    return render(request, "governance/tier.html", context, status=422 if form.errors and not previews else 200)


def _answered(policy: Policy, answers: dict[str, str]) -> dict[str, Any]:
    """The answer, or how many questions are still open."""
    try:
        found = tier_of(policy, answers)
    except ValueError:
        left = sum(answers.get(each.key) not in each.answers for each in policy.questions)
        return {"answer": None, "left": left, "asked": len(policy.questions)}
    return {"answer": presenters.answer(policy, found), "left": 0, "asked": len(policy.questions)}
