"""Use cases and capabilities as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.program.models import Capability, Person, Seat, UseCase
from attending.program.models.capabilities import Relation
from attending.program.registries.pages import url_of
from attending.strategy.presenters.words import capability_status, outlook_link
from attending.strategy.rules.portfolio import empty_seats
from attending.ui.parts import Link, Status


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    title: Link
    kind: str
    stage: str
    priority: str
    leaders: Status
    live: str
    data: Status | str


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    name: Link
    kind: str
    state: Status
    expected: Link
    builds: str
    needs: str
    missing: str
    description: str


def use_case_rows(use_cases: Sequence[UseCase], holders: Mapping[int, Mapping[Seat, Person]]) -> list[UseCaseRow]:
    """``use_cases`` come from ``program.queries.use_cases``."""
    rows = []
    for use_case in use_cases:
        missing = empty_seats(holders.get(use_case.pk, {}).keys())
        leaders = Status("breach", f"{len(missing)} of 4 empty") if missing else Status("ok", "All seated")
        rows.append(
            UseCaseRow(
                Link(use_case.title, url_of(use_case), use_case.get_kind_display()),
                use_case.get_kind_display(),
                use_case.get_stage_display(),
                use_case.priority.title if use_case.priority else "None",
                leaders,
                f"{use_case.live_count} of {use_case.deployment_count}",  # type: ignore[attr-defined]
                Status("synthetic") if use_case.synthetic else "",
            )
        )
    return rows


def library_rows(capabilities: Sequence[Capability]) -> list[CapabilityRow]:
    """Each capability with who builds it, who needs it and which sites miss it; all of it must be loaded."""
    rows = []
    for capability in capabilities:
        by_relation = {
            relation: ", ".join(link.use_case.title for link in capability.links.all() if link.relation == relation)
            for relation in Relation
        }
        rows.append(
            CapabilityRow(
                Link(capability.name, detail=f"{capability.get_kind_display()}. {capability.description}"),
                capability.get_kind_display(),
                capability_status(capability),
                outlook_link(capability),
                by_relation[Relation.BUILDS],
                by_relation[Relation.NEEDS],
                ", ".join(sorted({gap.assessment.site.name for gap in capability.readiness_gaps.all()})),
                capability.description,
            )
        )
    return rows
