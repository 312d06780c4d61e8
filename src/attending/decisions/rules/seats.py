"""Whether the seats that have to sign an option could all be spoken for, each by a person of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attending.decisions.rules.options import Option
from attending.decisions.rules.refusals import InvalidProposal
from attending.program.models import Seat


def check_fillable(option: Option, holders: Mapping[str, Collection[int]], *, quorum: int) -> None:
    """Raise InvalidProposal, naming the seat, unless every seat of an option could be spoken for.

    ``holders`` are the people who could sign from a seat now, without the proposer, by seat.
    """
    if len(option.seats) > quorum:
        raise InvalidProposal(
            f"{option.label} asks for {len(option.seats)} seats, so its quorum is at least {len(option.seats)}, "
            f"not {quorum}: each seat is one person of it."
        )
    empty = [seat for seat in option.seats if not holders.get(seat)]
    if empty:
        raise InvalidProposal(
            f"{option.label} has to be signed from the seat {_names(empty)}, and nobody but the proposer could: name "
            "somebody else for it, or have somebody else propose this."
        )
    crowded = without_a_person(option.seats, holders)
    if crowded:
        raise InvalidProposal(
            f"{option.label} has to be signed from {_names(option.seats)}, each by another person, but too few people "
            f"hold these seats: name somebody else for {_names(crowded)}."
        )


def without_a_person(seats: Sequence[str], holders: Mapping[str, Collection[int]]) -> list[str]:
    """The seats that are left over when as many as possible have a holder of their own (matching, Kuhn 1955)."""
    seated: dict[int, str] = {}

    def give(seat: str, asked: set[int]) -> bool:
        for person in holders.get(seat, ()):
            if person not in asked:
                asked.add(person)
                if person not in seated or give(seated[person], asked):
                    seated[person] = seat
                    return True
        return False

    return [seat for seat in seats if not give(seat, set())]


def _names(seats: Sequence[str]) -> str:
    return ", ".join(Seat(seat).label for seat in seats)
