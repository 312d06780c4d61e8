"""Event logs where they lie: CSV, Parquet, XES, OCEL 2.0 JSON or a warehouse's table, held against a drawn map.

>>> from attending.sources.events import EventMapping, read_event_log
>>> reading = read_event_log("events.parquet", EventMapping(time_zone="Europe/Amsterdam"))

What reads is loaded at its first use: the engine takes a second.
"""

from typing import TYPE_CHECKING, Any

from attending.sources.events.mapping import EventMapping, MappingRefused, read_mapping

if TYPE_CHECKING:
    from attending.sources.events.account import EventAccount
    from attending.sources.events.packed import DocumentLimits
    from attending.sources.events.reading import EventReading, defaults_for, read_event_log
    from attending.sources.events.warehouse import TableCheck, check_table, check_table_within_deadline

_FROM = {
    "DocumentLimits": "packed",
    "EventAccount": "account",
    "EventReading": "reading",
    "defaults_for": "reading",
    "read_event_log": "reading",
    "TableCheck": "warehouse",
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
    "MappingRefused",
    "TableCheck",
    "check_table",
    "check_table_within_deadline",
    "defaults_for",
    "read_event_log",
    "read_mapping",
]
