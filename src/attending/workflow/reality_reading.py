"""An event log read where it lies and held against a map; nothing of it but counts comes back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from attending.analytics.event_log import check_reality, disclosed
from attending.analytics.event_log.results import RealityCheck as Found
from attending.maps.model import CareMap
from attending.program.rules import Refused
from attending.sources import IntakeReport, LogRefused
from attending.sources.events import DocumentLimits, EventMapping, read_event_log
from attending.workflow.rules.reality import Kept, claims_of, groups_asked, require_enough

MOST_UNPACKED = 2**30
"""Bytes that a document handed over by a page may unpack to; a larger one is checked where it lies, by the command."""


class UnreadableLog(Refused):
    """A log that was not loaded; ``report`` accounts for its rows."""

    def __init__(self, refused: LogRefused) -> None:
        self.report = refused.report
        super().__init__(str(refused))


@dataclass(frozen=True)
class Checked:
    """What came back: the check as it is kept, where the log lay, and how many rows were read and loaded."""

    kept: Kept
    source: str
    sha256: str
    read: int
    loaded: int


def check_file(location: Path | str, mapping: EventMapping, care_map: CareMap, *, name: str = "") -> Checked:
    """Hold a log of files against a map. Raises Refused, in words; UnreadableLog has the account of its rows."""
    claims = claims_of(care_map)
    try:
        reading = read_event_log(location, mapping, document_limits=DocumentLimits(unpacked_bytes=MOST_UNPACKED))
        found = check_reality(
            reading.log,
            steps=claims.steps,
            flows=claims.flows,
            rules=claims.rules,
            by=groups_asked(tuple(mapping.attributes), claims.shifts),
            shifts=claims.shifts,
        )
    except LogRefused as refused:
        raise UnreadableLog(refused) from refused
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    return kept_of(disclosed(found), reading.intake, name or str(location), unchecked=claims.unchecked)


def kept_of(told: Found, intake: IntakeReport, source: str, *, unchecked: tuple[str, ...] = ()) -> Checked:
    """What is kept of a check whose small counts are withheld. Raises Refused for too few cases."""
    require_enough(told)
    kept = Kept(told, unchecked, intake.warnings, intake.duplicate, intake.quarantined)
    return Checked(kept, source[:300], _digest(intake), intake.read, intake.loaded)


def _digest(intake: IntakeReport) -> str:
    """SHA-256 of the one file, or of the files' own hashes in order; empty for a table."""
    hashes = [each.sha256 for each in intake.files if each.sha256]
    if len(hashes) <= 1:
        return "".join(hashes)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
