"""The exact words that are signed (21 CFR 11.50), and the intent that the authentication is bound to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

from attending.decisions.models.signatures import Meaning
from attending.decisions.rules.delegations import Voice
from attending.program.models import Discipline, Seat
from attending.ui.formats import in_sentence


def signs_as(seat: str, discipline: str) -> str:
    """How a page names where somebody signs from: their seat, or without one their discipline. Takes both keys."""
    return Seat(seat).label if seat else Discipline(discipline).label


def disciplines_in_words(disciplines: Sequence[str]) -> str:
    """Such as ``nursing, medicine and pharmacy``; empty for none."""
    return _in_words([Discipline(each).label.lower() for each in disciplines])


def seats_in_words(seats: Sequence[str]) -> str:
    """Such as ``clinical owner and safety officer``; empty for none."""
    return _in_words([in_sentence(Seat(each).label) for each in seats])


def _in_words(labels: Sequence[str]) -> str:
    *names, last = labels or [""]
    return f"{', '.join(names)} and {last}" if names else last


def statement(
    *,
    printed_name: str,
    seat: str,
    discipline: str,
    meaning: Meaning,
    choice: str,
    packet_sha256: str,
    version: int,
    on_behalf_of: str = "",
) -> str:
    """What a person says by signing. ``choice`` is a label, and a review has none; ``seat`` may be empty.

    ``on_behalf_of`` is the printed name of whoever holds the seat, where the signer does not.
    """
    packet = f"packet {packet_sha256} version {version}"
    where = "in the seat of" if seat else "for the discipline of"
    behalf = f"on behalf of {on_behalf_of}, " if on_behalf_of else ""
    who = f"I, {printed_name}, {behalf}{where} {signs_as(seat, discipline)},"
    proposes = f"propose: {choice}. I " if choice else ""
    said = {
        Meaning.APPROVAL: f"{who} decide: {choice}. I have read {packet}.",
        Meaning.RESPONSIBILITY: f"{who} decide: {choice}. I take responsibility for it, and I have read {packet}.",
        Meaning.REVIEW: f"{who} have reviewed {packet}. I do not vote.",
        Meaning.AUTHORSHIP: f"{who} {proposes}am the author of {packet}. Others have to approve it.",
    }[meaning]
    return f"{said} Meaning of my signature: {meaning.label.lower()}."


def intent_details(
    *,
    proposal: int,
    person: int,
    packet_version: int,
    rendered_sha256: str,
    statement: str,
    choice: str,
    dissent: str,
    conditions: Sequence[Mapping[str, Any]],
    voice: Voice,
) -> dict[str, Any]:
    """What a decision's intent holds beyond what every signing intent names (record hash, meaning, signer, nonce)."""
    return {
        "type": "attending.decision",
        "version": 1,
        "proposal": proposal,
        "person": person,
        "packet_version": packet_version,
        "rendered_sha256": rendered_sha256,
        "statement": statement,
        "choice": choice,
        "dissent": dissent,
        "conditions": [dict(condition) for condition in conditions],
        "on_behalf_of": _on_behalf_of(voice),
    }


def _on_behalf_of(voice: Voice) -> dict[str, Any] | None:
    if voice.delegation is None:
        return None
    return {"delegation": voice.delegation, "person": voice.delegator, "printed_name": voice.delegator_name}


def canonical_intent(intent: Mapping[str, Any]) -> str:
    """RFC 8785 text of an intent."""
    return rfc8785.dumps(dict(intent)).decode()
