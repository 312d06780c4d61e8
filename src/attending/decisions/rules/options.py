"""The options of a proposal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attending.decisions.models.signatures import VOTING, Meaning
from attending.decisions.rules.refusals import InvalidProposal
from attending.program.models import Seat

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen.

    ``effect`` says what happens then. ``reasons`` are ready-made reasons, so that nobody has to type on a phone; with
    ``reason_required`` one is needed. ``meaning`` is what a signature for it means. A decision for it expires
    ``expires_after_days`` days later, or never. ``seats`` each have to be among those who choose it: each is spoken for
    by one person, and one person speaks for one seat.
    """

    key: str
    label: str
    effect: str
    conditions_required: bool = False
    reason_required: bool = False
    reasons: tuple[str, ...] = ()
    meaning: str = Meaning.APPROVAL
    expires_after_days: int | None = None
    seats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise InvalidProposal(f"An option's key is at most 40 small letters, digits, _ or -; got {self.key!r}.")
        if not self.label or not self.effect:
            raise InvalidProposal(f"The option {self.key} needs a label and the effect it has.")
        if self.meaning not in VOTING:
            raise InvalidProposal(f"A vote for {self.key} means approval or responsibility, not {self.meaning!r}.")
        if self.expires_after_days is not None and self.expires_after_days < 1:
            raise InvalidProposal(f"A decision for {self.key} expires after at least one day, or never.")
        unknown = sorted({str(seat) for seat in self.seats} - set(Seat.values))
        if unknown:
            raise InvalidProposal(f"The option {self.key} asks for a seat that there is not: {', '.join(unknown)}.")
        if len(set(self.seats)) < len(self.seats):
            raise InvalidProposal(f"The option {self.key} names each seat that has to sign once.")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Option:
        """Read an option as a room gives it or as a proposal stores it; raises InvalidProposal."""
        try:
            lists = {name: tuple(document.get(name, ())) for name in ("reasons", "seats")}
            return cls(**{**document, **lists})
        except TypeError as error:
            raise InvalidProposal(f"An option cannot be read: {error}") from error

    def as_document(self) -> dict[str, Any]:
        """Plain JSON, every field named."""
        return {
            "key": self.key,
            "label": self.label,
            "effect": self.effect,
            "conditions_required": self.conditions_required,
            "reason_required": self.reason_required,
            "reasons": list(self.reasons),
            "meaning": str(self.meaning),
            "expires_after_days": self.expires_after_days,
            "seats": [str(seat) for seat in self.seats],
        }


def read_options(documents: Sequence[Mapping[str, Any] | Option]) -> tuple[Option, ...]:
    """The options of a proposal, at least one, each key once; raises InvalidProposal."""
    options = tuple(each if isinstance(each, Option) else Option.from_document(each) for each in documents)
    if not options:
        raise InvalidProposal("A proposal needs at least one option to choose.")
    if len({option.key for option in options}) < len(options):
        raise InvalidProposal("Each option of a proposal has its own key.")
    return options
