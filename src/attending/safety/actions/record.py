"""What the actions of safety share: the right to act for a unit, and texts that must not tell who a patient is."""

from __future__ import annotations

from django.utils import timezone

from attending.analytics.identifiers import suspects
from attending.program.actions.record import check_organisation
from attending.program.models import Person, Unit
from attending.program.rules import Act, Refused, check_right
from attending.safety.queries.seats import seats_on_unit


class Identifying(Refused):
    """A text looks as if it told who a patient is; nothing of it was kept."""


def check_on_unit(acting: Person, act: Act, unit: Unit) -> None:
    """Raise NotAllowed unless the person may do this for a unit: from the enterprise, or for an AI deployed there."""
    check_organisation(acting, unit.site.organisation_id)
    check_right(act, seats_on_unit(acting, unit), active=acting.active)


def clean(text: str, *, what: str, most: int, needed: bool = True) -> str:
    """A text without patients in it. Raises Refused where it is missing or too long, Identifying where it tells."""
    said = text.replace("\x00", "").strip()
    if needed and not said:
        raise Refused(f"{what} is missing.")
    if len(said) > most:
        raise Refused(f"{what} has {len(said):,} characters; write at most {most:,}.")
    check_no_patient(said)
    return said


def check_no_patient(text: str) -> None:
    """Raise Identifying with every place of a text that looks as if it told who a patient is."""
    found = suspects(text, timezone.localdate())
    if found:
        places = "; ".join(str(each) for each in found)
        raise Identifying(f"{places}. Take it out and send it again: nothing was kept.")
