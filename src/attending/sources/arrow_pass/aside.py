"""The word with which the Arrow pass leaves a log to the engine."""

from __future__ import annotations


class StandAside(Exception):
    """Something this pass does not handle: a bad row, a rare type, a repeated key. The engine judges it."""
