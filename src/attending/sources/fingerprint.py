"""What stands for a file's hash where a log is a table: the hash of everything that was counted in it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

import numpy as np

from attending.analytics.score_table import ScoreTable
from attending.sources.report import FileManifest, IntakeReport

VERIFIED: Final = "hash of its counts"
_COUNTED: Final = ("stratum", "period", "n", "labelled", "positive")
_MEASURED: Final = ("score_low", "score_high")


def fingerprint(table: ScoreTable) -> str:
    """SHA-256 in hexadecimal of a table's groups, months, counts and least and greatest scores.

    Sums are left out: their last digits depend on the order in which an engine's threads add.
    """
    named = [[(s.attribute, s.level) for s in table.strata], list(table.periods), [str(t) for t in table.thresholds]]
    digest = hashlib.sha256(json.dumps(named, ensure_ascii=False).encode())
    for name in _COUNTED:
        digest.update(np.ascontiguousarray(getattr(table, name), dtype="<i8").tobytes())
    for name in _MEASURED:
        digest.update(np.ascontiguousarray(getattr(table, name), dtype="<f8").tobytes())
    return digest.hexdigest()


def as_manifest(name: str, table: ScoreTable, report: IntakeReport) -> FileManifest:
    """A warehouse's table as the account of what was read lists it; its bytes are not known."""
    return FileManifest(name, report.read, 0, fingerprint(table), VERIFIED)
