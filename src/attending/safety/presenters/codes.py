"""Units and their codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.safety.presenters.words import place
from attending.safety.queries.concerns import UnitCode
from attending.ui import formats
from attending.ui.parts import Status


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit: whether staff can raise a concern there, about what, and what may be done."""

    title: str
    status: Status
    told: str
    detail: str
    open_url: str
    close_url: str


def cards(found: Sequence[UnitCode], may: Collection[int]) -> list[UnitCard]:
    """One for each unit, those that need a code first; ``may`` are the units for which the person may open one."""
    ordered = sorted(found, key=lambda each: (each.code is not None, not each.in_use, place(each.unit)))
    return [_card(each, may=each.unit.pk in may) for each in ordered]


def _card(found: UnitCode, *, may: bool) -> UnitCard:
    names = ", ".join(each.use_case.title for each in found.in_use)
    code = found.code
    if code is not None:
        status = Status("ok", "Open")
    else:
        status = Status("watch", "No code") if found.in_use else Status("neutral", "No code")
    return UnitCard(
        title=place(found.unit),
        status=status,
        told=f"Staff see here: {names}." if names else "Staff see no AI here yet.",
        detail=f"Opened by {code.opened_by}, {formats.date(code.opened_at)}" if code else "",
        open_url=reverse("safety:open-code", args=[found.unit.pk]) if may and code is None else "",
        close_url=reverse("safety:close-code", args=[code.pk]) if may and code is not None else "",
    )
