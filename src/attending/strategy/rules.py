"""What a value thesis needs before it can leave its stage. Pure."""

from __future__ import annotations

from collections.abc import Collection

from attending.program.models import Seat
from attending.program.models.people import CORE_SEATS
from attending.program.models.use_cases import Question


def empty_seats(held: Collection[Seat]) -> list[Seat]:
    """The core seats that nobody holds."""
    return [seat for seat in CORE_SEATS if seat not in held]


def open_questions(answered: Collection[Question]) -> list[Question]:
    """The strategic questions without an answer."""
    return [question for question in Question if question not in answered]
