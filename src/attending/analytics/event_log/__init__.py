"""Event logs against a drawn map: what really happens, how often, in which order, and whether in time.

>>> from attending.analytics.event_log import TimeRule, check_reality
>>> check_reality(log, rules=[TimeRule("abx-1h", "Antibiotics within 1 h", ("Triage",), ("Antibiotics",), 60)])

What counts is loaded, and compiled, at its first use: most commands count no events.
"""

from typing import TYPE_CHECKING, Any

from attending.analytics.event_log.disclosure import SMALLEST, disclosed
from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule
from attending.analytics.event_log.log import EventLog, Levels
from attending.analytics.event_log.results import RealityCheck

if TYPE_CHECKING:
    from attending.analytics.event_log.ordering import Ordered, in_order
    from attending.analytics.event_log.reality import check_reality

_FROM = {"Ordered": "ordering", "in_order": "ordering", "check_reality": "reality"}


def __getattr__(name: str) -> Any:
    """Load what counts (PEP 562)."""
    if name in _FROM:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "SMALLEST",
    "DrawnStep",
    "EventLog",
    "Levels",
    "Ordered",
    "RealityCheck",
    "Shift",
    "TimeRule",
    "check_reality",
    "disclosed",
    "in_order",
]
