"""Measures that are never measured together: a log says nothing of what peers find, nor peers of what is discarded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_PEER_REVIEW: Final = "peer review"
_USE: Final = "use of drafts"
_LOG: Final = "log"

_FAMILIES: Final = {
    "failure_rate": _PEER_REVIEW,
    "krippendorff_alpha": _PEER_REVIEW,
    "used_rate": _USE,
    "unedited_rate": _USE,
    "discard_rate": _USE,
}
_SHARED: Final = frozenset({"percent_agreement"})
"""Of readers in a log and of peers alike, so that it tells neither from the other."""


def speaks_for(measured: Collection[str], measure: str) -> bool:
    """Whether a measurement that holds ``measured`` holds this measure, or should: then its absence is missing data."""
    if measure in measured:
        return True
    return measure not in _SHARED and _family(measure) in {_family(each) for each in measured if each not in _SHARED}


def _family(measure: str) -> str:
    return _FAMILIES.get(measure, _LOG)
