"""Prediction logs where they lie: read, check, set bad rows aside, and reduce to counts and sums.

>>> from attending.sources import ColumnMapping, reduce_log
>>> reduction = reduce_log("logs/2026-*.parquet", ColumnMapping("score", "outcome", "time", by=("unit",)))
"""

from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress, silent
from attending.sources.reduction import Reduction, reduce_log
from attending.sources.report import FileManifest, IntakeReport, LogRefused, Rejection, RuleCount
from attending.sources.table import Resolution

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
