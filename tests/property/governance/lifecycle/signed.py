"""What is wrong with a signature, by who held which seat when it was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.property.governance.lifecycle.rows import Row, moment, parsed, row, rows

Holds = Callable[[int, str, str | None], bool]
"""Whether a person holds a seat, on the use case with this key or in the organisation, at this entry of the record."""


def signature_faults(entry: Row, holds: Holds, inactive: set[int], ended: set[int]) -> list[str]:
    """Each rule that the signature of this entry breaks, in words; ``ended`` are delegations ended before it."""
    signed = row(
        "SELECT s.*, p.kind, p.proposed_by_id, p.answerable, p.eligible_seats, p.options, p.disciplines, "
        "p.protective_choice, u.key AS use_case, w.discipline AS profession, k.version, "
        "(SELECT count(*) FROM decisions_packet n WHERE n.proposal_id = p.id AND n.version > k.version "
        "AND n.sealed_at < s.signed_at) AS newer "
        "FROM decisions_signature s JOIN decisions_proposal p ON p.id = s.proposal_id "
        "JOIN decisions_packet k ON k.id = s.packet_id JOIN program_person w ON w.id = s.signer_id "
        "LEFT JOIN program_usecase u ON u.id = p.use_case_id WHERE s.ledger_seq = %s",
        entry["seq"],
    )
    signer, author = signed["signer_id"], signed["proposed_by_id"]
    voting = signed["meaning"] in {"approval", "responsibility"}
    wrong = {
        "the record names another signer": entry["actor"] != f"person:{signer}",
        "the record names another proposal": entry["object"] != f"proposal:{signed['proposal_id']}",
        "somebody who has left signed": signer in inactive,
        "it names another discipline than the signer's": signed["discipline"] != signed["profession"],
        "an older packet was signed": bool(signed["newer"]),
        "the author approved what they proposed": signer == author
        and voting
        and signed["choice"] != signed["protective_choice"],
        "somebody who stepped aside signed": _stepped_aside(signed, signer),
    }
    faults = [what for what, so in wrong.items() if so]
    if signed["on_behalf_of_id"] is None:
        return [*faults, *_seat_faults(signed, signer, holds)]
    return [*faults, *_delegation_faults(signed, holds, ended)]


def _stepped_aside(signed: Row, person: int) -> bool:
    found = rows(
        "SELECT id FROM decisions_recusal WHERE proposal_id = %s AND person_id = %s AND ledger_seq < %s",
        signed["proposal_id"],
        person,
        signed["ledger_seq"],
    )
    return bool(found)


def _seat_faults(signed: Row, person: int, holds: Holds) -> list[str]:
    """Whether a person held the seat, and it is one that signs this."""
    asked: list[dict[str, Any]] = [each for each in parsed(signed["answerable"]) if each["person"] == person]
    if signed["seat"] == "":
        if asked and signed["profession"] in parsed(signed["disciplines"]):
            return []
        return ["somebody signed without a seat who is not asked for their discipline"]
    may = set(parsed(signed["eligible_seats"])) | {seat for each in asked for seat in each["seats"]}
    may |= {seat for option in parsed(signed["options"]) for seat in option.get("seats", ())}
    faults = []
    if not holds(person, signed["seat"], signed["use_case"]):
        faults.append(f"person {person} did not hold the seat {signed['seat']}")
    if signed["meaning"] != "authorship" and signed["seat"] not in may:
        faults.append(f"the seat {signed['seat']} does not sign this")
    return faults


def _delegation_faults(signed: Row, holds: Holds, ended: set[int]) -> list[str]:
    given = row(
        "SELECT d.*, u.key AS use_case FROM decisions_delegation d "
        "LEFT JOIN program_usecase u ON u.id = d.use_case_id WHERE d.id = %s",
        signed["on_behalf_of_id"],
    )
    at, delegator = moment(signed["signed_at"]), given["delegator_id"]
    good = {
        "another's delegation": given["delegate_id"] == signed["signer_id"],
        "a delegation of another seat": given["seat"] == signed["seat"],
        "a delegation that had ended": given["id"] not in ended,
        "a delegation outside its days": moment(given["starts_at"]) <= at < moment(given["ends_at"]),
        "a delegation for another use case": given["use_case"] in {None, signed["use_case"]},
        "a delegation for other questions": signed["kind"] in (parsed(given["kinds"]) or [signed["kind"]]),
        "a delegation of the proposer": delegator != signed["proposed_by_id"],
        "a delegation of somebody who stepped aside": not _stepped_aside(signed, delegator),
    }
    return [f"signed under {what}" for what, so in good.items() if not so] + _seat_faults(signed, delegator, holds)
