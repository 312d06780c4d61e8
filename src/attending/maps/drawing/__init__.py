"""The map drawn as SVG, on the server, for a page, a printer and a screen reader."""

from attending.maps.drawing.marks import Mark, Tone
from attending.maps.drawing.picture import draw

__all__ = ["Mark", "Tone", "draw"]
