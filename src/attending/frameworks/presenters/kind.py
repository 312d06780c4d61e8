"""One kind of evidence: every record of it, and everything that it is relevant to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.analytics.catalogs.frameworks import EvidenceKind, frameworks
from attending.frameworks.models import SurveyedFinding
from attending.frameworks.presenters.words import state_status
from attending.program.registries.evidence import FindingState
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status
from attending.ui.tables import Column, Filter, Table

TABLE = Table(
    name="evidence",
    caption="Records of this kind",
    columns=(
        Column("subject", "Use case", sort="use_case__title"),
        Column("title", "Evidence", sort="title"),
        Column("state", "State", sort="state"),
        Column("summary", "What is on record"),
        Column("as_of", "As of", sort="as_of"),
        Column("owner", "Clinical owner", sort="owner__printed_name"),
    ),
    noun="records",
    one="record",
    search=("use_case__title", "title", "summary"),
    filters=(
        Filter("state", "State", [(state.value, state_status(state).word) for state in FindingState], field="state"),
    ),
    order="use_case__title",
    empty="No record of this kind was found at the last look.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One record."""

    subject: str
    title: Link
    state: Status
    summary: str
    as_of: str
    owner: str


def rows(found: Sequence[SurveyedFinding]) -> Sequence[Row]:
    """Records as rows."""
    return [
        Row(
            subject=each.use_case.title if each.use_case else "The whole organisation",
            title=Link(each.title, each.link),
            state=state_status(each.state),
            summary=each.summary,
            as_of=formats.date(each.as_of) if each.as_of else "",
            owner=each.owner.printed_name if each.owner else "",
        )
        for each in found
    ]


def relevant_to(kind: EvidenceKind) -> DataTable:
    """The items of each framework that this kind is relevant to."""
    found: list[list[object]] = []
    for framework in frameworks().values():
        items = [item for item in framework.asked if item.id in kind.supports.get(framework.key, ())]
        if items:
            link = Link(framework.short, reverse("frameworks:binder", args=[framework.key]))
            found.append([link, formats.count(len(items)), "; ".join(f"{each.id} {each.title}" for each in items)])
    return DataTable(("Framework", "Items", "Which"), found, "One record answers many", numeric=(1,))
