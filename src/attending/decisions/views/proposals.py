"""The list, the proposal, its packet, stepping aside, taking back, receipts and conditions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from attending.decisions import actions, places, queries
from attending.decisions.forms import ProofForm, ReasonForm
from attending.decisions.models import Condition
from attending.decisions.presenters import pages
from attending.decisions.presenters.packets import packet_view
from attending.decisions.views.lookup import packet_or_404, proposal_or_404, signature_or_404
from attending.decisions.views.page import show_proposal
from attending.ledger import keys
from attending.ledger.errors import NoCheckpointError
from attending.ledger.models import Entry
from attending.ledger.queries import covering_checkpoint
from attending.ledger.queries import receipt as proof_of
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.rules import Refused
from attending.ui.tables import Column, Filter, Table

PROPOSALS = Table(
    name="decisions",
    caption="What was put to decision",
    columns=(
        Column("question", "Question", sort="question"),
        Column("asked", "Asked", sort="proposed_at"),
        Column("due", "Answer by", sort="due_at"),
        Column("state", "State", sort="state"),
        Column("signatures", "Signatures", numeric=True),
    ),
    noun="proposals",
    one="proposal",
    search=("question", "subject_label"),
    filters=(Filter("state", "State", (("open", "Open"), ("decided", "Decided"), ("withdrawn", "Withdrawn"))),),
    order="-proposed_at",
    empty="Nothing has been put to decision yet. A breach of an oversight threshold, or a request to pause or resume, "
    "will stand here.",
)


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Everything that was put to decision, open and decided."""
    acting = acting_person(request)
    table = PROPOSALS.bind(queries.proposals(acting.organisation), request.GET, pages.proposal_rows)
    if table.export_requested:
        return table.export()
    return render(request, "decisions/list.html", {"table": table})


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing asked: what, by when, what happens otherwise, on which evidence, and how to answer."""
    acting = acting_person(request)
    return show_proposal(request, acting, proposal_or_404(acting, pk))


@require_safe
def packet(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """One version of the evidence, as it was sealed."""
    found = proposal_or_404(acting_person(request), pk)
    context = {"proposal": found, "packet": packet_view(packet_or_404(found, version))}
    return render(request, "decisions/packet_page.html", context)


@changes
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Step aside from a proposal."""
    acting = acting_person(request)
    found = proposal_or_404(acting, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.recuse(found, acting=acting, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You have stepped aside. The others who are asked decide.")
            return redirect("decisions:proposal", pk)
    return render(
        request, "decisions/step_aside.html", {"form": form, "proposal": found}, status=422 if form.errors else 200
    )


@changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    acting = acting_person(request)
    found = proposal_or_404(acting, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(found, acting=acting, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The proposal was taken back; it stays on record.")
            return redirect("decisions:proposal", pk)
    return render(
        request, "decisions/take_back.html", {"form": form, "proposal": found}, status=422 if form.errors else 200
    )


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What a signature was, and how anybody proves that it is in the record."""
    acting = acting_person(request)
    signature = signature_or_404(acting, pk)
    decision = getattr(signature.proposal, "decision", None)
    key = keys.verifier()
    context = {
        "signature": signature,
        "proposal": signature.proposal,
        "rows": pages.receipt_rows(signature),
        "state": pages.state_of(signature.proposal, decision),
        "decided": decision is not None,
        "checkpoint": covering_checkpoint(signature.ledger_seq),
        "proof": _proof(signature.ledger_seq),
        "vkey": key.to_text() if key else "",
        "mine": signature.signer_id == acting.pk,
        "places": places.places(signature.proposal),
    }
    return render(request, "decisions/receipt.html", context)


def _proof(seq: int) -> str:
    try:
        return proof_of(Entry.objects.get(seq=seq))
    except NoCheckpointError:
        return ""


@changes
def condition(request: HttpRequest, pk: int) -> HttpResponse:
    """A condition, and the form with which somebody else than its owner closes it."""
    acting = acting_person(request)
    found = queries.condition(acting.organisation, pk)
    if found is None:
        raise Http404("There is no such condition here.")
    form = ProofForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_condition(found, acting=acting, proof=form.cleaned_data["proof"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The condition is closed with its proof.")
            return redirect("decisions:proposal", found.decision.proposal_id)
    context = {
        "condition": found,
        "card": pages.condition_cards([found])[0],
        "proposal": found.decision.proposal,
        "form": form,
        "closed": _is_closed(found),
        "mine": found.owner_id == acting.pk,
    }
    return render(request, "decisions/condition.html", context, status=422 if form.errors else 200)


def _is_closed(condition: Condition) -> bool:
    return hasattr(condition, "closure")
