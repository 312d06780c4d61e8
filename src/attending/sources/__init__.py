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
    from attending.sources.deadline import reduce_table_within_deadline, within_deadline
    from attending.sources.engines.connection import Connection, read_connections
    from attending.sources.log import reduce_log
    from attending.sources.reduced import Reduction
    from attending.sources.resolution import Resolution
    from attending.sources.warehouse_reduction import reduce_table

_FROM = {
    "Connection": "engines.connection",
    "Reduction": "reduced",
    "Resolution": "resolution",
    "read_connections": "engines.connection",
    "reduce_log": "log",
    "reduce_table": "warehouse_reduction",
    "reduce_table_within_deadline": "deadline",
    "within_deadline": "deadline",
}


def __getattr__(name: str) -> Any:
    """Load what reads logs (PEP 562)."""
    if name in _FROM:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "ColumnMapping",
    "Connection",
    "FileManifest",
    "IntakeReport",
    "Limits",
    "LogRefused",
    "Progress",
    "Reduction",
    "Rejection",
    "Resolution",
    "RuleCount",
    "read_connections",
    "reduce_log",
    "reduce_table",
    "reduce_table_within_deadline",
    "silent",
    "within_deadline",
]
