"""Who is in the room when a site looks at itself, and who is not. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from attending.program.models import Discipline, Seat
from attending.program.models.people import CORE_SEATS
from attending.strategy.rules.readiness import Voice

WANTED_SEATS: Final = (*CORE_SEATS, Seat.NURSING_LEAD)
WANTED_DISCIPLINES: Final = (Discipline.MEDICINE, Discipline.NURSING, Discipline.TECHNOLOGY, Discipline.OPERATIONS)
"""Those who see a site from its bedside, its systems and its rota."""


def absent(voices: Collection[Voice], holders: Mapping[Seat, str]) -> list[str]:
    """Seats and disciplines that are not heard; ``holders`` names who holds a seat and could be asked."""
    seats, disciplines = {voice.seat for voice in voices}, {voice.discipline for voice in voices}
    missing = [f"{seat.label} ({holders.get(seat, 'nobody holds it')})" for seat in WANTED_SEATS if seat not in seats]
    return missing + [str(each.label) for each in WANTED_DISCIPLINES if each not in disciplines]
