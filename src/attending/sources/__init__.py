"""Prediction logs where they lie: read, check, set bad rows aside, and reduce to counts and sums.

>>> from attending.sources import ColumnMapping, reduce_log
>>> reduction = reduce_log("logs/2026-*.parquet", ColumnMapping("score", "outcome", "time", by=("unit",)))

The engine is loaded at the first log that is read: it takes a second, and most commands read none.
"""

from typing import TYPE_CHECKING, Any

from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress, silent
from attending.sources.report import FileManifest, IntakeReport, LogRefused, Rejection, RuleCount

if TYPE_CHECKING:
    from attending.sources.log import reduce_log
    from attending.sources.reduced import Reduction
    from attending.sources.resolution import Resolution


def __getattr__(name: str) -> Any:
    """Load what reads logs (PEP 562)."""
    match name:
        case "reduce_log":
            from attending.sources.log import reduce_log

            return reduce_log
        case "Reduction":
            from attending.sources.reduced import Reduction

            return Reduction
        case "Resolution":
            from attending.sources.resolution import Resolution

            return Resolution
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "ColumnMapping",
    "FileManifest",
    "IntakeReport",
    "Limits",
    "LogRefused",
    "Progress",
    "Reduction",
    "Rejection",
    "Resolution",
    "RuleCount",
    "reduce_log",
    "silent",
]
