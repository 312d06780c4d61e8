"""What a reader meets in an SVG picture."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET


def text_sizes(element: ET.Element, inherited: float = 0.0) -> Iterator[float]:
    """The size of every text in user units, its own or that of a group around it."""
    size = float(element.get("font-size", inherited))
    if element.tag.endswith("text"):
        yield size
    for each in element:
        yield from text_sizes(each, size)
