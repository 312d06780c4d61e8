"""What an entry says, and when two are the same one. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from attending.inventory.models import EntryKind, EntryStatus
from attending.program.rules import Refused

LONGEST: Final = {"name": 200, "vendor": 200, "version": 60, "place": 200, "owner": 200, "purpose": 4_000}
_TITLES: Final = {
    "name": "name",
    "vendor": "vendor",
    "version": "version",
    "place": "place",
    "owner": "owner",
    "purpose": "purpose",
}
NEEDS_REASON: Final = frozenset({EntryStatus.SET_ASIDE, EntryStatus.RETIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What somebody knows of an AI; everything but its name may be unknown, and is then empty."""

    name: str
    vendor: str = ""
    version: str = ""
    kind: EntryKind = EntryKind.UNKNOWN
    place: str = ""
    purpose: str = ""
    owner: str = ""
    used_since: date | None = None

    @property
    def identity(self) -> str:
        """What makes it the same AI."""
        return identity_of(self.name, self.vendor, self.place)


def identity_of(name: str, vendor: str, place: str) -> str:
    """Name, vendor and place without regard to case and spaces, as SHA-256 in hexadecimal digits."""
    folded = ("\x1f".join(" ".join(text.split()).casefold() for text in (name, vendor, place))).encode()
    return hashlib.sha256(folded).hexdigest()


def check_facts(facts: EntryFacts, today: date) -> None:
    """Raise Refused for facts that no entry may have."""
    if not facts.name.strip():
        raise Refused("Write the name under which people here know it.")
    for name, longest in LONGEST.items():
        length = len(getattr(facts, name))
        if length > longest:
            raise Refused(f"The {_TITLES[name]} has {length:,} characters; at most {longest:,} are kept.")
    if facts.used_since is not None and facts.used_since > today:
        raise Refused(f"It is used since {facts.used_since.isoformat()}, which is yet to come; give a day until today.")


def check_status(before: EntryStatus, after: EntryStatus, *, reason: str, has_use_case: bool) -> None:
    """Raise Refused unless an entry may go from one status to another."""
    if after == before:
        raise Refused(f"It is marked \u201c{before.label}\u201d already.")
    if after == EntryStatus.REGISTERED and not has_use_case:
        raise Refused("An AI is registered through its use case; link it to one, or propose one for it first.")
    if after in NEEDS_REASON and not reason.strip():
        raise Refused("Write why; whoever looks for it later needs to know.")
