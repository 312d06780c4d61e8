"""How the hazard log of a use case stands: accepted as it is, changed since, being decided, or not accepted yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from attending.workflow.models import HazardLogVersion


class Accepted(StrEnum):
    """Whether the residual risks of the log as it is now were accepted."""

    YES = "yes"
    CHANGED = "changed"
    NO = "no"


@dataclass(frozen=True, slots=True)
class LogStanding:
    """``version`` is the one accepted last; ``new_on_map`` are hazards of the map that it does not hold, by name."""

    accepted: Accepted
    version: HazardLogVersion | None
    new_on_map: tuple[str, ...]


def log_standing(version: HazardLogVersion | None, sha256: str, on_map: Collection[tuple[str, str]]) -> LogStanding:
    """How the log stands. ``sha256`` is of the log as it is now; ``on_map`` holds key and name of each hazard drawn."""
    known = {each["key"] for each in version.document["hazards"]} if version else set()
    new = tuple(name for key, name in on_map if key not in known)
    if version is None:
        return LogStanding(Accepted.NO, None, new)
    same = version.sha256 == sha256 and not new
    return LogStanding(Accepted.YES if same else Accepted.CHANGED, version, new)
