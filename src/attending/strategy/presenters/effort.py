"""What a use case takes, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import UseCase
from attending.program.registries.pages import url_of
from attending.strategy.models import Effort
from attending.strategy.rules.unit_names import unit_names
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow


@dataclass(frozen=True, slots=True)
class EffortPanel:
    """The section on the page of a use case; ``url`` is empty for those who may not estimate."""

    rows: Sequence[SummaryRow]
    url: str


@dataclass(frozen=True, slots=True)
class EffortRow:
    title: Link
    state: Link | Status
    time: str
    money: str
    clinician_hours: str
    platform_days: str
    reach: str


def panel(use_case: UseCase, effort: Effort | None, *, may_estimate: bool) -> EffortPanel:
    """What a use case takes, or that nobody has said."""
    url = reverse("strategy:effort", args=[use_case.key]) if may_estimate else ""
    if effort is None:
        return EffortPanel((), url)
    loads = list(effort.change_loads.all())
    names = unit_names(load.unit for load in loads)
    return EffortPanel(
        (
            SummaryRow("Time", f"{quarters(effort.duration_quarters)} of work", note=_gates(effort)),
            SummaryRow("Money", f"{amount(effort.money)} thousand a quarter"),
            SummaryRow("Clinicians", f"{amount(effort.clinician_hours)} hours a quarter"),
            SummaryRow("Platform", f"{amount(effort.platform_days)} days a quarter"),
            SummaryRow("Reach", f"{amount(effort.reach)} thousand people a quarter"),
            SummaryRow(
                "Change load", "; ".join(f"{names[load.unit_id]} {load.load} of 5" for load in loads) or "on no unit"
            ),
            SummaryRow("Source", effort.source, note=f"{effort.estimated_by}, {formats.date(effort.estimated_at)}"),
        ),
        url,
    )


def _gates(effort: Effort) -> str:
    return f"after {quarters(effort.gate_quarters)} of gates" if effort.gate_quarters else "no gates before it"


def quarters(count: int) -> str:
    """Such as ``1 quarter`` or ``3 quarters``."""
    return f"{count} quarter{'' if count == 1 else 's'}"


def amount(value: float) -> str:
    """A number without decimals that say nothing: ``120``, ``7.5``."""
    return formats.number(value, 0 if value == round(value) else 1)


def rows(use_cases: Sequence[UseCase]) -> list[EffortRow]:
    """Each use case with its effort; ``use_cases`` come from ``queries.effort.with_effort``."""
    return [_row(use_case, getattr(use_case, "effort", None)) for use_case in use_cases]


def _row(use_case: UseCase, effort: Effort | None) -> EffortRow:
    title = Link(use_case.title, f"{url_of(use_case)}#effort", use_case.get_kind_display())
    if effort is None:
        return EffortRow(title, Status("pending", "No estimate"), "", "", "", "", "")
    gates = f"{effort.gate_quarters} of gates, " if effort.gate_quarters else ""
    return EffortRow(
        title,
        Link(formats.date(effort.estimated_at), detail=str(effort.estimated_by)),
        f"{gates}{effort.duration_quarters} of work",
        amount(effort.money),
        amount(effort.clinician_hours),
        amount(effort.platform_days),
        amount(effort.reach),
    )
