"""Whether the people in the room can decide something. Pure: who signed and who could in, a standing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who is present, or has signed: whether they signed the newest packet, and whether they still could.

    ``why_not`` says why they cannot; ``clinical`` is whether they count towards the clinical quorum.
    """

    name: str
    clinical: bool
    signed: bool
    may_sign: bool
    present: bool
    recused: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a decision is: people who signed of those it needs, and whether those present would be enough."""

    signed: int
    quorum: int
    present: int
    enough: bool
    sentence: str


def reach(voters: Sequence[Voter], *, quorum: int, clinical_quorum: int) -> Reach:
    """How near a decision is; never what anybody chose."""
    signed = [each for each in voters if each.signed]
    able = [each for each in voters if each.present and each.may_sign and not each.signed]
    together = [*signed, *able]
    clinicians = sum(each.clinical for each in together)
    missing = max(0, quorum - len(together))
    missing_clinical = max(0, clinical_quorum - clinicians)
    return Reach(len(signed), quorum, len(able), not missing and not missing_clinical, _told(missing, missing_clinical))


def takes(quorum: int, clinical_quorum: int = 0) -> str:
    """How many signatures for the same choice decide, in words."""
    if quorum == 1:
        return "one clinician decides" if clinical_quorum else "one signature decides"
    clinical = f", {_of_them(clinical_quorum)}" if clinical_quorum else ""
    return f"it takes {quorum} people who choose the same{clinical}"


def _told(missing: int, clinical: int) -> str:
    if not missing and not clinical:
        return "Enough people who may sign are here."
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
