"""Change a map by what a person does to it: add, move, connect, rename, change, remove. Pure: the map given stays."""

from attending.maps.editing.apply import OPERATIONS, apply
from attending.maps.editing.document import EditRefused

__all__ = ["OPERATIONS", "EditRefused", "apply"]
