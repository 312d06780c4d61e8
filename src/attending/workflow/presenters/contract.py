"""The page of a workflow contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.decisions.models import Proposal
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status
from attending.workflow.contract_packet import agreed_rows, expected_rows, shift_table
from attending.workflow.models import WorkflowContract
from attending.workflow.presenters.workload_page import contract_status
from attending.workflow.rules.contract import Terms, from_document
from attending.workflow.rules.staffing import in_words
from attending.workflow.rules.words import minutes, people, plain


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract: in a sentence, its terms, every shift, and what it expects."""

    title: str
    state: Status
    sentence: str
    agreed: Sequence[tuple[str, str]]
    shifts: DataTable
    expected: Sequence[tuple[str, str]]
    source: str
    covers: str
    written: str
    map_link: Link


def contract_view(contract: WorkflowContract, lapsed: Sequence[str]) -> ContractView:
    """Everything about one contract."""
    terms = from_document(contract.terms)
    shifts = shift_table(terms)
    version = contract.version
    return ContractView(
        title=f"Contract for {contract.threshold:g} with {in_words(contract.team)}",
        state=contract_status(contract, lapsed),
        sentence=sentence(contract, terms),
        agreed=[(label, value) for label, value in agreed_rows(contract, terms)],
        shifts=DataTable(shifts["columns"], shifts["rows"], shifts["caption"], range(1, 7), stacks=True),
        expected=[(label, value) for label, value in expected_rows(terms, terms.expected)],
        source=f"{terms.source}. {terms.replications} simulated runs of {terms.days} days.",
        covers=terms.covers,
        written=f"{contract.written_by}, {formats.moment(contract.written_at)}",
        map_link=Link(f"Version {version.number} of the map", reverse("workflow:map", args=[version.care_map_id])),
    )


def sentence(contract: WorkflowContract, terms: Terms) -> str:
    """Who acts, by when, on how many alerts."""
    shifts = ", ".join(f"{plain(shift.alerts)} for {people(shift.people)} on {shift.name}" for shift in terms.shifts)
    return (
        f"From a score of {contract.threshold:g} on, {terms.acts or 'nobody named yet'} begins within "
        f"{minutes(terms.minutes)}. Expected alerts a shift: {shifts}."
    )


def question(proposal: Proposal | None) -> dict[str, str] | None:
    """The decision that is asked for, where one is open."""
    if proposal is None:
        return None
    return {"title": proposal.question, "url": reverse("decisions:proposal", args=[proposal.pk])}
