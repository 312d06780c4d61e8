"""BPMN 2.0 (ISO/IEC 19510): write a map as a diagram any modeller opens, and read one back, ours without loss."""

from attending.maps.bpmn.importing import Imported, read
from attending.maps.bpmn.writing import write

__all__ = ["Imported", "read", "write"]
