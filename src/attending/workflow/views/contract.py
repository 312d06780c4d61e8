"""A workflow contract: read it, word it, put it to the unit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.models import Person
from attending.program.rules import Act
from attending.ui.parts import Crumb
from attending.workflow.actions.contract_deciding import forbidden, may_put, put_to_unit
from attending.workflow.actions.contracts import discard_contract, reword_contract
from attending.workflow.forms.contract import DiscardForm, PutForm, WordingForm
from attending.workflow.models import ContractState, WorkflowContract
from attending.workflow.presenters.contract import contract_view, question
from attending.workflow.presenters.seen import seen_table, seen_words
from attending.workflow.presenters.tabs import WORKLOAD, frame
from attending.workflow.presenters.workload_page import place_of
from attending.workflow.queries import contracts
from attending.workflow.queries.seen import seen_of
from attending.workflow.views.lookup import may


def contract_or_404(acting: Person, pk: int) -> WorkflowContract:
    """A contract of the person's organisation."""
    try:
        return contracts.contract(acting.organisation, pk)
    except WorkflowContract.DoesNotExist:
        raise Http404("There is no such contract here.") from None


@require_GET
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: its terms, what forbids it, and what is seen since."""
    acting = acting_person(request)
    record = contract_or_404(acting, pk)
    standing = contracts.standing_of(record.deployment)
    lapsed = standing.lapsed if standing.signed == record else ()
    draft = record.state == ContractState.DRAFT
    held = record.state in {ContractState.SIGNED, ContractState.SUPERSEDED}
    seen = seen_of(record) if held else []
    context: dict[str, Any] = {
        **_frame(record),
        "contract": record,
        "view": contract_view(record, lapsed),
        "lapsed": lapsed,
        "place": place_of(record.deployment),
        "may_put": may_put(acting, record.deployment.use_case),
        "may_change": draft and may(acting, Act.WRITE_CONTRACT, record.deployment.use_case),
        "forbids": forbidden(record) if draft else [],
        "question": question(contracts.question_about(record)),
        "held": held,
        "seen": seen_table(seen) if seen else None,
        "seen_words": seen_words(seen),
    }
    return render(request, "workflow/contract.html", context)


def _frame(record: WorkflowContract) -> dict[str, Any]:
    found = frame(record.deployment.use_case, WORKLOAD)
    workload = reverse("workflow:deployment-workload", args=[record.deployment_id])
    return {**found, "crumbs": [*_crumbs(found["crumbs"]), Crumb(record.deployment.unit.name, workload)]}


def _crumbs(above: object) -> list[Crumb]:
    return list(above) if isinstance(above, list) else []


@changes
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of a draft."""
    acting = acting_person(request)
    record = contract_or_404(acting, pk)
    form = WordingForm(posted(request), contract=record)
    return change_on(
        request,
        form,
        lambda: reword_contract(acting, record, form.wording()),
        page=_page(record),
        crumbs=_frame(record)["crumbs"],
        title="Who sees, who acts, and what if not",
        lede="The figures come from the study; these are its words. Take another point of the study to change figures.",
        submit="Keep these words",
        done="The words are kept.",
    )


@changes
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft to the unit."""
    acting = acting_person(request)
    record = contract_or_404(acting, pk)
    form = PutForm(posted(request))

    def act() -> str:
        return reverse("decisions:proposal", args=[put_to_unit(acting, record, reason=form.cleaned_data["reason"]).pk])

    return change(
        request,
        form,
        act,
        title="Put the contract to the unit",
        lede="The terms, the study's figures and where they come from are sealed as they are. Nursing lead, clinical "
        "owner and operational owner are asked; two must sign, one of them a clinician.",
        submit="Seal it and ask",
        done="",
        back=_page(record),
        crumbs=_frame(record)["crumbs"],
    )


@changes
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    acting = acting_person(request)
    record = contract_or_404(acting, pk)
    back = reverse("workflow:deployment-workload", args=[record.deployment_id])

    def act() -> str:
        discard_contract(acting, record)
        return back

    return change(
        request,
        DiscardForm(posted(request)),
        act,
        title="Put this draft away?",
        lede="The study stays; a contract can be written from it again.",
        submit="Put it away",
        done="The draft is put away.",
        back=_page(record),
        crumbs=_frame(record)["crumbs"],
        kind="danger",
    )


def _page(record: WorkflowContract) -> str:
    return reverse("workflow:contract", args=[record.pk])
