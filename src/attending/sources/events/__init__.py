"""Event logs where they lie: CSV, Parquet, XES, OCEL 2.0 JSON or a warehouse's table, held against a drawn map.

>>> from attending.sources.events import EventMapping, check_log
>>> found = check_log("events.parquet", EventMapping(time_zone="Europe/Amsterdam"), rules=rules, by=("site",))

What reads is loaded at its first use: the engine takes a second.
"""

from typing import TYPE_CHECKING, Any

from attending.sources.events.mapping import EventMapping, MappingRefused, read_mapping

if TYPE_CHECKING:
    from attending.sources.events.account import EventAccount, LogCheck
    from attending.sources.events.checking import check_log, check_log_within_deadline
    from attending.sources.events.packed import DocumentLimits
    from attending.sources.events.reading import EventReading, defaults_for, read_event_log
    from attending.sources.events.warehouse import check_table, check_table_within_deadline

_FROM = {
    "DocumentLimits": "packed",
    "EventAccount": "account",
    "EventReading": "reading",
    "defaults_for": "reading",
    "read_event_log": "reading",
    "LogCheck": "account",
    "check_log": "checking",
    "check_log_within_deadline": "checking",
    "check_table": "warehouse",
    "check_table_within_deadline": "warehouse",
}


def __getattr__(name: str) -> Any:
    """Load what reads logs (PEP 562)."""
    if name in _FROM:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DocumentLimits",
    "EventAccount",
    "EventMapping",
    "EventReading",
    "LogCheck",
    "MappingRefused",
    "check_log",
    "check_log_within_deadline",
    "check_table",
    "check_table_within_deadline",
    "defaults_for",
    "read_event_log",
    "read_mapping",
]
