"""From a choice to the sheet that is signed, and from the sheet to the signature."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attending.accounts.reauthentication import NonceUsedError
from attending.decisions import actions, queries
from attending.decisions.forms import ChoiceForm, SheetForm
from attending.decisions.models import Meaning, Proposal
from attending.decisions.presenters.screens import ConditionRow, Screen, screen
from attending.decisions.rules.delegations import Voice
from attending.decisions.rules.eligibility import meaning_for, refusal, voices
from attending.decisions.rules.options import read_options
from attending.decisions.rules.refusals import FormSpent, PacketChanged
from attending.decisions.views.lookup import proposal_or_404
from attending.decisions.views.page import choice_form, owners_for, show_proposal
from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.rules import Refused
from attending.ui import formats

_REPEATED = ("seat", "on_behalf_of", "choice", "reason", "conditions", "meaning", "dissent")
"""What of a vote has to be the same when its form is sent again."""


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """First the choice, shown as the exact sheet; then the sheet, signed."""
    acting = acting_person(request)
    proposal = proposal_or_404(acting, pk)
    if request.method != "POST":
        return redirect("decisions:proposal", pk)
    newest = max(proposal.packets.all(), key=lambda packet: packet.version)
    option = next((each for each in read_options(proposal.options) if each.key == request.POST.get("choice")), None)
    if option is None:
        raise Http404("There is no such option in this proposal.")
    standing = queries.standing(proposal, acting)
    owners = owners_for(proposal)
    meaning = meaning_for(option, standing)
    before = queries.signature_by_key(request.POST.get("idempotency_key", ""))
    sent_again = before is not None and before.signer_id == acting.pk
    places = voices(standing, meaning)
    if before is not None and sent_again:
        places = (Voice(before.seat, before.on_behalf_of_id),)
    choice = choice_form(option, places, newest, owners, request.POST)
    if not choice.is_valid():
        if not places or "seat" in choice.errors:
            return _refused(request, acting, proposal, "")
        return show_proposal(request, acting, proposal, wrong=choice)
    vote = _vote(choice, meaning)
    try:
        repeated = actions.repeated(
            proposal,
            acting=acting,
            idempotency_key=request.POST.get("idempotency_key", ""),
            **{name: vote[name] for name in _REPEATED},
        )
        if repeated is not None:
            return redirect("decisions:receipt", repeated.signature.pk)
        names = {person.pk: person.printed_name for person in owners}
        rows = [ConditionRow(each["text"], names.get(each["owner"], ""), each["due_on"]) for each in vote["conditions"]]
        sheet = screen(
            proposal,
            newest,
            person=acting,
            seat=vote["seat"],
            on_behalf_of=choice.voice.delegator_name,
            option=option,
            meaning=meaning,
            reason=vote["reason"],
            dissent=vote["dissent"],
            conditions=rows,
        )
        intent = actions.prepare(proposal, acting=acting, rendered=sheet.text, nonce="shown on the form", **vote)
        return _sheet(request, acting, proposal, choice, sheet, vote, intent)
    except Refused as refusal:
        return _refused(request, acting, proposal, str(refusal))


def _vote(choice: ChoiceForm, meaning: Meaning) -> dict[str, Any]:
    return {
        "seat": choice.voice.seat,
        "on_behalf_of": choice.voice.delegation,
        "choice": choice.option.key,
        "reason": choice.given_reason,
        "conditions": choice.given_conditions,
        "meaning": str(meaning),
        "packet_sha256": choice.cleaned_data["packet_sha256"],
        "dissent": choice.cleaned_data["dissent"],
    }


def _refused(request: HttpRequest, acting: Person, proposal: Proposal, why: str) -> HttpResponse:
    """The proposal page as it stands now, with the reason."""
    return show_proposal(request, acting, proposal_or_404(acting, proposal.pk), refused=why or _why(proposal, acting))


def _why(proposal: Proposal, acting: Person) -> str:
    blocked = refusal(queries.standing(proposal, acting))
    return str(blocked) if blocked else "Choose one of the seats that you hold now."


def _sheet(
    request: HttpRequest,
    acting: Person,
    proposal: Proposal,
    choice: ChoiceForm,
    sheet: Screen,
    vote: dict[str, Any],
    intent: dict[str, Any],
) -> HttpResponse:
    def intent_of(nonce: str) -> dict[str, Any]:
        return {**intent, "nonce": nonce}

    if "signing_nonce" not in request.POST:
        initial = {"rendered_sha256": sheet.sha256, "idempotency_key": uuid.uuid4().hex}
        unsigned = SheetForm(request=request, intent=intent_of, initial=initial)
        return _show_sheet(request, proposal, choice, sheet, unsigned)
    form = SheetForm(request.POST, request=request, intent=intent_of)
    if not form.is_valid():
        return _show_sheet(request, proposal, choice, sheet, form)
    if form.cleaned_data["rendered_sha256"] != sheet.sha256:
        raise PacketChanged
    try:
        evidence = form.authenticate()
    except NonceUsedError:
        raise FormSpent from None
    if evidence is None:
        return _show_sheet(request, proposal, choice, sheet, form)
    result = actions.sign(
        proposal,
        acting=acting,
        rendered=sheet.text,
        evidence=evidence,
        intent=dict(form.intent),
        idempotency_key=form.cleaned_data["idempotency_key"],
        **vote,
    )
    return redirect("decisions:receipt", result.signature.pk)


def _show_sheet(
    request: HttpRequest, proposal: Proposal, choice: ChoiceForm, sheet: Screen, form: SheetForm
) -> HttpResponse:
    context = {
        "proposal": proposal,
        "choice": choice,
        "option": choice.option,
        "sheet": sheet,
        "form": form,
        "due": formats.moment(proposal.due_at) if proposal.due_at else "",
    }
    return render(request, "decisions/sign.html", context, status=422 if form.errors else 200)
