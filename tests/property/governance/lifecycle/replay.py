"""Who could sign what, worked out from the record alone: seats, delegations and the policy in force, entry by entry."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

from attending.policies.default import default_text
from tests.property.governance.lifecycle.decided import decision_faults
from tests.property.governance.lifecycle.rows import Row, row, rows
from tests.property.governance.lifecycle.signed import signature_faults


class Replay:
    """What the entries so far say, in the order of the record.

    ``seats`` are (person, seat, key of the use case or None); ``policies`` are the texts by the name of their version;
    ``lacking`` are the evidence items that keep a gate shut now, unless an exception stands for them.
    """

    def __init__(self) -> None:
        self.next = 0
        self.seats: set[tuple[int, str, str | None]] = set()
        self.inactive: set[int] = set()
        self.ended: set[int] = set()
        self.lacking: frozenset[str] = frozenset()
        self.policies: dict[str, Any] = {}
        self.in_force = self._learn(default_text())
        self.under: dict[int, str] = {}
        """The version in force when each proposal was made."""

    def copy(self) -> Replay:
        """Another that goes on from here."""
        return deepcopy(self)

    def follow(self, entries: list[Row]) -> list[str]:
        """Go on by these entries; what is wrong with the signatures and decisions among them, in words."""
        faults: list[str] = []
        for entry in entries:
            if entry["seq"] != self.next:
                faults.append(f"entry {entry['seq']} stands where {self.next} was to come")
            self.next = entry["seq"] + 1
            meant = getattr(self, "_" + entry["verb"].replace(".", "_"), None)
            found = meant(entry) if meant else None
            faults += [f"entry {entry['seq']}, {entry['object']}: {fault}" for fault in found or ()]
        return faults

    def _organisation_founded(self, entry: Row) -> None:
        self.seats.add((_number(entry["actor"]), "administrator", None))

    def _seat_taken(self, entry: Row) -> None:
        about = entry["payload"]
        self.seats.add((about["person"], about["seat"], about["use_case"]))

    def _seat_vacated(self, entry: Row) -> list[str]:
        holding = row(
            "SELECT h.person_id, h.seat, u.key FROM program_seatholding h "
            "LEFT JOIN program_usecase u ON u.id = h.use_case_id WHERE h.id = %s",
            _number(entry["object"]),
        )
        place = (holding["person_id"], holding["seat"], holding["key"])
        if place not in self.seats:
            return [f"{place} was vacated and never taken"]
        self.seats.remove(place)
        return []

    def _person_deactivated(self, entry: Row) -> None:
        self.inactive.add(_number(entry["object"]))

    def _delegation_ended(self, entry: Row) -> None:
        self.ended.add(_number(entry["object"]))

    def _policy_adopted(self, entry: Row) -> list[str]:
        version = row(
            "SELECT name, text, decision_id FROM decisions_policyversion WHERE id = %s", _number(entry["object"])
        )
        outcome = rows("SELECT outcome FROM decisions_decision WHERE id = %s", version["decision_id"])
        if not outcome or outcome[0]["outcome"] != "adopt":
            return [f"policy {version['name']} is in force and nobody adopted it"]
        self.in_force = self._learn(version["text"])
        return [] if self.in_force == version["name"] else [f"{version['name']} names itself {self.in_force}"]

    def _proposal_made(self, entry: Row) -> None:
        self.under[_number(entry["object"])] = self.in_force

    def _decision_signed(self, entry: Row) -> list[str]:
        return signature_faults(entry, self._holds, self.inactive, self.ended)

    def _decision_made(self, entry: Row) -> list[str]:
        proposal = _number(entry["object"])
        return decision_faults(entry["seq"], proposal, self.policies, self.under[proposal], self.lacking)

    def _holds(self, person: int, seat: str, use_case: str | None) -> bool:
        return person not in self.inactive and bool({(person, seat, None), (person, seat, use_case)} & self.seats)

    def _learn(self, text: str) -> str:
        policy = tomllib.loads(text)
        self.policies[policy["version"]] = policy
        return str(policy["version"])


def _number(name: str) -> int:
    return int(name.partition(":")[2])
