"""Whether the people in the room can decide something. Pure: who signed and who could in, a standing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who is present, or has signed: whether they signed the newest packet, and whether they still could.

    ``why_not`` says why they cannot; ``clinical`` is whether they count towards the clinical quorum. ``seats`` are
    those they signed from, or could sign from.
    """

    name: str
    clinical: bool
    signed: bool
    may_sign: bool
    present: bool
    recused: bool = False
    why_not: str = ""
    seats: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a decision is: people who signed of those it needs, and whether those present would be enough."""

    signed: int
    quorum: int
    present: int
    enough: bool
    sentence: str


def reach(
    voters: Sequence[Voter], *, quorum: int, clinical_quorum: int, seats: Mapping[str, str] | None = None
) -> Reach:
    """How near a decision is; never what anybody chose. ``seats`` are those that have to sign, with their labels."""
    signed = [each for each in voters if each.signed]
    able = [each for each in voters if each.present and each.may_sign and not each.signed]
    together = [*signed, *able]
    clinicians = sum(each.clinical for each in together)
    missing = max(0, quorum - len(together))
    missing_clinical = max(0, clinical_quorum - clinicians)
    spoken = frozenset[str]().union(*(each.seats for each in together))
    unheard = [label for seat, label in (seats or {}).items() if seat not in spoken]
    enough = not missing and not missing_clinical and not unheard
    return Reach(len(signed), quorum, len(able), enough, _told(missing, missing_clinical, unheard))


def takes(quorum: int, clinical_quorum: int = 0) -> str:
    """How many signatures for the same choice decide, in words."""
    if quorum == 1:
        return "one clinician decides" if clinical_quorum else "one signature decides"
    clinical = f", {_of_them(clinical_quorum)}" if clinical_quorum else ""
    return f"it takes {quorum} people who choose the same{clinical}"


def _told(missing: int, clinical: int, unheard: Sequence[str]) -> str:
    absent = f"Nobody here signs as {', '.join(unheard)}." if unheard else ""
    if not missing and not clinical:
        return absent or "Enough people who may sign are here."
    return f"{_lacking(missing, clinical)} {absent}".rstrip()


def _lacking(missing: int, clinical: int) -> str:
    if clinical and clinical >= missing:
        return f"{_more(clinical, 'clinician')} who may sign {_is(clinical)} needed."
    also = f", {_of_them(clinical)}" if clinical else ""
    return f"{_more(missing, 'person')} who may sign {_is(missing)} needed{also}."


def _more(number: int, noun: str) -> str:
    plural = {"person": "people", "clinician": "clinicians"}[noun]
    return f"1 more {noun}" if number == 1 else f"{number} more {plural}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _of_them(number: int) -> str:
    return "one of them a clinician" if number == 1 else f"{number} of them clinicians"
