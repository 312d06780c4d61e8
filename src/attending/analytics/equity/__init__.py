"""Every measure by group, with what the difference between groups may be by chance."""

from typing import TYPE_CHECKING, Any

from attending.analytics.equity.crossing import crossed_stratum, join_parts, parts_of, split_parts

if TYPE_CHECKING:
    from attending.analytics.equity.comparison import compare_groups
    from attending.analytics.equity.groups import rest_of
    from attending.analytics.equity.requirements import Requirements, Shortfall
    from attending.analytics.equity.results import EquityReview, Gap, GroupComparison, PooledComparison, Simultaneous

_PLACES = {
    "compare_groups": "comparison",
    "rest_of": "groups",
    "Requirements": "requirements",
    "Shortfall": "requirements",
    "EquityReview": "results",
    "Gap": "results",
    "GroupComparison": "results",
    "PooledComparison": "results",
    "Simultaneous": "results",
}


def __getattr__(name: str) -> Any:
    """Load what compares groups when it is asked for (PEP 562): column mappings need only the names of combinations."""
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(f"attending.analytics.equity.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "EquityReview",
    "Gap",
    "GroupComparison",
    "PooledComparison",
    "Requirements",
    "Shortfall",
    "Simultaneous",
    "compare_groups",
    "crossed_stratum",
    "join_parts",
    "parts_of",
    "rest_of",
    "split_parts",
]
